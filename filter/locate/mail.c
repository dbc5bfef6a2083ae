/* mail.c: features of a mail's links and stories. */
#include "config.h"

#include "locate/evidence.h"

#include <string.h>

#define HEADLINE_CHARS 18 /* a link of so many characters that fills its block is a headline */
#define PROSE_CHARS 60    /* a block of so many characters is text to read */
#define STORY_WORTH 0.5f  /* from here on the forest takes a link for a story */
#define UPPER_PART 0.4f   /* of the letter: what is there may name its subject */

static void
count_links(const OffAnchors *all, float *out)
{
    g_autoptr(GHashTable) hosts = g_hash_table_new(g_str_hash, g_str_equal);
    guint own = 0;
    for (guint i = 0; i < all->anchors->len; i++) {
        const OffAnchor *a = off_anchor(all, i);
        gboolean act = a->says >= OFF_SAYS_ACT;
        out[OFF_M_refused_leaves] += a->refused && (a->says == OFF_SAYS_LEAVE ||
                                                    strcmp(a->refused, "list-unsubscribe") == 0);
        out[OFF_M_refused_social] += a->refused && strcmp(a->refused, "social") == 0;
        out[OFF_M_refused_acts] += a->refused && a->says != OFF_SAYS_LEAVE &&
                                   strcmp(a->refused, "social") != 0 &&
                                   strcmp(a->refused, "list-unsubscribe") != 0;
        out[OFF_M_buttons] += a->button;
        out[OFF_M_button_acts] += a->button && act;
        out[OFF_M_mores] += a->says == OFF_SAYS_MORE;
        out[OFF_M_online] += a->says == OFF_SAYS_ONLINE;
        out[OFF_M_headlines] += !a->refused && (a->fills || a->leads) &&
                                g_utf8_strlen(a->link->text, -1) >= HEADLINE_CHARS;
        own += a->own;
        if (a->host)
            g_hash_table_add(hosts, (gpointer)(guintptr)a->host);
    }
    guint links = all->anchors->len;
    out[OFF_M_links] = (float)off_log_of_count(links);
    out[OFF_M_targets] = (float)off_log_of_count(all->stories->len);
    out[OFF_M_hosts] = (float)off_log_of_count(g_hash_table_size(hosts));
    out[OFF_M_own_share] = links ? (float)own / (float)links : 0;
    out[OFF_M_refused_acts] = (float)off_log_of_count((double)out[OFF_M_refused_acts]);
    out[OFF_M_headlines] = (float)off_log_of_count((double)out[OFF_M_headlines]);
}

static void
rank_best(const OffAnchors *all, float *out)
{
    const OffStory *best = NULL;
    for (guint i = 0; i < all->stories->len; i++) {
        const OffStory *s = off_story(all, i);
        float worth = (float)s->worth;
        out[OFF_M_stories] += worth > STORY_WORTH;
        out[OFF_M_stories_sum] += worth;
        out[OFF_M_ends] += s->feature[OFF_S_at_end];
        out[OFF_M_more_stories] += s->feature[OFF_S_more] > 0;
        if (s->lead > (double)out[OFF_M_lead]) {
            out[OFF_M_lead_second] = out[OFF_M_lead];
            out[OFF_M_lead] = (float)s->lead;
        } else
            out[OFF_M_lead_second] = MAX(out[OFF_M_lead_second], (float)s->lead);
        if (worth > out[OFF_M_best]) {
            out[OFF_M_third] = out[OFF_M_second];
            out[OFF_M_second] = out[OFF_M_best];
            out[OFF_M_best] = worth;
            best = s;
        } else if (worth > out[OFF_M_second]) {
            out[OFF_M_third] = out[OFF_M_second];
            out[OFF_M_second] = worth;
        } else if (worth > out[OFF_M_third])
            out[OFF_M_third] = worth;
    }
    out[OFF_M_best_likeness] = best ? best->feature[OFF_S_likeness] : 0;
    out[OFF_M_best_place] = best ? best->feature[OFF_S_position] : 0;
}

/* A headline that leads somewhere: it is its block, or begins it. */
static gboolean
is_headline(const OffAnchors *all, const OffStory *s)
{
    const OffAnchor *a = off_anchor(all, s->anchor);
    return s->feature[OFF_S_fills] + s->feature[OFF_S_leads] + s->feature[OFF_S_heading] > 0 &&
           g_utf8_strlen(a->link->text, -1) >= HEADLINE_CHARS && s->feature[OFF_S_online] == 0;
}

/* What is known of the link that is the likeliest to be the one article. */
static void
read_lead(const OffAnchors *all, float *out)
{
    const OffStory *lead = NULL;
    for (guint i = 0; i < all->stories->len; i++)
        if (!lead || off_story(all, i)->lead > lead->lead)
            lead = off_story(all, i);
    if (!lead)
        return;
    out[OFF_M_lead_likeness] = lead->feature[OFF_S_likeness];
    out[OFF_M_lead_more] = lead->feature[OFF_S_more];
    out[OFF_M_lead_minutes] = lead->feature[OFF_S_minutes];
    out[OFF_M_lead_place] = lead->feature[OFF_S_position];
    out[OFF_M_words_above_lead] = lead->feature[OFF_S_words_above];
    out[OFF_M_words_below_lead] = lead->feature[OFF_S_words_below];
}

/* How many links are headlines, and how many words of running sentences. */
static void
read_forms(const OffAnchors *all, float *out)
{
    g_autoptr(GHashTable) shapes = g_hash_table_new(g_direct_hash, g_direct_equal);
    guint inside = 0;
    for (guint i = 0; i < all->stories->len; i++) {
        const OffStory *s = off_story(all, i);
        out[OFF_M_minutes] += s->feature[OFF_S_minutes];
        if (!is_headline(all, s)) {
            inside += s->feature[OFF_S_block_words] > 0 && s->feature[OFF_S_at_end] == 0;
            continue;
        }
        gpointer key = GUINT_TO_POINTER(off_anchor(all, s->anchor)->shape);
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(shapes, key)) + 1;
        g_hash_table_insert(shapes, key, GUINT_TO_POINTER(n));
        out[OFF_M_series] = MAX(out[OFF_M_series], (float)n);
        if (s->feature[OFF_S_position] < UPPER_PART)
            out[OFF_M_subject_heads] = MAX(out[OFF_M_subject_heads], s->feature[OFF_S_likeness]);
    }
    guint stories = all->stories->len;
    out[OFF_M_inline_share] = stories ? (float)inside / (float)stories : 0;
}

/* The words of prose that hold links, and the longest run of prose from one headline to the next.
 */
static void
measure_prose(const OffAnchors *all, float *out)
{
    const OffPage *page = all->letter->page;
    guint words = 0, linked = 0, gap = 0, longest = 0, next = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        for (; next < all->stories->len && off_anchor(all, off_story(all, next)->first)->block <= i;
             next++)
            if (is_headline(all, off_story(all, next))) {
                longest = MAX(longest, gap);
                gap = 0;
            }
        const OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || b->chars < PROSE_CHARS)
            continue;
        words += b->words;
        gap += b->words;
        linked += b->links > 0 ? b->words : 0;
    }
    out[OFF_M_headline_gap] = (float)off_log_of_count(MAX(longest, gap));
    out[OFF_M_linked_prose] = words ? (float)linked / (float)words : 0;
}

/* The words that are between one story and the next: few in a digest, all in a letter. */
static void
measure_gaps(const OffAnchors *all, float *out)
{
    const OffPage *page = all->letter->page;
    guint words = 0, gap = 0, longest = 0, stories = 0, next = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        for (; next < all->stories->len && off_anchor(all, off_story(all, next)->first)->block <= i;
             next++) {
            if (off_story(all, next)->worth <= STORY_WORTH)
                continue;
            longest = MAX(longest, gap);
            gap = 0;
            stories++;
        }
        const OffBlock *b = off_block(page, i);
        guint more_words = b->kind == OFF_BLOCK_TEXT && b->chars >= PROSE_CHARS ? b->words : 0;
        words += more_words;
        gap += more_words;
    }
    out[OFF_M_words_each] = (float)off_log_of_count(words / (double)(stories + 1));
    out[OFF_M_words_between] = (float)off_log_of_count(words);
    out[OFF_M_longest_between] = (float)off_log_of_count(MAX(longest, gap));
}

void
off_evidence_of_stories(const OffAnchors *anchors, float out[OFF_MAIL_FEATURES])
{
    count_links(anchors, out);
    rank_best(anchors, out);
    measure_gaps(anchors, out);
    read_lead(anchors, out);
    read_forms(anchors, out);
    measure_prose(anchors, out);
}
