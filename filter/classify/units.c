/* units.c: finds the pieces that are kept whole or dropped whole. */
#include "config.h"

#include "classify/units.h"

#include "classify/pieces.h"

#include "wire/bounds.h"
#include "wire/prefix.h"

#include <string.h>

#define FIGURE_BLOCKS 10 /* a figure with more is a gallery, and its parts are judged apart */
#define CAPTION_WORDS 150
#define LINES_MAX 16    /* blocks of a paragraph, or of a callout */
#define ENTRY_BLOCKS 8  /* a box of a row with more is a section, not an entry */
#define FRAME_SHARE 0.6 /* a box with such a share of the page's words is a frame */
#define FRAME_ENTRY 4   /* unless its entries are no longer than so many blocks */
#define QUOTE_BLOCKS 40
#define SIGNATURE_BYTES 120

/* --- frames -----------------------------------------------------------------------------------
 */

static guint
words_of(const OffPage *page, guint first, guint end)
{
    return off_range_sums(page, first, end).words;
}

/* Blocks in the longest part of a box: a list with many blocks per entry is a layout. */
static guint
longest_part(const OffPage *page, guint index)
{
    guint most = 0;
    for (guint i = index + 1; i < off_box(page, index)->behind; i = off_box(page, i)->behind)
        most = MAX(most, off_box(page, i)->end - off_box(page, i)->first);
    return most;
}

static gboolean
is_frame(const OffPage *page, guint index)
{
    const OffBox *box = off_box(page, index);
    guint words = words_of(page, box->first, box->end);
    return words > words_of(page, 0, page->blocks->len) * FRAME_SHARE &&
           longest_part(page, index) > FRAME_ENTRY;
}

/* --- single boxes -----------------------------------------------------------------------------
 */

static gboolean
is_caption_box(const OffPage *page, guint box, guint outer)
{
    for (guint level = 0; box > outer && level < OFF_LEVELS_MAX; level++) {
        const OffBox *b = off_box(page, box);
        if (b->tag == OFF_TAG_figcaption || (b->own & OFF_NAMED_CAPTION))
            return TRUE;
        box = b->parent;
    }
    return FALSE;
}

/* A picture with nothing but text that is named as its caption. */
static gboolean
is_figure(const OffPage *page, guint index)
{
    const OffBox *box = off_box(page, index);
    guint pictures = 0, captions = 0;
    if (box->end - box->first > FIGURE_BLOCKS || box->end - box->first < 1)
        return FALSE;
    for (guint i = box->first; i < box->end; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_MEDIA)
            pictures++;
        else if (box->tag != OFF_TAG_figure && !is_caption_box(page, b->box, index))
            return FALSE;
        else
            captions++;
    }
    return pictures > 0 && (captions > 0 || box->tag == OFF_TAG_figure) &&
           words_of(page, box->first, box->end) <= CAPTION_WORDS;
}

/* A figure may hold a quotation, whose source is its caption (HTML, 4.4.12). */
static gboolean
holds_quotation(const OffPage *page, guint index)
{
    const OffBox *box = off_box(page, index);
    if (box->tag != OFF_TAG_figure || (box->flags & OFF_IN_QUOTE))
        return FALSE;
    for (guint i = box->first; i < box->end; i++)
        if (off_box(page, off_block(page, i)->box)->flags & OFF_IN_QUOTE)
            return TRUE;
    return FALSE;
}

static gboolean
is_callout(const OffBox *box)
{
    static const char *const names[] = {"admonition",
                                        "callout",
                                        "markdown-alert",
                                        "alert",
                                        "note",
                                        "kg-callout-card",
                                        "infobox",
                                        "tip",
                                        "warning",
                                        "hint",
                                        "theme-admonition"};
    const char *class = off_attribute(box->node, "class");
    if (box->tag == OFF_TAG_details || off_attribute_is(box->node, "role", "note"))
        return TRUE;
    return off_has_a_token(class, names, G_N_ELEMENTS(names));
}

/* All in one <p>, parted by <br> alone. */
static gboolean
is_paragraph(const OffPage *page, guint index)
{
    const OffBox *box = off_box(page, index);
    if (box->tag != OFF_TAG_p)
        return FALSE;
    for (guint i = box->first; i < box->end; i++)
        if (off_block(page, i)->box != index)
            return FALSE;
    return TRUE;
}

/* Which unit a box is by itself; -1: none. */
static int
kind_of(const OffPage *page, guint index, const gboolean *mixed)
{
    const OffBox *box = off_box(page, index);
    guint blocks = box->end - box->first;
    if (box->tag == OFF_TAG_pre || box->tag == OFF_TAG_listing || box->tag == OFF_TAG_xmp)
        return is_frame(page, index) && blocks > LINES_MAX ? -1 : OFF_UNIT_LISTING;
    if (blocks <= FIGURE_BLOCKS && holds_quotation(page, index))
        return OFF_UNIT_QUOTE;
    if (is_figure(page, index))
        return OFF_UNIT_FIGURE;
    switch (box->tag) {
    case OFF_TAG_ul:
    case OFF_TAG_ol: return is_frame(page, index) || (mixed && mixed[index]) ? -1 : OFF_UNIT_LIST;
    case OFF_TAG_dl: return is_frame(page, index) ? -1 : OFF_UNIT_DEFINITIONS;
    case OFF_TAG_table: return off_is_data_table(page, box->node) ? OFF_UNIT_TABLE : -1;
    case OFF_TAG_blockquote:
        return blocks > QUOTE_BLOCKS || is_frame(page, index) ? -1 : OFF_UNIT_QUOTE;
    default: break;
    }
    if (blocks < 2 || blocks > LINES_MAX || is_frame(page, index))
        return -1;
    if (off_is_post(page, index))
        return OFF_UNIT_QUOTE;
    return is_callout(box) || is_paragraph(page, index) ? OFF_UNIT_LINES : -1;
}

/* --- rows -------------------------------------------------------------------------------------
 */

/* The shape of a box: its element, its class without numbers and odd/even marks, and its first
 * child element. */
static void
write_signature(const OffPage *page, guint index, char out[SIGNATURE_BYTES])
{
    const OffBox *box = off_box(page, index);
    const char *class = off_attribute(box->node, "class");
    g_strlcpy(out, (const char *)box->node->name, SIGNATURE_BYTES / 2);
    gsize n = strlen(out); /* not what the name would need */
    for (const char *p = class ? class : ""; *p && n < SIGNATURE_BYTES - 12; p++) {
        if (g_ascii_isdigit(*p))
            continue;
        if (off_has_prefix(p, "odd") || off_has_prefix(p, "even")) {
            p += *p == 'o' ? 2 : 3;
            continue;
        }
        out[n++] = *p;
    }
    const char *inside =
        index + 1 < box->behind ? (const char *)off_box(page, index + 1)->node->name : "";
    g_snprintf(out + n, SIGNATURE_BYTES - n, "<%.8s", inside);
}

static gboolean
may_be_entry(const OffPage *page, guint index)
{
    const OffBox *box = off_box(page, index);
    guint blocks = box->end - box->first;
    gboolean phrase = box->tag == OFF_TAG_p || off_is_heading(box->tag);
    return blocks >= 2 && blocks <= ENTRY_BLOCKS && !phrase && box->tag != OFF_TAG_td &&
           box->tag != OFF_TAG_th && off_box_sums(page, box).texts >= 2;
}

/* The last box of a row that begins with index; index itself if there is no row. */
static guint
last_of_row(const OffPage *page, guint index)
{
    char first[SIGNATURE_BYTES], other[SIGNATURE_BYTES];
    guint parent = off_box(page, index)->parent, last = index;
    if (!may_be_entry(page, index) || off_is_post(page, index))
        return index;
    write_signature(page, index, first);
    for (guint i = off_box(page, index)->behind;
         i < page->boxes->len && off_box(page, i)->parent == parent; i = off_box(page, i)->behind) {
        if (!may_be_entry(page, i) || off_box(page, i)->first != off_box(page, last)->end ||
            off_box(page, i)->own != off_box(page, index)->own)
            break;
        write_signature(page, i, other);
        if (strcmp(first, other) != 0)
            break;
        last = i;
    }
    return last;
}

/* --- all --------------------------------------------------------------------------------------
 */

GArray *
off_units_new(const OffPage *page, const gboolean *mixed)
{
    GArray *units = g_array_new(FALSE, FALSE, sizeof(OffUnit));
    for (guint i = 1; i < page->boxes->len;) {
        const OffBox *box = off_box(page, i);
        guint last = box->first < box->end ? last_of_row(page, i) : i;
        int kind = last > i ? OFF_UNIT_ROW : box->first < box->end ? kind_of(page, i, mixed) : -1;
        if (kind < 0) {
            i++;
            continue;
        }
        const OffUnit unit = {.kind = (OffUnitKind)kind,
                              .first = box->first,
                              .end = off_box(page, last)->end,
                              .box = i,
                              .parent = box->parent};
        g_array_append_val(units, unit);
        i = off_box(page, last)->behind;
    }
    return units;
}

gboolean
off_is_announced(const OffPage *page, guint index)
{
    while (index-- > 0)
        if (off_block(page, index)->kind == OFF_BLOCK_TEXT)
            return g_str_has_suffix(off_block(page, index)->text, ":") ||
                   g_str_has_suffix(off_block(page, index)->text, "\xef\xbc\x9a");
    return FALSE;
}

guint *
off_units_of_blocks(const OffPage *page, const GArray *units)
{
    guint *of = g_new0(guint, page->blocks->len + 1);
    for (guint k = 0; k < units->len; k++) {
        const OffUnit *u = &g_array_index(units, OffUnit, k);
        for (guint i = u->first; i < u->end; i++)
            of[i] = k + 1;
    }
    return of;
}
