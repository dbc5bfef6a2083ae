/* acting.c: does an address act (unsubscribe, share, log in)? Decides by the words of its path and
 * query. */
#include "config.h"

#include "links/acting.h"

#include <ctype.h>
#include <string.h>

#define URI_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)

#define SEGMENT_WORDS 3      /* a name with more words is a headline */
#define SEGMENT_WORDS_SEEN 5 /* that are looked at */

enum { CLICK = OFF_ACTS_CLICK, DOOR = OFF_ACTS_DOOR, FORM = OFF_ACTS_FORM };
enum { COUNTS, READER }; /* of a tracking parameter */

static const struct {
    const char *word;
    OffActs kind;
    gboolean anywhere;
} acting[] = {
#define OFF_ACTING(word, kind) {word, (OffActs)kind, FALSE},
#define OFF_ACTING_ANYWHERE(word, kind) {word, (OffActs)kind, TRUE},
#include "links/acting.def"
#undef OFF_ACTING
#undef OFF_ACTING_ANYWHERE
};

static const struct {
    const char *name;
    gboolean whole, counts;
} tracking[] = {
#define OFF_TRACKING(name, whole, kind) {name, whole, kind == COUNTS},
#include "links/tracking.def"
#undef OFF_TRACKING
};

static gboolean
is_tracking(const char *pair, gboolean counts)
{
    gsize n = strcspn(pair, "=");
    for (guint i = 0; i < G_N_ELEMENTS(tracking); i++) {
        gsize m = strlen(tracking[i].name);
        if (g_ascii_strncasecmp(pair, tracking[i].name, m) == 0 &&
            (n == m || (!tracking[i].whole && n > m)) && (tracking[i].counts || !counts))
            return TRUE;
    }
    return FALSE;
}

gboolean
off_is_tracking(const char *pair)
{
    return is_tracking(pair, FALSE);
}

gboolean
off_is_counting(const char *pair)
{
    return is_tracking(pair, TRUE);
}

/* Does the word begin so ("unsub*"), or is it the same? */
static gboolean
fits_pattern(const char *word, const char *pattern)
{
    gsize n = strlen(pattern);
    return pattern[n - 1] == '*' ? strncmp(word, pattern, n - 1) == 0 : strcmp(word, pattern) == 0;
}

static OffActs
word_acts(const char *word, gboolean first)
{
    OffActs worst = OFF_ACTS_NOT;
    for (guint i = 0; i < G_N_ELEMENTS(acting); i++)
        if (*word == *acting[i].word && (first || acting[i].anywhere) &&
            fits_pattern(word, acting[i].word))
            worst = MAX(worst, acting[i].kind);
    return worst;
}

/* Is there nothing to decode? That is so for most parts. */
static gboolean
is_plain(const char *part)
{
    for (; *part; part++)
        if (*part == '%' || !isascii((guchar)*part))
            return FALSE;
    return TRUE;
}

/* Decodes escapes and separates diacritics from their letters (transfer full). */
static char *
parted_plain(const char *part)
{
    g_autofree char *plain = g_uri_unescape_string(part, NULL);
    g_autofree char *valid = g_utf8_make_valid(plain ? plain : part, -1);
    return g_utf8_normalize(valid, -1, G_NORMALIZE_NFKD);
}

/* The words of a part of an address, separated by anything but letters and digits, in lower case,
 * with escapes decoded and diacritics removed: "best%C3%A4tigen" is bestatigen (transfer full). */
static GPtrArray *
words_of(const char *part)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *parted = is_plain(part) ? g_strdup(part) : parted_plain(part);
    g_autoptr(GString) word = g_string_new(NULL);
    for (const char *p = parted; words->len < SEGMENT_WORDS_SEEN; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isalnum(c))
            g_string_append_unichar(word, g_unichar_tolower(c));
        else if (!g_unichar_ismark(c) && word->len > 0) {
            g_ptr_array_add(words, g_strdup(word->str));
            g_string_truncate(word, 0);
        }
        if (c == 0)
            break;
    }
    return words;
}

/* The action that a short path segment or parameter names: by its first word, by a word that counts
 * anywhere, or by all words joined ("opt-in"). A longer segment is a headline, which may talk about
 * anything. */
static OffActs
name_acts(const char *part)
{
    g_autoptr(GPtrArray) words = words_of(part);
    g_autoptr(GString) whole = g_string_new(NULL);
    OffActs worst = OFF_ACTS_NOT;
    if (words->len > SEGMENT_WORDS)
        return OFF_ACTS_NOT;
    for (guint i = 0; i < words->len; i++) {
        worst = MAX(worst, word_acts(words->pdata[i], i == 0));
        g_string_append(whole, words->pdata[i]);
    }
    return words->len > 1 ? MAX(worst, word_acts(whole->str, TRUE)) : worst;
}

static OffActs
path_acts(const char *path)
{
    g_autofree char *plain = g_strdup(path);
    g_strdelimit(plain, "\\;", '/');
    g_auto(GStrv) segments = g_strsplit(plain, "/", -1);
    OffActs worst = OFF_ACTS_NOT;
    for (guint i = 0; segments[i]; i++) {
        const char *escaped = strcasestr(segments[i], "%5c");
        worst = MAX(worst, name_acts(segments[i]));
        if (escaped)
            worst = MAX(worst, name_acts(escaped + strlen("%5c")));
    }
    return worst;
}

/* ?action= is a form, whatever it is that it does. */
static OffActs
pair_acts(const char *pair)
{
    gsize name = strcspn(pair, "=");
    const char *value = pair + name + (pair[name] == '=');
    gboolean action = name == strlen("action") && g_ascii_strncasecmp(pair, "action", name) == 0;
    g_autofree char *key = g_strndup(pair, name);
    OffActs worst = MAX(name_acts(key), name_acts(value));
    return MAX(worst, action ? OFF_ACTS_FORM : OFF_ACTS_NOT);
}

static OffActs
query_acts(const char *query)
{
    g_auto(GStrv) pairs = g_strsplit_set(query ? query : "", "&;", -1);
    OffActs worst = OFF_ACTS_NOT;
    for (guint i = 0; pairs[i]; i++)
        if (!off_is_tracking(pairs[i]))
            worst = MAX(worst, pair_acts(pairs[i]));
    return worst;
}

OffActs
off_address_acts(const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, URI_FLAGS, NULL);
    if (!uri)
        return OFF_ACTS_CLICK;
    return MAX(path_acts(g_uri_get_path(uri)), query_acts(g_uri_get_query(uri)));
}
