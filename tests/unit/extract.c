/* extract.c: pages that are hostile, empty or name their address. */
#include "config.h"

#include <offprint/extract.h>
#include <offprint/render.h>

#include "wire/bounds.h"

#include <string.h>

static void
hostile_markup(void)
{
    static const char page[] =
        "<html><body><article><h1>T</h1><p onclick=x>A paragraph of text that is long enough to be "
        "kept, with a "
        "<a href='javascript:alert(1)'>bad link</a>, a <a href='/good'>good one</a>, "
        "<script>evil()</script> and "
        "<iframe src='https://ads.example/frame'></iframe> more words to make it an article of its "
        "own, and on.</p>"
        "<style>p{color:red}</style><form><input value='x'></form><svg><text>no</text></svg>"
        "<p>Another paragraph with <b>bold</b> &lt;script&gt; and &amp;, an <img "
        "src='data:image/png;base64,x' alt='x'> "
        "and enough of words that nobody would take it for anything else than a part of the "
        "text.</p></article></body></html>";
    const OffExtractOptions options = {.url = "https://a.example/dir/page"};
    g_autoptr(OffArticle) article = off_extract_page(page, strlen(page), &options, NULL);
    g_assert_nonnull(article);
    g_autofree char *html = off_render_html(article);
    static const char *const never[] = {"javascript", "onclick", "<script", "evil", "iframe",
                                        "<style>p",   "<form",   "<svg",    "data:"};
    for (guint i = 0; i < G_N_ELEMENTS(never); i++)
        g_assert_null(strstr(html, never[i]));
    g_assert_nonnull(strstr(html, "href=\"https://a.example/good\""));
    g_assert_nonnull(strstr(html, "&lt;script&gt; and &amp;"));
}

static void
canonical(void)
{
    static const struct {
        const char *url, *canonical, *want;
    } cases[] = {
        {"https://m.a.example/amp/story", "https://www.a.example/story",
         "https://www.a.example/story"},
        {"https://a.example/story?x=1", "/story", "https://a.example/story"},
        {"https://a.example/story", "https://b.example/elsewhere", "https://a.example/story"},
        {"https://a.example/story", "https://a.example/", "https://a.example/story"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *page = g_strdup_printf(
            "<html><head><link rel=canonical href='%s'></head><body><article><p>A paragraph of "
            "text that is long enough "
            "to be kept as the article, and then some more of it.</p></article></body></html>",
            cases[i].canonical);
        const OffExtractOptions options = {.url = cases[i].url};
        g_autoptr(OffArticle) article = off_extract_page(page, strlen(page), &options, NULL);
        g_assert_nonnull(article);
        g_assert_cmpstr(article->url, ==, cases[i].want);
    }
}

static void
empty_pages(void)
{
    static const char *const pages[] = {
        "", " ", "<", "<html>", "<!-- x", "<p></p>", "&", "<table><tr><td></table>", "\x01\x02"};
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(OffArticle) article = off_extract_page(pages[i], strlen(pages[i]), NULL, &error);
        g_assert_true(article != NULL || error != NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/extract/hostile", hostile_markup);
    g_test_add_func("/extract/canonical", canonical);
    g_test_add_func("/extract/empty", empty_pages);
    return g_test_run();
}
