/* names.c: names of persons out of what pages write beside them. */
#include "config.h"

#include "metadata/names.h"

#include "metadata/date.h"
#include "dom/dom.h"

#include <stdlib.h>
#include <string.h>

#define BYLINE_MAX 150 /* bytes */
#define NAME_WORDS 2
#define PREFIX_WORDS 6
#define SAYS_MAX 40 /* bytes */
#define WORD_BYTES_MAX 40
#define LINE_WORDS 4
#define MARK_CHARS 2 /* of a word before a middle dot that stands for a colon */

typedef enum { BY, LEAD, ROLE, MODIFIER, NOBODY, PARTICLE, BODY, AND, CHANGED, BESIDE } Word;

typedef struct {
    Word kind;
    const char *word;
} Entry;

/* Sorted by word, then by the name of the kind. */
static const Entry vocabulary[] = {
#define OFF_BYLINE(kind, word, langs) {kind, word},
#include "words/words.def"
};

/* The first entry of the vocabulary that does not go before the word. */
static guint
first_entry(const char *word)
{
    guint first = 0, end = G_N_ELEMENTS(vocabulary);
    while (first < end) {
        guint middle = (first + end) / 2;
        if (strcmp(vocabulary[middle].word, word) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

static gboolean
is_word(const char *token, Word kind)
{
    if (strlen(token) > WORD_BYTES_MAX)
        return FALSE;
    g_autofree char *lower = g_utf8_strdown(token, -1);
    gsize n = strlen(lower);
    while (n > 0 && strchr(".,:;", lower[n - 1]))
        lower[--n] = '\0';
    if (g_str_has_suffix(lower, "(s)")) /* "Author(s)" */
        lower[n - strlen("(s)")] = '\0';
    for (guint i = first_entry(lower); i < G_N_ELEMENTS(vocabulary); i++) {
        if (strcmp(vocabulary[i].word, lower) != 0)
            return FALSE;
        if (vocabulary[i].kind == kind)
            return TRUE;
    }
    return FALSE;
}

/* Is one of the words, which any of the delimiters part, of that kind? */
static gboolean
holds_word(const char *text, const char *delimiters, Word kind)
{
    g_auto(GStrv) tokens = g_strsplit_set(text, delimiters, -1);
    for (guint i = 0; tokens[i]; i++)
        if (is_word(tokens[i], kind))
            return TRUE;
    return FALSE;
}

/* What is a name of no person. */
static const char *const nobody[] = {
    "admin", "administrator", "editor", "webmaster", "author", "unknown", "guest",
    "null",  "undefined",     "user",   "root",      "by",     "share",   "about the author"};

static gboolean
is_nobody(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(nobody); i++)
        if (g_ascii_strcasecmp(name, nobody[i]) == 0)
            return TRUE;
    return FALSE;
}

/* A line with the colons and spaces of ASCII for those of East Asia ("作者：", "文・"). */
static char *
plain_line(const char *text)
{
    if (!strpbrk(text, "\xe3\xef")) /* the first bytes of all of them */
        return g_strdup(text);
    GString *line = g_string_new(text);
    g_string_replace(line, "：", ":", 0);
    g_string_replace(line, "\u3000", " ", 0);
    const char *dot = strstr(line->str, "・");
    if (dot && g_utf8_pointer_to_offset(line->str, dot) <= MARK_CHARS)
        g_string_replace(line, "・", ":", 1);
    return g_string_free(line, FALSE);
}

/* What stands before names ("Text and interview by", "Author: by"): how many bytes of text it is
 * with the blanks behind it, 0 where there is none. *said: words of it that say what was done. */
static gsize
prefix_length(const char *text, guint *said)
{
    gsize at = 0, end = 0;
    *said = 0;
    for (guint words = 0; words < PREFIX_WORDS && text[at]; words++) {
        gsize n = strcspn(text + at, " :\n\t");
        if (words == 0 && g_str_has_prefix(text + at, "By") && g_ascii_isupper(text[at + 2]))
            n = 2; /* "ByAna Ruiz" */
        g_autofree char *token = g_strndup(text + at, n);
        gboolean by =
            is_word(token, BY) || (words == 0 && text[at + n] == ' ' && is_word(token, BESIDE));
        gboolean ends = by || text[at + n] == ':';
        if (!by && !is_word(token, LEAD))
            break;
        at += n;
        at += strspn(text + at, " :\n\t");
        *said += 1;
        if (ends) {
            end = at;
            words = G_MAXUINT; /* and another one may follow */
        }
    }
    return end;
}

static const char *
without_prefix(const char *text)
{
    guint said;
    gsize n = prefix_length(text, &said);
    return text[n] ? text + n : text;
}

gboolean
off_says_author(const char *line)
{
    guint said;
    gsize n = strlen(line);
    return n > 0 && n < SAYS_MAX && prefix_length(line, &said) == n;
}

gboolean
off_says_published(const char *line)
{
    g_autofree char *first = g_strndup(line, strcspn(line, " :\n\t"));
    return is_word(first, LEAD);
}

gboolean
off_tells_change(const char *line)
{
    return holds_word(line, " (\n", CHANGED);
}

/* Where the names end: at a date, a bar, an address, a role behind a comma stays. */
static gsize
names_length(const char *text)
{
    static const char *const ends[] = {
        " | ", "|",   " • ",  "•",      " · ",     "·",        " – ",        " — ",     " / ",
        " (",  " - ", "\n",   " on ",   " am ",    " updated", " published", "Updated", "Published",
        " @",  "(@",  "http", "Posted", " posted", ". Photo",  ". Foto"};
    gsize n = strlen(text);
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        const char *at = strstr(text, ends[i]);
        if (at && at > text)
            n = MIN(n, (gsize)(at - text));
    }
    const char *digit = strpbrk(text, "0123456789");
    if (digit && digit > text) {
        /* "Jane Doe March 3": a month is no name, but it stands right before the digit. */
        const char *space = digit, *end;
        while (space > text && space[-1] == ' ')
            space--;
        end = space;
        while (space > text && space[-1] != ' ' && space[-1] != ',')
            space--;
        /* What has no spaces is no month. */
        gboolean name = space == text && g_unichar_iswide(g_utf8_get_char(text));
        n = MIN(n, (gsize)((name ? end : space) - text));
    }
    return n;
}

static guint
capitals_of(char *const *words, guint *all)
{
    guint capitals = 0;
    for (*all = 0; *words && *all < LINE_WORDS; words++) {
        gunichar first = g_utf8_get_char(*words);
        *all += g_unichar_isalpha(first) != 0;
        capitals += g_unichar_isupper(first) != 0;
    }
    return capitals;
}

OffBylineKind
off_byline_kind(const char *text)
{
    guint said = 0, words;
    g_autofree char *line = plain_line(text);
    const char *start = line + prefix_length(line, &said);
    if (start == line || !*start || strlen(line) > BYLINE_MAX)
        return OFF_NO_BYLINE;
    g_autofree char *names = g_strndup(start, names_length(start));
    g_auto(GStrv) each = g_strsplit_set(g_strchomp(names), " ,&", -1);
    guint capitals = capitals_of(each, &words);
    gboolean told = said > 1 || memchr(line, ':', (gsize)(start - line));
    if (words == 0 || is_word(each[0], PARTICLE))
        return OFF_NO_BYLINE;
    if (told && (words == 1 || g_unichar_isupper(g_utf8_get_char(start))))
        return OFF_BYLINE_TOLD;
    return capitals * 2 > words ? OFF_BYLINE_SHORT : OFF_NO_BYLINE;
}

static gboolean
begins_small(const char *token)
{
    return g_unichar_islower(g_utf8_get_char(token));
}

static gboolean
is_twice(const GPtrArray *kept, char *const *rest)
{
    return kept->len == 1 && strcmp(kept->pdata[0], rest[0]) == 0 && !rest[1];
}

/* How many of the words are the name: those before what the person is. Two have to be left, or the
 * role is the name ("Podium Staff"). */
static guint
before_role(const GPtrArray *kept)
{
    guint n = 0;
    while (n < kept->len && !is_word(kept->pdata[n], ROLE))
        n++;
    if (n == kept->len)
        return n;
    while (n > 0 &&
           (is_word(kept->pdata[n - 1], MODIFIER) || is_word(kept->pdata[n - 1], PARTICLE)))
        n--;
    return n >= NAME_WORDS ? n : kept->len;
}

/* The words of one part of a byline ("Jane Doe Senior Reporter") that are a name (transfer full),
 * or NULL. */
static char *
name_in(const char *part)
{
    g_auto(GStrv) tokens = g_strsplit_set(part, " ", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    guint names = 0;
    for (guint i = 0; tokens[i]; i++) {
        gboolean particle = is_word(tokens[i], PARTICLE);
        if (!*tokens[i] || strchr(tokens[i], '@') ||
            (kept->len == 0 && strcmp(tokens[i], "&") == 0))
            continue;
        if (names >= NAME_WORDS && is_word(tokens[i], NOBODY))
            break;
        if (is_twice(kept, tokens + i) ||
            (names >= NAME_WORDS && begins_small(tokens[i]) && !particle))
            break;
        names += !particle;
        g_ptr_array_add(kept, tokens[i]);
    }
    g_ptr_array_set_size(kept, (int)before_role(kept));
    while (kept->len > NAME_WORDS && is_word(kept->pdata[kept->len - 1], PARTICLE))
        g_ptr_array_set_size(kept, (int)kept->len - 1);
    for (guint i = 0; i < kept->len; i++)
        if (is_word(kept->pdata[i], NOBODY))
            return NULL;
    if (kept->len == 0)
        return NULL;
    g_ptr_array_add(kept, NULL);
    return g_strjoinv(" ", (char **)kept->pdata);
}

/* "Jane Doe, Senior Analyst, Ana Ruiz": the names alone. A part in small letters is no name, but
 * the first may be all there is ("annette thurmon"). */
static char *
names_in(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ", ", -1);
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; parts[i]; i++) {
        g_strstrip(parts[i]);
        if (names->len > 0 && holds_word(parts[i], " ", ROLE))
            continue;
        if (!*parts[i] ||
            (names->len > 0 && begins_small(parts[i]) && !g_str_has_prefix(parts[i], "and ")))
            continue;
        g_autofree char *name = name_in(parts[i]);
        if (name)
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
        else if (names->len == 0 && i == 0 && !parts[1])
            return NULL;
    }
    return names->len > 0 ? g_string_free(g_steal_pointer(&names), FALSE) : NULL;
}

/* "12 best bridges, by Val Riley": what stands behind the first "by". */
static const char *
behind_by(const char *text)
{
    const char *at = strcasestr(text, " by ");
    return at && at[4] ? at + 4 : text;
}

char *
off_clean_byline(const char *text)
{
    g_autofree char *plain = plain_line(text), *folded = off_fold(plain);
    const char *start = without_prefix(folded);
    start += strspn(start, " ,;:|–-");
    if (start == folded)
        start = behind_by(start);
    gsize n = names_length(start);
    while (n > 0 && strchr(" ,;:-", start[n - 1]))
        n--;
    if (n < 2 || n > BYLINE_MAX || strchr(start, '@') == start || g_str_has_prefix(start, "http"))
        return NULL;
    g_autofree char *said = g_strndup(start, n);
    g_autofree char *date = g_ascii_isdigit(*said) ? off_parse_date(said) : NULL;
    if (date || is_nobody(said) || !g_utf8_validate(said, -1, NULL))
        return NULL;
    return names_in(said);
}

gboolean
off_is_domain(const char *name)
{
    const char *dot = strrchr(name, '.');
    return !strchr(name, ' ') && dot && dot > name && strlen(dot) > 2 && g_ascii_islower(dot[1]);
}

gboolean
off_is_and(const char *word)
{
    return is_word(word, AND);
}

gboolean
off_is_full_name(const char *name)
{
    g_auto(GStrv) words = g_strsplit(name, " ", -1);
    guint n = 0;
    for (; words[n]; n++)
        if ((!g_unichar_isupper(g_utf8_get_char(words[n])) && !is_word(words[n], PARTICLE)) ||
            is_word(words[n], NOBODY) || strpbrk(words[n], "0123456789"))
            return FALSE;
    return n >= NAME_WORDS;
}

char *
off_full_name(const char *name, const char *text)
{
    gsize n = strlen(name);
    for (const char *at = strstr(text, name); at; at = strstr(at + 1, name)) {
        if ((at > text && at[-1] != ' ') || at[n] != ' ' ||
            !g_unichar_isupper(g_utf8_get_char(at + n + 1)))
            continue;
        gsize rest = strcspn(at + n + 1, " ,.;:|()\n");
        g_autofree char *second = g_strndup(at + n + 1, rest);
        const char *behind = at + n + 1 + rest;
        gboolean goes_on = *behind == ' ' && g_unichar_isupper(g_utf8_get_char(behind + 1));
        if (rest > 1 && !goes_on && !is_word(second, NOBODY) && !is_word(second, ROLE) &&
            !is_word(second, MODIFIER))
            return g_strndup(at, n + 1 + rest);
    }
    return NULL;
}

gboolean
off_names_body(const char *name)
{
    return holds_word(name, " -", BODY);
}
