/* bullets.c: lists made with bullets: a table with a bullet in each row's first cell, as mailers
 * write it, or paragraphs that begin with one. */
#include "config.h"

#include "clean/tidy.h"

#include "dom/dom.h"
#include "wire/prefix.h"

#include <string.h>

/* Not the hyphen and the check mark: in a table they say "none" and "yes". */
static const char marks[] =
    "\u00b7\u00bb\u2022\u2023\u2043\u2192\u25a0\u25a1\u25aa\u25ab\u25b6\u25b8\u25ba"
    "\u25cb\u25cf\u25e6\u27a4";

/* Nothing but one mark? */
static gboolean
is_mark(const xmlNode *node)
{
    const xmlNode *text = node->children;
    if (!text || text->next || text->type != XML_TEXT_NODE)
        return FALSE;
    const char *p = (const char *)text->content;
    p += strspn(p, " ");
    if (!*p || !g_utf8_strchr(marks, -1, g_utf8_get_char(p)))
        return FALSE;
    p = g_utf8_next_char(p);
    return p[strspn(p, " ")] == '\0';
}

/* The cell after the bullet of a row that is a list item: the only one with text. NULL: the row is
 * not an item. */
static xmlNode *
item_of(const xmlNode *row)
{
    const xmlNode *first = row->children;
    xmlNode *item = NULL;
    if (!first || !is_mark(first))
        return NULL;
    for (xmlNode *n = first->next; n; n = n->next) {
        if (n->type != XML_ELEMENT_NODE || !n->children)
            continue;
        if (item)
            return NULL;
        item = n;
    }
    return item;
}

/* Rows that are items, at least half of all, and others of one cell: lines between them. */
static gboolean
is_list(const xmlNode *table)
{
    guint items = 0, lines = 0;
    for (const xmlNode *n = table->children; n;
         n = off_next(table, (xmlNode *)(guintptr)n, off_is_named(n, "tr"))) {
        if (off_is_named(n, "caption") || off_is_named(n, "table"))
            return FALSE;
        if (!off_is_named(n, "tr"))
            continue;
        if (item_of(n))
            items++;
        else if (n->children && !n->children->next)
            lines++;
        else
            return FALSE;
    }
    return items > 0 && items >= lines;
}

static xmlNode *
new_before(xmlNode *node, const char *name)
{
    return xmlAddPrevSibling(node, xmlNewDocNode(node->doc, NULL, BAD_CAST name, NULL));
}

/* The list right before the element, or a new one. */
static xmlNode *
list_before(xmlNode *node)
{
    xmlNode *before = node->prev;
    if (before && off_is_named(before, "ul"))
        return before;
    return new_before(node, "ul");
}

static void
add_item(xmlNode *list, xmlNode *from)
{
    off_move_children(xmlNewChild(list, NULL, BAD_CAST "li", NULL), from);
}

/* A line between items: its text is a paragraph, its blocks stay what they are. */
static void
add_line(xmlNode *table, xmlNode *cell)
{
    xmlNode *phrase = NULL;
    while (cell->children) {
        xmlNode *child = cell->children;
        gboolean block =
            child->type == XML_ELEMENT_NODE && (off_element(child)->flags & OFF_E_BLOCK);
        xmlUnlinkNode(child);
        if (block) {
            phrase = NULL;
            xmlAddPrevSibling(table, child);
            continue;
        }
        if (!phrase)
            phrase = new_before(table, "p");
        xmlAddChild(phrase, child);
    }
}

/* Replaces the table by its content; returns the first element of it. */
static xmlNode *
take_apart(xmlNode *table)
{
    xmlNode *before = table->prev, *parent = table->parent, *list = NULL;
    for (xmlNode *n = table->children; n; n = off_next(table, n, off_is_named(n, "tr"))) {
        if (!off_is_named(n, "tr"))
            continue;
        xmlNode *item = item_of(n);
        if (item) {
            list = list ? list : new_before(table, "ul");
            add_item(list, item);
        } else {
            add_line(table, n->children);
            list = NULL;
        }
    }
    off_remove(table);
    return before ? before->next : parent->children;
}

/* Makes the paragraph after a bullet a list item; returns the replacement. */
static xmlNode *
join_mark(xmlNode *mark)
{
    xmlNode *text = mark->next, *list = list_before(mark);
    add_item(list, text);
    off_remove(mark);
    off_remove(text);
    return list;
}

/* --- lines that begin with a mark ------------------------------------------------------------ */

static xmlNode *
first_text(xmlNode *node)
{
    while (node && node->type == XML_ELEMENT_NODE && !off_is_named(node, "br"))
        node = node->children;
    return node && node->type == XML_TEXT_NODE && node->content ? node : NULL;
}

/* Bytes of the bullet and the blanks that a line begins with; 0: there is no bullet, or nothing
 * else. */
static gsize
mark_length(xmlNode *line)
{
    const xmlNode *text = first_text(line);
    const char *said = text ? (const char *)text->content : "", *p = said + strspn(said, " ");
    if (!*p || !g_utf8_strchr(marks, -1, g_utf8_get_char(p)))
        return 0;
    p = g_utf8_next_char(p);
    while (*p == ' ' || off_has_prefix(p, "\xc2\xa0"))
        p = g_utf8_next_char(p);
    return *p ? (gsize)(p - said) : 0;
}

static void
cut_mark(xmlNode *line)
{
    xmlNode *text = first_text(line);
    g_autofree char *rest = g_strdup((const char *)text->content + mark_length(line));
    xmlNodeSetContent(text, NULL);
    xmlNodeAddContent(text, BAD_CAST rest);
}

/* The first node of the next line of a paragraph. */
static xmlNode *
next_line(const xmlNode *line)
{
    while (line && !off_is_named(line, "br"))
        line = line->next;
    return line ? line->next : NULL;
}

static guint
count_marked(const xmlNode *paragraph)
{
    guint marked = 0;
    for (xmlNode *line = paragraph->children; line; line = next_line(line))
        marked += mark_length(line) > 0;
    return marked;
}

/* Moves the nodes of a line, up to its <br>, to the end of an element; returns the next line. */
static xmlNode *
move_line(xmlNode *to, xmlNode *line)
{
    while (line && !off_is_named(line, "br")) {
        xmlNode *next = line->next;
        xmlUnlinkNode(line);
        xmlAddChild(to, line);
        line = next;
    }
    xmlNode *next = line ? line->next : NULL;
    if (line)
        off_remove(line);
    return next;
}

/* Moves the lines of a paragraph, from the first with a bullet on, into a list after it. A line
 * without a bullet continues the previous one. Returns the list. */
static xmlNode *
set_list(xmlNode *paragraph)
{
    xmlNode *line = paragraph->children, *item = NULL;
    while (mark_length(line) == 0)
        line = next_line(line);
    xmlNode *before = line->prev;
    xmlNode *list = xmlNewDocNode(paragraph->doc, NULL, BAD_CAST "ul", NULL);
    xmlAddNextSibling(paragraph, list);
    while (line) {
        if (mark_length(line) > 0) {
            cut_mark(line);
            item = xmlNewChild(list, NULL, BAD_CAST "li", NULL);
        } else {
            xmlNewChild(item, NULL, BAD_CAST "br", NULL);
        }
        line = move_line(item, line);
    }
    if (before)
        off_remove(before); /* the <br> between text and list */
    if (!paragraph->children)
        off_remove(paragraph);
    return list;
}

/* Is it one of several paragraphs that each begin with a mark? */
static gboolean
is_marked(xmlNode *paragraph)
{
    return paragraph && off_is_named(paragraph, "p") && paragraph->children &&
           mark_length(paragraph->children) > 0;
}

/* Sets such paragraphs as a list; returns it. */
static xmlNode *
join_marked(xmlNode *paragraph)
{
    xmlNode *list = new_before(paragraph, "ul");
    while (is_marked(list->next)) {
        xmlNode *next = list->next;
        cut_mark(next->children);
        add_item(list, next);
        off_remove(next);
    }
    return list;
}

void
off_tidy_bullets(xmlNode *root)
{
    for (xmlNode *node = root->children; node;) {
        if (off_is_named(node, "table") && is_list(node))
            node = take_apart(node);
        else if (off_is_named(node, "p") && is_mark(node) && node->next &&
                 off_is_named(node->next, "p") && !is_mark(node->next))
            node = off_next(root, join_mark(node), TRUE);
        else if (off_is_named(node, "p") && count_marked(node) > 1)
            node = off_next(root, set_list(node), TRUE);
        else if (is_marked(node) && is_marked(node->next))
            node = off_next(root, join_marked(node), TRUE);
        else
            node = off_next(root, node, FALSE);
    }
}
