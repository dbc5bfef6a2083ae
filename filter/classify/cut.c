/* cut.c: the cheapest cut through the tree between what is kept and what is dropped. */
#include "config.h"

#include "classify/cut.h"

#include "classify/features.h"

#include <math.h>
#include <string.h>

#define ODDS_MAX 8.0f          /* logarithm of odds: no worth is surer */
#define CHARS_A_WORD 5.5f      /* characters of a word, with the blank after it */
#define LEAST_CHARS 20         /* characters that a block without words counts for at the most */
#define LINK_SHARE 0.6         /* of a box's characters, in links: a list of them */
#define PHRASE_BLOCKS 2        /* blocks of a box whose words name its purpose */
#define NEVER (G_MAXFLOAT / 4) /* a price that no sum reaches, and that can be added to another */
#define UNIT_WORDS_MORE 2      /* a unit owns its box if the box has at most so many other words */
#define UNIT_WORDS_TIMES 2     /* of a unit's words, in a box that is still its own */
#define PHRASE_WORDS 24        /* of a block that may say words of furniture */
#define SAYS_WORDS 60          /* of a block that may say what articles hardly do */
#define SAYS_SHARE 0.15f       /* of a block's text in phrases that articles hardly say */
#define SMALL_WORDS 80         /* of a box that is small compared with an article */
#define RELATED_SHARE 0.4      /* of a box that leads to other articles, in links */
#define FURNITURE                                                                                  \
    (OFF_NAMED_FURNITURE | OFF_NAMED_META | OFF_NAMED_AUTHOR | OFF_IN_NAV | OFF_IN_FORM |          \
     OFF_IN_ASIDE | OFF_IN_FOOTER | OFF_IN_HEADER | OFF_HIDDEN)

const OffPrices off_prices = {
#define OFF_PRICE(name, value) value,
#include "classify/prices.def"
#undef OFF_PRICE
};

/* The costs of keeping and of dropping an element with its content, and the price of changing the
 * label. */
typedef struct {
    float keep, drop, price;
    gboolean kept;
    gboolean offers; /* a box that asks for consent or a subscription, or leads elsewhere */
    gboolean says;   /* a block with phrases that articles hardly say */
} Node;

typedef struct {
    const OffPage *page;
    const OffPrices *prices;
    Node *boxes;    /* by box */
    Node *leaves;   /* by block; of a unit the first of its blocks */
    guint *unit_of; /* by block: its unit + 1, or 0 */
    guint *phrases; /* by block: before it, how many say words of furniture */
    const GArray *units;
    guint heart;
} Cut;

static const OffUnit *
unit_at(const Cut *c, guint index)
{
    return &g_array_index(c->units, OffUnit, index);
}

/* --- evidence ---------------------------------------------------------------------------------
 */

float
off_odds_of(float worth)
{
    return CLAMP(logf(worth / (1 - worth)), -ODDS_MAX, ODDS_MAX);
}

/* What a block counts for. */
static float
weight_of(const OffBlock *b, const OffPrices *prices)
{
    /* Words, not characters: in scripts without blanks a page has a third as many of these. */
    float length = MAX((float)b->words * CHARS_A_WORD, MIN((float)b->chars, LEAST_CHARS));
    return powf(length, prices->power);
}

/* Above 0 the block's score speaks for the article, below 0 against it. */
static float
evidence_of(const Cut *c, guint index)
{
    const OffBlock *b = off_block(c->page, index);
    if (b->kind != OFF_BLOCK_TEXT)
        return 0;
    float odds = off_odds_of(b->worth) + c->prices->bias;
    if (c->heart && !off_box_inside(c->page, b->box, c->heart))
        odds -= c->prices->outside;
    /* In a unit such lines are as common as in a page, and the unit is kept or dropped whole. */
    if (c->leaves[index].says && c->unit_of[index] == 0)
        odds -= c->prices->says;
    if (c->boxes[b->box].offers)
        odds -= c->prices->offers;
    return odds * weight_of(b, c->prices);
}

static gboolean
says_furniture(const Cut *c, const OffBox *box)
{
    const OffPage *page = c->page;
    if ((box->own & FURNITURE) && !(box->own & OFF_BODY_PROPERTY))
        return TRUE;
    OffSums sums = off_box_sums(page, box);
    if (sums.links > 0 && off_link_density(&sums) > LINK_SHARE && sums.stops < sums.texts)
        return TRUE;
    return box->end - box->first <= PHRASE_BLOCKS && c->phrases[box->end] > c->phrases[box->first];
}

static void
find_phrases(Cut *c, const OffFeatures *features)
{
    for (guint i = 0; i < c->page->blocks->len; i++) {
        const OffBlock *b = off_block(c->page, i);
        OffFurniture said = {0};
        if (b->kind == OFF_BLOCK_TEXT && b->words < SAYS_WORDS)
            said = off_features_furniture(features, i);
        gboolean phrase = said.words > 0 || said.lead || said.heading;
        c->phrases[i + 1] = c->phrases[i] + (b->words < PHRASE_WORDS && phrase);
        c->leaves[i].says = said.share >= SAYS_SHARE;
    }
}

/* Nothing suggests furniture: no link, and no name that says_furniture() knows. */
static gboolean
is_plain(const OffPage *page, const OffBox *box)
{
    OffSums sums = off_box_sums(page, box);
    return sums.links == 0 && (box->tag == OFF_TAG_p || box->tag == OFF_TAG_li);
}

static float
price_of(const Cut *c, guint index)
{
    const OffBox *box = off_box(c->page, index);
    if (says_furniture(c, box))
        return c->prices->furniture;
    if (off_is_heading(box->tag))
        return c->prices->heading;
    return is_plain(c->page, box) ? c->prices->plain : c->prices->line;
}

/* --- units --------------------------------------------------------------------------------------
 */

static gboolean
is_matter(const OffUnit *u)
{
    return u->kind == OFF_UNIT_LISTING || u->kind == OFF_UNIT_TABLE || u->kind == OFF_UNIT_QUOTE ||
           u->kind == OFF_UNIT_DEFINITIONS;
}

/* A listing is named after its language, an embedded post after its network. */
static gboolean
is_named_furniture(const Cut *c, const OffUnit *u)
{
    const OffBox *box = off_box(c->page, u->box);
    if (u->kind == OFF_UNIT_LISTING)
        return (box->own & (OFF_NAMED_AD | OFF_HIDDEN)) != 0;
    if (u->kind == OFF_UNIT_QUOTE && (box->own & FURNITURE) == OFF_NAMED_SHARE)
        return FALSE;
    return says_furniture(c, box);
}

static void
weigh_unit(const Cut *c, const OffUnit *u)
{
    Node *leaf = &c->leaves[u->first];
    gboolean named = is_named_furniture(c, u);
    float sum = 0;
    for (guint i = u->first; i < u->end; i++)
        sum += u->kind == OFF_UNIT_FIGURE ? 0 : evidence_of(c, i);
    if (!named && is_matter(u))
        sum += c->prices->listing;
    if (!named && off_is_announced(c->page, u->first))
        sum += c->prices->announced;
    leaf->keep = MAX(0, -sum);
    leaf->drop = MAX(0, sum);
    leaf->price = named ? c->prices->furniture : c->prices->unit;
}

/* Evidence for the article and against it in the blocks before each. */
static void
sum_evidence(const OffPage *page, const OffPrices *prices, float *for_it, float *against)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        float odds = b->kind == OFF_BLOCK_TEXT ? off_odds_of(b->worth) : 0;
        float evidence = odds * weight_of(b, prices);
        for_it[i + 1] = for_it[i] + MAX(evidence, 0);
        against[i + 1] = against[i] + MAX(-evidence, 0);
    }
}

gboolean *
off_mixed_lists(const OffPage *page, const OffPrices *prices)
{
    g_autofree gboolean *mixed = g_new0(gboolean, page->boxes->len);
    gboolean any = FALSE;
    g_autofree float *for_it = g_new0(float, page->blocks->len + 1);
    g_autofree float *against = g_new0(float, page->blocks->len + 1);
    sum_evidence(page, prices, for_it, against);
    for (guint i = 1; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        float pro = for_it[box->end] - for_it[box->first];
        float contra = against[box->end] - against[box->first];
        mixed[i] = (box->tag == OFF_TAG_ul || box->tag == OFF_TAG_ol) &&
                   MIN(pro, contra) > prices->unit && pro - contra < prices->unit;
        any = any || mixed[i];
    }
    return any ? g_steal_pointer(&mixed) : NULL;
}

/* --- the cut ----------------------------------------------------------------------------------
 */

static void
add_to(Node *around, const Node *inside)
{
    around->keep += MIN(inside->keep, inside->drop + inside->price);
    around->drop += MIN(inside->drop, inside->keep + inside->price);
}

static void
settle_node(Node *inside, gboolean around)
{
    inside->kept = around ? inside->keep <= inside->drop + inside->price
                          : inside->keep + inside->price < inside->drop;
}

/* The box that a leaf hangs on. */
static guint
box_of_leaf(const Cut *c, guint block)
{
    guint unit = c->unit_of[block];
    return unit ? unit_at(c, unit - 1)->parent : off_block(c->page, block)->box;
}

static gboolean
is_leaf(const Cut *c, guint block)
{
    guint unit = c->unit_of[block];
    return unit == 0 || unit_at(c, unit - 1)->first == block;
}

static void
set_leaves(Cut *c)
{
    for (guint i = 0; i < c->units->len; i++)
        weigh_unit(c, unit_at(c, i));
    for (guint i = 0; i < c->page->blocks->len; i++) {
        if (c->unit_of[i])
            continue;
        const OffBox *box = off_box(c->page, off_block(c->page, i)->box);
        float sum = evidence_of(c, i);
        c->leaves[i].keep = MAX(0, -sum);
        c->leaves[i].drop = MAX(0, sum);
        /* Alone in its box, the block and the box are one. */
        c->leaves[i].price = box->end - box->first == 1 ? NEVER : c->prices->line;
    }
}

/* A part of a table is named after what is in it: "premium" in one of insurances is no offer. */
static gboolean
is_part_of_table(const Cut *c, guint index)
{
    const OffBox *box = off_box(c->page, index);
    guint unit = box->first < box->end ? c->unit_of[box->first] : 0;
    return unit != 0 && unit_at(c, unit - 1)->kind == OFF_UNIT_TABLE &&
           unit_at(c, unit - 1)->box < index;
}

/* The name of a small box describes its content; that of a large one may describe the page. */
static void
find_names(const Cut *c)
{
    guint all = off_range_sums(c->page, 0, c->page->blocks->len).words;
    for (guint i = 1; i < c->page->boxes->len; i++) {
        const OffBox *box = off_box(c->page, i);
        gboolean small = off_box_sums(c->page, box).words <= SMALL_WORDS;
        OffSums sums = off_box_sums(c->page, box);
        gboolean leads = (box->own & OFF_NAMED_RELATED) && off_link_density(&sums) > RELATED_SHARE;
        /* After most of the text, a person named as author is introduced, not quoted. */
        gboolean late = off_range_sums(c->page, 0, box->first).words * 2 > all;
        gboolean offers = leads || (box->own & (OFF_NAMED_OVERLAY | OFF_NAMED_SIGNUP)) ||
                          (late && (box->own & OFF_NAMED_AUTHOR));
        c->boxes[i].offers =
            c->boxes[box->parent].offers || (small && offers && !is_part_of_table(c, i));
    }
}

/* A box around nothing but one other, or around a unit and a word or two, is as that one is. */
static void
set_prices(const Cut *c)
{
    const OffPage *page = c->page;
    for (guint i = page->boxes->len; i-- > 1;)
        c->boxes[i].price = price_of(c, i);
    for (guint i = page->boxes->len; i-- > 1;) {
        const OffBox *box = off_box(page, i), *up = off_box(page, box->parent);
        if (box->first == up->first && box->end == up->end && box->parent != 0 &&
            !says_furniture(c, up))
            c->boxes[box->parent].price = c->boxes[i].price;
    }
    for (guint i = 0; i < c->units->len; i++) {
        const OffUnit *u = unit_at(c, i);
        guint words = off_range_sums(page, u->first, u->end).words + UNIT_WORDS_MORE;
        for (guint box = u->parent; box != 0; box = off_box(page, box)->parent) {
            OffSums sums = off_box_sums(page, off_box(page, box));
            if (sums.words > words * UNIT_WORDS_TIMES || says_furniture(c, off_box(page, box)))
                break;
            c->boxes[box].price = c->leaves[u->first].price;
        }
    }
}

void
off_cut(OffPage *page, const OffFeatures *features, const GArray *units, guint heart,
        const OffPrices *prices)
{
    guint n = page->blocks->len, boxes = page->boxes->len;
    g_autofree Node *of_boxes = g_new0(Node, boxes);
    g_autofree Node *of_blocks = g_new0(Node, n);
    g_autofree guint *unit_of = off_units_of_blocks(page, units), *phrases = g_new0(guint, n + 1);
    Cut c = {page, prices, of_boxes, of_blocks, unit_of, phrases, units, heart};
    find_phrases(&c, features);
    find_names(&c);
    set_leaves(&c);
    set_prices(&c);
    for (guint i = 0; i < n; i++)
        if (is_leaf(&c, i))
            add_to(&of_boxes[box_of_leaf(&c, i)], &of_blocks[i]);
    for (guint i = boxes; i-- > 1;)
        add_to(&of_boxes[off_box(page, i)->parent], &of_boxes[i]);
    of_boxes[0].kept = of_boxes[0].keep < of_boxes[0].drop;
    for (guint i = 1; i < boxes; i++)
        settle_node(&of_boxes[i], of_boxes[off_box(page, i)->parent].kept);
    for (guint i = 0; i < n; i++) {
        if (is_leaf(&c, i))
            settle_node(&of_blocks[i], of_boxes[box_of_leaf(&c, i)].kept);
        guint leaf = unit_of[i] ? unit_at(&c, unit_of[i] - 1)->first : i;
        off_block(page, i)->kept = of_blocks[leaf].kept;
        off_block(page, i)->aside = FALSE;
        off_block(page, i)->why = of_blocks[leaf].kept ? "text" : "furniture";
    }
}
