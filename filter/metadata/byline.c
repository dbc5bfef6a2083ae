/* byline.c: names of persons out of what pages write beside them. */
#include "config.h"

#include "metadata/metadata.h"
#include "dom/url.h"

#include <stdlib.h>
#include <string.h>

#define BYLINE_MAX 150 /* bytes */
#define NAME_WORDS 2
#define PREFIX_WORDS 6
#define SAYS_MAX 40 /* bytes */
#define WORD_BYTES_MAX 40
#define LINE_WORDS 4
#define MARK_CHARS 2 /* of a word before a middle dot that stands for a colon */
#define LABEL_MIN 5  /* bytes of a part of an address that tells something */

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

/* Where one source says "Ana" and another "Ana Ruiz", the second says more. */
static char *
fuller(const OffMetadata *m, char *name)
{
    gsize n = strlen(name);
    for (guint i = 0; !strchr(name, ' ') && i < OFF_META_SOURCES; i++) {
        const char *value = m->value[OFF_META_BYLINE][i];
        g_autofree char *other = value ? off_clean_byline(value) : NULL;
        if (other && g_str_has_prefix(other, name) && other[n] == ' ' &&
            !strchr(other + n + 1, ' ')) {
            g_free(name);
            return g_steal_pointer(&other);
        }
    }
    return name;
}

/* Letters and digits in lower case, nothing else. */
static char *
letters_of(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (g_unichar_isalnum(g_utf8_get_char(p)))
            g_string_append_unichar(out, g_unichar_tolower(g_utf8_get_char(p)));
    return g_string_free(out, FALSE);
}

/* Does the name hold the label of the address, or begin it ("Google" of googleblog.example)? */
static gboolean
is_of_address(const char *letters, const char *url)
{
    g_autofree char *host = url ? off_url_host(url) : NULL;
    g_autofree char *domain = host ? off_url_domain(host) : NULL;
    g_autofree char *label = domain ? g_strndup(domain, strcspn(domain, ".")) : NULL;
    g_autofree char *address = label ? letters_of(label) : NULL;
    if (!address || !*address)
        return FALSE;
    if (strcmp(address, letters) == 0)
        return TRUE;
    return (strlen(address) >= LABEL_MIN && strstr(letters, address)) ||
           (strlen(letters) >= LABEL_MIN && g_str_has_prefix(address, letters));
}

gboolean
off_is_domain(const char *name)
{
    const char *dot = strrchr(name, '.');
    return !strchr(name, ' ') && dot && dot > name && strlen(dot) > 2 && g_ascii_islower(dot[1]);
}

/* The paper's own name: what it calls itself, its address ("elcolombiano.example"), or a domain;
 * or another body. */
static gboolean
is_paper(const OffMetadata *m, const char *url, const char *name)
{
    g_autofree char *letters = letters_of(name);
    /* "Harbour Foundation", "Verein e.V.": many, and no person. */
    gboolean body = holds_word(name, " -", BODY);
    if (!*letters || off_is_domain(name) || body || is_of_address(letters, url))
        return TRUE;
    for (guint i = 0; i < OFF_META_SOURCES; i++) {
        const char *site = m->value[OFF_META_SITE][i];
        g_autofree char *called = site ? letters_of(site) : NULL;
        if ((called && strcmp(called, letters) == 0) ||
            is_of_address(letters, m->value[OFF_META_URL][i]))
            return TRUE;
    }
    g_autofree char *title = m->document_title ? letters_of(m->document_title) : NULL;
    if (title && g_str_has_suffix(title, letters))
        return TRUE;
    return m->author_is_organization && m->value[OFF_META_BYLINE][OFF_META_LD] &&
           strcmp(m->value[OFF_META_BYLINE][OFF_META_LD], name) == 0;
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

const char *
off_shown_name(const OffMetadata *m)
{
    for (guint i = 0; i < m->shown->len; i++)
        if (off_is_full_name(m->shown->pdata[i]))
            return m->shown->pdata[i];
    return m->shown->len > 0 ? m->shown->pdata[0] : NULL;
}

char *
off_choose_byline(OffMetadata *m, const char *url, char **paper)
{
    static const OffMetaSource order[] = {OFF_META_LD, OFF_META_NAME, OFF_META_ITEM, OFF_META_PAGE,
                                          OFF_META_OG};
    *paper = NULL;
    off_metadata_set(m, OFF_META_BYLINE, OFF_META_PAGE, off_shown_name(m));
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        const char *value = m->value[OFF_META_BYLINE][order[i]];
        g_autofree char *name = value && !strstr(value, "://") ? off_clean_byline(value) : NULL;
        if (!name)
            continue;
        if (!is_paper(m, url, name)) {
            g_clear_pointer(paper, g_free);
            m->byline_is_shown = order[i] == OFF_META_PAGE;
            return fuller(m, g_steal_pointer(&name));
        }
        if (!*paper)
            *paper = fuller(m, g_steal_pointer(&name));
    }
    return NULL;
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
