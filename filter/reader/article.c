/* article.c: makes the article of an item, from a fetched page or from the item itself. */
#include "config.h"

#include "reader/article.h"

#include <offprint/extract.h>
#include <offprint/locate.h>
#include <offprint/render.h>

#include "clean/clean.h"
#include "dom/dom.h"
#include "dom/url.h"
#include "reader/digest.h"
#include "reader/dress.h"
#include "reader/explain.h"
#include "reader/made.h"
#include "reader/ownwords.h"
#include "reader/pages.h"
#include "wire/prefix.h"

#include <string.h>
#include <sysexits.h>

#define CONSENT_WORDS 150 /* a page that asks for consent has fewer */
#define POOR_WORDS 30     /* a page that holds more is not compared with the mail */

/* The target of a tracking link, if the link contains it: then no request is needed. A link that is
 * not personal stays, whatever it contains: it may be an archive's. */
static char *
untracked_address(const char *url)
{
    if (!off_is_personal(url))
        return NULL;
    g_autofree char *target = off_unwrap(url);
    g_autofree char *here = off_url_host(url);
    g_autofree char *there = off_url_host(target);
    return g_strcmp0(here, there) != 0 ? g_steal_pointer(&target) : NULL;
}

static void
remove_with_empty(const xmlNode *root, xmlNode *node)
{
    while (node != root) {
        xmlNode *parent = node->parent;
        xmlUnlinkNode(node);
        xmlFreeNode(node);
        if (parent->children)
            return;
        node = parent;
    }
}

/* Pictures of a mail that go along with it (RFC 2392); others that point into a mail show nothing.
 */
static void
drop_missing_pictures(xmlDoc *body, const OffItem *item)
{
    xmlNode *root = xmlDocGetRootElement(body);
    for (xmlNode *node = root, *next; node; node = next) {
        next = off_next(root, node, FALSE);
        const char *src = off_is_named(node, "img") ? off_attribute(node, "src") : NULL;
        if (!src || !off_has_prefix(src, "cid:"))
            continue;
        g_autofree char *id = g_uri_unescape_string(src + strlen("cid:"), NULL);
        if (id && item->picture_ids && g_hash_table_contains(item->picture_ids, id))
            continue;
        remove_with_empty(root, node);
    }
}

/* The item's HTML with the base of its addresses, as a page says it (transfer full). */
static char *
with_base(const OffItem *item, const char *html, gsize *length)
{
    g_autofree char *base = g_markup_escape_text(item->base, -1);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "<base href=\"%s\">", base);
    g_string_append_len(out, html, (gssize)*length);
    *length = out->len;
    return g_string_free(out, FALSE);
}

static OffArticle *
own_article(const OffItem *item, const OffJob *job, const OffSiteRules *rules, gboolean whole,
            gboolean digest, GError **error)
{
    gsize n;
    const OffExtractOptions options = {
        .url = item->url,
        .charset = job->command->charset,
        .http_type = item->html ? item->html_type : item->text_type,
        .title = item->subject,
        .rules = rules,
        .whole = whole,
        .digest = digest,
        .fragment = item->kind == OFF_INPUT_HTML && item->html != NULL,
        .insist = TRUE,
        .last = job->run->single,
        .explain = job->explanation ? off_explain_block : NULL,
        .explain_source = job->explanation ? off_explain_source : NULL,
        .explain_data = job->explanation,
        .flowed = item->flowed,
        .delsp = item->delsp,
        .drop_images = job->settings.drop_images};
    GBytes *bytes = item->html ? item->html : item->text;
    if (!bytes) {
        g_set_error_literal(error, OFF_EXTRACT_ERROR, OFF_EXTRACT_ERROR_EMPTY,
                            "there is no text in it");
        return NULL;
    }
    const char *data = g_bytes_get_data(bytes, &n);
    g_autofree char *based = item->html && item->base ? with_base(item, data, &n) : NULL;
    if (based)
        data = based;
    OffArticle *article = item->html ? off_extract_page(data, n, &options, error)
                                     : off_extract_text(data, n, &options, error);
    if (article && article->body && item->kind == OFF_INPUT_MAIL)
        off_clean_map_links(article->body, untracked_address);
    if (article && article->body)
        drop_missing_pictures(article->body, item);
    return article;
}

/* The item's own data are more reliable than its markup. */
static void
lend_field(char **field, const char *value)
{
    if (!value || !*value)
        return;
    g_free(*field);
    *field = off_fold(value);
}

static gboolean
is_iso_date(const char *date)
{
    return date && strlen(date) >= strlen("2026-11-24") && g_ascii_isdigit(*date) &&
           date[strspn(date, "0123456789-:.TZ+")] == '\0';
}

static gboolean
is_of_feed(const OffItem *item)
{
    return item->kind == OFF_INPUT_FEED || item->kind == OFF_INPUT_NEWSBOAT;
}

static void
dress_article(OffArticle *article, const OffItem *item, const OffJob *job, gboolean own)
{
    const OffDressing how = {.drop_images = job->settings.drop_images,
                             .in_feed = job->command->to == OFF_TO_FEED && !item->is_card,
                             .own = own};
    if (is_of_feed(item))
        off_dress_article(article, item, &how);
}

static void
use_item_words(OffArticle *article, const OffItem *item, gboolean own)
{
    if (own || !article->title)
        lend_field(&article->title, item->subject);
    /* The article of a mail gets the date of the mail; dates in its text belong to what it talks
     * about. */
    if (own && item->fields && is_iso_date(item->date))
        lend_field(&article->date, item->date);
    if (!article->byline || (own && is_of_feed(item)))
        lend_field(&article->byline, item->author);
    if (!article->site || (own && is_of_feed(item)))
        lend_field(&article->site, item->feed_title);
    if (!article->lang)
        lend_field(&article->lang, item->lang);
}

/* The words of a feed item without the lines that blog programs add (transfer full), or NULL. */
static OffArticle *
own_words(const OffItem *item, const OffJob *job)
{
    OffJob quiet = *job;
    quiet.explanation = NULL;
    OffArticle *own = own_article(item, &quiet, NULL, TRUE, FALSE, NULL);
    if (own)
        off_drop_tail(own, item);
    return own;
}

/* A short page that speaks of cookies, and of nothing that the item speaks of. */
static gboolean
asks_for_consent(const OffArticle *page, const OffArticle *own)
{
    if (page->words > CONSENT_WORDS || !own || off_article_holds(page, own))
        return FALSE;
    g_autofree char *text = off_render_words(page);
    guint said = 0;
    for (const char *at = text; (at = strcasestr(at, "cookie")); at += strlen("cookie"))
        said++;
    return said >= 2;
}

/* Puts the words of the item that are not on the page above the page's article. Returns FALSE, with
 * the outcome set, if the page has no article, or holds less than the item. */
static gboolean
keep_own_words(OffArticle *article, const OffItem *item, const OffJob *job, OffOutcome *o)
{
    g_autoptr(OffArticle) own = own_words(item, job);
    if (asks_for_consent(article, own)) {
        off_outcome_fail(o, "consent", "the page asks for consent");
        return FALSE;
    }
    if (own && own->words > article->words + article->words / 3 &&
        off_article_holds(own, article)) {
        off_outcome_fail(o, "no-article", "the page holds less than the item itself");
        return FALSE;
    }
    if (own)
        off_add_own_words(article, own, item, job->command->to == OFF_TO_FEED);
    return TRUE;
}

/* Puts the words around the link of a letter, if they are not on the page, above the page's
 * article. */
static void
keep_letter_words(OffArticle *article, const OffItem *item, const OffJob *job)
{
    OffJob quiet = *job;
    quiet.explanation = NULL;
    g_autoptr(OffArticle) own = own_article(item, &quiet, NULL, FALSE, FALSE, NULL);
    if (own)
        off_add_own_words(article, own, item, FALSE);
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

/* The item's page (transfer full), however it came. */
static OffFetched *
take_page(OffWork *w, const OffJob *job, OffChannel *channel)
{
    if (w->page)
        return g_steal_pointer(&w->page);
    w->wire = w->first ? w->first->wire : 0;
    return off_page_wait_on(g_steal_pointer(&w->first), w->request, job, channel);
}

static OffArticle *
fetched_article(OffWork *w, const OffJob *job, OffChannel *channel, OffOutcome *o)
{
    g_autoptr(GError) error = NULL;
    off_channel_stage(channel, "fetch");
    if (w->page && job->explanation && !w->page->reason)
        off_explain_page(job->explanation, w->page);
    g_autoptr(OffFetched) page = take_page(w, job, channel);
    if (page->reason) {
        off_outcome_fail(o, page->reason, page->message);
        return NULL;
    }
    off_channel_say(channel, "fetched %s (%u bytes)", page->url, page->body->len);
    off_channel_stage(channel, "extract");
    if (!job->run->single && is_of_feed(w->item) && off_made_is_late(job)) {
        off_outcome_fail(o, "deadline", "the deadline passed before its turn");
        return NULL;
    }
    if (page->body->len == 0) {
        off_outcome_fail(o, "empty", "the page is empty");
        return NULL;
    }
    gboolean partial = FALSE;
    g_autoptr(OffArticle) article =
        off_page_article(page, w->item->subject, job, channel, &partial, &error);
    if (!article) {
        off_outcome_fail(o, off_extract_reason(error), error->message);
        return NULL;
    }
    if (is_poorer(article, w->item, job)) {
        off_outcome_fail(o, "no-article", "the page holds less than the mail itself");
        return NULL;
    }
    if (is_of_feed(w->item) && !keep_own_words(article, w->item, job, o))
        return NULL;
    if (w->item->kind == OFF_INPUT_MAIL)
        keep_letter_words(article, w->item, job);
    o->status = "fetched";
    o->reason = partial ? "partial" : NULL;
    g_free(o->url);
    o->url = article->url ? off_unwrap(article->url) : NULL;
    if (o->url && off_is_personal(o->url))
        g_clear_pointer(&o->url, g_free); /* a personal link must not be published as the article's
                                           * address */
    use_item_words(article, w->item, FALSE);
    dress_article(article, w->item, job, FALSE);
    return g_steal_pointer(&article);
}

static const char *
own_address(const OffWork *w)
{
    const char *address = w->target ? w->target : w->item->url;
    if (w->plan && w->plan->picked->len > 0 && w->plan->kind != OFF_KIND_DIGEST)
        address = ((OffLink *)w->plan->picked->pdata[0])->target;
    /* What only this reader was sent is not the article's public address. */
    return address && !off_is_personal(address) ? address : NULL;
}

/* One article of a digest as a message of its own; NULL if it could not be fetched. */
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
    return job->run->mail->compose_item(&item, article, &verdict, &job->settings.compose,
                                        job->command->now);
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
                        message ? "fetched" : "could not be fetched");
        if (!message)
            continue;
        if (!w->item->articles)
            w->item->articles = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref);
        g_ptr_array_add(w->item->articles, message);
    }
}

/* The article that is in the item itself. A mail or a page is cleaned; the text of a feed item is
 * taken as it is. */
static OffArticle *
included_article(OffWork *w, const OffJob *job, OffChannel *channel, OffOutcome *o)
{
    g_autoptr(GError) error = NULL;
    const OffItem *item = w->item;
    gboolean feed = item->kind == OFF_INPUT_FEED || item->kind == OFF_INPUT_NEWSBOAT ||
                    (item->kind == OFF_INPUT_MAIL && item->url);
    gboolean digest = w->plan && w->plan->kind == OFF_KIND_DIGEST;
    /* A plain-text mail has furniture only at its two ends, so lists and listings inside are
     * kept. */
    gboolean text_mail = item->kind == OFF_INPUT_MAIL && !item->html;
    off_channel_stage(channel, "extract");
    gboolean page = item->kind == OFF_INPUT_HTML && item->url && !job->command->plain;
    const OffSiteRules *rules = page || (is_of_feed(item) && item->url)
                                    ? off_rule_book_find(job->run->rules, channel, item->url)
                                    : NULL;
    OffArticle *article =
        own_article(item, job, rules, feed || job->command->plain, digest || text_mail, &error);
    if (!article && is_of_feed(item)) /* a picture, a film, or nothing but a title */
        article = off_article_new();
    if (!article) {
        off_outcome_fail(o, off_extract_reason(error), error->message);
        return NULL;
    }
    if (digest)
        off_arrange_digest(article, w->plan);
    o->status = digest ? "digest" : "included";
    if (page && !job->settings.no_fetch && !off_page_follow(article, job, channel))
        o->reason = "partial";
    const char *address = own_address(w);
    if (page && article->url && !off_is_personal(article->url))
        address = article->url; /* the address that the page calls its own */
    g_free(o->url);
    o->url = address ? off_unwrap(address) : g_strdup(article->url);
    if (is_of_feed(item))
        off_drop_tail(article, item);
    use_item_words(article, item, item->kind != OFF_INPUT_HTML && item->kind != OFF_INPUT_TEXT);
    if (o->url) {
        g_free(article->url);
        article->url = g_strdup(o->url);
    }
    dress_article(article, item, job, TRUE);
    return article;
}

OffArticle *
off_work_article(OffWork *w, const OffJob *job, OffChannel *channel, OffOutcome *o)
{
    const OffItem *item = w->item;
    if (item->untouchable) {
        o->status = "untouched";
        o->reason = item->untouchable;
        return NULL;
    }
    if (w->request || w->page)
        return fetched_article(w, job, channel, o);
    if (w->target) {
        o->status = "untouched";
        o->reason = "no-fetch";
        o->url = g_strdup(w->target);
        if (item->kind == OFF_INPUT_URL)
            off_outcome_fail(o, "no-fetch",
                             "an address is all there is, and --no-fetch forbids to ask for it");
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

OffArticle *
off_plain_article(const OffItem *item, const OffJob *job)
{
    OffArticle *own = own_article(item, job, NULL, TRUE, FALSE, NULL);
    if (!own)
        own = off_article_new();
    if (is_of_feed(item))
        off_drop_tail(own, item);
    use_item_words(own, item, TRUE);
    dress_article(own, item, job, TRUE);
    return own;
}
