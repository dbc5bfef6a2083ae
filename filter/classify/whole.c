/* whole.c: a piece is kept whole or dropped whole, and nothing after the cut may change that. */
#include "config.h"

#include "classify/pieces.h"

/* What is hidden is no part of what is seen. */
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
                             whole ? "a part of a piece" : "a part of something else");
    }
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
