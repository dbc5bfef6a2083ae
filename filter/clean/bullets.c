/* bullets.c: lists that are set with marks: a table with a bullet in each row's first cell, as
 * mailers write it, or paragraphs that each stand behind one. */
#include "config.h"

#include "clean/tidy.h"

#include "dom/dom.h"

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

/* What stands behind the mark of a row that is an item: one cell that says something. NULL: it is
 * none. */
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

/* The list that ends right before the element: what stands there, or a new one. */
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

/* Takes the table apart; returns what stands in its place first. */
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

/* The paragraph behind a mark becomes an item; returns what stands in their place. */
static xmlNode *
join_mark(xmlNode *mark)
{
    xmlNode *text = mark->next, *list = list_before(mark);
    add_item(list, text);
    off_remove(mark);
    off_remove(text);
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
