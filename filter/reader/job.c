/* job.c: one item's way: plan, fetch, extract, write. */
#include "config.h"

#include "reader/job.h"

#include <offprint/locate.h>

#include "reader/article.h"
#include "reader/embed.h"
#include "reader/explain.h"
#include "reader/json.h"
#include "reader/made.h"
#include "reader/plan.h"
#include "reader/suggest.h"
#include "reader/write.h"
#include "wire/reasons.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>
#include <sysexits.h>

#define LARGE_ITEM (4u << 20) /* bytes */

void
off_work_clear(OffWork *w)
{
    off_plan_free(w->plan);
    g_free(w->target);
    off_fetched_free(w->page);
    g_free(w->listed);
    off_fetched_free(w->first);
    g_free(w->made);
    g_clear_pointer(&w->ruled, g_ptr_array_unref);
    g_clear_pointer(&w->more, g_array_unref);
    memset(w, 0, sizeof *w);
}

void
off_outcome_clear(OffOutcome *o)
{
    g_free(o->url);
    g_free(o->message);
    memset(o, 0, sizeof *o);
}

void
off_outcome_fail(OffOutcome *o, const char *reason, const char *message)
{
    o->status = "failed";
    o->reason = reason;
    g_free(o->message);
    o->message = g_strdup(message);
    o->exit_status = off_reason_exit(reason);
}

/* How the article's pictures go along: as parts of a message, in the page itself, as files of a
 * book, which cannot do without. */
static OffEmbedding
is_embedding(const OffJob *job)
{
    if (job->settings.no_fetch || job->command->plain)
        return OFF_EMBED_NOT;
    if (job->command->to == OFF_TO_EPUB)
        return job->settings.drop_images ? OFF_EMBED_NOT : OFF_EMBED_FILES;
    if (!job->settings.embed_images)
        return OFF_EMBED_NOT;
    if (job->command->to == OFF_TO_HTML)
        return OFF_EMBED_DATA;
    return off_job_makes_messages(job) ? OFF_EMBED_PARTS : OFF_EMBED_NOT;
}

/* The article with its pictures, as the kind of output that was asked for. */
static void
write_with_pictures(GByteArray *out, const OffWork *w, OffArticle *article, OffJob *job,
                    OffChannel *channel, const OffOutcome *o)
{
    g_autoptr(GPtrArray) pictures = off_embed_pictures(article, is_embedding(job), job, channel);
    job->settings.compose.pictures = pictures;
    off_write_article(out, w, article, job, o);
    job->settings.compose.pictures = NULL;
}

/* The output if there is no article: for text, the item's own words; for a feed item, a message of
 * them; for a mail, the original. */
static void
fall_back(GByteArray *out, OffWork *w, OffJob *job, OffChannel *channel, OffOutcome *o)
{
    const OffItem *item = w->item;
    if (job->command->to == OFF_TO_FEED) /* the item stays as it is */
        return;
    gboolean rendering = off_to_is_rendering(job->command->to);
    gboolean item_of_feed =
        !item->fields && (item->kind == OFF_INPUT_FEED || item->kind == OFF_INPUT_NEWSBOAT);
    if (!rendering && !item_of_feed) {
        off_write_original(out, w, job, o);
        return;
    }
    off_channel_stage(channel, "fallback");
    g_autoptr(OffArticle) own = off_plain_article(item, job);
    if (!own->url)
        own->url = g_strdup(o->url ? o->url : item->url);
    if (!o->url)
        o->url = g_strdup(own->url);
    write_with_pictures(out, w, own, job, channel, o);
}

/* Puts the output of an item into its place: into the feed, or after the others. */
static void
put_piece(GByteArray *out, const OffWork *w, GByteArray *piece)
{
    OffRun *run = w->job.run;
    if (w->job.command->to != OFF_TO_FEED) {
        g_byte_array_append(out, piece->data, piece->len);
        return;
    }
    if (piece->len == 0 || !run->feed || !w->item->node)
        return;
    g_byte_array_append(piece, (const guint8 *)"", 1);
    run->filled += off_feed_fill(run->feed, w->item, (const char *)piece->data);
}

/* Is it an item whose finished article is kept, or that goes into a feed? */
static void
finish_piece(OffWork *w, OffChannel *channel, GByteArray *out, OffOutcome *o)
{
    OffJob *job = &w->job;
    g_autoptr(GByteArray) piece = g_byte_array_new();
    if (off_made_use(w, channel, piece, o)) {
        put_piece(out, w, piece);
        return;
    }
    g_autoptr(OffArticle) article = off_work_article(w, job, channel, o);
    off_channel_stage(channel, "compose");
    if (article) {
        write_with_pictures(piece, w, article, job, channel, o);
        off_made_keep(w, channel, piece, o);
    } else if (!off_made_fall_back(w, channel, piece, o))
        fall_back(piece, w, job, channel, o);
    put_piece(out, w, piece);
}

/* What the tree of a large item took goes back to the system before the message is composed. */
static void
release_memory(const OffItem *item)
{
#ifdef __GLIBC__
    if (item->length >= LARGE_ITEM)
        malloc_trim(0);
#else
    (void)item;
#endif
}

void
off_work_finish(OffWork *w, OffExplanation *explanation, OffChannel *channel, GByteArray *out,
                OffOutcome *o)
{
    OffJob *job = &w->job;
    job->explanation = explanation;
    if (job->command->to == OFF_TO_LINKS) {
        g_autoptr(OffPlan) none = w->plan ? NULL : off_locate_mail(&(OffLocateInput){0});
        off_append_links_json(out, w->item, w->plan ? w->plan : none);
        o->status = "untouched";
        return;
    }
    if (job->command->to == OFF_TO_RULES) {
        off_suggest_page(w, channel, o);
        return;
    }
    gboolean card = w->item->is_card;
    if (job->command->to == OFF_TO_FEED && !card && !w->request && !w->page && !w->target) {
        o->status = "included"; /* nothing of it changes in the feed */
        return;
    }
    if (w->made || job->command->to == OFF_TO_FEED) {
        finish_piece(w, channel, out, o);
        return;
    }
    g_autoptr(OffArticle) article = off_work_article(w, job, channel, o);
    if (job->command->plain)
        off_outcome_fail(o, "reader", NULL);
    release_memory(w->item);
    off_channel_stage(channel, "compose");
    if (job->explanation)
        off_append_explanation(out, job->explanation, w, article, o,
                               job->command->to == OFF_TO_EXPLAIN_HTML);
    else if (article)
        write_with_pictures(out, w, article, job, channel, o);
    else
        fall_back(out, w, job, channel, o);
}
