/* context.c: features of a block computed from the scores of the blocks around it. */
#include "config.h"

#include "classify/context.h"

#include "classify/context-model.h"

#include <math.h>

#define LEVELS 4     /* the box, its parent, and so on */
#define BESIDE 3     /* blocks to either side that are columns of their own */
#define WINDOW 5     /* and those that count into one */
#define ODDS_MAX 9.2 /* log odds: a worth of .9999 */

/* Over the blocks that share a box, or the box that many levels above it. */
typedef struct {
    float worth, weight;
    guint blocks;
} Sum;

typedef struct {
    float worth, weight;
    guint chars, box;
    double density;
} Text;

struct OffContext {
    const OffPage *page;
    GArray *texts; /* Text */
    Sum *sums[LEVELS];
    double chars, mass; /* of the page; mass: characters by their worth */
};

static Text *
text_at(const OffContext *c, guint nth)
{
    return &g_array_index(c->texts, Text, nth);
}

static void
add_text(OffContext *c, const OffBlock *b)
{
    /* A long paragraph weighs more than a line, but not in proportion. */
    const Text text = {.worth = b->worth,
                       .weight = sqrtf((float)b->chars) + 1,
                       .chars = b->chars,
                       .box = b->box,
                       .density = b->chars > 0 ? (double)b->link_chars / b->chars : 0};
    guint box = b->box;
    g_array_append_val(c->texts, text);
    c->chars += text.chars;
    c->mass += (double)text.worth * text.chars;
    for (guint level = 0; level < LEVELS; level++) {
        Sum *sum = &c->sums[level][box];
        sum->worth += text.worth * text.weight;
        sum->weight += text.weight;
        sum->blocks++;
        box = off_box(c->page, box)->parent;
    }
}

OffContext *
off_context_new(const OffPage *page)
{
    OffContext *c = g_new0(OffContext, 1);
    c->page = page;
    c->texts = g_array_new(FALSE, FALSE, sizeof(Text));
    for (guint level = 0; level < LEVELS; level++)
        c->sums[level] = g_new0(Sum, page->boxes->len);
    for (guint i = 0; i < page->blocks->len; i++)
        if (off_block(page, i)->kind == OFF_BLOCK_TEXT)
            add_text(c, off_block(page, i));
    return c;
}

void
off_context_free(OffContext *c)
{
    if (!c)
        return;
    for (guint level = 0; level < LEVELS; level++)
        g_free(c->sums[level]);
    g_array_free(c->texts, TRUE);
    g_free(c);
}

/* The block that many text blocks away; NULL if there is none. */
static const Text *
block_beside(const OffContext *c, guint nth, int away)
{
    gint64 at = (gint64)nth + away;
    return at >= 0 && at < c->texts->len ? text_at(c, (guint)at) : NULL;
}

static float
window_of(const OffContext *c, guint nth)
{
    float worth = 0, weight = 0;
    for (int away = -WINDOW; away <= WINDOW; away++) {
        const Text *text = away == 0 ? NULL : block_beside(c, nth, away);
        float w = text ? text->weight / (float)ABS(away) : 0;
        worth += text ? w * text->worth : 0;
        weight += w;
    }
    return weight > 0 ? worth / weight : 0;
}

/* The mean worth of the others in a sum that the text is a part of. */
static float
sum_of_others(const Sum *sum, const Text *text)
{
    if (sum->blocks < 2)
        return -1;
    return (sum->worth - text->worth * text->weight) / (sum->weight - text->weight);
}

static void
set_boxes(const OffContext *c, const Text *text, float *row)
{
    static const guint columns[LEVELS] = {OFF_C_box, OFF_C_up, OFF_C_upper, OFF_C_uppermost};
    guint box = text->box;
    row[OFF_C_box_blocks] = log1pf((float)c->sums[0][box].blocks);
    row[OFF_C_up_blocks] = log1pf((float)c->sums[1][off_box(c->page, box)->parent].blocks);
    for (guint level = 0; level < LEVELS; level++) {
        row[columns[level]] = sum_of_others(&c->sums[level][box], text);
        box = off_box(c->page, box)->parent;
    }
}

static float
odds_of(double worth)
{
    double odds = log(worth / (1 - worth));
    return (float)CLAMP(odds, -ODDS_MAX, ODDS_MAX);
}

gboolean
off_context_of(const OffContext *c, guint nth, float *row)
{
    if (nth >= c->texts->len)
        return FALSE;
    const Text *text = text_at(c, nth);
    row[OFF_C_log_chars] = log1pf((float)text->chars);
    row[OFF_C_link_density] = (float)text->density;
    row[OFF_C_odds] = odds_of((double)text->worth);
    for (int away = 1; away <= BESIDE; away++) {
        const Text *before = block_beside(c, nth, -away), *after = block_beside(c, nth, away);
        row[OFF_C_before1 + away - 1] = before ? before->worth : -1;
        row[OFF_C_after1 + away - 1] = after ? after->worth : -1;
    }
    row[OFF_C_window] = window_of(c, nth);
    set_boxes(c, text, row);
    row[OFF_C_page_share] = (float)(c->mass / MAX(c->chars, 1));
    return TRUE;
}

void
off_weigh_again(OffPage *page)
{
    g_autoptr(OffContext) context = off_context_new(page);
    float row[OFF_CONTEXTS];
    guint nth = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT && off_context_of(context, nth++, row))
            b->worth = (float)off_ask_forest_share(&context_forest, row);
    }
}
