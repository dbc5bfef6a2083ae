/* explain.c: a short account that a person understands: what came in, which links there were, what
 * was fetched, and what became of each block of the page. */
#include "config.h"

#include "reader/explain.h"

#include "clean/clean.h"

#include <offprint/locate.h>
#include <offprint/render.h>

#include <string.h>

#define TEXT_CHARS 60 /* of a block or a link that are shown as text */
#define LINKS_MAX 40

typedef struct {
    char *text;
    gboolean kept;
    double worth;
    char *why;
} Block;

struct OffExplanation {
    GArray *blocks;      /* Block, of the page that was read last */
    GHashTable *sources; /* field of the article -> what says so */
    GString *pages;      /* a line for each that was fetched */
};

static void
block_clear(void *data)
{
    g_free(((Block *)data)->text);
    g_free(((Block *)data)->why);
}

OffExplanation *
off_explanation_new(void)
{
    OffExplanation *e = g_new0(OffExplanation, 1);
    e->blocks = g_array_new(FALSE, TRUE, sizeof(Block));
    g_array_set_clear_func(e->blocks, block_clear);
    e->sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    e->pages = g_string_new(NULL);
    return e;
}

void
off_explanation_free(OffExplanation *e)
{
    if (!e)
        return;
    g_array_unref(e->blocks);
    g_hash_table_unref(e->sources);
    g_string_free(e->pages, TRUE);
    g_free(e);
}

void
off_explain_block(const char *text, gboolean kept, double worth, const char *why, void *data)
{
    OffExplanation *e = data;
    Block b = {g_strdup(text), kept, worth, g_strdup(why ? why : "")};
    g_array_append_val(e->blocks, b);
}

void
off_explain_page(OffExplanation *e, const OffFetched *page)
{
    static const char *const stored[] = {"", ", from the cache",
                                         ", from the cache: the server says that it still holds"};
    g_array_set_size(e->blocks, 0);
    g_hash_table_remove_all(e->sources);
    g_string_append_printf(
        e->pages, "%s\n  %u bytes, %u redirects, waited for %" G_GINT64_FORMAT " ms%s\n", page->url,
        page->body->len, page->hops, page->waited, stored[MIN(page->stored, 2)]);
}

void
off_explain_source(const char *field, const char *sources, void *data)
{
    OffExplanation *e = data;
    g_hash_table_insert(e->sources, g_strdup(field), g_strdup(sources));
}

/* --- text --- */

static void
add_line(GString *out, const char *name, const char *value)
{
    if (value && *value)
        g_string_append_printf(out, "%-12s%s\n", name, value);
}

static char *
shortened(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    if (g_utf8_strlen(valid, -1) <= TEXT_CHARS)
        return g_steal_pointer(&valid);
    g_autofree char *start = g_utf8_substring(valid, 0, TEXT_CHARS - 1);
    return g_strconcat(start, "…", NULL);
}

static void
add_candidates(GString *out, const GPtrArray *links)
{
    if (links->len > 0)
        g_string_append(out, "\nlinks that could be followed: how much speaks for each, and why\n");
    for (guint i = 0; i < links->len; i++) {
        const OffLink *link = links->pdata[i];
        g_autofree char *words = shortened(link->text);
        g_string_append_printf(out, "  %5.2f %-10s %s\n  %16s %s\n", link->score, link->why, words,
                               "", link->target);
    }
}

static void
add_links(GString *out, const char *title, const GPtrArray *links)
{
    if (links->len > 0)
        g_string_append_printf(out, "\n%s\n", title);
    for (guint i = 0; i < MIN(links->len, LINKS_MAX); i++) {
        const OffLink *link = links->pdata[i];
        g_autofree char *words = shortened(link->text);
        g_string_append_printf(out, "  %-16s %s\n  %-16s %s\n", link->why, words, "",
                               link->target ? link->target : link->href);
    }
    if (links->len > LINKS_MAX)
        g_string_append_printf(out, "  and %u more\n", links->len - LINKS_MAX);
}

static void
add_outcome(GString *out, const OffWork *w, const OffOutcome *o)
{
    g_autofree char *kind = w->plan ? g_strdup_printf("%s (%s)", off_kind_name(w->plan->kind),
                                                      w->plan->reason ? w->plan->reason : "page")
                                    : g_strdup("page");
    g_autofree char *status =
        g_strdup_printf("%s%s%s%s%s", o->status, o->reason ? ", " : "", o->reason ? o->reason : "",
                        o->message ? ": " : "", o->message ? o->message : "");
    add_line(out, "kind", kind);
    add_line(out, "outcome", status);
    add_line(out, "address", o->url);
}

static void
add_article(GString *out, const OffExplanation *e, const OffArticle *a)
{
    g_autofree char *words = g_strdup_printf("%u", a->words);
    const struct {
        const char *name, *value;
    } fields[] = {{"title", a->title},        {"byline", a->byline}, {"date", a->date},
                  {"site", a->site},          {"language", a->lang}, {"words", words},
                  {"next page", a->next_page}};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        const char *sources = g_hash_table_lookup(e->sources, fields[i].name);
        add_line(out, fields[i].name, fields[i].value);
        if (sources && fields[i].value)
            g_string_append_printf(out, "%-14s%s\n", "", sources);
    }
}

static void
add_blocks(GString *out, const GArray *blocks)
{
    if (blocks->len > 0)
        g_string_append(out, "\nblocks of the page: + kept, - dropped, how sure, why\n");
    for (guint i = 0; i < blocks->len; i++) {
        const Block *b = &g_array_index(blocks, Block, i);
        g_autofree char *text = shortened(b->text);
        g_string_append_printf(out, "  %c %.2f  %s\n           %s\n", b->kept ? '+' : '-', b->worth,
                               text, b->why);
    }
}

/* --- HTML --- */

static const char page_start[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>offprint: "
    "why</title>\n<style>\n"
    "body { font: 1rem/1.4 system-ui, sans-serif; margin: 1rem; }\n"
    ".both { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }\n"
    ".both > * { min-width: 0; overflow-wrap: anywhere; }\n"
    ".block { margin: .2rem 0; padding: .1rem .5rem; border-left: .4rem solid; }\n"
    ".kept { border-color: #2a7d2a; background: #e6f4e6; color: #111; }\n"
    ".dropped { border-color: #b03030; background: #f8e6e6; color: #555; }\n"
    "pre { white-space: pre-wrap; }\n"
    "@media (max-width: 50rem) { .both { display: block; } }\n"
    "</style>\n</head>\n<body>\n<h1>Why this is the article</h1>\n";

static void
add_html_blocks(GString *out, const GArray *blocks)
{
    for (guint i = 0; i < blocks->len; i++) {
        const Block *b = &g_array_index(blocks, Block, i);
        g_string_append_printf(
            out, "<p class=\"block %s\" title=\"%.2f: ", b->kept ? "kept" : "dropped", b->worth);
        off_append_escaped(out, b->why);
        g_string_append(out, "\">");
        off_append_escaped(out, b->text);
        g_string_append(out, "</p>\n");
    }
}

static void
add_html(GString *out, const OffExplanation *e, const char *account, const OffArticle *article)
{
    g_autofree char *body = article ? off_render_html_body(article) : g_strdup("<p>None.</p>\n");
    g_string_append(out, page_start);
    g_string_append(out, "<pre>");
    off_append_escaped(out, account);
    g_string_append(out, "</pre>\n<div class=\"both\">\n<section>\n<h2>Blocks of the page</h2>\n");
    add_html_blocks(out, e->blocks);
    g_string_append(out, "</section>\n<section>\n<h2>The article</h2>\n");
    g_string_append(out, body);
    g_string_append(out, "</section>\n</div>\n</body>\n</html>\n");
}

void
off_append_explanation(GByteArray *out, const OffExplanation *e, const OffWork *w,
                       const OffArticle *article, const OffOutcome *o, gboolean html)
{
    g_autoptr(GString) account = g_string_new(NULL);
    add_outcome(account, w, o);
    if (article)
        add_article(account, e, article);
    if (e->pages->len > 0)
        g_string_append_printf(account, "\nfetched\n%s", e->pages->str);
    if (w->plan) {
        add_links(account, "links that are the article, or its articles", w->plan->picked);
        add_candidates(account, w->plan->candidates);
        add_links(account, "links that are not fetched", w->plan->refused);
    }
    g_autoptr(GString) page = g_string_new(NULL);
    if (html)
        add_html(page, e, account->str, article);
    else
        add_blocks(account, e->blocks);
    const GString *said = html ? page : account;
    g_byte_array_append(out, (const guint8 *)said->str, (guint)said->len);
}
