/* title.c: chooses the title among all candidates of a page.
 *
 * The right one is nearly always among the <h1>s, the <title> without its site, og:title and the
 * headline of JSON-LD (EXTRACTION.md, 12). Each candidate is described by numbers: its source, and
 * how the others agree with it. A forest (title-model.h, made by tests/train) scores them. */
#include "config.h"

#include "metadata/title.h"

#include "metadata/date.h"
#include "metadata/names.h"
#include "wire/prefix.h"
#include "words/fold.h"
#include "metadata/title-model.h"

#include <math.h>
#include <string.h>

#define HEADINGS 4 /* of each level that may be the title */
#define PARAGRAPH_CHARS 100
#define EXPECTED_WEIGHT 1.5
#define DOMAIN_WEIGHT 3
#define SITE_WEIGHT 3 /* as DOMAIN_WEIGHT: more than any candidate is ahead of the right one */
#define DATE_BYTES 24
#define SITE_CHARS_MAX 40
#define LEADING_BLOCKS 8 /* a title is among the first */
#define TITLE_MAX 300    /* characters; a longer one is a paragraph marked up as a heading */

static const char *const separators[] = {" | ", " - ",  " – ", " — ", " :: ", " » ", " · ", " • ",
                                         " / ", " \\ ", " ~ ", " « ", " > ",  "｜",  " ‹ ", " : "};

/* Where a candidate comes from; one that several sources give has several. */
enum {
    FROM_H1,
    FROM_LATER_H1,
    FROM_H1_HEAD,
    FROM_H1_TAIL,
    FROM_H2,
    FROM_LATER_H2,
    FROM_LD,
    FROM_ITEM,
    FROM_VISIBLE,
    FROM_EXPECTED,
    /* og:title, <meta name>, <title>: the whole, and what a separator leaves before its last and
       first place, and after */
    FROM_OG,
    FROM_OG_HEAD,
    FROM_OG_FIRST,
    FROM_OG_TAIL,
    FROM_NAME,
    FROM_NAME_HEAD,
    FROM_NAME_FIRST,
    FROM_NAME_TAIL,
    FROM_TITLE,
    FROM_TITLE_HEAD,
    FROM_TITLE_FIRST,
    FROM_TITLE_TAIL,
    SOURCES
};

typedef struct {
    char *text;
    char *words; /* folded for comparison */
    guint sources;
    guint block; /* of the heading, or OFF_NO_BLOCK */
} Candidate;

static void
candidate_clear(void *data)
{
    Candidate *c = data;
    g_free(c->text);
    g_free(c->words);
}

/* The text, folded, without the mark of a heading's link to itself (transfer full). */
static char *
without_permalink(const char *text)
{
    static const char *const marks[] = {"¶", "§", "🔗", " #", "⚓", "\u2693\ufe0e"};
    char *folded = off_fold(text);
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (g_str_has_suffix(folded, marks[i]))
            folded[strlen(folded) - strlen(marks[i])] = '\0';
    return g_strchomp(folded);
}

static void
add_candidate_at(GArray *list, const char *text, guint source, guint block)
{
    if (!text || !*text || g_utf8_strlen(text, -1) > TITLE_MAX)
        return;
    Candidate c = {.text = without_permalink(text), .sources = 1u << source, .block = block};
    c.words = off_comparable(c.text, 0);
    if (!*c.words) {
        candidate_clear(&c);
        return;
    }
    for (guint i = 0; i < list->len; i++) {
        Candidate *have = &g_array_index(list, Candidate, i);
        if (strcmp(have->words, c.words) == 0) {
            have->sources |= c.sources;
            have->block = MIN(have->block, block);
            candidate_clear(&c);
            return;
        }
    }
    g_array_append_val(list, c);
}

static void
add_candidate(GArray *list, const char *text, guint source)
{
    add_candidate_at(list, text, source, OFF_NO_BLOCK);
}

/* Where the last part of a title begins that is parted from it without blanks, as is usual where
 * words have none ("标题-网站", "标题_网站"), or NULL. */
static const char *
wide_separator(const char *title)
{
    const char *last = NULL;
    for (const char *p = title; *p; p = g_utf8_next_char(p)) {
        if (p == title || !strchr("-_|", *p))
            continue;
        gunichar before = g_utf8_get_char(g_utf8_prev_char(p)), after = g_utf8_get_char(p + 1);
        if (g_unichar_iswide(before) || (last && g_unichar_iswide(after)))
            last = p;
    }
    return last;
}

/* A title, and every part of it that a separator cuts off from either side. */
static void
add_cuts(GArray *list, const char *title, guint source)
{
    add_candidate(list, title, source);
    for (guint i = 0; title && i < G_N_ELEMENTS(separators); i++) {
        const char *first = strstr(title, separators[i]), *last = first;
        if (!first)
            continue;
        for (const char *at = first; at; at = strstr(at + 1, separators[i]))
            last = at;
        g_autofree char *head = g_strndup(title, (gsize)(last - title));
        g_autofree char *short_head = g_strndup(title, (gsize)(first - title));
        add_candidate(list, head, source + 1);
        add_candidate(list, short_head, source + 2);
        add_candidate(list, first + strlen(separators[i]), source + 3);
        if (last != first)
            add_candidate(list, last + strlen(separators[i]), source + 3);
    }
    const char *wide = title ? wide_separator(title) : NULL;
    if (wide && wide[1]) {
        g_autofree char *head = g_strndup(title, (gsize)(wide - title));
        add_candidate(list, head, source + 1);
        add_candidate(list, wide + 1, source + 3);
    }
}

/* Words that two candidates have in common, among all that they have. */
static double
likeness_of_titles(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, " ", -1), y = g_strsplit(b, " ", -1);
    guint common = 0, n = g_strv_length(x), m = g_strv_length(y);
    for (guint i = 0; i < n; i++)
        common += g_strv_contains((const char *const *)y, x[i]);
    return n + m > common ? (double)common / (n + m - common) : 0;
}

/* Computes the numbers of one candidate: its sources, then its agreement with the others. */
enum {
    T_INSIDE = SOURCES, /* others that hold it */
    T_HOLDS,            /* others that it holds */
    T_LIKE_TITLE,
    T_LIKE_OG,
    T_LIKE_H1,
    T_AGREED,
    T_SOURCES,
    T_LOG_WORDS,
    T_SHORT,
    T_LONG,
    T_SEPARATOR,
    T_IS_SITE,
    T_HOLDS_SITE,
    T_H1S,
    T_TEXT_BEFORE, /* of a heading: the part of the page's text that is before it, and how many
                    */
    T_TO_TEXT,     /* blocks lie between it and the next paragraph */
    T_LINKED,      /* of its characters */
    T_NUMBERS
};

static double
like_or_nothing(const char *words, const char *text)
{
    g_autofree char *other = text ? off_comparable(text, 0) : NULL;
    return other && *other ? likeness_of_titles(words, other) : 0;
}

static gboolean
has_separator(const char *text)
{
    for (guint i = 0; i < G_N_ELEMENTS(separators); i++)
        if (strstr(text, separators[i]))
            return TRUE;
    return FALSE;
}

static void
numbers_of_place(const Candidate *c, const OffMetadata *m, float *row)
{
    const OffPage *page = m->page;
    row[T_H1S] = (float)MIN(m->headings->len, HEADINGS);
    row[T_TEXT_BEFORE] = row[T_TO_TEXT] = row[T_LINKED] = -1;
    if (c->block == OFF_NO_BLOCK)
        return;
    const OffBlock *b = off_block(page, c->block);
    OffSums before = off_range_sums(page, 0, c->block),
            all = off_range_sums(page, 0, page->blocks->len);
    guint next = c->block + 1;
    while (next < page->blocks->len && off_block(page, next)->chars < PARAGRAPH_CHARS)
        next++;
    row[T_TEXT_BEFORE] = (float)before.chars / (float)MAX(all.chars, 1);
    row[T_TO_TEXT] = (float)log1p(next - c->block);
    row[T_LINKED] = (float)b->link_chars / (float)MAX(b->chars, 1);
}

static void
numbers_of(const GArray *list, guint index, const OffMetadata *m, float row[T_NUMBERS])
{
    const Candidate *c = &g_array_index(list, Candidate, index);
    const char *site = m->value[OFF_META_SITE][OFF_META_OG];
    const char *first_h1 = m->headings->len ? g_array_index(m->headings, OffHeading, 0).text : NULL;
    g_autofree char *site_words = site ? off_comparable(site, 0) : NULL;
    memset(row, 0, sizeof(float) * T_NUMBERS);
    for (guint i = 0; i < SOURCES; i++)
        row[i] = (c->sources >> i) & 1;
    for (guint i = 0; i < list->len; i++) {
        const Candidate *other = &g_array_index(list, Candidate, i);
        if (i == index)
            continue;
        row[T_INSIDE] += strstr(other->words, c->words) != NULL;
        row[T_HOLDS] += strstr(c->words, other->words) != NULL;
        row[T_AGREED] += (float)likeness_of_titles(c->words, other->words);
    }
    row[T_INSIDE] = MIN(row[T_INSIDE], 4);
    row[T_HOLDS] = MIN(row[T_HOLDS], 4);
    row[T_AGREED] = MIN(row[T_AGREED], 4);
    row[T_LIKE_TITLE] = (float)like_or_nothing(c->words, m->document_title);
    row[T_LIKE_OG] = (float)like_or_nothing(c->words, m->value[OFF_META_TITLE][OFF_META_OG]);
    row[T_SOURCES] = (float)__builtin_popcount(c->sources);
    row[T_LOG_WORDS] = (float)log1p((double)strlen(c->words));
    row[T_SHORT] = strlen(c->words) < 12;
    row[T_LONG] = strlen(c->words) > 110;
    row[T_SEPARATOR] = has_separator(c->text);
    row[T_LIKE_H1] = first_h1 ? (float)like_or_nothing(c->words, first_h1) : 0;
    numbers_of_place(c, m, row);
    row[T_IS_SITE] = site_words && strcmp(site_words, c->words) == 0;
    row[T_HOLDS_SITE] = site_words && *site_words && strstr(c->words, site_words) != NULL;
}

/* source: of the first; the next one is that of those after it. */
static void
add_headings(GArray *list, const GArray *headings, guint source)
{
    for (guint i = 0; i < MIN(headings->len, HEADINGS); i++) {
        const OffHeading *h = &g_array_index(headings, OffHeading, i);
        add_candidate_at(list, h->text, source + (i > 0), h->block);
        if (source != FROM_H1 || !h->tail)
            continue;
        add_candidate_at(list, h->head, FROM_H1_HEAD, h->block);
        add_candidate_at(list, h->tail, FROM_H1_TAIL, h->block);
    }
}

static GArray *
candidates_of(const OffMetadata *m, const char *expected)
{
    GArray *list = g_array_new(FALSE, TRUE, sizeof(Candidate));
    g_array_set_clear_func(list, candidate_clear);
    add_headings(list, m->headings, FROM_H1);
    add_headings(list, m->subheadings, FROM_H2);
    add_candidate(list, m->value[OFF_META_TITLE][OFF_META_LD], FROM_LD);
    add_candidate(list, m->value[OFF_META_TITLE][OFF_META_ITEM], FROM_ITEM);
    add_cuts(list, m->value[OFF_META_TITLE][OFF_META_OG], FROM_OG);
    add_cuts(list, m->value[OFF_META_TITLE][OFF_META_NAME], FROM_NAME);
    add_cuts(list, m->document_title, FROM_TITLE);
    add_candidate(list, m->visible_title, FROM_VISIBLE);
    add_candidate(list, expected, FROM_EXPECTED);
    return list;
}

void
off_each_title(const OffMetadata *m, OffTitleRow each, void *data)
{
    g_autoptr(GArray) list = candidates_of(m, NULL);
    float row[T_NUMBERS];
    for (guint i = 0; i < list->len; i++) {
        numbers_of(list, i, m, row);
        each(g_array_index(list, Candidate, i).text, row, T_NUMBERS, data);
    }
}

/* After "23.01.2026 - " and the like, or the text itself. */
static const char *
without_date(const char *text)
{
    for (guint i = 0; g_ascii_isdigit(*text) && i < G_N_ELEMENTS(separators); i++) {
        const char *at = strstr(text, separators[i]);
        if (!at || at - text > DATE_BYTES)
            continue;
        g_autofree char *start = g_strndup(text, (gsize)(at - text));
        g_autofree char *date = off_parse_date(start);
        at += strlen(separators[i]);
        if (date && *at)
            return at;
    }
    return text;
}

/* "example.org" and "example.org | Harbour" name the paper. */
static gboolean
starts_with_domain(const char *text)
{
    g_autofree char *first = g_strndup(text, strcspn(text, " "));
    const char *behind = text + strlen(first);
    if (!off_is_domain(first))
        return FALSE;
    for (guint i = 0; *behind && i < G_N_ELEMENTS(separators); i++)
        if (off_has_prefix(behind, separators[i]))
            return TRUE;
    return !*behind;
}

/* Is it what the page calls its site: in its data, or by the link to its front page? */
static gboolean
is_site_name(const OffMetadata *m, const char *words)
{
    const char *const names[] = {
        m->brand, m->value[OFF_META_FEED][OFF_META_PAGE], m->value[OFF_META_SITE][OFF_META_OG],
        m->value[OFF_META_SITE][OFF_META_LD], m->value[OFF_META_SITE][OFF_META_NAME]};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = names[i] ? off_comparable(names[i], 0) : NULL;
        if (name && strcmp(name, words) == 0)
            return TRUE;
    }
    return FALSE;
}

char *
off_choose_title(const OffMetadata *m, const char *expected)
{
    g_autoptr(GArray) list = candidates_of(m, expected);
    const Candidate *best = NULL;
    double highest = 0;
    float row[T_NUMBERS];
    for (guint i = 0; i < list->len; i++) {
        numbers_of(list, i, m, row);
        double sum = off_ask_forest(&title_forest, row);
        /* What a mail calls it was not there when the weights were made. */
        sum += row[FROM_EXPECTED] > 0 ? EXPECTED_WEIGHT : 0;
        sum -= is_site_name(m, g_array_index(list, Candidate, i).words) ? SITE_WEIGHT : 0;
        sum -= starts_with_domain(g_array_index(list, Candidate, i).text) ? DOMAIN_WEIGHT : 0;
        if (!best || sum > highest) {
            highest = sum;
            best = &g_array_index(list, Candidate, i);
        }
    }
    return best ? g_strdup(without_date(best->text)) : NULL;
}

/* --- where nothing but the text tells --- */

static gboolean
could_be_title(const OffBlock *b)
{
    gsize n = strlen(b->text);
    return b->kind == OFF_BLOCK_TEXT && b->words >= 3 && b->chars <= TITLE_MAX &&
           b->text[n - 1] != '.' && b->text[n - 1] != ':' && b->digits * 3 < b->chars;
}

char *
off_title_of_blocks(const OffPage *page)
{
    const OffBlock *first = NULL;
    guint n = MIN(page->blocks->len, LEADING_BLOCKS);
    for (guint i = 0; i < n; i++) {
        const OffBlock *b = off_block(page, i);
        if (!could_be_title(b))
            continue;
        /* A page says its title again, in its trail or its head, with its own name after. */
        for (guint k = 0; k < n; k++)
            if (k != i && off_block(page, k)->kind == OFF_BLOCK_TEXT && b->words > 3 &&
                strstr(off_block(page, k)->text, b->text))
                return g_strdup(b->text);
        first = first ? first : b;
    }
    /* A first line that is no sentence, with a text after it. */
    return first && page->blocks->len > 1 && first == off_block(page, 0) ? g_strdup(first->text)
                                                                         : NULL;
}

char *
off_site_behind_title(const char *whole, const char *title)
{
    const char *at = whole && title && *title ? strstr(whole, title) : NULL;
    if (!at)
        return NULL;
    at += strlen(title);
    while (*at && !g_unichar_isalnum(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    gboolean parted = at > whole + strlen(title) + 1;
    glong chars = g_utf8_strlen(at, -1);
    return parted && chars >= 2 && chars <= SITE_CHARS_MAX ? off_fold(at) : NULL;
}
