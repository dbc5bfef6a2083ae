/* bullets.c: lists that are set with marks: a table with a bullet in each row's first cell, as
 * mailers write it, or paragraphs that each stand behind one. */
#include "config.h"

#include "tidy.h"

#include "dom.h"

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

static xmlNode *
last_cell(const xmlNode *row)
{
    xmlNode *last = NULL;
    for (xmlNode *n = row->children; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE && n->children)
            last = n;
    return last;
}

/* A mark, and one cell that says something. */
static gboolean
is_item(const xmlNode *row)
{
    guint others = 0;
    const xmlNode *first = row->children;
    if (!first || !is_mark(first))
        return FALSE;
    for (const xmlNode *n = first->next; n; n = n->next)
        others += n->type == XML_ELEMENT_NODE && n->children;
    return others == 1;
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
        if (is_item(n))
            items++;
        else if (n->children && !n->children->next)
            lines++;
        else
            return FALSE;
    }
    return items > 0 && items >= lines;
}

/* The children of one element to the end of another. */
static void
move_children(xmlNode *to, xmlNode *from)
{
    while (from->children) {
        xmlNode *child = from->children;
        xmlUnlinkNode(child);
        xmlAddChild(to, child);
    }
}

/* The list that ends right before the element: what stands there, or a new one. */
static xmlNode *
list_before(xmlNode *node)
{
    xmlNode *before = node->prev;
    if (before && off_is_named(before, "ul"))
        return before;
    return xmlAddPrevSibling(node, xmlNewDocNode(node->doc, NULL, BAD_CAST "ul", NULL));
}

static void
add_item(xmlNode *list, xmlNode *from)
{
    move_children(xmlNewChild(list, NULL, BAD_CAST "li", NULL), from);
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
            phrase = xmlAddPrevSibling(table, xmlNewDocNode(table->doc, NULL, BAD_CAST "p", NULL));
        xmlAddChild(phrase, child);
    }
}

/* Takes the table apart; returns what stands in its place first. */
static xmlNode *
take_apart(xmlNode *table)
{
    xmlNode *before = table->prev, *parent = table->parent, *list = NULL;
    for (xmlNode *n = table->children; n; n = off_next(table, n, off_is_named(n, "tr"))) {
        if (!off_is_named(n, "tr"))
            continue;
        if (is_item(n)) {
            list = list ? list
                        : xmlAddPrevSibling(table,
                                            xmlNewDocNode(table->doc, NULL, BAD_CAST "ul", NULL));
            add_item(list, last_cell(n));
        } else {
            add_line(table, n->children);
            list = NULL;
        }
    }
    xmlUnlinkNode(table);
    xmlFreeNode(table);
    return before ? before->next : parent->children;
}

/* The paragraph behind a mark becomes an item; returns what stands in their place. */
static xmlNode *
join_mark(xmlNode *mark)
{
    xmlNode *text = mark->next, *list = list_before(mark);
    add_item(list, text);
    xmlUnlinkNode(mark);
    xmlFreeNode(mark);
    xmlUnlinkNode(text);
    xmlFreeNode(text);
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
        else
            node = off_next(root, node, FALSE);
    }
}
