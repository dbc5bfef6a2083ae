/* names.c: extracts names of persons from bylines. */
#include "config.h"

#include "metadata/names.h"

#include "metadata/date.h"
#include "dom/dom.h"
#include "wire/prefix.h"
#include "words/byline.h"

#include <stdlib.h>
#include <string.h>

#define BYLINE_MAX 150 /* bytes */
#define NAME_WORDS 2
#define PREFIX_WORDS 6
#define SAYS_MAX 40 /* bytes */
#define WORD_BYTES_MAX 40
#define LINE_WORDS 4
#define LINES_MAX 6
#define SENTENCE_WORDS 3 /* after a word in small letters: a sentence, no name */
#define ABBREVIATION 3   /* letters */
#define DATE_WORDS 2     /* before a number: a month, a weekday */
#define LABEL_BYTES 40
#define LABEL_WORDS 3
#define WIDE_NAME_CHARS 8 /* of a name before a comma, where words have no blanks between them */
#define MARK_CHARS 2      /* of a word before a middle dot that stands for a colon */

/* The token in small letters without what ends it (transfer full), or NULL if it is too long. */
static char *
bare_token(const char *token)
{
    gsize n = strlen(token);
    if (n > WORD_BYTES_MAX)
        return NULL;
    while (n > 0 && strchr(".,:;", token[n - 1]))
        n--;
    char *lower = g_utf8_strdown(token, (gssize)n);
    if (g_str_has_suffix(lower, "(s)")) /* "Author(s)" */
        lower[strlen(lower) - strlen("(s)")] = '\0';
    return lower;
}

/* What the token is: bits of OffBylineWord. */
static guint
kinds_of(const char *token)
{
    g_autofree char *lower = bare_token(token);
    return lower ? off_byline_word(lower) : 0;
}

/* Is the token of one of the kinds? */
static gboolean
is_word(const char *token, guint kinds)
{
    return (kinds_of(token) & kinds) != 0;
}

/* Is one of the words, which any of the delimiters part, of that kind? */
static gboolean
holds_word(const char *text, const char *delimiters, guint kinds)
{
    g_auto(GStrv) tokens = g_strsplit_set(text, delimiters, -1);
    for (guint i = 0; tokens[i]; i++)
        if (is_word(tokens[i], kinds))
            return TRUE;
    return FALSE;
}

static gboolean
begins_with(const char *text, guint kinds)
{
    g_autofree char *first = g_strndup(text, strcspn(text, " :\t"));
    return is_word(first, kinds);
}

/* What is a name of no person. */
static const char *const nobody[] = {
    "admin", "administrator", "editor", "webmaster", "author", "unknown", "guest",
    "null",  "undefined",     "user",   "root",      "by",     "share",   "about the author",
    "team",  "publisher"};

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

/* The length in bytes of the words before the names ("Text and interview by", "Author: by"), with
 * the blanks after them. 0 if the text begins with a name. *said is how many of these words say
 * what was done. */
static gsize
prefix_length(const char *text, guint *said)
{
    gsize at = 0, end = 0;
    *said = 0;
    for (guint words = 0; words < PREFIX_WORDS && text[at]; words++) {
        gsize n = strcspn(text + at, " :\n\t");
        if (words == 0 && off_has_prefix(text + at, "By") && g_ascii_isupper(text[at + 2]))
            n = 2; /* "ByAna Ruiz" */
        g_autofree char *token = g_strndup(text + at, n);
        guint kinds = kinds_of(token);
        gboolean by = (kinds & OFF_BYLINE_BY) ||
                      (words == 0 && text[at + n] == ' ' && (kinds & OFF_BYLINE_BESIDE));
        gboolean ends = by || text[at + n] == ':';
        if (!by && !(kinds & OFF_BYLINE_LEAD) && !(*said > 0 && (kinds & OFF_BYLINE_OTHER)))
            break; /* "Text and photos by" */
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
    g_autofree char *plain = plain_line(line);
    gsize n = strlen(plain);
    return n > 0 && n < SAYS_MAX && prefix_length(plain, &said) == n;
}

gboolean
off_says_published(const char *line)
{
    g_autofree char *first = g_strndup(line, strcspn(line, " :\n\t"));
    return is_word(first, OFF_BYLINE_LEAD);
}

gboolean
off_says_wrote(const char *text)
{
    return holds_word(text, " (\n", OFF_BYLINE_LEAD);
}

gboolean
off_tells_change(const char *line)
{
    return holds_word(line, " (\n", OFF_BYLINE_CHANGED);
}

/* How much of text is before the first full stop that ends a sentence. A stop after two
 * letters or fewer, or after a title before the name, is of an abbreviation. */
static gsize
sentence_length(const char *text)
{
    guint words = 1;
    gsize letters = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == '.' && p[1] == ' ' && words > 1 && letters > ABBREVIATION)
            return (gsize)(p - text);
        words += c == ' ';
        letters = g_unichar_isalpha(c) ? letters + 1 : 0;
    }
    return strlen(text);
}

/* "December" in "RuizDecember", or NULL. */
static const char *
glued_month(const char *word)
{
    for (const char *p = word + 1; *p && p - word < WORD_BYTES_MAX; p++)
        if (g_ascii_isupper(*p) && g_ascii_islower(p[-1]) && off_month_of(p) > 0)
            return p;
    return NULL;
}

/* How much of text is before the date or number that begins at digit: "Jane Doe" in "Jane Doe
 * March 3" and "Jane Doe, Monday 3 March". */
static gsize
before_number(const char *text, const char *digit)
{
    const char *end = digit;
    for (guint i = 0; i < DATE_WORDS; i++) {
        while (end > text && strchr(" ,", end[-1]))
            end--;
        const char *start = end;
        while (start > text && !strchr(" ,", start[-1]))
            start--;
        g_autofree char *word = g_strndup(start, (gsize)(end - start));
        const char *month = start == end ? NULL : glued_month(word);
        if (end == digit && !month) /* "ana2012"; in scripts without spaces the name precedes its
                                     * number */
            return (gsize)((g_unichar_iswide(g_utf8_get_char(start)) ? end : start) - text);
        if (month)
            return (gsize)(start - text) + (gsize)(month - word);
        if (start == end ||
            !(off_month_of(word) > 0 ||
              is_word(word, OFF_BYLINE_NOBODY | OFF_BYLINE_LEAD | OFF_BYLINE_CHANGED)))
            break;
        end = start;
    }
    return (gsize)(end - text);
}

/* Where the names end: at a date, a bar, an address, a role after a comma stays. */
static gsize
names_length(const char *text)
{
    static const char *const ends[] = {
        " | ",  "|",    " • ",      "•",          " · ",     "·",         " – ",
        " — ",  " / ",  " (",       " - ",        "\n",      " on ",      " at ",
        " am ", " um ", " updated", " published", "Updated", "Published", " @",
        "(@",   "http", "Posted",   " posted",    ". Photo", ". Foto"};
    gsize n = strlen(text);
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        const char *at = strstr(text, ends[i]);
        if (at && at > text)
            n = MIN(n, (gsize)(at - text));
    }
    n = MIN(n, sentence_length(text));
    const char *digit = strpbrk(text, "0123456789");
    return digit && digit > text ? MIN(n, before_number(text, digit)) : n;
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
    if (words == 0 || is_word(each[0], OFF_BYLINE_PARTICLE))
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

/* Do the words begin again ("Ana Ruiz Ana Ruiz")? */
static gboolean
is_twice(const GPtrArray *kept, char *const *rest)
{
    guint i = 0;
    while (i < kept->len && rest[i] && strcmp(kept->pdata[i], rest[i]) == 0)
        i++;
    return i > 0 && i == kept->len && (i > 1 || !rest[i]);
}

/* How many of the words are the name: those before what the person is. Two have to be left, or the
 * role is the name ("Podium Staff"). */
static guint
before_role(const GPtrArray *kept)
{
    guint n = 0;
    while (n < kept->len && !is_word(kept->pdata[n], OFF_BYLINE_ROLE))
        n++;
    if (n == kept->len)
        return n;
    while (n > 0 && is_word(kept->pdata[n - 1], OFF_BYLINE_MODIFIER | OFF_BYLINE_PARTICLE))
        n--;
    return n >= NAME_WORDS ? n : kept->len;
}

/* Do the words only name a role ("The Author", "Senior Writer")? */
static gboolean
is_only_role(const GPtrArray *kept)
{
    gboolean role = FALSE;
    for (guint i = 0; i < kept->len; i++) {
        gboolean is_role = is_word(kept->pdata[i], OFF_BYLINE_ROLE);
        role = role || is_role;
        if (!is_role && !is_word(kept->pdata[i], OFF_BYLINE_MODIFIER | OFF_BYLINE_PARTICLE))
            return FALSE;
    }
    return role && kept->len > 1;
}

typedef enum { GOES_ON, ENDS, NO_NAME } Small;

/* What a word in small letters after the first one tells: that the name continues ("Center for Drug
 * Safety", "Ana ruiz"), ends ("Ana at harbour.example"), or is none ("We are a small paper"). */
static Small
judge_small(char *const *rest)
{
    guint small = 0, capitals = 0;
    for (guint i = 0; rest[i]; i++) {
        small += begins_small(rest[i]);
        capitals += g_unichar_isupper(g_utf8_get_char(rest[i])) != 0;
    }
    if (small >= SENTENCE_WORDS && small > capitals)
        return NO_NAME;
    return capitals >= NAME_WORDS || (small == 1 && capitals == 0) ? GOES_ON : ENDS;
}

/* Takes the stop of a sentence off the last word of a name; that of "Jr." stays. */
static void
drop_stop(char *word)
{
    gsize n = strlen(word);
    gboolean capitals =
        n == ABBREVIATION + 1 && g_ascii_isupper(word[1]) && g_ascii_isupper(word[2]);
    if ((n > ABBREVIATION + 1 || capitals) && word[n - 1] == '.' &&
        memchr(word, '.', n - 1) == NULL)
        word[n - 1] = '\0';
}

/* "3. Integrating", "10:19 Uhr", "12 bridges that you have to see" */
static gboolean
is_numbered(const GPtrArray *kept)
{
    const char *first = kept->pdata[0];
    gsize digits = strspn(first, "0123456789");
    return digits >= ABBREVIATION ||
           (digits > 0 && ((first[digits] && strchr(".):", first[digits])) ||
                           (!first[digits] && kept->len >= LINE_WORDS)));
}

/* "Du hast": a particle at the beginning of a sentence, and words in small letters alone. */
static gboolean
is_clause(const GPtrArray *kept)
{
    const char *first = kept->pdata[0];
    if (kept->len < NAME_WORDS || !is_word(first, OFF_BYLINE_PARTICLE) || begins_small(first))
        return FALSE;
    for (guint i = 1; i < kept->len; i++)
        if (!begins_small(kept->pdata[i]))
            return FALSE;
    return TRUE;
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
        gboolean particle = is_word(tokens[i], OFF_BYLINE_PARTICLE);
        if (!*tokens[i] || strchr(tokens[i], '@') ||
            (kept->len == 0 && strcmp(tokens[i], "&") == 0))
            continue;
        if ((names >= NAME_WORDS && is_word(tokens[i], OFF_BYLINE_NOBODY)) ||
            (names > 0 && is_word(tokens[i], OFF_BYLINE_OTHER)) || is_twice(kept, tokens + i))
            break;
        if (names == 1 && begins_small(tokens[i]) && !particle && !begins_small(kept->pdata[0]) &&
            !is_word(tokens[i], OFF_BYLINE_ROLE | OFF_BYLINE_MODIFIER | OFF_BYLINE_BODY)) {
            Small small = judge_small(tokens + i);
            if (small == NO_NAME)
                return NULL;
            if (small == ENDS)
                break;
        }
        if (names >= NAME_WORDS && begins_small(tokens[i]) && !particle)
            break;
        names += !particle;
        g_ptr_array_add(kept, tokens[i]);
    }
    g_ptr_array_set_size(kept, (int)before_role(kept));
    while (kept->len > NAME_WORDS && is_word(kept->pdata[kept->len - 1], OFF_BYLINE_PARTICLE))
        g_ptr_array_set_size(kept, (int)kept->len - 1);
    for (guint i = 0; i < kept->len; i++)
        if (is_word(kept->pdata[i], OFF_BYLINE_NOBODY))
            return NULL;
    if (kept->len == 0 || is_only_role(kept) || is_numbered(kept) || is_clause(kept))
        return NULL;
    drop_stop(kept->pdata[kept->len - 1]);
    g_ptr_array_add(kept, NULL);
    return g_strjoinv(" ", (char **)kept->pdata);
}

/* Is it said again ("Ana Ruiz, PhD, PhD")? */
static gboolean
is_last_part(const char *names, const char *name)
{
    const char *comma = strrchr(names, ',');
    return comma && strcmp(comma + strlen(", "), name) == 0;
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
        if (names->len > 0 && begins_small(parts[i]) && begins_with(parts[i], OFF_BYLINE_NOBODY))
            break; /* "in News, Harbour" */
        if (names->len > 0 && holds_word(parts[i], " ", OFF_BYLINE_ROLE))
            continue;
        if (!*parts[i] ||
            (names->len > 0 && begins_small(parts[i]) && !off_has_prefix(parts[i], "and ")))
            continue;
        g_autofree char *name = name_in(parts[i]);
        if (name && !is_last_part(names->str, name))
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
        else if (!name && i == 0 && !parts[1])
            return NULL;
    }
    return names->len > 0 ? g_string_free(g_steal_pointer(&names), FALSE) : NULL;
}

/* "12 best bridges, by Val Riley": what is after the first "by". */
static const char *
behind_by(const char *text)
{
    const char *at = strcasestr(text, " by ");
    return at && at[4] ? at + 4 : text;
}

/* After dashes, quotation marks and the like. */
static const char *
skip_marks(const char *text)
{
    while (*text) {
        gunichar c = g_utf8_get_char(text);
        if (g_unichar_isalnum(c) || g_unichar_ismark(c) || strchr("@&([", (int)MIN(c, 0x7f)))
            break;
        text = g_utf8_next_char(text);
    }
    return text;
}

/* The length of text without dashes, quotation marks and the like at its end. */
static gsize
without_marks(const char *text, gsize n)
{
    while (n > 0) {
        const char *last = g_utf8_find_prev_char(text, text + n);
        gunichar c = g_utf8_get_char(last);
        if (g_unichar_isalnum(c) || g_unichar_ismark(c) || c == '.' || c == ')' || c == ']')
            break;
        n = (gsize)(last - text);
    }
    return n;
}

/* After the words of that kind at the start of text, and the blank after each. */
static const char *
behind_words(const char *text, guint kinds)
{
    while (*text && begins_with(text, kinds)) {
        text += strcspn(text, " :\t");
        text += *text == ':' ? 1 : strspn(text, " \t");
    }
    return text;
}

/* The length of a label before names, in whatever language ("Текст: "), or 0. */
static gsize
label_length(const char *text)
{
    const char *colon = strchr(text, ':');
    guint words = 1;
    if (!colon || colon == text || colon - text > LABEL_BYTES || colon[1] != ' ')
        return 0;
    for (const char *p = text; p < colon; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        words += c == ' ';
        if (c != ' ' && !g_unichar_isalpha(c) && !g_unichar_ismark(c))
            return 0;
    }
    gunichar next = g_utf8_get_char(skip_marks(colon + 1));
    gboolean name = g_unichar_isalpha(next) && !g_unichar_islower(next);
    return words <= LABEL_WORDS && name ? (gsize)(colon - text) + 1 : 0;
}

/* After "By", "Author:" and the like; NULL if the line names what others did ("Photo: Ana"). */
static const char *
names_start(const char *line)
{
    const char *text = skip_marks(line), *rest = behind_words(text, OFF_BYLINE_OTHER);
    if (rest > text) { /* "Photos from the archive, chosen by Ana" still names who wrote it */
        const char *by =
            begins_with(rest, OFF_BYLINE_BY) || rest[-1] == ':' ? rest : behind_by(rest);
        return by == rest ? NULL : skip_marks(by);
    }
    const char *start = without_prefix(text);
    gsize label = start == text ? label_length(text) : 0;
    if (label > 0 && begins_with(text, OFF_BYLINE_NOBODY))
        return NULL;
    return skip_marks(label > 0 ? without_prefix(skip_marks(text + label)) : start);
}

/* Is it a sentence of a language that puts no blanks between words, and has stops of its own? */
static gboolean
is_wide_sentence(const char *text)
{
    static const char *const stops[] = {"，", "。", "？", "！"};
    gsize n = strlen(text);
    for (guint i = 0; i < G_N_ELEMENTS(stops); i++) {
        const char *at = strstr(text, stops[i]);
        n = at ? MIN(n, (gsize)(at - text)) : n;
    }
    return text[n] && g_utf8_strlen(text, (gssize)n) > WIDE_NAME_CHARS;
}

/* The names of one line (transfer full), or NULL. */
static char *
names_of_line(const char *line)
{
    g_autofree char *plain = plain_line(line), *folded = off_fold(plain);
    if (!g_utf8_validate(folded, -1, NULL))
        return NULL;
    const char *start = names_start(folded);
    if (!start)
        return NULL;
    if (start == folded)
        start = behind_by(start);
    gsize n = without_marks(start, names_length(start));
    if (n < 2 || n > BYLINE_MAX || is_wide_sentence(start) || *start == '@' ||
        off_has_prefix(start, "http"))
        return NULL;
    g_autofree char *said = g_strndup(start, n);
    g_autofree char *date = g_ascii_isdigit(*said) ? off_parse_date(said) : NULL;
    return date || is_nobody(said) ? NULL : names_in(said);
}

char *
off_clean_byline(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", LINES_MAX + 1);
    for (guint i = 0; lines[i] && i < LINES_MAX; i++) {
        g_strstrip(lines[i]);
        /* "Written by", and the name in the next line */
        char *names = off_says_author(lines[i]) ? NULL : names_of_line(lines[i]);
        if (names)
            return names;
    }
    return NULL;
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
    return is_word(word, OFF_BYLINE_AND);
}

gboolean
off_is_full_name(const char *name)
{
    g_auto(GStrv) words = g_strsplit(name, " ", -1);
    guint n = 0;
    for (; words[n]; n++)
        if ((!g_unichar_isupper(g_utf8_get_char(words[n])) &&
             !is_word(words[n], OFF_BYLINE_PARTICLE)) ||
            is_word(words[n], OFF_BYLINE_NOBODY) || strpbrk(words[n], "0123456789"))
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
        if (off_month_of(second) > 0 && g_ascii_isdigit(behind[strspn(behind, " .,")]))
            continue; /* "Ana September 3" */
        gboolean goes_on = *behind == ' ' && g_unichar_isupper(g_utf8_get_char(behind + 1));
        if (rest > 1 && !goes_on &&
            !is_word(second, OFF_BYLINE_NOBODY | OFF_BYLINE_ROLE | OFF_BYLINE_MODIFIER))
            return g_strndup(at, n + 1 + rest);
    }
    return NULL;
}

gboolean
off_names_body(const char *name)
{
    return holds_word(name, " -", OFF_BYLINE_BODY);
}
