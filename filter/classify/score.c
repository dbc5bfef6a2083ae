/* score.c: finds the running text in the tree.
 *
 * Each paragraph gives points to the boxes around it, fewer the further out; links subtract points,
 * as in the reader modes of browsers. The result is weighed against the box that the page itself
 * names as its body (EXTRACTION.md, 5 and 7). */
#include "config.h"

#include "classify/score.h"

#include <math.h>

/* The points of a paragraph are those of Mozilla's Readability.js. */
#define PARAGRAPH_CHARS 25    /* shorter blocks give no points */
#define CHARS_A_POINT 100.0   /* characters of a block for one point more */
#define LENGTH_POINTS_MAX 3.0 /* points that length gives at the most */
#define LEVELS 5              /* boxes above a paragraph that get some */
#define NAME_POINTS 25.0      /* points for the name of a box */
#define FURNITURE_SHARE 0.2   /* of the points of a paragraph in furniture that count */
#define PROPERTY_WORTH 1.5    /* so much more is prose worth where schema.org names it the body */
#define BETA 1.5              /* recall counts so many times as much as precision */
#define SAME_PROSE 0.98       /* of another box's prose: both hold the same text */
/* When a parent is the container rather than its child. The forests were trained with
 * the containers that come of it. */
#define CLIMB_LEVELS 8          /* boxes that are climbed at the most */
#define CLIMB_PROSE 1.15        /* of the child's characters of prose, in the parent at least */
#define CLIMB_LINK_DENSITY 0.45 /* of the parent at the most: link characters of all */
#define CLIMB_SCORE 0.55        /* of the child's score, in the parent at least */

/* A block of running text, not of a list of links. */
static gboolean
is_paragraph(const OffBlock *b)
{
    return b->kind == OFF_BLOCK_TEXT && b->chars >= PARAGRAPH_CHARS && b->link_chars * 2 < b->chars;
}

static double
points_of(const OffBlock *b)
{
    return 1 + b->commas + MIN(b->chars / CHARS_A_POINT, LENGTH_POINTS_MAX);
}

/* The part of a paragraph's points that a box so many levels up gets: all, half, and then a third
 * of what the level divides (Readability.js). */
static double
share_at(guint level)
{
    return level == 0 ? 1 : level == 1 ? 0.5 : 1.0 / (level * 3);
}

static gboolean
is_furniture(guint flags)
{
    return (flags & (OFF_IN_NAV | OFF_IN_FOOTER | OFF_IN_ASIDE | OFF_IN_FORM | OFF_HIDDEN |
                     OFF_NAMED_FURNITURE)) &&
           !(flags & OFF_BODY_PROPERTY);
}

static void
give_points(const OffPage *page)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (!is_paragraph(b))
            continue;
        guint box = b->box;
        /* The paragraph's own element is not a container. */
        if (b->tag == OFF_TAG_p || b->tag == OFF_TAG_pre || b->tag == OFF_TAG_li ||
            b->tag == OFF_TAG_td)
            box = off_box(page, box)->parent;
        double points =
            points_of(b) * (is_furniture(off_box(page, b->box)->flags) ? FURNITURE_SHARE : 1);
        for (guint level = 0; level < LEVELS; level++) {
            off_box(page, box)->score += points * share_at(level);
            if (box == 0)
                break;
            box = off_box(page, box)->parent;
        }
    }
}

static double
name_points(const OffBox *box)
{
    double points = 0;
    if (box->own & (OFF_NAMED_BODY | OFF_BODY_PROPERTY | OFF_IN_ARTICLE))
        points += NAME_POINTS;
    if (is_furniture(box->own))
        points -= NAME_POINTS;
    return points;
}

static void
weigh_blocks(const OffPage *page)
{
    for (guint i = 0; i < page->boxes->len; i++) {
        OffBox *box = off_box(page, i);
        if (box->score <= 0)
            continue;
        OffSums sums = off_box_sums(page, box);
        box->score = (box->score + name_points(box)) * (1 - off_link_density(&sums));
    }
}

static guint
best_box(const OffPage *page)
{
    guint best = 0;
    double score = 0;
    for (guint i = 0; i < page->boxes->len; i++) {
        if (off_box(page, i)->score > score) {
            score = off_box(page, i)->score;
            best = i;
        }
    }
    return best;
}

/* Text of an article is often spread over several boxes of one parent: as long as the parent has a
 * good deal more running text, it is the container. */
static guint
climb_boxes(const OffPage *page, guint box)
{
    guint levels = 0;
    while (box != 0 && levels++ < CLIMB_LEVELS) {
        const OffBox *here = off_box(page, box), *up = off_box(page, here->parent);
        OffSums inside = off_box_sums(page, here), around = off_box_sums(page, up);
        if (up->tag == OFF_TAG_body || up->tag == OFF_TAG_html)
            break;
        double prose_in = inside.chars - inside.link_chars;
        double prose_up = around.chars - around.link_chars;
        gboolean only_child = here->first == up->first && here->end == up->end;
        if (!only_child &&
            (prose_up < prose_in * CLIMB_PROSE || off_link_density(&around) > CLIMB_LINK_DENSITY ||
             up->score < here->score * CLIMB_SCORE))
            break;
        box = here->parent;
    }
    return box;
}

/* The named body that holds most text, where it holds enough of what the scores chose. */
static guint
named_body(const OffPage *page)
{
    guint best = 0;
    double most = 0;
    for (guint i = 1; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        if (!(box->own & (OFF_NAMED_BODY | OFF_BODY_PROPERTY)) || is_furniture(box->flags))
            continue;
        OffSums sums = off_box_sums(page, box);
        double prose = sums.chars * (1 - off_link_density(&sums)) *
                       (box->own & OFF_BODY_PROPERTY ? PROPERTY_WORTH : 1);
        /* The inner of two that hold the same. */
        if (prose >= most * SAME_PROSE) {
            most = MAX(most, prose);
            best = i;
        }
    }
    return best;
}

/* --- the box that agrees best with the prose --------------------------------------------------
 *
 * Points reach a few levels only. Page builders and advertisements part an article into boxes that
 * are deeper: of these the points choose one. */

static double
prose_of(const OffPage *page, const OffBlock *b)
{
    if (!is_paragraph(b))
        return 0;
    return (b->chars - b->link_chars) *
           (is_furniture(off_box(page, b->box)->flags) ? FURNITURE_SHARE : 1);
}

/* How well a box agrees with the prose of its page: the F-measure of information retrieval
 * (van Rijsbergen 1979), 0 to 1. */
static double
box_agreement(double prose, double chars, double all)
{
    double precision = prose / MAX(chars, 1), recall = prose / MAX(all, 1);
    double b2 = BETA * BETA;
    return precision + recall > 0 ? (1 + b2) * precision * recall / (b2 * precision + recall) : 0;
}

static guint
prose_box(const OffPage *page)
{
    guint best = 0, n = page->blocks->len;
    double most = 0;
    g_autofree double *prose = g_new0(double, n + 1);
    for (guint i = 0; i < n; i++)
        prose[i + 1] = prose[i] + prose_of(page, off_block(page, i));
    for (guint i = 0; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        OffSums sums = off_box_sums(page, box);
        double f = box_agreement(prose[box->end] - prose[box->first], sums.chars, prose[n]);
        /* The inner of two that hold the same. */
        if (f >= most && f > 0) {
            most = f;
            best = i;
        }
    }
    return best;
}

OffContainer
off_find_container(const OffPage *page)
{
    OffContainer found = {0};
    if (page->boxes->len == 0)
        return found;
    give_points(page);
    weigh_blocks(page);
    found.box = climb_boxes(page, best_box(page));
    found.named = named_body(page);
    found.prose = prose_box(page);
    return found;
}
