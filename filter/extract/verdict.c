/* verdict.c: which blocks are the article.
 *
 * Two forests of small decision trees (model.h, made by tests/train) give each block of text a
 * worth from 0 to 1: the first sees the block and its surroundings (features.def), the second also
 * what the first said of the blocks around it. Everything else here keeps the whole whole. */
#include "config.h"

#include "verdict.h"

#include "features.h"
#include "model.h"
#include "score.h"

#include <math.h>
#include <string.h>

#define THRESHOLD 0.5f
#define LEAD_CHARS 90 /* a line that is shorter and ends no sentence may be a date or a name */
#define LEAD_WORDS 5
#define SAME_TITLE                                                                                 \
    0.85f /* a block with so many of the title's words, and hardly others, is the title */

static float
sigmoid(double x)
{
    return (float)(1 / (1 + exp(-x)));
}

/* One tree after the other: a node is its feature, its threshold, and where to go if above; a leaf
 * has feature -1 and its value in the threshold. */
static float
ask_forest(const OffModelNode *nodes, const guint *roots, guint trees, double bias,
           const float *features)
{
    double sum = bias;
    for (guint t = 0; t < trees; t++) {
        guint at = roots[t];
        while (nodes[at].feature >= 0)
            at = features[nodes[at].feature] <= nodes[at].value ? at + 1 : nodes[at].above;
        sum += nodes[at].value;
    }
    return sigmoid(sum);
}

/* --- the second look ---------------------------------------------------------------------------
 */

/* Mean worth by characters of blocks [first, end). */
static float
mean_worth(const OffPage *page, guint first, guint end)
{
    double worth = 0, chars = 0;
    for (guint i = first; i < end; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        worth += (double)b->worth * b->chars;
        chars += b->chars;
    }
    return chars > 0 ? (float)(worth / chars) : 0;
}

static float
worth_beside(const OffPage *page, guint index, int step, guint count)
{
    gint64 i = index;
    while (count > 0) {
        i += step;
        if (i < 0 || i >= page->blocks->len)
            return -1;
        count -= off_block(page, (guint)i)->kind == OFF_BLOCK_TEXT;
    }
    return off_block(page, (guint)i)->worth;
}

/* Sums of worth times characters before each block, so that any range has its mean at once. */
static void
context_features(const OffPage *page, guint index, float page_worth, float *out)
{
    const OffBlock *b = off_block(page, index);
    guint box = b->box;
    while (box != 0 && off_box_sums(page, off_box(page, box)).texts <= 1)
        box = off_box(page, box)->parent;
    const OffBox *around = off_box(page, box);
    const OffBox *up = off_box(page, around->parent);
    guint near = 24;
    out[0] = b->worth;
    out[1] = worth_beside(page, index, -1, 1);
    out[2] = worth_beside(page, index, -1, 2);
    out[3] = worth_beside(page, index, 1, 1);
    out[4] = worth_beside(page, index, 1, 2);
    out[5] = mean_worth(page, MAX(around->first, index > near ? index - near : 0),
                        MIN(around->end, index + near));
    out[6] = mean_worth(page, MAX(up->first, index > near ? index - near : 0),
                        MIN(up->end, index + near));
    out[7] = mean_worth(page, index > 5 ? index - 5 : 0, index);
    out[8] = mean_worth(page, index + 1, MIN(index + 6, page->blocks->len));
    out[9] = page_worth;
}

void
off_judge_context(const OffPage *page, guint index, float page_worth,
                  float out[OFF_CONTEXT_FEATURES])
{
    context_features(page, index, page_worth, out);
}

float
off_page_worth(const OffPage *page)
{
    return mean_worth(page, 0, page->blocks->len);
}

static void
look_once(OffPage *page, const OffFeatures *f, float *rows)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        float *row = rows + (gsize)i * (OFF_FEATURES + OFF_CONTEXT_FEATURES);
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        off_features_of(f, i, row);
        b->worth =
            ask_forest(model1_nodes, model1_roots, G_N_ELEMENTS(model1_roots), model1_bias, row);
    }
}

static void
look_twice(OffPage *page, float *rows)
{
    float page_worth = off_page_worth(page);
    g_autofree float *worth = g_new(float, page->blocks->len);
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        float *row = rows + (gsize)i * (OFF_FEATURES + OFF_CONTEXT_FEATURES);
        worth[i] = b->worth;
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        context_features(page, i, page_worth, row + OFF_FEATURES);
        worth[i] =
            ask_forest(model2_nodes, model2_roots, G_N_ELEMENTS(model2_roots), model2_bias, row);
    }
    for (guint i = 0; i < page->blocks->len; i++)
        off_block(page, i)->worth = worth[i];
}

/* --- what the trees do not see ------------------------------------------------------------------
 */

static void
set(OffBlock *b, gboolean kept, const char *why)
{
    b->kept = kept;
    b->why = why;
}

/* Where nothing is sure, the best there is: blocks at least half as good as the best. */
static void
keep_something(OffPage *page)
{
    float best = 0;
    guint kept = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kept)
            kept += b->chars;
        else if (b->kind == OFF_BLOCK_TEXT && b->chars > 60)
            best = MAX(best, b->worth);
    }
    if (kept > 100 || best < 0.05f)
        return;
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT && b->worth >= best * 0.5f && b->chars > 25)
            set(b, TRUE, "the best there is");
    }
}

/* The title stands above the article, not in it. Only before its text begins. */
static void
drop_title(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    for (guint i = 0, seen = 0; i < page->blocks->len && seen < 3; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || !b->kept)
            continue;
        seen++;
        off_features_of(f, i, row);
        if (row[OFF_F_title_likeness] >= SAME_TITLE && row[OFF_F_title_cover] >= SAME_TITLE)
            set(b, FALSE, "the title");
    }
}

/* A table is read as a whole: where half of it is the article's, all of it is. */
static void
keep_whole_tables(OffPage *page)
{
    for (guint i = 0; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        if (box->tag != OFF_TAG_table || box->end - box->first < 4)
            continue;
        guint kept = 0, all = 0;
        for (guint k = box->first; k < box->end; k++) {
            const OffBlock *b = off_block(page, k);
            all += b->chars;
            kept += b->kept ? b->chars : 0;
        }
        if (kept * 2 < all || !off_is_data_table(page, box->node))
            continue;
        for (guint k = box->first; k < box->end; k++)
            if (off_block(page, k)->kind == OFF_BLOCK_TEXT)
                set(off_block(page, k), TRUE, "a table of the text");
    }
}

/* What stands between title and text is not the text: dates, names of authors, counters. Short
 * lines that are no sentence, before the first that is. */
static void
drop_lead(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || !b->kept)
            continue;
        off_features_of(f, i, row);
        if (b->chars >= LEAD_CHARS || row[OFF_F_ends_with_stop] > 0)
            break;
        gboolean heading = b->tag >= OFF_TAG_h1 && b->tag <= OFF_TAG_h6;
        if (row[OFF_F_has_date] > 0 ||
            (!heading && b->words <= LEAD_WORDS && !row[OFF_F_in_quote] && !row[OFF_F_in_table] &&
             !row[OFF_F_tag_pre]))
            set(b, FALSE, "before the text begins");
    }
}

/* A heading with nothing under it announces what was dropped. */
static void
drop_bare_headings(OffPage *page)
{
    gboolean text_after = FALSE;
    OffTag below = OFF_TAG_UNKNOWN;
    for (guint i = page->blocks->len; i-- > 0;) {
        OffBlock *b = off_block(page, i);
        if (!b->kept || b->kind != OFF_BLOCK_TEXT)
            continue;
        gboolean heading = b->tag >= OFF_TAG_h1 && b->tag <= OFF_TAG_h6;
        if (heading && !text_after && (below == OFF_TAG_UNKNOWN)) {
            set(b, FALSE, "a heading with nothing under it");
            continue;
        }
        text_after = !heading;
        below = b->tag;
    }
}

/* Pictures and players between kept text belong to it, where no furniture names them. */
static void
judge_media(OffPage *page)
{
    gint64 last_kept = -1;
    guint n = page->blocks->len;
    g_autofree guint *next_kept = g_new(guint, n + 1);
    next_kept[n] = n;
    for (guint i = n; i-- > 0;)
        next_kept[i] = off_block(page, i)->kept ? i : next_kept[i + 1];
    for (guint i = 0; i < n; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT) {
            if (b->kept)
                last_kept = i;
            continue;
        }
        guint flags = off_box(page, b->box)->flags;
        gboolean between =
            last_kept >= 0 ? next_kept[i] < n && i - (guint)last_kept < 6 && next_kept[i] - i < 6
                           : next_kept[i] - i < 3;
        gboolean furniture =
            (flags & (OFF_NAMED_FURNITURE | OFF_NAMED_AUTHOR | OFF_IN_NAV | OFF_HIDDEN)) &&
            !(last_kept >= 0 &&
              off_box(page, off_block(page, (guint)last_kept)->box)->flags == flags);
        if (between && !furniture)
            set(b, TRUE, "a picture of the text");
    }
}

void
off_keep_all(OffPage *page)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        b->worth = 1;
        set(b, !(off_box(page, b->box)->flags & OFF_HIDDEN), "all is the article");
    }
}

void
off_settle_verdicts(OffPage *page, const OffFeatures *f)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT)
            set(b, b->worth >= THRESHOLD, b->worth >= THRESHOLD ? "text" : "furniture");
    }
    keep_something(page);
    keep_whole_tables(page);
    drop_title(page, f);
    drop_lead(page, f);
    drop_bare_headings(page);
    judge_media(page);
}

void
off_judge_blocks(OffPage *page, const char *title)
{
    if (page->boxes->len == 0 || page->blocks->len == 0)
        return;
    OffContainer container = off_find_container(page);
    g_autoptr(OffFeatures) f = off_features_new(page, &container, title);
    g_autofree float *rows =
        g_new0(float, (gsize)page->blocks->len * (OFF_FEATURES + OFF_CONTEXT_FEATURES));
    look_once(page, f, rows);
    look_twice(page, rows);
    off_settle_verdicts(page, f);
}
