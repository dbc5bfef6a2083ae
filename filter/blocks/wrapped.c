/* wrapped.c: text whose lines were broken at a width, with <br>, before it became HTML. */
#include "config.h"

#include "blocks/wrapped.h"

#include "blocks/page.h"
#include "dom/dom.h"
#include "words/fold.h"

#include <string.h>

#define LINES_MIN 6   /* lines that another one follows at once: with fewer, chance is too likely */
#define WIDTH_MIN 40  /* columns */
#define WIDTH_MAX 100 /* columns; nobody wraps at more */
#define WIDE_SLACK 4  /* columns: in East Asia some signs may not begin a line, or not end it */
#define INLINE_NODES 64  /* of an element in a line */
#define FULL_SHARE 0.8   /* of the lines that are followed by another, but for those with an end */
#define MIDDLE_SHARE 0.5 /* of the full lines, which do not end with a sentence */

/* What is between two <br>. */
typedef struct {
    xmlNode *end; /* the <br> after it; NULL: something else ends it */
    guint columns;
    guint indent;     /* columns of blanks before the first word */
    guint first;      /* columns of the first word */
    gunichar opening; /* its first character that is no blank; 0 if it has none */
    gunichar closing; /* its last one */
    gboolean word;    /* the first word is still being read */
} Line;

guint
off_columns_of(gunichar c)
{
    if (g_unichar_iswide(c))
        return 2;
    return g_unichar_iszerowidth(c) ? 0 : 1;
}

static gboolean
has_no_blanks(gunichar c)
{
    gboolean hangul = c >= 0xac00 && c <= 0xd7a3;
    return !hangul && (g_unichar_iswide(c) || off_is_unspaced(c));
}

const char *
off_joint(gunichar last, gunichar first)
{
    return has_no_blanks(last) && has_no_blanks(first) ? "" : " ";
}

static void
read_blank(Line *line, gunichar c)
{
    if (line->opening)
        line->word = FALSE;
    else if (c >= 0x80)
        line->indent += off_columns_of(c); /* others are only the layout of the markup */
}

static void
read_text(Line *line, const char *text)
{
    gboolean blank = FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isspace(c)) {
            read_blank(line, c);
            blank = TRUE;
            continue;
        }
        line->columns += off_columns_of(c) + (blank && line->opening);
        blank = FALSE;
        if (!line->opening) {
            line->opening = c;
            line->word = TRUE;
        }
        if (line->word)
            line->first += off_columns_of(c);
        if (has_no_blanks(c))
            line->word = FALSE;
        line->closing = c;
    }
}

/* Reads the text of an element in a line. FALSE: it has lines of its own, or too much in it. */
static gboolean
read_inline(Line *line, const xmlNode *element)
{
    guint seen = 0;
    for (xmlNode *n = (xmlNode *)(guintptr)element; n; n = off_next(element, n, FALSE)) {
        if (seen++ == INLINE_NODES)
            return FALSE;
        if (n->type == XML_TEXT_NODE && n->content)
            read_text(line, (const char *)n->content);
        else if (n->type == XML_ELEMENT_NODE &&
                 (off_tag(n) == OFF_TAG_br || (off_element(n)->flags & OFF_E_BLOCK)))
            return FALSE;
    }
    return TRUE;
}

/* The lines of an element (GArray of Line; transfer full). */
static GArray *
lines_of(const xmlNode *element)
{
    GArray *lines = g_array_new(FALSE, TRUE, sizeof(Line));
    Line line = {0};
    for (xmlNode *n = element->children; n; n = n->next) {
        if (n->type == XML_TEXT_NODE && n->content) {
            read_text(&line, (const char *)n->content);
            continue;
        }
        if (n->type != XML_ELEMENT_NODE)
            continue;
        gboolean breaks = off_tag(n) == OFF_TAG_br;
        if (!breaks && read_inline(&line, n))
            continue;
        line.end = breaks ? n : NULL;
        g_array_append_val(lines, line);
        line = (Line){0};
    }
    g_array_append_val(lines, line);
    return lines;
}

static const Line *
line_at(const GArray *lines, guint i)
{
    return &g_array_index(lines, Line, i);
}

/* Does another line follow right after a <br>? */
static gboolean
is_followed(const GArray *lines, guint i)
{
    return i + 1 < lines->len && line_at(lines, i)->end && line_at(lines, i)->opening &&
           line_at(lines, i + 1)->opening;
}

static int
compare_columns(gconstpointer a, gconstpointer b)
{
    return *(const guint *)a < *(const guint *)b ? -1 : *(const guint *)a > *(const guint *)b;
}

/* The width at which the lines were broken: nine of ten are no longer. 0: too few lines. */
static guint
width_of(const GArray *lines)
{
    g_autoptr(GArray) widths = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < lines->len; i++) {
        guint columns = line_at(lines, i)->indent + line_at(lines, i)->columns;
        if (is_followed(lines, i))
            g_array_append_val(widths, columns);
    }
    if (widths->len < LINES_MIN)
        return 0;
    g_array_sort(widths, compare_columns);
    return g_array_index(widths, guint, widths->len - 1 - widths->len / 10);
}

/* Had the first word of the next line no room in this one? */
static gboolean
is_full(const GArray *lines, guint i, guint width)
{
    const Line *line = line_at(lines, i), *next = line_at(lines, i + 1);
    guint more = has_no_blanks(next->opening) ? WIDE_SLACK : 1 + next->first;
    return line->indent + line->columns + more > width;
}

/* Is the line a part of the paragraph of the next one? */
static gboolean
is_wrapped(const GArray *lines, guint i, guint width)
{
    return is_followed(lines, i) && line_at(lines, i + 1)->indent == 0 && is_full(lines, i, width);
}

static gboolean
are_wrapped(const GArray *lines, guint width)
{
    guint followed = 0, full = 0, middle = 0;
    for (guint i = 0; i < lines->len; i++) {
        if (!is_followed(lines, i) || line_at(lines, i + 1)->indent > 0)
            continue;
        gboolean ends = off_is_sentence_end(line_at(lines, i)->closing);
        gboolean wrapped = is_full(lines, i, width);
        followed += wrapped || !ends; /* a short line with an end may be the last of a paragraph */
        full += wrapped;
        middle += wrapped && !ends;
    }
    return full >= LINES_MIN && full >= followed * FULL_SHARE && middle >= full * MIDDLE_SHARE;
}

/* The markup's own line end, between letters of a script without blanks. */
static void
trim_start(xmlNode *text)
{
    gsize n = text && text->type == XML_TEXT_NODE && text->content
                  ? strspn((const char *)text->content, " \t\r\n")
                  : 0;
    if (n > 0)
        memmove(text->content, text->content + n, strlen((const char *)text->content) - n + 1);
}

/* Puts a blank, if the script has blanks between words, in the place of a <br>. */
static void
join_lines(const Line *line, const Line *next)
{
    xmlNode *end = line->end;
    const char *joint = off_joint(line->closing, next->opening);
    if (!*joint) {
        trim_start(end->next);
        off_remove(end);
        return;
    }
    xmlReplaceNode(end, xmlNewDocText(end->doc, BAD_CAST joint));
    xmlFreeNode(end);
}

static gboolean
has_breaks(const xmlNode *element)
{
    guint breaks = 0;
    for (const xmlNode *n = element->children; n && breaks < LINES_MIN; n = n->next)
        breaks += off_is_named(n, "br");
    return breaks >= LINES_MIN;
}

void
off_join_wrapped(xmlNode *element)
{
    if (!has_breaks(element) || off_is_named(element, "pre"))
        return;
    g_autoptr(GArray) lines = lines_of(element);
    guint width = width_of(lines);
    if (width < WIDTH_MIN || width > WIDTH_MAX || !are_wrapped(lines, width))
        return;
    for (guint i = 0; i + 1 < lines->len; i++) {
        if (is_wrapped(lines, i, width))
            join_lines(line_at(lines, i), line_at(lines, i + 1));
        else if (is_followed(lines, i)) /* two of them end a paragraph */
            xmlAddNextSibling(line_at(lines, i)->end,
                              xmlNewDocNode(element->doc, NULL, BAD_CAST "br", NULL));
    }
}
