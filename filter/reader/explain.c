/* explain.c: collects what --explain tells, and writes its text: the story, and at -v every link,
 * page and block. */
#include "config.h"

#include "reader/explanation.h"

#include <offprint/locate.h>

#include <string.h>

#define TEXT_CHARS 60 /* of a block or a link that are shown as text */
#define LINKS_MAX 40

static void
block_clear(void *data)
{
    g_free(((OffExplainedBlock *)data)->text);
    g_free(((OffExplainedBlock *)data)->why);
}

static void
page_clear(void *data)
{
    g_free(((OffExplainedPage *)data)->url);
    g_free(((OffExplainedPage *)data)->how);
}

OffExplanation *
off_explanation_new(void)
{
    OffExplanation *e = g_new0(OffExplanation, 1);
    e->blocks = g_array_new(FALSE, TRUE, sizeof(OffExplainedBlock));
    g_array_set_clear_func(e->blocks, block_clear);
    e->sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    e->pages = g_array_new(FALSE, TRUE, sizeof(OffExplainedPage));
    g_array_set_clear_func(e->pages, page_clear);
    return e;
}

void
off_explanation_free(OffExplanation *e)
{
    if (!e)
        return;
    g_array_unref(e->blocks);
    g_hash_table_unref(e->sources);
    g_array_unref(e->pages);
    g_free(e);
}

void
off_explain_block(const char *text, gboolean kept, double worth, const char *why, void *data)
{
    OffExplanation *e = data;
    OffExplainedBlock b = {g_strdup(text), kept, worth, g_strdup(why ? why : "")};
    g_array_append_val(e->blocks, b);
}

void
off_explain_page(OffExplanation *e, const OffFetched *page)
{
    static const char *const stored[] = {"", ", from the cache",
                                         ", from the cache: the server says that it still holds"};
    g_array_set_size(e->blocks, 0);
    g_hash_table_remove_all(e->sources);
    OffExplainedPage p = {
        g_strdup(page->url),
        g_strdup_printf("%u bytes, %u redirects, waited for %" G_GINT64_FORMAT " ms%s",
                        page->body->len, page->hops, page->waited, stored[MIN(page->stored, 2)])};
    g_array_append_val(e->pages, p);
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
shortened_text(const char *text)
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
        g_autofree char *words = shortened_text(link->text);
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
        g_autofree char *words = shortened_text(link->text);
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
        const OffExplainedBlock *b = &g_array_index(blocks, OffExplainedBlock, i);
        g_autofree char *text = shortened_text(b->text);
        g_string_append_printf(out, "  %c %.2f  %s\n           %s\n", b->kept ? '+' : '-', b->worth,
                               text, b->why);
    }
}

static void
add_pages(GString *out, const GArray *pages)
{
    if (pages->len > 0)
        g_string_append(out, "\nfetched\n");
    for (guint i = 0; i < pages->len; i++) {
        const OffExplainedPage *p = &g_array_index(pages, OffExplainedPage, i);
        g_string_append_printf(out, "%s\n  %s\n", p->url, p->how);
    }
}

static void
add_story(GString *out, const GArray *story)
{
    for (guint i = 0; i < story->len; i++) {
        const OffStoryLine *line = &g_array_index(story, OffStoryLine, i);
        g_string_append_printf(out, "%s\n", line->sentence);
        if (line->object)
            g_string_append_printf(out, "  %s\n", line->object);
    }
}

static void
add_details(GString *out, const OffExplanation *e, const OffWork *w, const OffArticle *article,
            const OffOutcome *o)
{
    add_outcome(out, w, o);
    if (article)
        add_article(out, e, article);
    add_pages(out, e->pages);
    if (!w->plan)
        return;
    add_links(out, "links that are the article, or its articles", w->plan->picked);
    add_candidates(out, w->plan->candidates);
    add_links(out, "links that are not fetched", w->plan->refused);
}

void
off_append_explanation(GByteArray *out, const OffExplanation *e, const OffWork *w,
                       const OffArticle *article, const OffOutcome *o, gboolean html)
{
    g_autoptr(GArray) story = off_explain_story(e, w, article, o);
    g_autoptr(GString) details = g_string_new(NULL), said = g_string_new(NULL);
    add_details(details, e, w, article, o);
    if (html) {
        off_explain_html(said, e, story, details->str, article);
    } else {
        add_story(said, story);
        g_string_append_c(said, '\n');
        if (w->job.command->asked.verbose) {
            g_string_append(said, details->str);
            add_blocks(said, e->blocks);
        } else {
            g_string_append(said, "With -v, every link and block and its score.\n");
        }
    }
    g_byte_array_append(out, (const guint8 *)said->str, (guint)said->len);
}
