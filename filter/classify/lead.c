/* lead.c: lines above the text that speak of the article: who wrote it, and when. */
#include "config.h"

#include "classify/features.h"
#include "classify/pieces.h"

#include <string.h>

#define LINE_WORDS 12
#define DATE_OTHERS 4 /* words of a line beside its date: a name, an office */
#define NAMED_WORDS 25
#define NAMED_LEVELS 3
#define PROSE_WORDS 12
#define PROSE_CHARS 90
#define WORD_BYTES 24

typedef enum { BY, LEAD, ROLE, MODIFIER, NOBODY, PARTICLE, BODY, AND, CHANGED, BESIDE, OTHER } Kind;

static const struct {
    Kind kind;
    const char *word;
} vocabulary[] = {
#define OFF_BYLINE(kind, word, langs) {kind, word},
#include "words/words.def"
};

static const char *const months[] = {
#define OFF_MONTH(number, letters, langs) letters,
#include "words/words.def"
};

/* What a line is made of. */
typedef struct {
    guint words, years, numbers, months, names, others;
    gboolean by, lead; /* begins as a byline does */
} Line;

static gboolean
is_of_kind(const char *word, Kind kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(vocabulary); i++)
        if (vocabulary[i].kind == kind && strcmp(vocabulary[i].word, word) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
is_month(const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS(months); i++)
        if (g_str_has_prefix(word, months[i]))
            return TRUE;
    return FALSE;
}

static void
read_word(Line *line, const char *word, gboolean large)
{
    g_autofree char *lower = g_utf8_strdown(word, -1);
    gsize digits = strspn(lower, "0123456789");
    gboolean year = digits == 4 && (g_str_has_prefix(lower, "19") || g_str_has_prefix(lower, "20"));
    line->words++;
    if (year && !lower[4])
        line->years++;
    else if (digits > 0)
        line->numbers++;
    else if (is_month(lower))
        line->months++;
    else if (!line->by && line->words <= 2 && is_of_kind(lower, BY))
        line->by = TRUE;
    else if (!line->by && line->names + line->others == 0 &&
             (is_of_kind(lower, LEAD) || is_of_kind(lower, CHANGED)))
        line->lead = TRUE;
    else if (large)
        line->names++;
    else if (!is_of_kind(lower, AND) && !is_of_kind(lower, ROLE) && !is_of_kind(lower, PARTICLE))
        line->others++;
}

/* Reads a line; FALSE if it is too long, or labels something else than the article ("Where: ...").
 */
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
        gboolean label = *p == ':' && p > start && !g_ascii_isdigit(p[-1]);
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
    if (!read_line(&line, b->text) || b->stops > 2)
        return FALSE;
    if (line.by && line.names > 0)
        return line.others <= line.names;
    gboolean day = line.years == 1 && (line.months == 1 || line.numbers >= 2);
    return day && line.names + line.others <= DATE_OTHERS && line.others <= (line.lead ? 2 : 1);
}

/* Named as what tells of the article, in a small box. */
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

void
off_drop_lead_lines(OffPage *page, const GArray *units)
{
    g_autofree guint *unit = off_units_of_blocks(page, units);
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (!b->kept || b->kind != OFF_BLOCK_TEXT)
            continue;
        if (is_prose(b) && !is_named(page, b))
            return;
        if (unit[i] && g_array_index(units, OffUnit, unit[i] - 1).kind != OFF_UNIT_LINES)
            continue;
        if (!off_is_heading(b->tag) &&
            (is_named(page, b) || tells_of_article(b) || is_mere_link(b)))
            off_set_kept(b, FALSE, "tells of the article");
    }
}
