/* tidy.c: makes the clean tree valid HTML: which element may contain which, and the levels of
 * headings. */
#include "config.h"

#include "clean/tidy.h"

#include "clean/figure.h"
#include "clean/grid.h"
#include "clean/label.h"
#include "clean/spaces.h"
#include "dom/dom.h"

#include <string.h>

#define HEADINGS 6
#define TITLE_CHARS 40 /* of a callout */
#define FRAME_SHARE 6  /* the text outside a frame is less than one part in that many */

static gboolean
is_one_of(const xmlNode *node, const char *const *names)
{
    return node->type == XML_ELEMENT_NODE && g_strv_contains(names, (const char *)node->name);
}

/* To the end of a parent. */
static void
move_to(xmlNode *parent, xmlNode *node)
{
    xmlUnlinkNode(node);
    xmlAddChild(parent, node);
}

void
off_unwrap_element(xmlNode *node)
{
    while (node->children)
        xmlAddPrevSibling(node, node->children);
    off_remove(node);
}

/* --- headings: none skips a level ------------------------------------------------------------ */

typedef struct {
    int open[HEADINGS]; /* levels as they came, from the outermost */
    guint depth;
} Outline;

/* A cell that heads others is a heading already, and so are a term, a caption and a summary. */
static gboolean
heads_already(const xmlNode *node)
{
    static const char *const heads[] = {"th", "dt", "caption", "figcaption", "summary", NULL};
    for (node = node->parent; node; node = node->parent)
        if (is_one_of(node, heads))
            return TRUE;
    return FALSE;
}

static void
level_heading(Outline *o, xmlNode *node)
{
    int level = node->name[1] - '0';
    while (o->depth > 0 && o->open[o->depth - 1] >= level)
        o->depth--;
    if (o->depth < HEADINGS)
        o->open[o->depth++] = level;
    char name[] = {'h', (char)('0' + MIN(o->depth + 1, HEADINGS)), '\0'};
    xmlNodeSetName(node, BAD_CAST name);
}

static gboolean
is_level(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && node->name[0] == 'h' && g_ascii_isdigit(node->name[1]);
}

/* --- inline elements: none is empty, none is inside itself ----------------------------------- */

static const char *const inlines[] = {"a",    "abbr", "b",    "bdi",   "bdo",    "cite", "code",
                                      "del",  "dfn",  "em",   "i",     "ins",    "kbd",  "mark",
                                      "q",    "s",    "samp", "small", "strong", "sub",  "sup",
                                      "time", "u",    "var",  NULL};

static gboolean
has_content(const xmlNode *node)
{
    for (xmlNode *n = node->children; n; n = off_next(node, n, FALSE))
        if ((n->type == XML_TEXT_NODE && n->content && !off_is_blank((const char *)n->content)) ||
            off_is_named(n, "img"))
            return TRUE;
    return FALSE;
}

/* Is it only a decorative quotation mark next to a quotation, or the end of a comment without a
 * start? */
static gboolean
is_ornament(const xmlNode *node)
{
    static const char marks[] = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
                                "\u2039\u203a\u275d\u275e\u300c\u300d";
    const xmlNode *text = node->children;
    if (!off_is_named(node, "p") || !text || text->next || text->type != XML_TEXT_NODE)
        return FALSE;
    if (strcmp((const char *)text->content, "-->") == 0)
        return TRUE;
    for (const char *p = (const char *)text->content; *p; p = g_utf8_next_char(p))
        if (!g_utf8_strchr(marks, -1, g_utf8_get_char(p)))
            return FALSE;
    return TRUE;
}

static gboolean
stands_in_itself(const xmlNode *node)
{
    for (const xmlNode *n = node->parent; n && n->type == XML_ELEMENT_NODE && is_one_of(n, inlines);
         n = n->parent)
        if (strcmp((const char *)n->name, (const char *)node->name) == 0)
            return TRUE;
    return FALSE;
}

/* --- two links that touch and lead to one place are one, and so are two words in bold ----------
 */

static gboolean
goes_on(const xmlNode *node)
{
    static const char *const marks[] = {"b", "strong", "i", "em", "s", "del", "u", NULL};
    const xmlNode *before = node->prev;
    if (!before || !before->last || before->type != XML_ELEMENT_NODE)
        return FALSE;
    if (is_one_of(node, marks))
        return off_is_named(before, (const char *)node->name) && !node->properties &&
               !before->properties;
    return off_is_named(node, "a") && off_is_named(before, "a") && !off_attribute(node, "id") &&
           g_strcmp0(off_attribute(node, "href"), off_attribute(before, "href")) == 0;
}

/* Returns the last node of the first link; a moved text may be joined with it. */
static xmlNode *
join_link(xmlNode *node)
{
    xmlNode *link = node->prev, *last = link->last;
    off_move_children(link, node);
    off_remove(node);
    return last;
}

/* --- what a click opens, and notes beside the text ---------------------------------------------
 */

/* The name of a callout ("Note", "Tip") is its title. */
static void
mark_title(xmlNode *aside)
{
    xmlNode *first = aside->children;
    if (!first || !first->next || !off_is_named(first, "p"))
        return;
    g_autofree char *text = off_text_of(first);
    gsize n = strlen(text);
    if (n == 0 || g_utf8_strlen(text, -1) > TITLE_CHARS || strchr(".!?", text[n - 1]) ||
        off_is_named(first->children, "strong") || off_is_named(first->children, "b"))
        return;
    xmlNode *strong = xmlNewDocNode(aside->doc, NULL, BAD_CAST "strong", NULL);
    off_move_children(strong, first);
    xmlAddChild(first, strong);
}

/* --- lists of terms: each has its description ------------------------------------------------ */

/* Are the terms of a list its numbers, 1. and so on? */
static gboolean
counts_terms(const xmlNode *list)
{
    guint next = 1;
    for (const xmlNode *n = list->children; n; n = n->next) {
        g_autofree char *text = off_is_named(n, "dt") ? off_text_of(n) : NULL;
        g_autofree char *number = g_strdup_printf("%u", next);
        if (!text)
            continue;
        g_strdelimit(text, ".):", ' ');
        if (strcmp(g_strchomp(text), number) != 0 || !n->next || !off_is_named(n->next, "dd"))
            return FALSE;
        next++;
    }
    return next > 2;
}

static void
set_numbers(xmlNode *list)
{
    xmlNode *item = NULL;
    xmlNodeSetName(list, BAD_CAST "ol");
    for (xmlNode *n = list->children, *next; n; n = next) {
        next = n->next;
        if (off_is_named(n, "dt")) {
            item = next;
            off_remove(n);
            xmlNodeSetName(item, BAD_CAST "li");
        } else if (n != item && item) {
            xmlNodeSetName(n, BAD_CAST "p");
            move_to(item, n);
        }
    }
}

static void
tidy_terms(xmlNode *list)
{
    if (counts_terms(list)) {
        set_numbers(list);
        return;
    }
    gboolean described = FALSE;
    for (const xmlNode *n = list->children; n; n = n->next)
        described |= off_is_named(n, "dd");
    if (described && off_is_named(list->children, "dt")) {
        if (off_is_named(list->last, "dt"))
            xmlNewChild(list, NULL, BAD_CAST "dd", NULL);
        return;
    }
    xmlNodeSetName(list, BAD_CAST "ul");
    for (xmlNode *n = list->children; n; n = n->next)
        if (off_is_named(n, "dt") || off_is_named(n, "dd"))
            xmlNodeSetName(n, BAD_CAST "li");
}

/* --- tables: caption, head, bodies, foot; rows of one length --------------------------------- */

static gboolean
is_section(const xmlNode *node)
{
    static const char *const sections[] = {"thead", "tbody", "tfoot", NULL};
    return is_one_of(node, sections);
}

/* Rows next to table sections get a section of their own. */
static void
wrap_rows(xmlNode *table)
{
    gboolean sections = FALSE;
    for (const xmlNode *n = table->children; n; n = n->next)
        sections |= is_section(n);
    xmlNode *body = NULL;
    for (xmlNode *n = table->children, *next; sections && n; n = next) {
        next = n->next;
        if (!off_is_named(n, "tr")) {
            body = NULL;
            continue;
        }
        if (!body) {
            body = xmlNewDocNode(table->doc, NULL, BAD_CAST "tbody", NULL);
            xmlAddPrevSibling(n, body);
        }
        move_to(body, n);
    }
}

/* Anything but rows in a section becomes a row, with a cell for each. */
static void
wrap_cells(xmlNode *section)
{
    xmlNode *row = NULL;
    for (xmlNode *n = section->children, *next; n; n = next) {
        next = n->next;
        if (off_is_named(n, "tr")) {
            row = NULL;
            continue;
        }
        if (!row) {
            row = xmlNewDocNode(section->doc, NULL, BAD_CAST "tr", NULL);
            xmlAddPrevSibling(n, row);
        }
        gboolean cell = off_is_named(n, "td") || off_is_named(n, "th");
        move_to(cell ? row : xmlNewChild(row, NULL, BAD_CAST "td", NULL), n);
    }
}

/* A table has one caption. */
static void
join_captions(xmlNode *table)
{
    xmlNode *caption = NULL;
    for (xmlNode *n = table->children, *next; n; n = next) {
        next = n->next;
        if (!off_is_named(n, "caption"))
            continue;
        if (!caption) {
            caption = n;
            continue;
        }
        xmlAddChild(caption, xmlNewDocText(caption->doc, BAD_CAST " "));
        off_move_children(caption, n);
        off_remove(n);
    }
}

static void
order_sections(xmlNode *table)
{
    xmlNode *caption = NULL, *head = NULL, *foot = NULL;
    for (xmlNode *n = table->children; n; n = n->next) {
        if (off_is_named(n, "caption"))
            caption = caption ? caption : n;
        else if (off_is_named(n, "thead") && !head)
            head = n;
        else if (off_is_named(n, "tfoot") && !foot)
            foot = n;
        else if (off_is_named(n, "thead") || off_is_named(n, "tfoot"))
            xmlNodeSetName(n, BAD_CAST "tbody");
    }
    if (head && head->prev)
        xmlAddPrevSibling(table->children, head);
    if (caption && caption->prev)
        xmlAddPrevSibling(table->children, caption);
    if (foot && foot->next)
        move_to(table, foot);
}

static void
set_span(xmlNode *cell, const char *name, guint span)
{
    g_autofree char *said = g_strdup_printf("%u", span);
    if (span > 1)
        xmlSetProp(cell, BAD_CAST name, BAD_CAST said);
    else
        xmlUnsetProp(cell, BAD_CAST name);
}

/* A column in which no cell with content begins is removed. */
static void
is_narrow_grid(const OffGrid *grid)
{
    gboolean begins[OFF_GRID_COLUMNS_MAX] = {FALSE};
    for (guint r = 0; r < grid->rows->len; r++) {
        const OffGridRow *row = grid->rows->pdata[r];
        for (guint i = 0; i < row->cells->len; i++) {
            const OffGridCell *cell = &g_array_index(row->cells, OffGridCell, i);
            begins[cell->column] = begins[cell->column] || has_content(cell->node);
        }
    }
    for (guint r = 0; r < grid->rows->len; r++) {
        const OffGridRow *row = grid->rows->pdata[r];
        for (guint i = 0; i < row->cells->len; i++) {
            const OffGridCell *cell = &g_array_index(row->cells, OffGridCell, i);
            guint columns = 0;
            for (guint c = cell->column; c < cell->column + cell->columns; c++)
                columns += begins[c];
            set_span(cell->node, "colspan", columns);
            set_span(cell->node, "rowspan", cell->rows);
            if (columns == 0)
                off_remove(cell->node);
        }
    }
}

static void
fill_rows(const OffGrid *grid)
{
    for (guint r = 0; r < grid->rows->len; r++) {
        const OffGridRow *row = grid->rows->pdata[r];
        for (guint column = row->width; column < grid->width; column++)
            xmlNewChild(row->node, NULL, BAD_CAST "td", NULL);
    }
}

static void
tidy_table(xmlNode *table)
{
    wrap_rows(table);
    for (xmlNode *n = table->children; n; n = n->next)
        if (is_section(n))
            wrap_cells(n);
    join_captions(table);
    order_sections(table);
    g_autoptr(OffGrid) before = off_grid_new(table);
    is_narrow_grid(before);
    g_autoptr(OffGrid) grid = off_grid_new(table);
    if (grid->width < OFF_GRID_COLUMNS_MAX)
        fill_rows(grid);
}

/* --- ruby: readings beside each other, each in parentheses for readers that know no ruby ---------
 */

static xmlNode *
add_sibling(xmlNode *node, const char *text, gboolean before)
{
    xmlNode *mark = xmlNewDocNode(node->doc, NULL, BAD_CAST "rp", NULL);
    xmlAddChild(mark, xmlNewText(BAD_CAST text));
    return before ? xmlAddPrevSibling(node, mark) : xmlAddNextSibling(node, mark);
}

/* libxml2 does not know ruby, and nests elements that should have ended a reading. */
static void
lift_readings(xmlNode *ruby)
{
    for (xmlNode *n = ruby->children; n; n = off_next(ruby, n, FALSE)) {
        gboolean reading = off_is_named(n, "rt") || off_is_named(n, "rp");
        while (reading && n->parent != ruby) {
            xmlNode *outer = n->parent;
            while (n->next)
                xmlAddNextSibling(
                    off_is_named(outer, "rt") || off_is_named(outer, "rp") ? outer : n->parent,
                    outer->last);
            xmlUnlinkNode(n);
            xmlAddNextSibling(outer, n);
        }
    }
}

static void
tidy_ruby(xmlNode *ruby)
{
    const xmlNode *closed = NULL;
    gboolean readings = FALSE;
    lift_readings(ruby);
    for (xmlNode *n = ruby->children, *next; n; n = next) {
        next = n->next;
        if (!off_is_named(n, "rt"))
            continue;
        readings = TRUE;
        if (!n->prev || !off_is_named(n->prev, "rp") || n->prev == closed)
            add_sibling(n, "(", TRUE);
        if (!n->next || !off_is_named(n->next, "rp"))
            closed = add_sibling(n, ")", FALSE);
    }
    if (!readings)
        xmlNodeSetName(ruby, BAD_CAST "bdi");
}

/* --- quotations ------------------------------------------------------------------------------- */

static gsize
letters_in(const xmlNode *node)
{
    xmlChar *text = xmlNodeGetContent(node);
    gsize n = text ? strlen((const char *)text) : 0;
    xmlFree(text);
    return n;
}

/* A quotation that holds (nearly) the whole article is a frame. */
static void
open_frame(xmlNode *root)
{
    gsize all = letters_in(root);
    for (xmlNode *node = root->children; node;) {
        xmlNode *next = node->next;
        if (off_is_named(node, "blockquote") && node->children && node->children->next &&
            letters_in(node) > all / FRAME_SHARE * (FRAME_SHARE - 1)) {
            next = node->children;
            off_unwrap_element(node);
        }
        node = next;
    }
}

/* Asides that together hold most of an article are the article. */
static void
open_asides(xmlNode *root)
{
    gsize all = letters_in(root), beside = 0;
    for (xmlNode *n = root->children; n; n = off_next(root, n, off_is_named(n, "aside")))
        beside += off_is_named(n, "aside") ? letters_in(n) : 0;
    if (beside <= all / 2)
        return;
    for (xmlNode *n = root->children; n;) {
        xmlNode *first = off_is_named(n, "aside") ? n->children : NULL;
        if (first)
            off_unwrap_element(n);
        n = first ? first : off_next(root, n, FALSE);
    }
}

/* --- the whole ------------------------------------------------------------------------------- */

static const char *const holders[] = {
    "ul", "ol", "dl", "table", "figure", "blockquote", "p",       "h2",         "h3",
    "h4", "h5", "h6", "pre",   "aside",  "details",    "caption", "figcaption", NULL};

static void
tidy_element(Outline *outline, xmlNode *node)
{
    const char *name = (const char *)node->name;
    const char *lang = off_attribute(node, "lang");
    if (lang && !off_is_language(lang))
        xmlUnsetProp(node, BAD_CAST "lang");
    if (is_level(node) && heads_already(node))
        xmlNodeSetName(node, BAD_CAST "p");
    else if (is_level(node))
        level_heading(outline, node);
    else if (strcmp(name, "figure") == 0)
        off_tidy_figure(node);
    else if (strcmp(name, "dl") == 0)
        tidy_terms(node);
    else if (strcmp(name, "aside") == 0)
        mark_title(node);
    else if (strcmp(name, "table") == 0)
        tidy_table(node);
    else if (strcmp(name, "ruby") == 0)
        tidy_ruby(node);
}

/* Removes blocks whose inline elements turned out to be empty, and their empty parents. */
static void
drop_emptied(xmlNode *root)
{
    for (xmlNode *node = root->children, *next; node; node = next) {
        gboolean line =
            off_is_named(node, "p") || is_level(node) || off_is_named(node, "figcaption");
        next = off_next(root, node, line);
        if (!line || has_content(node))
            continue;
        xmlNode *parent = node->parent;
        off_remove(node);
        while (parent != root && !parent->children && is_one_of(parent, holders)) {
            node = parent;
            parent = node->parent;
            off_remove(node);
        }
    }
}

void
off_tidy(xmlNode *root)
{
    Outline outline = {0};
    open_frame(root);
    open_asides(root);
    off_lift_pictures(root);
    for (xmlNode *node = root, *next; node; node = next) {
        gboolean line = node != root && is_one_of(node, inlines);
        gboolean closed = off_is_named(node, "details") && node->children &&
                          !off_is_named(node->children, "summary");
        /* Its text would have to be a date as HTML writes it. */
        closed = closed || (off_is_named(node, "time") && !off_attribute(node, "datetime"));
        gboolean lone = node != root && node->children && !node->prev && !node->next &&
                        is_level(node) && heads_already(node);
        gboolean empty = node != root && node->type == XML_ELEMENT_NODE && !node->children &&
                         (line || is_one_of(node, holders));
        if (empty || (node != root && is_ornament(node))) {
            next = off_next(root, node, TRUE);
            off_remove(node);
        } else if (node != root && goes_on(node)) {
            next = off_next(root, join_link(node), TRUE);
        } else if (lone || closed || (line && (!has_content(node) || stands_in_itself(node)))) {
            /* A text that moves may become one with the text before it. */
            xmlNode *before = node->prev, *parent = node->parent;
            off_unwrap_element(node);
            next = before ? off_next(root, before, TRUE) : parent->children;
        } else {
            if (node != root && node->type == XML_ELEMENT_NODE)
                tidy_element(&outline, node);
            next = off_next(root, node, FALSE);
        }
    }
    drop_emptied(root);
}
