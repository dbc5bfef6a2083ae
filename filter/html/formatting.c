/* formatting.c: formatting elements that are closed in another order than they were opened (HTML,
 * 13.2.4.3, and the adoption agency of 13.2.6.4.7). */
#include "config.h"

#include "html/builder.h"

#include <string.h>

#define OUTER_MAX 8 /* rounds of the adoption agency */
#define INNER_MAX 3 /* elements that are cloned on the way; others are left out */
#define ALIKE_MAX 3 /* elements of the same name and attributes: the Noah's Ark clause */

static gboolean
is_marker(const OffHtmlOpen *entry)
{
    return entry->node == NULL;
}

void
off_html_remove_formatting(OffHtmlBuilder *b, guint index)
{
    OffHtmlOpen *at = &b->formatting[index];
    memmove(at, at + 1, (b->n_formatting - index - 1) * sizeof *at);
    b->n_formatting--;
}

/* If the list is full, the oldest entry that is not a marker is removed first. */
static void
make_room(OffHtmlBuilder *b)
{
    if (b->n_formatting < OFF_HTML_FORMATTING_MAX)
        return;
    guint oldest = 0;
    while (oldest + 1 < b->n_formatting && is_marker(&b->formatting[oldest]))
        oldest++;
    off_html_remove_formatting(b, oldest);
}

void
off_html_add_marker(OffHtmlBuilder *b)
{
    make_room(b);
    b->formatting[b->n_formatting++] = (OffHtmlOpen){NULL, OFF_HTML_OTHER, OFF_SPACE_HTML};
}

void
off_html_clear_to_marker(OffHtmlBuilder *b)
{
    while (b->n_formatting > 0 && !is_marker(&b->formatting[--b->n_formatting]))
        ;
}

static gboolean
has_attribute(const xmlNode *node, const xmlAttr *wanted)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (a->name == wanted->name)
            return xmlStrEqual(a->children ? a->children->content : NULL,
                               wanted->children ? wanted->children->content : NULL);
    return FALSE;
}

static gboolean
are_alike(const xmlNode *one, const xmlNode *other)
{
    const xmlAttr *a = one->properties, *b = other->properties;
    for (; a && b; a = a->next, b = b->next)
        if (!has_attribute(other, a))
            return FALSE;
    return one->name == other->name && !a && !b;
}

void
off_html_add_formatting(OffHtmlBuilder *b, xmlNode *node, OffHtmlTag tag)
{
    guint alike = 0, earliest = 0;
    if (off_html_current(b)->node != node) /* too deep to be open */
        return;
    for (guint i = b->n_formatting; i-- > 0 && !is_marker(&b->formatting[i]);) {
        if (are_alike(b->formatting[i].node, node)) {
            alike++;
            earliest = i;
        }
    }
    if (alike >= ALIKE_MAX)
        off_html_remove_formatting(b, earliest);
    make_room(b);
    b->formatting[b->n_formatting++] = (OffHtmlOpen){node, tag, OFF_SPACE_HTML};
}

guint
off_html_find_formatting(const OffHtmlBuilder *b, OffHtmlTag tag)
{
    for (guint i = b->n_formatting; i-- > 0 && !is_marker(&b->formatting[i]);)
        if (b->formatting[i].tag == tag)
            return i;
    return G_MAXUINT;
}

static guint
index_of_formatting(const OffHtmlBuilder *b, const xmlNode *node)
{
    for (guint i = b->n_formatting; i-- > 0;)
        if (b->formatting[i].node == node)
            return i;
    return G_MAXUINT;
}

static gboolean
is_done(const OffHtmlBuilder *b, const OffHtmlOpen *entry)
{
    return is_marker(entry) || off_html_index(b, entry->node) != G_MAXUINT;
}

void
off_html_reopen(OffHtmlBuilder *b)
{
    guint first = b->n_formatting;
    if (first == 0 || is_done(b, &b->formatting[first - 1]))
        return;
    while (first > 0 && !is_done(b, &b->formatting[first - 1]))
        first--;
    for (guint i = first; i < b->n_formatting && b->depth < OFF_HTML_DEPTH_MAX; i++) {
        OffHtmlOpen *entry = &b->formatting[i];
        xmlNode *node = off_html_clone(b, entry->node);
        off_html_link(off_html_place(b, NULL), node);
        off_html_push(b, node, entry->tag, OFF_SPACE_HTML);
        entry->node = node;
    }
}

/* The topmost special element below the formatting element; G_MAXUINT if there is none. */
static guint
furthest_block(const OffHtmlBuilder *b, guint formatting)
{
    for (guint i = formatting + 1; i < b->depth; i++)
        if (off_html_is_special(&b->open[i]))
            return i;
    return G_MAXUINT;
}

static void
move_children(xmlNode *from, xmlNode *to)
{
    for (xmlNode *child = from->children, *next; child; child = next) {
        next = child->next;
        off_html_unlink(child);
        off_html_link((OffHtmlPlace){to, NULL}, child);
    }
}

/* Step 4.13: clones the elements between the formatting element and the furthest block, each around
 * the previous one. Returns the outermost; bookmark is the place for the clone of the formatting
 * element. */
static xmlNode *
clone_between(OffHtmlBuilder *b, guint formatting, guint block, guint *bookmark)
{
    xmlNode *furthest = b->open[block].node, *last = furthest;
    guint inner = 0;
    for (guint i = block; --i > formatting;) {
        guint listed = index_of_formatting(b, b->open[i].node);
        if (++inner > INNER_MAX && listed != G_MAXUINT) {
            off_html_remove_formatting(b, listed);
            *bookmark -= listed < *bookmark;
            listed = G_MAXUINT;
        }
        if (listed == G_MAXUINT) {
            off_html_remove_open(b, i);
            continue;
        }
        xmlNode *clone = off_html_clone(b, b->open[i].node);
        b->formatting[listed].node = b->open[i].node = clone;
        if (last == furthest)
            *bookmark = listed + 1;
        off_html_unlink(last);
        off_html_link((OffHtmlPlace){clone, NULL}, last);
        last = clone;
    }
    return last;
}

static void
replace_formatting(OffHtmlBuilder *b, const xmlNode *node, guint bookmark, OffHtmlOpen clone)
{
    guint listed = index_of_formatting(b, node);
    off_html_remove_formatting(b, listed);
    bookmark -= listed < bookmark;
    OffHtmlOpen *at = &b->formatting[bookmark];
    memmove(at + 1, at, (b->n_formatting - bookmark) * sizeof *at);
    *at = clone;
    b->n_formatting++;
}

typedef enum { MORE, DONE, NONE } Round;

static Round
adopt_once(OffHtmlBuilder *b, OffHtmlTag tag)
{
    guint listed = off_html_find_formatting(b, tag);
    if (listed == G_MAXUINT)
        return NONE;
    OffHtmlOpen element = b->formatting[listed];
    guint at = off_html_index(b, element.node);
    if (at == G_MAXUINT) {
        off_html_remove_formatting(b, listed);
        return DONE;
    }
    if (!off_html_node_in_scope(b, element.node))
        return DONE;
    guint block = furthest_block(b, at);
    if (block == G_MAXUINT) {
        off_html_pop_to(b, at);
        off_html_remove_formatting(b, listed);
        return DONE;
    }
    OffHtmlOpen ancestor = b->open[at - 1];
    xmlNode *furthest = b->open[block].node;
    guint bookmark = listed;
    xmlNode *last = clone_between(b, at, block, &bookmark);
    off_html_unlink(last);
    off_html_link(off_html_place(b, &ancestor), last);
    OffHtmlOpen clone = {off_html_clone(b, element.node), element.tag, OFF_SPACE_HTML};
    move_children(furthest, clone.node);
    off_html_link((OffHtmlPlace){furthest, NULL}, clone.node);
    replace_formatting(b, element.node, bookmark, clone);
    off_html_remove_open(b, at);
    off_html_insert_open(b, off_html_index(b, furthest) + 1, clone);
    return MORE;
}

gboolean
off_html_adopt(OffHtmlBuilder *b, OffHtmlTag tag)
{
    const OffHtmlOpen *top = off_html_current(b);
    if (off_html_is(top, tag) && index_of_formatting(b, top->node) == G_MAXUINT) {
        off_html_pop(b);
        return TRUE;
    }
    Round round = MORE;
    for (guint i = 0; i < OUTER_MAX && round == MORE; i++)
        round = adopt_once(b, tag);
    return round != NONE;
}
