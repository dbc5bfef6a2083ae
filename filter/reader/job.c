/* job.c: one item's way: locate, fetch, extract, compose. */
#include "config.h"

#include "reader/job.h"

#include <offprint/extract.h>
#include <offprint/locate.h>
#include <offprint/render.h>

#include "reader/explain.h"
#include "dom/charset.h"
#include "clean/clean.h"
#include "dom/dom.h"
#include "reader/embed.h"
#include "wire/bounds.h"
#include "reader/pages.h"
#include "dom/url.h"

#include <string.h>
#include <sysexits.h>

#define POOR_WORDS 30 /* a page that holds more is not compared with the mail */

void
off_work_clear(OffWork *w)
{
    off_plan_free(w->plan);
    g_free(w->target);
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

/* --- the item's own words -----------------------------------------------------------------------
 */

static char *
utf8_of(GBytes *bytes, const char *type, const char *charset, gboolean html)
{
    gsize n, length;
    const char *data = bytes ? g_bytes_get_data(bytes, &n) : NULL;
    return data ? off_to_utf8(data, n, charset, type, html, &length) : NULL;
}

/* Where a tracker's link leads to, if it says so itself: nobody need be told who reads what. A link
 * that is not the reader's own stays, whatever it carries: an archive's, say. */
static char *
untracked(const char *url)
{
    if (!off_is_personal(url))
        return NULL;
    g_autofree char *target = off_unwrap(url);
    g_autofree char *here = off_url_host(url);
    g_autofree char *there = off_url_host(target);
    return g_strcmp0(here, there) != 0 ? g_steal_pointer(&target) : NULL;
}

static OffArticle *
own_article(const OffItem *item, const OffJob *job, const OffSiteRules *rules, gboolean whole,
            gboolean digest, GError **error)
{
    gsize n;
    const OffExtractOptions options = {
        .url = item->url ? item->url : item->feed_url,
        .charset = job->charset,
        .http_type = item->html ? item->html_type : item->text_type,
        .title = item->subject,
        .rules = rules,
        .whole = whole,
        .digest = digest,
        .fragment = item->kind == OFF_INPUT_HTML && item->html != NULL,
        .insist = TRUE,
        .last = job->single,
        .explain = job->explanation ? off_explain_block : NULL,
        .explain_source = job->explanation ? off_explain_source : NULL,
        .explain_data = job->explanation,
        .drop_images = job->drop_images};
    GBytes *bytes = item->html ? item->html : item->text;
    if (!bytes) {
        g_set_error_literal(error, OFF_EXTRACT_ERROR, OFF_EXTRACT_ERROR_EMPTY,
                            "there is no text in it");
        return NULL;
    }
    const char *data = g_bytes_get_data(bytes, &n);
    OffArticle *article = item->html ? off_extract_page(data, n, &options, error)
                                     : off_extract_text(data, n, &options, error);
    if (article && article->body && item->kind == OFF_INPUT_MAIL)
        off_clean_map_links(article->body, untracked);
    return article;
}

/* What the item says of itself is surer than what its markup says. */
static void
lend(char **field, const char *value)
{
    if (!value || !*value)
        return;
    g_free(*field);
    *field = off_fold(value);
}

static void
use_item_words(OffArticle *article, const OffItem *item, gboolean own)
{
    if (own || !article->title)
        lend(&article->title, item->subject);
    if (!article->byline)
        lend(&article->byline, item->author);
    if (!article->site)
        lend(&article->site, item->feed_title);
    if (!article->lang)
        lend(&article->lang, item->lang);
}

/* --- planning --- */

static OffPlan *
plan_feed_item(const OffItem *item)
{
    OffPlan *plan = off_locate_mail(&(OffLocateInput){.subject = item->subject});
    g_autofree char *html = utf8_of(item->html, item->html_type, NULL, TRUE);
    g_autofree char *text = utf8_of(item->text, item->text_type, NULL, FALSE);
    gboolean summary = (!html && !text) || off_is_summary(html, text);
    gboolean media = item->enclosure && item->url && !item->full;
    if (item->url && !media && (summary || !item->full)) {
        OffLink *link = g_new0(OffLink, 1);
        link->href = g_strdup(item->url);
        link->target = off_unwrap(item->url);
        link->text = g_strdup(item->subject ? item->subject : "");
        link->why = "says-itself";
        g_ptr_array_add(plan->picked, link);
        plan->kind = OFF_KIND_TEASER;
        plan->reason = "summary";
    } else if (html || text) {
        plan->kind = OFF_KIND_FULL;
        plan->reason = media ? "media" : "content";
    }
    return plan;
}

static OffPlan *
plan_mail(const OffItem *item)
{
    g_autofree char *html = utf8_of(item->html, item->html_type, NULL, TRUE);
    g_autofree char *text = utf8_of(item->text, item->text_type, NULL, FALSE);
    return off_locate_mail(&(OffLocateInput){.html = html,
                                             .text = text,
                                             .subject = item->subject,
                                             .domain = item->sender_domain,
                                             .unsubscribe = item->unsubscribe,
                                             .bulk = item->bulk});
}

static OffPlan *
plan_of(const OffItem *item)
{
    if (item->kind == OFF_INPUT_MAIL && item->url)
        return plan_feed_item(item);
    if (item->kind == OFF_INPUT_MAIL)
        return plan_mail(item);
    if (item->kind == OFF_INPUT_FEED || item->kind == OFF_INPUT_NEWSBOAT)
        return plan_feed_item(item);
    return NULL;
}

/* The address that would be fetched, or NULL. */
static const char *
target_of(const OffWork *w)
{
    if (w->item->kind == OFF_INPUT_URL)
        return w->item->url;
    if (w->plan && w->plan->kind == OFF_KIND_TEASER && w->plan->picked->len > 0)
        return ((OffLink *)w->plan->picked->pdata[0])->target;
    return NULL;
}

gboolean
off_job_makes_messages(const OffJob *job)
{
    return job->to == OFF_TO_MIME || job->to == OFF_TO_MBOX || job->to == OFF_TO_MAILDIR;
}

/* The articles of a digest that are to go along: asked for all at once. */
static void
begin_digest(OffWork *w, const OffJob *job, OffChannel *channel)
{
    w->more = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < MIN(w->plan->picked->len, job->articles); i++) {
        const OffLink *link = w->plan->picked->pdata[i];
        guint id = off_page_request(link->target, job, channel);
        g_array_append_val(w->more, id);
    }
}

/* The host of the article, as far as that is known before anything is fetched (transfer full), or
 * NULL. */
static char *
host_of(const OffWork *w)
{
    const char *url = w->target ? w->target : w->item->url;
    if (!url && w->plan && w->plan->picked->len > 0 && w->plan->kind != OFF_KIND_DIGEST)
        url = ((OffLink *)w->plan->picked->pdata[0])->target;
    return url ? off_url_host(url) : NULL;
}

static const char *
feed_of(const OffWork *w, const OffJob *job)
{
    gboolean of_a_feed = w->item->kind == OFF_INPUT_FEED || w->item->kind == OFF_INPUT_NEWSBOAT;
    return of_a_feed && job->base_url ? job->base_url : w->item->feed_url;
}

/* What the item is known by; *host (transfer full) is a part of it. */
static OffMatch
match_of(const OffWork *w, const OffJob *job, char **host)
{
    *host = host_of(w);
    return (OffMatch){.sender = w->item->sender,
                      .list_id = w->item->list_id,
                      .feed = feed_of(w, job),
                      .host = *host};
}

/* What the user wrote for mail like this one. */
static void
use_settings(OffWork *w, const OffJob *job)
{
    g_autofree char *host = NULL;
    const OffMatch match = match_of(w, job, &host);
    const char *value[OFF_SETTINGS];
    for (guint i = 0; i < OFF_SETTINGS; i++)
        value[i] = off_conf_value(job->conf, (OffSetting)i, &match, NULL);
    w->job.compose.original = value[OFF_SETTING_ORIGINAL];
    w->job.compose.width = (guint)g_ascii_strtoull(value[OFF_SETTING_WIDTH], NULL, 10);
    w->job.articles = (guint)g_ascii_strtoull(value[OFF_SETTING_ARTICLES], NULL, 10);
    w->job.drop_images = strcmp(value[OFF_SETTING_IMAGES], "drop") == 0;
    w->job.embed_images = strcmp(value[OFF_SETTING_IMAGES], "embed") == 0;
    w->job.no_fetch |= strcmp(value[OFF_SETTING_FETCH], "never") == 0;
    w->job.always_fetch = strcmp(value[OFF_SETTING_FETCH], "always") == 0;
    w->job.user_agent = value[OFF_SETTING_USER_AGENT];
    w->job.cookies = value[OFF_SETTING_COOKIES];
}

/* fetch = always: the page is asked for where the mail holds the article too, if the mail says
 * where that is. */
static void
prefer_page(OffWork *w)
{
    if (w->target || !w->plan || w->plan->kind != OFF_KIND_FULL)
        return;
    const char *url =
        w->plan->picked->len > 0 ? ((OffLink *)w->plan->picked->pdata[0])->target : w->item->url;
    g_autofree char *target = url ? off_unwrap(url) : NULL;
    if (target && !off_is_personal(target))
        w->target = g_steal_pointer(&target);
}

char *
off_work_settings(OffWork *w, const OffJob *job)
{
    w->plan = w->item->untouchable ? NULL : plan_of(w->item);
    w->target = g_strdup(target_of(w));
    g_autofree char *host = NULL;
    const OffMatch match = match_of(w, job, &host);
    return off_conf_print(job->conf, &match);
}

void
off_work_begin(OffWork *w, const OffJob *job, OffChannel *channel)
{
    w->job = *job;
    if (w->item->untouchable)
        return;
    off_channel_stage(channel, "locate");
    w->plan = plan_of(w->item);
    w->target = g_strdup(target_of(w));
    use_settings(w, job);
    job = &w->job;
    if (job->always_fetch && !job->no_fetch)
        prefer_page(w);
    if (w->target && !job->no_fetch && !job->plain && job->to != OFF_TO_LINKS)
        w->request = off_page_request(w->target, job, channel);
    gboolean digest = w->plan && w->plan->kind == OFF_KIND_DIGEST && w->item->fields;
    if (digest && job->articles > 0 && !job->no_fetch && !job->plain && off_job_makes_messages(job))
        begin_digest(w, job, channel);
}

/* --- fetching --- */

static void
fail(OffOutcome *o, const char *reason, const char *message, int exit_status)
{
    o->status = "failed";
    o->reason = reason;
    g_free(o->message);
    o->message = g_strdup(message);
    o->exit_status = exit_status;
}

/* A page that holds less than the mail itself is not the article: a wall, an error, a consent form.
 */
static gboolean
is_poorer(const OffArticle *article, const OffItem *item, const OffJob *job)
{
    if (article->words >= POOR_WORDS || (!item->html && !item->text))
        return FALSE;
    g_autoptr(OffArticle) own = own_article(item, job, NULL, FALSE, FALSE, NULL);
    return own && own->words > article->words;
}

static const char *
constant_reason(const char *reason)
{
    return g_intern_string(reason);
}

static OffArticle *
fetched_article(OffWork *w, const OffJob *job, OffChannel *channel, OffOutcome *o)
{
    g_autoptr(GError) error = NULL;
    off_channel_stage(channel, "fetch");
    g_autoptr(OffFetched) page = off_page_wait(w->request, job, channel);
    if (page->reason) {
        fail(o, constant_reason(page->reason), page->message, EX_UNAVAILABLE);
        return NULL;
    }
    off_channel_say(channel, "fetched %s (%u bytes)", page->url, page->body->len);
    off_channel_stage(channel, "extract");
    if (page->body->len == 0) {
        fail(o, "empty", "the page is empty", EX_DATAERR);
        return NULL;
    }
    gboolean partial = FALSE;
    g_autoptr(OffArticle) article =
        off_page_article(page, w->item->subject, job, channel, &partial, &error);
    if (!article) {
        fail(o, off_extract_reason(error), error->message, EX_DATAERR);
        return NULL;
    }
    if (is_poorer(article, w->item, job)) {
        fail(o, "no-article", "the page holds less than the mail itself", EX_DATAERR);
        return NULL;
    }
    o->status = "fetched";
    o->reason = partial ? "partial" : NULL;
    g_free(o->url);
    o->url = article->url ? off_unwrap(article->url) : NULL;
    use_item_words(article, w->item, FALSE);
    return g_steal_pointer(&article);
}

static const char *
own_address(const OffWork *w)
{
    const char *address = w->item->url;
    if (w->plan && w->plan->picked->len > 0 && w->plan->kind != OFF_KIND_DIGEST)
        address = ((OffLink *)w->plan->picked->pdata[0])->target;
    /* What only this reader was sent is not the article's public address. */
    return address && !off_is_personal(address) ? address : NULL;
}

/* --- the ends --- */

/* One article of a digest as a message of its own; NULL where it could not be had. */
static GByteArray *
digest_message(const OffLink *link, guint request, const OffItem *mail, const OffJob *job,
               OffChannel *channel)
{
    OffItem item = {
        .kind = OFF_INPUT_FEED, .url = link->target, .feed_title = mail->from, .date = mail->date};
    g_autoptr(OffFetched) page = off_page_wait(request, job, channel);
    if (page->reason || page->body->len == 0)
        return NULL;
    gboolean partial;
    g_autoptr(OffArticle) article = off_page_article(page, NULL, job, channel, &partial, NULL);
    if (!article)
        return NULL;
    g_autofree char *url = article->url ? off_unwrap(article->url) : NULL;
    const OffVerdict verdict = {.status = "fetched", .kind = "teaser", .url = url};
    return job->mail->compose_item(&item, article, &verdict, &job->compose, job->now);
}

static void
finish_digest(OffWork *w, const OffJob *job, OffChannel *channel)
{
    if (!w->more)
        return;
    off_channel_stage(channel, "fetch");
    for (guint i = 0; i < w->more->len; i++) {
        const OffLink *link = w->plan->picked->pdata[i];
        GByteArray *message =
            digest_message(link, g_array_index(w->more, guint, i), w->item, job, channel);
        off_channel_say(channel, "article %u of the digest, %s: %s", i + 1, link->target,
                        message ? "fetched" : "could not be had");
        if (!message)
            continue;
        if (!w->item->articles)
            w->item->articles = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
        g_ptr_array_add(w->item->articles, message);
    }
}

/* What a podcast's notes belong to: a link with the name of the file. */
static void
add_enclosure(OffArticle *article, const OffItem *item)
{
    if (!item->enclosure || !article->body)
        return;
    g_autofree char *bare = g_strndup(item->enclosure, strcspn(item->enclosure, "?#"));
    g_autofree char *name = g_path_get_basename(bare);
    g_autofree char *plain = g_uri_unescape_string(name, NULL);
    g_autofree char *valid = g_utf8_make_valid(plain ? plain : name, -1);
    off_clean_append_link(article->body, item->enclosure, valid);
}

/* The article that an item holds itself: cleaned where it is a mail or a page, as it is where a
 * feed gives it. */
static OffArticle *
included_article(OffWork *w, const OffJob *job, OffChannel *channel, OffOutcome *o)
{
    g_autoptr(GError) error = NULL;
    const OffItem *item = w->item;
    gboolean feed = item->kind == OFF_INPUT_FEED || item->kind == OFF_INPUT_NEWSBOAT ||
                    (item->kind == OFF_INPUT_MAIL && item->url);
    gboolean digest = w->plan && w->plan->kind == OFF_KIND_DIGEST;
    off_channel_stage(channel, "extract");
    gboolean page = item->kind == OFF_INPUT_HTML && item->url && !job->plain;
    const OffSiteRules *rules = page ? off_rule_book_find(job->rules, channel, item->url) : NULL;
    OffArticle *article = own_article(item, job, rules, feed || job->plain, digest, &error);
    if (!article) {
        fail(o, off_extract_reason(error), error->message, EX_DATAERR);
        return NULL;
    }
    o->status = digest ? "digest" : "included";
    if (page && !job->no_fetch && !off_page_follow(article, job, channel))
        o->reason = "partial";
    const char *address = own_address(w);
    g_free(o->url);
    o->url = address ? off_unwrap(address) : g_strdup(article->url);
    add_enclosure(article, item);
    use_item_words(article, item, item->kind != OFF_INPUT_HTML && item->kind != OFF_INPUT_TEXT);
    if (o->url) {
        g_free(article->url);
        article->url = g_strdup(o->url);
    }
    return article;
}

static OffArticle *
article_of(OffWork *w, const OffJob *job, OffChannel *channel, OffOutcome *o)
{
    const OffItem *item = w->item;
    if (item->untouchable) {
        o->status = "untouched";
        o->reason = item->untouchable;
        return NULL;
    }
    if (w->request)
        return fetched_article(w, job, channel, o);
    if (w->target) {
        o->status = "untouched";
        o->reason = "no-fetch";
        o->url = g_strdup(w->target);
        if (item->kind == OFF_INPUT_URL)
            fail(o, "no-fetch", "an address is all there is, and --no-fetch forbids to ask for it",
                 EX_USAGE);
        return NULL;
    }
    finish_digest(w, job, channel);
    if (w->plan && w->plan->kind == OFF_KIND_NONE) {
        o->status = "untouched";
        o->reason = w->plan->reason;
        return NULL;
    }
    return included_article(w, job, channel, o);
}

static const char *
kind_name(const OffWork *w)
{
    return w->plan ? off_kind_name(w->plan->kind) : "page";
}

static void
append_text(GByteArray *out, const OffArticle *article, const OffJob *job)
{
    const OffTextOptions options = {.width = job->compose.width,
                                    .flowed = FALSE,
                                    .head = job->compose.head,
                                    .notes = job->compose.notes};
    g_autofree char *text = off_render_text(article, &options);
    if (out->len > 0)
        g_byte_array_append(out, (const guint8 *)"\f\n", 2);
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

static void
append_message(GByteArray *out, const OffWork *w, const OffArticle *article, const OffJob *job,
               const OffOutcome *o)
{
    const OffVerdict verdict = {
        .status = o->status, .reason = o->reason, .kind = kind_name(w), .url = o->url};
    g_autoptr(GByteArray) message =
        w->item->fields
            ? job->mail->compose_mail(w->item, article, &verdict, &job->compose)
            : job->mail->compose_item(w->item, article, &verdict, &job->compose, job->now);
    if (job->to == OFF_TO_MBOX)
        job->mail->append_mbox(out, message, w->item, job->now);
    else
        g_byte_array_append(out, message->data, message->len);
}

/* A mail that stays as it is, among others. */
static void
append_original(GByteArray *out, const OffItem *item, const OffJob *job)
{
    g_autoptr(GByteArray) same = g_byte_array_new();
    if ((job->to != OFF_TO_MBOX && job->to != OFF_TO_MAILDIR) || !item->fields)
        return;
    gsize n = item->length;
    /* The blank line that parted it from the next in an mbox comes again. */
    if (n >= 2 && item->bytes[n - 1] == '\n' && item->bytes[n - 2] == '\n')
        n--;
    g_byte_array_append(same, (const guint8 *)item->bytes, (guint)n);
    if (job->to == OFF_TO_MBOX)
        job->mail->append_mbox(out, same, item, job->now);
    else
        g_byte_array_append(out, same->data, same->len);
}

/* Only what was fetched is new to a feed; what it holds itself stays as it stands. */
static void
fill_feed(const OffWork *w, const OffArticle *article, OffJob *job, const OffOutcome *o)
{
    if (!job->feed || !w->item->node || strcmp(o->status, "fetched") != 0)
        return;
    g_autofree char *html = off_render_html_body(article);
    off_feed_fill(job->feed, w->item, html);
    (*job->filled)++;
}

static void
append_article(GByteArray *out, const OffWork *w, const OffArticle *article, OffJob *job,
               const OffOutcome *o)
{
    const OffVerdict verdict = {
        .status = o->status, .reason = o->reason, .kind = kind_name(w), .url = o->url};
    g_autofree char *html = NULL;
    switch (job->to) {
    case OFF_TO_TEXT: append_text(out, article, job); break;
    case OFF_TO_JSON: off_append_json(out, w->item, article, &verdict); break;
    case OFF_TO_HTML:
        html = off_render_html(article);
        g_byte_array_append(out, (const guint8 *)html, (guint)strlen(html));
        break;
    case OFF_TO_FEED: fill_feed(w, article, job, o); break;
    default: append_message(out, w, article, job, o); break;
    }
}

/* Where no article came: the item's own words for those who asked for text, a message of them for
 * an item of a feed, the original for a mail. */
static void
fall_back(GByteArray *out, OffWork *w, OffJob *job, OffChannel *channel, OffOutcome *o)
{
    const OffItem *item = w->item;
    gboolean rendering = job->to == OFF_TO_TEXT || job->to == OFF_TO_HTML || job->to == OFF_TO_JSON;
    gboolean item_of_feed =
        !item->fields && (item->kind == OFF_INPUT_FEED || item->kind == OFF_INPUT_NEWSBOAT);
    if (!rendering && !item_of_feed) {
        append_original(out, item, job);
        return;
    }
    off_channel_stage(channel, "fallback");
    g_autoptr(OffArticle) own = own_article(item, job, NULL, TRUE, FALSE, NULL);
    if (!own)
        own = off_article_new();
    use_item_words(own, item, TRUE);
    if (!own->url)
        own->url = g_strdup(o->url ? o->url : item->url);
    if (!o->url)
        o->url = g_strdup(own->url);
    append_article(out, w, own, job, o);
}

static gboolean
embeds(const OffJob *job)
{
    return job->embed_images && !job->no_fetch && !job->plain && off_job_makes_messages(job);
}

void
off_work_finish(OffWork *w, OffExplanation *explanation, OffChannel *channel, GByteArray *out,
                OffOutcome *o)
{
    OffJob *job = &w->job;
    job->explanation = explanation;
    if (job->to == OFF_TO_LINKS) {
        g_autoptr(OffPlan) none = w->plan ? NULL : off_locate_mail(&(OffLocateInput){0});
        off_append_links_json(out, w->item, w->plan ? w->plan : none);
        o->status = "untouched";
        return;
    }
    g_autoptr(OffArticle) article = article_of(w, job, channel, o);
    if (job->plain)
        fail(o, "reader", NULL, EX_SOFTWARE);
    off_channel_stage(channel, "compose");
    if (job->explanation)
        off_append_explanation(out, job->explanation, w, article, o,
                               job->to == OFF_TO_EXPLAIN_HTML);
    else if (article) {
        g_autoptr(GPtrArray) pictures =
            embeds(job) ? off_embed_pictures(article, job, channel) : NULL;
        job->compose.pictures = pictures;
        append_article(out, w, article, job, o);
    } else
        fall_back(out, w, job, channel, o);
}
