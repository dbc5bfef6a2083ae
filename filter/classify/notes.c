/* notes.c: a note stays if its reference stays. */
#include "config.h"

#include "classify/pieces.h"

#include "wire/bounds.h"

#include <string.h>

#define REFERENCE_CHARS 24 /* of the link that refers to a note */
#define NOTE_BLOCKS 8

/* For each name in the page, the block that begins at or after the element that has it, + 1. */
static GHashTable *
read_targets(const OffPage *page)
{
    GHashTable *targets = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) waiting = g_ptr_array_new();
    xmlNode *root = xmlDocGetRootElement(page->doc);
    guint seen = 0;
    for (xmlNode *n = root; n && seen++ < OFF_ELEMENTS_MAX; n = off_next(root, n, FALSE)) {
        if (n->type == XML_TEXT_NODE && n->_private) {
            for (guint i = 0; i < waiting->len; i++)
                g_hash_table_insert(targets, waiting->pdata[i], n->_private);
            g_ptr_array_set_size(waiting, 0);
        }
        const char *id = n->type == XML_ELEMENT_NODE ? off_attribute(n, "id") : NULL;
        if (!id && n->type == XML_ELEMENT_NODE && off_is_named(n, "a"))
            id = off_attribute(n, "name");
        if (id && *id)
            g_ptr_array_add(waiting, (void *)(guintptr)id);
    }
    return targets;
}

/* The index of the block that contains a link, + 1; 0 if the block is too long to be the mark of a
 * note. */
static guint
block_of_mark(const xmlNode *link)
{
    gsize bytes = 0;
    guint block = 0;
    for (xmlNode *n = link->children; n && bytes <= REFERENCE_CHARS; n = off_next(link, n, FALSE)) {
        if (n->type != XML_TEXT_NODE || xmlIsBlankNode(n))
            continue;
        bytes += strlen((const char *)n->content);
        block = GPOINTER_TO_UINT(n->_private);
    }
    return bytes <= REFERENCE_CHARS ? block : 0;
}

static gboolean
is_same_shape(const OffBox *a, const OffBox *b)
{
    return a->tag == b->tag &&
           g_strcmp0(off_attribute(a->node, "class"), off_attribute(b->node, "class")) == 0;
}

static void
keep_range(OffPage *page, guint first, guint end)
{
    for (guint i = first; i < end; i++)
        if (off_block(page, i)->kind == OFF_BLOCK_TEXT && !off_block(page, i)->kept)
            off_set_kept(off_block(page, i), TRUE, "a note");
}

/* The note at a block, with the number next to it and its siblings of the same shape. */
static void
keep_note(OffPage *page, const GArray *units, guint unit, guint block)
{
    if (unit > 0 && g_array_index(units, OffUnit, unit - 1).kind != OFF_UNIT_FIGURE) {
        const OffUnit *u = &g_array_index(units, OffUnit, unit - 1);
        keep_range(page, u->first, u->end);
        return;
    }
    guint index = off_block(page, block)->box;
    while (off_box(page, index)->parent != 0 &&
           off_box_sums(page, off_box(page, index)).words < 2 &&
           off_box(page, off_box(page, index)->parent)->end -
                   off_box(page, off_box(page, index)->parent)->first <=
               NOTE_BLOCKS)
        index = off_box(page, index)->parent;
    const OffBox *note = off_box(page, index);
    if (note->end - note->first > NOTE_BLOCKS)
        return;
    for (guint i = index; i < page->boxes->len && i < index + OFF_DEPTH_MAX; i++) {
        const OffBox *box = off_box(page, i);
        if (box->parent == note->parent && is_same_shape(box, note))
            keep_range(page, box->first, box->end);
    }
}

void
off_keep_notes(OffPage *page, const GArray *units)
{
    xmlNode *root = xmlDocGetRootElement(page->doc);
    g_autoptr(GHashTable) targets = NULL;
    g_autofree guint *unit = off_units_of_blocks(page, units);
    guint seen = 0;
    for (xmlNode *n = root; n && seen++ < OFF_ELEMENTS_MAX; n = off_next(root, n, FALSE)) {
        const char *ref =
            n->type == XML_ELEMENT_NODE && off_is_named(n, "a") ? off_attribute(n, "href") : NULL;
        if (!ref || ref[0] != '#' || !ref[1])
            continue;
        guint from = block_of_mark(n);
        if (from == 0 || !off_block(page, from - 1)->kept)
            continue;
        if (!targets)
            targets = read_targets(page);
        guint to = GPOINTER_TO_UINT(g_hash_table_lookup(targets, ref + 1));
        if (to > from && !off_block(page, to - 1)->kept &&
            !off_is_heading(off_block(page, to - 1)->tag))
            keep_note(page, units, unit[to - 1], to - 1);
    }
}
