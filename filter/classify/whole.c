/* whole.c: a piece is kept whole or dropped whole, and nothing after the cut may change that. */
#include "config.h"

#include "classify/pieces.h"

#define ROW_KEPT 40    /* blocks of a row that are kept: it is the text */
#define ROW_DROPPED 10 /* fewer after it may be the end of a text: an author, a note */

/* Hidden content is not part of a unit that is seen. */
static gboolean
is_part(const OffPage *page, guint index)
{
    const OffBlock *b = off_block(page, index);
    return b->kind == OFF_BLOCK_TEXT && !(off_box(page, b->box)->flags & OFF_HIDDEN);
}

static gboolean
is_mixed(const OffPage *page, const OffUnit *u, guint *kept, guint *all)
{
    *kept = *all = 0;
    for (guint i = u->first; i < u->end; i++) {
        if (!is_part(page, i))
            continue;
        *all += off_block(page, i)->words + 1;
        *kept += off_block(page, i)->kept ? off_block(page, i)->words + 1 : 0;
    }
    return *kept > 0 && *kept < *all;
}

/* Are two blocks in elements of one kind, side by side? */
static gboolean
in_one_row(const OffPage *page, guint a, guint b)
{
    const OffBlock *x = off_block(page, a), *y = off_block(page, b);
    return x->kind == y->kind && x->tag == y->tag &&
           off_box(page, x->box)->parent == off_box(page, y->box)->parent;
}

/* A long row of paragraphs is not cut in the middle: after a long kept part, siblings of the same
 * kind are kept as well. They differ only in position, which is no reason to drop them. */
static void
mend_rows(OffPage *page)
{
    guint kept = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        if (i > 0 && !in_one_row(page, i - 1, i))
            kept = 0;
        if (off_block(page, i)->kept) {
            kept++;
            continue;
        }
        guint end = i;
        while (end < page->blocks->len && !off_block(page, end)->kept && in_one_row(page, i, end))
            end++;
        gboolean row = kept >= ROW_KEPT && end - i >= ROW_DROPPED;
        for (guint k = i; row && k < end; k++)
            off_set_kept(off_block(page, k), TRUE, "a part of a long row");
        kept = row ? kept : 0;
        i = end - 1;
    }
}

void
off_make_whole(OffPage *page, const GArray *units)
{
    for (guint k = 0; k < units->len; k++) {
        const OffUnit *u = &g_array_index(units, OffUnit, k);
        guint kept, all;
        if (u->kind == OFF_UNIT_FIGURE || !is_mixed(page, u, &kept, &all))
            continue;
        gboolean whole = kept * 2 >= all;
        for (guint i = u->first; i < u->end; i++)
            if (is_part(page, i))
                off_set_kept(off_block(page, i), whole,
                             whole ? "a part of a unit" : "a part of something else");
    }
    mend_rows(page);
}

/* Of a build for debugging or for the fuzzers: do the promises hold? */
void
off_check_pieces(const OffPage *page, const GArray *units)
{
#if defined OFF_SANITIZERS || !defined __OPTIMIZE__
    g_autofree guint *unit = off_units_of_blocks(page, units);
    for (guint k = 0; k < units->len; k++) {
        const OffUnit *u = &g_array_index(units, OffUnit, k);
        guint kept, all, pictures = 0, shown = 0;
        gboolean mixed = is_mixed(page, u, &kept, &all);
        for (guint i = u->first; i < u->end; i++) {
            pictures += off_block(page, i)->kind == OFF_BLOCK_MEDIA;
            shown += off_block(page, i)->kind == OFF_BLOCK_MEDIA && off_block(page, i)->kept;
        }
        g_assert(!mixed);
        if (u->kind == OFF_UNIT_FIGURE && all > 0)
            g_assert((shown > 0) == (kept > 0) && (shown == 0 || shown == pictures));
    }
    for (guint i = page->blocks->len; i-- > 0;)
        g_assert(!off_is_bare_heading(page, unit, i));
#else
    (void)page;
    (void)units;
#endif
}
