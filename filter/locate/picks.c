/* picks.c: which links of a mail are picked.
 *
 * A teaser has one: the story that is worth most. A digest has its stories in their order; links
 * that lead to one story in different ways (picture, heading, "Read more") are picked once. */
#include "config.h"

#include "locate/picks.h"

#include <string.h>

#define CANDIDATES_MAX 40    /* told to --explain */
#define ALIKE 2              /* so many more links of a shape are stories than are not */
#define ALIKE_WORTH 0.4      /* then so much makes another link of that shape a story */
#define SERIES 3             /* so many links that are built alike are stories */
#define SERIES_WORTH 0.01    /* each at the least; or so much of the best of them */
#define OWN_ADDRESS 0.4      /* so sure it has to be that a link leads to the letter itself */
#define SPONSORS_LATER 1.0   /* and so much worse an advertisement */
#define ONLINE_LATER 0.8     /* so much worse is the mail itself on the web than another link */
#define SUBJECT_LIKENESS 0.5 /* a link so alike leads to what the Subject names */
#define OWN_LIKENESS 0.4f    /* and so alike to the letter itself */
#define STORY 0.5            /* worth from which a link of a digest is a story */
#define WHOLE_WORDS 5.02f    /* log1p of 150 words of prose: a letter that is whole */

static OffLink *
link_copy(const OffLink *from, const char *why)
{
    OffLink *link = g_new0(OffLink, 1);
    link->href = g_strdup(from->href);
    link->target = g_strdup(from->target);
    link->text = g_strdup(from->text);
    link->why = why;
    return link;
}

static const char *
reason_of(const OffAnchor *a)
{
    static const struct {
        OffSaying says;
        const char *why;
    } words[] = {{OFF_SAYS_MORE, "more"}, {OFF_SAYS_ONLINE, "online"}};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (a->says == words[i].says)
            return words[i].why;
    if (a->likeness > SUBJECT_LIKENESS)
        return "subject";
    if (a->heading || a->fills || a->leads)
        return "headline";
    return a->picture ? "picture" : "link";
}

static void
pick_story(OffPlan *plan, const OffAnchors *all, const OffStory *s)
{
    const OffAnchor *a = off_anchor(all, s->anchor);
    OffLink *link = link_copy(a->link, reason_of(a));
    link->score = MAX(s->worth, s->lead);
    g_ptr_array_add(plan->picked, link);
}

/* How much speaks for a link as the one article. The mail's own address on the web comes last. */
static double
standing_of(const OffStory *s)
{
    double standing = s->sponsored || s->no_story ? s->lead - SPONSORS_LATER : s->lead;
    return s->feature[OFF_S_online] > 0 ? standing - ONLINE_LATER : standing;
}

static void
pick_best(OffPlan *plan, const OffAnchors *all)
{
    const OffStory *best = NULL;
    for (guint i = 0; i < all->stories->len; i++) {
        const OffStory *s = off_story(all, i);
        if (!best || standing_of(s) > standing_of(best))
            best = s;
    }
    if (best)
        pick_story(plan, all, best);
}

/* A link after the words of its block ends them, and what they tell. */
static gboolean
ends_block(const OffAnchor *a)
{
    return !a->fills && !a->leads && !a->heading && !a->picture;
}

/* Is there story text between two places, or do they belong to one story? A picture before a
 * heading and "Read more" after a summary belong to the heading's story. */
static gboolean
continues_story(const OffAnchors *all, const OffStory *before, const OffStory *s)
{
    const OffAnchor *a = off_anchor(all, before->anchor), *b = off_anchor(all, s->anchor);
    gboolean named = a->says != OFF_SAYS_MORE && *a->link->text;
    gboolean more = b->says == OFF_SAYS_MORE || !*b->link->text ||
                    s->feature[OFF_S_bare_address] > before->feature[OFF_S_bare_address];
    return named && more && (ends_block(a) ? a->block == b->block : a->block <= b->block);
}

/* How many stories there are of a shape, and how many of them are worth picking, in one number:
 * links that are built alike are stories together. */
static GHashTable *
shapes_of_stories(const OffAnchors *all)
{
    GHashTable *shapes = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (guint i = 0; i < all->stories->len; i++) {
        const OffStory *s = off_story(all, i);
        gpointer key = GUINT_TO_POINTER(off_anchor(all, s->anchor)->shape);
        gint balance = GPOINTER_TO_INT(g_hash_table_lookup(shapes, key));
        g_hash_table_insert(shapes, key, GINT_TO_POINTER(balance + (s->worth > STORY ? 1 : -1)));
    }
    return shapes;
}

/* The shape that nearly all links of the mail have, if they are a series; else 0. */
static guint
only_shape(const OffAnchors *all)
{
    g_autoptr(GHashTable) counts = g_hash_table_new(g_direct_hash, g_direct_equal);
    guint most = 0, shape = 0;
    for (guint i = 0; i < all->stories->len; i++) {
        gpointer key = GUINT_TO_POINTER(off_anchor(all, off_story(all, i)->anchor)->shape);
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key)) + 1;
        g_hash_table_insert(counts, key, GUINT_TO_POINTER(n));
        shape = n > most ? GPOINTER_TO_UINT(key) : shape;
        most = MAX(most, n);
    }
    return most >= SERIES && most * 5 >= all->stories->len * 4 ? shape : 0;
}

static gboolean
is_story(const OffAnchors *all, const OffStory *s, GHashTable *shapes, guint only)
{
    if (s->sponsored || s->no_story || s->feature[OFF_S_online] > 0)
        return FALSE;
    const OffAnchor *a = off_anchor(all, s->anchor);
    if (only && a->shape == only && *a->plain && s->worth > SERIES_WORTH &&
        s->feature[OFF_S_below_leave] == 0 && s->feature[OFF_S_front] == 0)
        return TRUE;
    gint balance = GPOINTER_TO_INT(g_hash_table_lookup(shapes, GUINT_TO_POINTER(a->shape)));
    return s->worth > STORY ||
           (balance >= ALIKE && s->worth > ALIKE_WORTH && s->feature[OFF_S_sponsor_in] == 0);
}

static const OffStory *
worthiest_story(const OffAnchors *all)
{
    const OffStory *best = NULL;
    for (guint i = 0; i < all->stories->len; i++) {
        const OffStory *s = off_story(all, i);
        if (!s->sponsored && s->feature[OFF_S_online] == 0 && (!best || s->worth > best->worth))
            best = s;
    }
    return best;
}

/* No links but one seem worth it: if there are others that are built like the best, all of them. */
static void
pick_alike(OffPlan *plan, const OffAnchors *all)
{
    const OffStory *best = worthiest_story(all);
    guint shape = best ? off_anchor(all, best->anchor)->shape : 0;
    g_autoptr(GPtrArray) alike = g_ptr_array_new();
    for (guint i = 0; i < all->stories->len; i++) {
        OffStory *s = off_story(all, i);
        if (best && !s->sponsored && off_anchor(all, s->anchor)->shape == shape &&
            s->feature[OFF_S_below_leave] == 0 && s->feature[OFF_S_online] == 0 &&
            s->feature[OFF_S_front] == 0 && s->worth > best->worth * SERIES_WORTH)
            g_ptr_array_add(alike, s);
    }
    if (alike->len < SERIES)
        return;
    g_ptr_array_set_size(plan->picked, 0);
    for (guint i = 0; i < alike->len; i++)
        pick_story(plan, all, alike->pdata[i]);
}

static void
pick_stories(OffPlan *plan, const OffAnchors *all)
{
    const OffStory *before = NULL;
    g_autoptr(GHashTable) shapes = shapes_of_stories(all);
    guint only = only_shape(all);
    for (guint i = 0; i < all->stories->len; i++) {
        const OffStory *s = off_story(all, i);
        if (!is_story(all, s, shapes, only))
            continue;
        if (!before || !continues_story(all, before, s))
            pick_story(plan, all, s);
        before = s;
    }
    if (plan->picked->len <= 1)
        pick_alike(plan, all);
    if (plan->picked->len == 0)
        pick_best(plan, all);
}

/* Does a link lead to this whole mail on the web: by its words, or, if no link says so in words, as
 * its heading? */
static gboolean
leads_to_itself(const OffAnchors *all, const OffStory *s, gboolean other)
{
    const OffAnchor *a = off_anchor(all, s->anchor);
    gboolean says = s->feature[OFF_S_likeness] > OWN_LIKENESS || s->feature[OFF_S_more] > 0 ||
                    s->feature[OFF_S_online] > 0;
    return says || (!other && (a->heading || a->button));
}

/* The mail's own address on the web. */
static void
pick_online(OffPlan *plan, const OffAnchors *all)
{
    const OffStory *best = NULL, *online = NULL;
    for (guint i = 0; i < all->stories->len; i++) {
        const OffStory *s = off_story(all, i);
        if (!best || s->lead > best->lead)
            best = s;
        if (!online && s->feature[OFF_S_online] > 0)
            online = s;
    }
    if (best && best->lead > OWN_ADDRESS && leads_to_itself(all, best, online != NULL))
        pick_story(plan, all, best);
    else if (online)
        pick_story(plan, all, online);
}

static int
more_likely_first(const void *a, const void *b)
{
    const OffLink *x = *(OffLink *const *)a, *y = *(OffLink *const *)b;
    return (y->score > x->score) - (x->score > y->score);
}

static void
list_candidates(OffPlan *plan, const OffAnchors *all)
{
    for (guint i = 0; i < all->anchors->len; i++) {
        const OffAnchor *a = off_anchor(all, i);
        if (a->refused)
            g_ptr_array_add(plan->refused, link_copy(a->link, a->refused));
        if (a->refused && off_is_labelled_above(all, i))
            g_ptr_array_add(plan->sponsored, link_copy(a->link, "sponsor"));
    }
    for (guint i = 0; i < all->stories->len; i++) {
        const OffStory *s = off_story(all, i);
        const OffAnchor *a = off_anchor(all, s->anchor);
        OffLink *link = link_copy(a->link, reason_of(a));
        link->score = MAX(s->worth, s->lead);
        g_ptr_array_add(plan->candidates, link);
        if (s->sponsored)
            g_ptr_array_add(plan->sponsored, link_copy(a->link, "sponsor"));
    }
    g_ptr_array_sort(plan->candidates, more_likely_first);
    if (plan->candidates->len > CANDIDATES_MAX)
        g_ptr_array_set_size(plan->candidates, CANDIDATES_MAX);
}

/* One story alone makes no digest: it is a teaser of it, or the letter is whole. */
static void
settle_single(OffPlan *plan, const float *evidence)
{
    if (plan->kind != OFF_KIND_DIGEST || plan->picked->len != 1)
        return;
    gboolean whole = evidence[OFF_M_prose_words] > WHOLE_WORDS;
    plan->kind = whole ? OFF_KIND_FULL : OFF_KIND_TEASER;
    plan->reason = whole ? "text" : "one-story";
}

void
off_pick(const OffAnchors *anchors, const float evidence[OFF_MAIL_FEATURES], OffPlan *plan)
{
    switch (plan->kind) {
    case OFF_KIND_FULL: pick_online(plan, anchors); break;
    case OFF_KIND_TEASER: pick_best(plan, anchors); break;
    case OFF_KIND_DIGEST: pick_stories(plan, anchors); break;
    case OFF_KIND_NONE: break;
    }
    settle_single(plan, evidence);
    list_candidates(plan, anchors);
}
