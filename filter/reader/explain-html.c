/* explain-html.c: --explain=html: the story, a legend, and each block with its reason next to it.
 */
#include "config.h"

#include "reader/explanation.h"

#include "clean/clean.h"

#include <offprint/render.h>

#define RUN_MIN 4 /* so many dropped blocks in a row are folded */

/* Whatever is told by a colour is told by a word too, and nothing needs a pointer. */
static const char page_start[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>offprint: "
    "why</title>\n<style>\n"
    ":root { color-scheme: light dark; }\n"
    "body { font: 1rem/1.4 system-ui, sans-serif; margin: 1rem auto; max-width: 80rem; padding: 0 "
    "1rem; overflow-wrap: anywhere; }\n"
    ".both { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem; }\n"
    ".both > * { min-width: 0; }\n"
    ".both img { max-width: 100%; height: auto; }\n"
    ".story p { margin: .3rem 0; }\n"
    ".object { display: block; padding-left: 1rem; }\n"
    ".block { margin: .3rem 0; padding: .2rem .5rem; border-left: .4rem solid; }\n"
    ".block p { margin: 0; }\n"
    ".why { font-size: .85rem; }\n"
    ".kept { border-color: #2a7d2a; background: #e6f4e6; color: #111; }\n"
    ".dropped { border-color: #b03030; background: #f8e6e6; color: #444; }\n"
    "summary { padding: .3rem 0; cursor: pointer; }\n"
    "pre { white-space: pre-wrap; }\n"
    ":focus-visible, :target { outline: .2rem solid #1a62c4; }\n"
    "@media (max-width: 50rem) { .both { display: block; } }\n"
    "</style>\n</head>\n<body>\n<h1>Why this is the article</h1>\n";

static const char legend[] =
    "<div class=\"block kept\"><p><strong>kept</strong>: the block belongs to the "
    "article.</p></div>\n"
    "<div class=\"block dropped\"><p><strong>dropped</strong>: it does not. Furniture is what the "
    "site puts around its articles: menus, buttons, teasers, advertisements.</p></div>\n"
    "<p>The number says how sure offprint is that a block belongs to the article, from 0 to 1. The "
    "neighbours of a block count, too: a kept block can have a lower number than a dropped "
    "one.</p>\n";

static void
add_story(GString *out, const GArray *story)
{
    g_string_append(out, "<div class=\"story\">\n");
    for (guint i = 0; i < story->len; i++) {
        const OffStoryLine *line = &g_array_index(story, OffStoryLine, i);
        g_string_append(out, "<p>");
        off_append_escaped(out, line->sentence);
        if (line->object) {
            g_string_append(out, " <span class=\"object\">");
            off_append_escaped(out, line->object);
            g_string_append(out, "</span>");
        }
        g_string_append(out, "</p>\n");
    }
    g_string_append(out, "</div>\n");
}

static void
add_block(GString *out, const OffExplainedBlock *b, gboolean first_kept)
{
    const char *verdict = b->kept ? "kept" : "dropped";
    g_string_append_printf(
        out, "<div class=\"block %s\"%s><p class=\"why\"><strong>%s</strong> %.2f: ", verdict,
        first_kept ? " id=\"kept\" tabindex=\"-1\"" : "", verdict, b->worth);
    off_append_escaped(out, b->why);
    g_string_append(out, "</p><p>");
    off_append_escaped(out, b->text);
    g_string_append(out, "</p></div>\n");
}

/* The end of the run of blocks with one verdict that begins at start. */
static guint
end_of_run(const GArray *blocks, guint start)
{
    guint end = start + 1;
    while (end < blocks->len && g_array_index(blocks, OffExplainedBlock, end).kept ==
                                    g_array_index(blocks, OffExplainedBlock, start).kept)
        end++;
    return end;
}

static void
add_blocks(GString *out, const GArray *blocks)
{
    gboolean seen = FALSE;
    for (guint start = 0, end; start < blocks->len; start = end) {
        end = end_of_run(blocks, start);
        gboolean kept = g_array_index(blocks, OffExplainedBlock, start).kept;
        gboolean folded = !kept && end - start >= RUN_MIN;
        if (folded) {
            g_autofree char *dropped = off_explain_dropped(blocks, start, end);
            g_string_append(out, "<details><summary>");
            off_append_escaped(out, dropped);
            g_string_append(out, "</summary>\n");
        }
        for (guint i = start; i < end; i++) {
            add_block(out, &g_array_index(blocks, OffExplainedBlock, i), kept && !seen);
            seen |= kept;
        }
        if (folded)
            g_string_append(out, "</details>\n");
    }
    if (blocks->len == 0)
        g_string_append(out, "<p>No page was read.</p>\n");
}

static gboolean
any_kept(const GArray *blocks)
{
    for (guint i = 0; i < blocks->len; i++)
        if (g_array_index(blocks, OffExplainedBlock, i).kept)
            return TRUE;
    return FALSE;
}

void
off_explain_html(GString *out, const OffExplanation *e, const GArray *story, const char *details,
                 const OffArticle *article)
{
    g_autofree char *body = article ? off_render_html_body(article) : g_strdup("<p>None.</p>\n");
    g_string_append(out, page_start);
    g_string_append_printf(out, "<nav>%s<a href=\"#article\">The article</a></nav>\n",
                           any_kept(e->blocks) ? "<a href=\"#kept\">First kept block</a> · " : "");
    add_story(out, story);
    g_string_append(out, "<details><summary>Every link, fetch and source</summary>\n<pre>");
    off_append_escaped(out, details);
    g_string_append(out, "</pre></details>\n"
                         "<div class=\"both\">\n<section>\n<h2>Blocks of the page</h2>\n");
    if (e->blocks->len > 0)
        g_string_append(out, legend);
    add_blocks(out, e->blocks);
    g_string_append(out, "</section>\n<section id=\"article\" tabindex=\"-1\">\n"
                         "<h2>The article</h2>\n");
    g_string_append(out, body);
    g_string_append(out, "</section>\n</div>\n</body>\n</html>\n");
}
