/* pictures.c: pictures of the article, each with its caption and credit. */
#include "config.h"

#include "classify/pieces.h"

#include "wire/bounds.h"

#define BESIDE_WORDS 80
#define LEAD_BLOCKS 6 /* between the first picture and the first text */

/* Only names of boxes that contain little besides the picture describe the picture. */
static gboolean
is_named_furniture(const OffPage *page, const OffBlock *b)
{
    guint box = b->box;
    if (off_box(page, box)->flags & (OFF_IN_NAV | OFF_IN_FORM | OFF_HIDDEN))
        return TRUE;
    for (guint level = 0; box != 0 && level < OFF_LEVELS_MAX &&
                          off_box_sums(page, off_box(page, box)).words <= BESIDE_WORDS;
         box = off_box(page, box)->parent, level++)
        if (off_box(page, box)->own & (OFF_NAMED_FURNITURE | OFF_NAMED_AUTHOR))
            return TRUE;
    return FALSE;
}

/* A large picture between title and text belongs to the article, even in a box of its own. */
static void
keep_lead_picture(OffPage *page)
{
    guint first, end;
    off_kept_range(page, &first, &end);
    for (guint i = first, passed = 0; i-- > 0 && passed < LEAD_BLOCKS; passed++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_MEDIA && !is_named_furniture(page, b) &&
            (off_box(page, b->box)->flags & (OFF_IN_FIGURE | OFF_IN_ARTICLE | OFF_IN_MAIN)))
            off_set_kept(b, TRUE, "a picture above the text");
        if (b->kind == OFF_BLOCK_TEXT && (b->tag == OFF_TAG_h1 || b->tag == OFF_TAG_li))
            break;
    }
}

/* A box whose content makes it a figure is printed as one, with its captions. */
static void
print_as_figure(OffPage *page, const OffUnit *u)
{
    off_box(page, u->box)->as = OFF_TAG_figure;
    for (guint i = u->first; i < u->end; i++) {
        const OffBlock *b = off_block(page, i);
        guint box = b->box;
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        while (box > u->box && off_box(page, box)->tag != OFF_TAG_figcaption &&
               !(off_box(page, box)->own & OFF_NAMED_CAPTION))
            box = off_box(page, box)->parent;
        if (box > u->box)
            off_box(page, box)->as = OFF_TAG_figcaption;
    }
}

/* Are the words of a figure, taken together, worth less than that? */
static gboolean
is_aside(const OffPage *page, const OffUnit *u, float caption)
{
    double worth = 0, words = 0;
    for (guint i = u->first; i < u->end; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        worth += (double)b->worth * b->words;
        words += b->words;
    }
    return worth < words * (double)caption;
}

/* A figure is shown completely: parts with a low score are shown but do not count as the article's
 * words. */
static void
keep_figures(OffPage *page, const GArray *units, float caption)
{
    for (guint k = 0; k < units->len; k++) {
        const OffUnit *u = &g_array_index(units, OffUnit, k);
        gboolean picture = FALSE;
        if (u->kind != OFF_UNIT_FIGURE)
            continue;
        for (guint i = u->first; i < u->end; i++)
            picture = picture ||
                      (off_block(page, i)->kind == OFF_BLOCK_MEDIA && off_block(page, i)->kept);
        if (picture)
            print_as_figure(page, u);
        gboolean aside = picture && is_aside(page, u, caption);
        for (guint i = u->first; i < u->end; i++) {
            OffBlock *b = off_block(page, i);
            off_set_kept(b, picture, picture ? "a figure" : "a figure of something else");
            b->aside = aside && b->kind == OFF_BLOCK_TEXT;
        }
    }
}

/* Words of a caption are shown for the picture's sake, unless the scores take them for the text. */
static void
set_captions_aside(OffPage *page, const GArray *units, float caption)
{
    g_autofree guint *unit = off_units_of_blocks(page, units);
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        guint own = off_box(page, b->box)->own | off_box(page, off_box(page, b->box)->parent)->own;
        if (b->kept && b->kind == OFF_BLOCK_TEXT && unit[i] == 0 && b->worth < caption &&
            ((own & OFF_NAMED_CAPTION) || (off_box(page, b->box)->flags & OFF_IN_FIGURE)))
            b->aside = TRUE;
    }
}

void
off_judge_pictures(OffPage *page, const GArray *units, float caption)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_MEDIA && b->kept && is_named_furniture(page, b))
            off_set_kept(b, FALSE, "a picture of something else");
    }
    keep_lead_picture(page);
    keep_figures(page, units, caption);
    set_captions_aside(page, units, caption);
}
