/* lead.c: lines about the article above its text: who wrote it, and when. */
#include "config.h"

#include "classify/features.h"
#include "classify/pieces.h"
#include "wire/prefix.h"
#include "words/byline.h"

#include <string.h>

#define LINE_WORDS 12
#define DATE_OTHERS 4   /* words of a line in addition to its date: a name, an office */
#define STAMP_OTHERS 6  /* the same for a date with a time: a program wrote both */
#define STAMP_NUMBERS 4 /* month, day, hour, minute */
#define STAMP_CHARS 16  /* of "2025-04-08 08:28" */
#define NAME_WORDS_MIN 2
#define NAME_WORDS_MAX 5
#define NAMED_WORDS 25
#define NAMED_LEVELS 3
#define LABEL_WORDS 3 /* of a heading that announces titles, and of a counter above it */
#define TAIL_LINES 6  /* so many lines are after it at the least */
#define PROSE_WORDS 12
#define LONG_WORDS 60 /* no title has so many */
#define TEXT_LINES 12 /* after so many that are not about it, the text has begun without prose */
#define PROSE_CHARS 90
#define WORD_BYTES 24

/* What a line is made of. */
typedef struct {
    guint words, years, numbers, months, names, others;
    gboolean by, lead; /* begins as a byline does */
} Line;

static void
read_word(Line *line, const char *word, gboolean large)
{
    g_autofree char *lower = g_utf8_strdown(word, -1);
    guint kinds = off_byline_word(lower);
    gsize digits = strspn(lower, "0123456789");
    gboolean year = digits == 4 && (off_has_prefix(lower, "19") || off_has_prefix(lower, "20"));
    line->words++;
    if (year && !lower[4])
        line->years++;
    else if (digits > 0)
        line->numbers++;
    else if (off_month_of_lower(lower) > 0)
        line->months++;
    else if (!line->by && line->words <= 2 && (kinds & OFF_BYLINE_BY))
        line->by = TRUE;
    else if (!line->by && line->names + line->others == 0 &&
             (kinds & (OFF_BYLINE_LEAD | OFF_BYLINE_CHANGED)))
        line->lead = TRUE;
    else if (large)
        line->names++;
    else if (!(kinds & (OFF_BYLINE_AND | OFF_BYLINE_ROLE | OFF_BYLINE_PARTICLE)))
        line->others++;
}

/* "2025-04-08 08:28": a year, a day and a time, as a program writes them. */
static gboolean
begins_stamp(const char *text)
{
    text += *text == ' ';
    gsize n = strspn(text, "0123456789-/.: T");
    return (off_has_prefix(text, "19") || off_has_prefix(text, "20")) && n >= STAMP_CHARS;
}

/* Reads a line; FALSE if it is too long, or describes something other than the article ("Where:
 * ..."). */
static gboolean
read_line(Line *line, const char *text)
{
    *line = (Line){0};
    for (const char *p = text; *p;) {
        const char *start = p;
        while (*p && g_unichar_isalnum(g_utf8_get_char(p)))
            p = g_utf8_next_char(p);
        if (p > start && p - start < WORD_BYTES) {
            g_autofree char *word = g_strndup(start, (gsize)(p - start));
            gunichar c = g_utf8_get_char(start);
            read_word(line, word, !g_unichar_islower(c));
        } else if (p > start) {
            line->others++;
        }
        if (line->words > LINE_WORDS)
            return FALSE;
        gboolean label = *p == ':' && p > start && !g_ascii_isdigit(p[-1]) && !begins_stamp(p + 1);
        if (label && !line->by && !line->lead)
            return FALSE;
        if (*p)
            p = g_utf8_next_char(p);
    }
    return TRUE;
}

static gboolean
tells_of_article(const OffBlock *b)
{
    Line line;
    if (b->stops > 2 || !read_line(&line, b->text))
        return FALSE;
    if (line.by && line.names > 0)
        return line.others <= line.names;
    gboolean day = line.years == 1 && (line.months == 1 || line.numbers >= 2);
    gboolean stamp = line.years == 1 && line.numbers >= STAMP_NUMBERS;
    guint others = stamp ? STAMP_OTHERS : DATE_OTHERS;
    return day && line.names + line.others <= others && line.others <= (line.lead ? 2 : 1);
}

/* Is it a small box whose name says that it describes the article? */
static gboolean
is_named(const OffPage *page, const OffBlock *b)
{
    guint index = b->box;
    if (b->words > NAMED_WORDS)
        return FALSE;
    for (guint level = 0; index != 0 && level < NAMED_LEVELS; level++) {
        const OffBox *box = off_box(page, index);
        if (off_box_sums(page, box).words > NAMED_WORDS)
            return FALSE;
        if (box->own & (OFF_NAMED_AUTHOR | OFF_NAMED_META | OFF_NAMED_SHARE))
            return TRUE;
        index = box->parent;
    }
    return FALSE;
}

/* A link alone leads somewhere else: to a section, to the same mail in a browser. */
static gboolean
is_mere_link(const OffBlock *b)
{
    return b->words <= LINE_WORDS && b->link_chars * 10 >= b->chars * 9 && b->stops == 0;
}

static gboolean
is_prose(const OffBlock *b)
{
    return b->words >= PROSE_WORDS && (b->stops > 0 || b->chars >= PROSE_CHARS);
}

/* A line of nothing but a name. */
static gboolean
is_name_line(const OffBlock *b)
{
    Line line;
    return b->kind == OFF_BLOCK_TEXT && !off_is_heading(b->tag) && b->stops == 0 &&
           read_line(&line, b->text) && line.names == line.words && line.words >= NAME_WORDS_MIN &&
           line.words <= NAME_WORDS_MAX;
}

/* A name right above the dateline is the author, even without "By". */
static void
drop_name_above(OffPage *page, guint date)
{
    OffBlock *b = date > 0 ? off_block(page, date - 1) : NULL;
    if (b && b->kept && is_name_line(b))
        off_set_kept(b, FALSE, "tells of the article");
}

/* A title ends with a word, or with a question. */
static gboolean
ends_as_prose(const char *text)
{
    return g_str_has_suffix(text, ".") || g_str_has_suffix(text, "。") ||
           g_str_has_suffix(text, ".”") || g_str_has_suffix(text, ".\"");
}

/* After a heading such as "Related" there is no sentence up to the end of the page: titles of
 * other articles, linked or not. */
void
off_drop_title_tail(OffPage *page)
{
    guint tail = page->blocks->len, lines = 0;
    for (guint i = page->blocks->len; i > 0; i--) {
        const OffBlock *b = off_block(page, i - 1);
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        if (b->words >= PROSE_WORDS && (ends_as_prose(b->text) || b->words >= LONG_WORDS))
            break;
        lines++;
        if (b->words <= LABEL_WORDS && off_furniture_of(b->text).heading && lines >= TAIL_LINES)
            tail = i - 1;
    }
    if (tail == page->blocks->len)
        return;
    while (tail > 0 && off_block(page, tail - 1)->kind == OFF_BLOCK_TEXT &&
           off_block(page, tail - 1)->words <= LABEL_WORDS)
        tail--;
    for (guint i = tail; i < page->blocks->len; i++)
        off_set_kept(off_block(page, i), FALSE, "a series of titles");
}

void
off_drop_lead_lines(OffPage *page, const GArray *units)
{
    g_autofree guint *unit = off_units_of_blocks(page, units);
    guint lines = 0;
    for (guint i = 0; i < page->blocks->len && lines < TEXT_LINES; i++) {
        OffBlock *b = off_block(page, i);
        if (!b->kept || b->kind != OFF_BLOCK_TEXT)
            continue;
        if (is_prose(b) && !is_named(page, b))
            return;
        if (unit[i] && g_array_index(units, OffUnit, unit[i] - 1).kind != OFF_UNIT_LINES)
            continue;
        if (!off_is_heading(b->tag) &&
            (is_named(page, b) || tells_of_article(b) || is_mere_link(b))) {
            off_set_kept(b, FALSE, "tells of the article");
            drop_name_above(page, i);
        }
        lines += b->kept;
    }
}
