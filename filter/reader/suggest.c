/* suggest.c: collects the pages of --suggest-rules, and writes the file. */
#include "config.h"

#include "reader/suggest.h"

#include "dom/charset.h"
#include "dom/dom.h"
#include "dom/url.h"
#include "reader/article.h"
#include "reader/pages.h"
#include "sites/suggest.h"
#include "wire/prefix.h"

#include <offprint/render.h>

#include <string.h>

static void
page_clear(void *data)
{
    OffSuggestPage *p = data;
    g_clear_pointer(&p->doc, xmlFreeDoc);
    g_free((char *)p->url);
    g_free((char *)p->words);
    g_free((char *)p->title);
    g_free((char *)p->byline);
    g_free((char *)p->date);
}

static xmlDoc *
doc_of(const OffFetched *page)
{
    gsize n = 0;
    g_autofree char *text = off_to_utf8((const char *)page->body->data, page->body->len, NULL,
                                        page->content_type, TRUE, &n);
    return off_dom_parse(text, n);
}

void
off_suggest_page(OffWork *w, OffChannel *channel, OffOutcome *o)
{
    OffJob *job = &w->job;
    OffSuggestPage p = {0};
    if (!w->page && w->request)
        w->page = off_page_wait(w->request, job, channel);
    if (w->page && !w->page->reason && w->page->body->len > 0) {
        p.doc = doc_of(w->page);
        p.url = g_strdup(w->page->url);
    }
    g_autoptr(OffArticle) article = off_work_article(w, job, channel, o);
    if (!article || !p.doc) {
        page_clear(&p);
        return;
    }
    p.words = off_render_words(article);
    p.title = g_strdup(article->title);
    p.byline = g_strdup(article->byline);
    p.date = g_strdup(article->date);
    if (!job->run->pages) {
        job->run->pages = g_array_new(FALSE, TRUE, sizeof(OffSuggestPage));
        g_array_set_clear_func(job->run->pages, page_clear);
    }
    g_array_append_val(job->run->pages, p);
}

void
off_suggest_end(OffJob *job, GByteArray *out, OffOutcome *o)
{
    GArray *pages = job->run->pages;
    if (!pages)
        return;
    const OffSuggestPage *first = &g_array_index(pages, OffSuggestPage, 0);
    g_autofree char *host = off_url_host(first->url);
    const char *site = host && off_has_prefix(host, "www.") ? host + strlen("www.") : host;
    for (guint i = 1; i < pages->len; i++)
        if (!off_url_same_site(first->url, g_array_index(pages, OffSuggestPage, i).url)) {
            off_outcome_fail(o, "input", "the pages are of different sites");
            return;
        }
    g_autofree char *rules = off_suggest_rules(first, pages->len);
    g_autofree char *file = g_strdup_printf(
        "# Suggested from %u page%s. Save it as %s.txt in ~/.config/offprint/sites, "
        "and look at\n# pages with offprint --explain=html (offprint-sites(5)).\n%s",
        pages->len, pages->len == 1 ? "" : "s", site ? site : "HOST", rules);
    g_byte_array_append(out, (const guint8 *)file, (guint)strlen(file));
}
