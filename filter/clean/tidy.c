/* tidy.c: a clean tree as the HTML standard wants it: what stands in what, and how headings follow
 * each other. */
#include "config.h"

#include "clean/tidy.h"

#include "dom/dom.h"

#include <string.h>

#define HEADINGS 6
#define COLUMNS_MAX 200 /* of a table whose rows are made equally long */

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

/* What stands in the node takes its place. */
static void
unwrap(xmlNode *node)
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

/* A cell that heads others is a heading already, and so is a term. */
static gboolean
heads_already(const xmlNode *node)
{
    static const char *const heads[] = {"th", "dt", NULL};
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

/* --- inline elements: none is empty, none stands in itself ----------------------------------- */

static const char *const inlines[] = {"a",    "abbr", "b",    "bdi",   "bdo",    "cite", "code",
                                      "del",  "dfn",  "em",   "i",     "ins",    "kbd",  "mark",
                                      "q",    "s",    "samp", "small", "strong", "sub",  "sup",
                                      "time", "u",    "var",  NULL};

static gboolean
has_content(const xmlNode *node)
{
    for (const xmlNode *n = node->children; n; n = n->next)
        if ((n->type == XML_TEXT_NODE && n->content &&
             strspn((const char *)n->content, " \n") < strlen((const char *)n->content)) ||
            (n->type == XML_ELEMENT_NODE && (off_is_named(n, "img") || has_content(n))))
            return TRUE;
    return FALSE;
}

/* A quotation mark set large beside a quotation, and nothing else. */
static gboolean
is_ornament(const xmlNode *node)
{
    static const char marks[] = "\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"
                                "\u2039\u203a\u275d\u275e\u300c\u300d";
    const xmlNode *text = node->children;
    if (!off_is_named(node, "p") || !text || text->next || text->type != XML_TEXT_NODE)
        return FALSE;
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

/* --- links: two that touch and lead to one place are one ------------------------------------- */

static gboolean
goes_on(const xmlNode *node)
{
    return off_is_named(node, "a") && node->prev && off_is_named(node->prev, "a") &&
           node->prev->last &&
           g_strcmp0(off_attribute(node, "href"), off_attribute(node->prev, "href")) == 0;
}

/* Returns what stood last in the first link: a text that moves may become one with it. */
static xmlNode *
join_link(xmlNode *node)
{
    xmlNode *link = node->prev, *last = link->last;
    off_move_children(link, node);
    off_remove(node);
    return last;
}

/* --- figures: one caption, first or last ----------------------------------------------------- */

static void
tidy_figure(xmlNode *figure)
{
    xmlNode *caption = NULL;
    for (xmlNode *n = figure->children; n; n = n->next) {
        if (!off_is_named(n, "figcaption"))
            continue;
        if (caption)
            xmlNodeSetName(n, BAD_CAST "p");
        else
            caption = n;
    }
    if (caption && caption->prev && caption->next)
        move_to(figure, caption);
}

/* --- lists of terms: each has its description ------------------------------------------------ */

static void
tidy_terms(xmlNode *list)
{
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

/* Rows that stand beside sections get one of their own. */
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

/* What stands in a section beside rows is one: an entry each. */
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

static void
order_sections(xmlNode *table)
{
    xmlNode *caption = NULL, *head = NULL, *foot = NULL;
    for (xmlNode *n = table->children; n; n = n->next) {
        if (off_is_named(n, "caption") && !caption)
            caption = n;
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

/* What is done on a walk through a table (HTML, 4.9.12): with each cell, which begins in a column
 * and takes some, and with each row, which takes some with the cells that reach down into it. */
typedef struct Walk Walk;
struct Walk {
    void (*cell)(xmlNode *cell, guint column, guint span, Walk *walk);
    void (*row)(xmlNode *row, guint columns, Walk *walk);
    guint width;                      /* of the widest row */
    gboolean begins[COLUMNS_MAX + 1]; /* a cell that holds something begins in this column */
    guint reach[COLUMNS_MAX + 1];     /* rows that a cell above still fills, by column */
};

static guint
walk_row(xmlNode *row, Walk *w)
{
    guint column = 0;
    for (xmlNode *cell = row->children, *next; cell; cell = next) {
        next = cell->next;
        if (cell->type != XML_ELEMENT_NODE)
            continue;
        while (column < COLUMNS_MAX && w->reach[column] > 0)
            column++;
        guint down = off_span_of(cell, "rowspan", COLUMNS_MAX);
        guint span = MIN(off_span_of(cell, "colspan", COLUMNS_MAX), COLUMNS_MAX - column);
        if (w->cell && span > 0)
            w->cell(cell, column, span, w);
        for (; span > 0; span--)
            w->reach[column++] = down;
    }
    while (column < COLUMNS_MAX && w->reach[column] > 0)
        column++;
    for (guint i = 0; i < COLUMNS_MAX; i++)
        w->reach[i] -= w->reach[i] > 0;
    return column;
}

static void
walk(xmlNode *table, Walk *w)
{
    const xmlNode *section = NULL;
    for (xmlNode *row = table; row;
         row = off_next(table, row, row != table && off_is_named(row, "table"))) {
        if (!off_is_named(row, "tr"))
            continue;
        if (row->parent != section)
            memset(w->reach, 0, sizeof w->reach);
        section = row->parent;
        guint columns = walk_row(row, w);
        w->width = MAX(w->width, columns);
        if (w->row)
            w->row(row, columns, w);
    }
}

static void
note_begin(xmlNode *cell, guint column, guint span, Walk *w)
{
    (void)span;
    w->begins[column] = w->begins[column] || has_content(cell);
}

/* A column in which nothing begins is none. */
static void
narrow(xmlNode *cell, guint column, guint span, Walk *w)
{
    guint columns = 0;
    for (guint i = column; i < column + span; i++)
        columns += w->begins[i];
    g_autofree char *said = g_strdup_printf("%u", columns);
    if (columns == 0)
        off_remove(cell);
    else if (columns == 1)
        xmlUnsetProp(cell, BAD_CAST "colspan");
    else if (columns < span)
        xmlSetProp(cell, BAD_CAST "colspan", BAD_CAST said);
}

static void
fill_row(xmlNode *row, guint columns, Walk *w)
{
    for (; columns < w->width; columns++)
        xmlNewChild(row, NULL, BAD_CAST "td", NULL);
}

static void
tidy_table(xmlNode *table)
{
    Walk w = {.cell = note_begin};
    wrap_rows(table);
    for (xmlNode *n = table->children; n; n = n->next)
        if (is_section(n))
            wrap_cells(n);
    order_sections(table);
    walk(table, &w);
    w.cell = narrow;
    w.width = 0;
    walk(table, &w);
    w.cell = NULL;
    if (w.width >= COLUMNS_MAX)
        return;
    w.width = 0;
    walk(table, &w);
    w.row = fill_row;
    walk(table, &w);
}

/* --- the whole ------------------------------------------------------------------------------- */

static const char *const holders[] = {"ul", "ol", "dl", "table", "figure", "blockquote", NULL};

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
        tidy_figure(node);
    else if (strcmp(name, "dl") == 0)
        tidy_terms(node);
    else if (strcmp(name, "table") == 0)
        tidy_table(node);
}

void
off_tidy(xmlNode *root)
{
    Outline outline = {0};
    for (xmlNode *node = root, *next; node; node = next) {
        gboolean line = node != root && is_one_of(node, inlines);
        gboolean lone = node != root && node->children && !node->prev && !node->next &&
                        is_level(node) && heads_already(node);
        gboolean empty = node != root && node->type == XML_ELEMENT_NODE && !node->children &&
                         (line || is_one_of(node, holders));
        if (empty || (node != root && is_ornament(node))) {
            next = off_next(root, node, TRUE);
            off_remove(node);
        } else if (node != root && goes_on(node)) {
            next = off_next(root, join_link(node), TRUE);
        } else if (lone || (line && (!has_content(node) || stands_in_itself(node)))) {
            /* A text that moves may become one with the text before it. */
            xmlNode *before = node->prev, *parent = node->parent;
            unwrap(node);
            next = before ? off_next(root, before, TRUE) : parent->children;
        } else {
            if (node != root && node->type == XML_ELEMENT_NODE)
                tidy_element(&outline, node);
            next = off_next(root, node, FALSE);
        }
    }
}
