/* pages.c: a page, the pages it redirects to, and its continuation pages. */
#include "config.h"

#include "reader/pages.h"

#include "wire/bounds.h"
#include "reader/ask.h"
#include "reader/explain.h"
#include "pagetype/refresh.h"

#include <string.h>

#define REFRESH_MAX 3

/* An answer, early enough that it can still be set. */
static OffFetched *
wait_for(guint request, const OffJob *job, OffChannel *channel)
{
    return off_channel_wait(channel, request, job->command->deadline - OFF_FETCH_RESERVE_MS / 2);
}

OffFetched *
off_page_wait(guint request, const OffJob *job, OffChannel *channel)
{
    return off_page_wait_on(NULL, request, job, channel);
}

OffFetched *
off_page_wait_on(OffFetched *first, guint request, const OffJob *job, OffChannel *channel)
{
    gint64 start = off_now_ms();
    OffFetched *page = first ? first : wait_for(request, job, channel);
    for (guint i = 0; i < REFRESH_MAX && !page->reason && page->body->len > 0; i++) {
        g_autofree char *next =
            off_refresh_target((const char *)page->body->data, page->body->len, page->url);
        const char *refused = next ? off_ask_refuses(next, OFF_ASK_ONWARD, job) : NULL;
        if (next)
            off_channel_say(channel, "refresh to %s%s%s", next, refused ? ": not followed, " : "",
                            refused ? refused : "");
        if (!next || refused)
            break;
        off_fetched_free(page);
        page = wait_for(off_ask(next, OFF_ASK_ONWARD, job, channel), job, channel);
    }
    page->waited = off_now_ms() - start;
    if (job->explanation && !page->reason)
        off_explain_page(job->explanation, page);
    return page;
}

static OffArticle *
one_page(const OffFetched *page, const char *title, const OffJob *job, OffChannel *channel,
         GError **error)
{
    if (job->ruled)
        g_ptr_array_add(job->ruled, g_strdup(page->url));
    const OffExtractOptions options = {
        .url = page->url,
        .http_type = page->content_type,
        .title = title,
        .rules = off_rule_book_find(job->run->rules, channel, page->url),
        .explain = job->explanation ? off_explain_block : NULL,
        .explain_source = job->explanation ? off_explain_source : NULL,
        .explain_data = job->explanation,
        .drop_images = job->settings.drop_images};
    gboolean plain =
        page->content_type && g_ascii_strncasecmp(page->content_type, "text/plain", 10) == 0;
    const char *data = (const char *)page->body->data;
    return plain ? off_extract_text(data, page->body->len, &options, error)
                 : off_extract_page(data, page->body->len, &options, error);
}

static OffArticle *
article_at(const char *url, const OffJob *job, OffChannel *channel)
{
    guint request = off_ask(url, OFF_ASK_ONWARD, job, channel);
    g_autoptr(OffFetched) page = off_page_wait(request, job, channel);
    if (page->reason || page->body->len == 0)
        return NULL;
    off_channel_say(channel, "fetched %s (%u bytes)", page->url, page->body->len);
    return one_page(page, NULL, job, channel, NULL);
}

/* Uses the single-page address of the site rules, if that page holds more. */
static OffArticle *
prefer_single(OffArticle *article, const OffJob *job, OffChannel *channel)
{
    g_autoptr(OffArticle) one =
        article->single_page ? article_at(article->single_page, job, channel) : NULL;
    if (!one || one->words < article->words)
        return article;
    g_free(one->url);
    one->url = g_steal_pointer(&article->url);
    off_article_free(article);
    return g_steal_pointer(&one);
}

gboolean
off_page_follow(OffArticle *article, const OffJob *job, OffChannel *channel)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint pages = 1; article->next_page && pages < OFF_PAGES_MAX; pages++) {
        g_autofree char *url = g_steal_pointer(&article->next_page);
        if (!g_hash_table_add(seen, g_strdup(url)) || off_ask_refuses(url, OFF_ASK_ONWARD, job))
            return TRUE;
        g_autoptr(OffArticle) next = article_at(url, job, channel);
        if (!next) {
            off_channel_say(channel, "could not fetch page %u (%s)", pages + 1, url);
            return FALSE;
        }
        if (!off_extract_join(article, next))
            return TRUE;
        off_channel_say(channel, "page %u is %s", pages + 1, url);
        article->next_page = g_steal_pointer(&next->next_page);
    }
    return article->next_page == NULL;
}

OffArticle *
off_page_article(const OffFetched *page, const char *title, const OffJob *job, OffChannel *channel,
                 gboolean *partial, GError **error)
{
    OffArticle *article = one_page(page, title, job, channel, error);
    *partial = FALSE;
    if (!article)
        return NULL;
    article = prefer_single(article, job, channel);
    *partial = !off_page_follow(article, job, channel);
    return article;
}
