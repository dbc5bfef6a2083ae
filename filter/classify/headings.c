/* headings.c: a heading is followed by something. */
#include "config.h"

#include "classify/features.h"
#include "classify/pieces.h"

#define ROW_MIN 3     /* headings of one rank, one after the other, are a list */
#define PASSES_MAX 20 /* without one of its headings, a row may no longer be one */
#define SURE 0.5f     /* worth of a heading that is the article's by itself */
#define SMALL_WORDS 3 /* an edit link, a counter beside a heading */

/* The next block of text that is kept, or a picture; the number of blocks if there is none. */
static guint
next_kept(const OffPage *page, guint from)
{
    while (from < page->blocks->len && !off_block(page, from)->kept)
        from++;
    return from;
}

static gboolean
is_kept_heading(const OffPage *page, guint i)
{
    const OffBlock *b = off_block(page, i);
    return b->kept && b->kind == OFF_BLOCK_TEXT && off_is_heading(b->tag);
}

/* How many headings of one rank are around i with only pictures between them. */
static guint
row_around(const OffPage *page, guint i)
{
    OffTag tag = off_block(page, i)->tag;
    guint row = 1;
    for (int step = -1; step <= 1; step += 2) {
        for (gint64 k = (gint64)i + step; k >= 0 && k < page->blocks->len; k += step) {
            const OffBlock *b = off_block(page, (guint)k);
            if (!b->kept || b->kind != OFF_BLOCK_TEXT || b->aside)
                continue;
            if (b->tag != tag || b->link_chars * 2 > b->chars || row >= ROW_MIN)
                break;
            row++;
        }
    }
    return row;
}

/* Was everything dropped that shares a box with the heading? Then it was the heading of that. */
static gboolean
lost_its_box(const OffPage *page, guint i)
{
    guint index = off_box(page, off_block(page, i)->box)->parent;
    const OffBlock *b = off_block(page, i);
    while (index != 0 && off_box_sums(page, off_box(page, index)).words <= b->words + SMALL_WORDS)
        index = off_box(page, index)->parent;
    const OffBox *box = off_box(page, index);
    for (guint k = box->first; k < box->end; k++)
        if (off_block(page, k)->kept && !is_kept_heading(page, k))
            return FALSE;
    return TRUE;
}

/* A picture after text that was dropped: the heading was that text's. */
static gboolean
is_far_picture(const OffPage *page, guint i, guint next)
{
    return off_block(page, next)->kind == OFF_BLOCK_MEDIA &&
           off_range_sums(page, i + 1, next).words > SMALL_WORDS;
}

/* A heading in a list or the like is what that consists of. */
static gboolean
heads_something(const OffPage *page, const guint *unit, guint i)
{
    return is_kept_heading(page, i) && unit[i] == 0;
}

/* Nothing was dropped under it: the writer set one heading right above the other. */
static gboolean
is_set_so(const OffBlock *heading, guint i, guint next)
{
    return next == i + 1 && heading->worth >= SURE && !off_furniture_of(heading->text).heading;
}

static gboolean
is_bare(const OffPage *page, const guint *unit, guint i)
{
    const OffBlock *b = off_block(page, i);
    guint next = next_kept(page, i + 1);
    if (next < page->blocks->len && is_far_picture(page, i, next))
        return row_around(page, i) < ROW_MIN;
    if (next < page->blocks->len && !heads_something(page, unit, next))
        return lost_its_box(page, i) && row_around(page, i) < ROW_MIN;
    if (next < page->blocks->len && (off_block(page, next)->tag > b->tag || is_set_so(b, i, next)))
        return FALSE;
    return row_around(page, i) < ROW_MIN || b->link_chars * 2 > b->chars;
}

gboolean
off_is_bare_heading(const OffPage *page, const guint *unit, guint index)
{
    /* In a piece it goes with the piece. */
    return unit[index] == 0 && is_kept_heading(page, index) && is_bare(page, unit, index);
}

void
off_drop_bare_headings(OffPage *page, const GArray *units)
{
    g_autofree guint *unit = off_units_of_blocks(page, units);
    gboolean changed = TRUE;
    /* From the end backwards, because a dropped heading may leave the one above it without text. */
    for (guint pass = 0; changed && pass < PASSES_MAX; pass++) {
        changed = FALSE;
        for (guint i = page->blocks->len; i-- > 0;) {
            if (!off_is_bare_heading(page, unit, i))
                continue;
            off_set_kept(off_block(page, i), FALSE, "a heading with nothing under it");
            changed = TRUE;
        }
    }
}
