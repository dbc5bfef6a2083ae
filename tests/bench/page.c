/* page.c: pages to their articles in HTML and in text, in one process without a sandbox, for
 * profilers (callgrind, perf).
 *
 * usage: page FILE...    each a page of HTML */
#include "config.h"

#include <offprint/extract.h>
#include <offprint/render.h>

int
main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        g_autofree char *page = NULL;
        gsize length;
        if (!g_file_get_contents(argv[i], &page, &length, NULL)) {
            g_printerr("page: cannot read %s\n", argv[i]);
            return 2;
        }
        const OffExtractOptions options = {.url = "https://a.example/b/2"};
        g_autoptr(OffArticle) article = off_extract_page(page, length, &options, NULL);
        g_autofree char *html = article ? off_render_html(article) : NULL;
        const OffTextOptions how = {.width = 72, .flowed = TRUE, .head = TRUE, .notes = TRUE};
        g_autofree char *text = article ? off_render_text(article, &how) : NULL;
        g_print("%s: %" G_GSIZE_FORMAT " bytes of HTML, %" G_GSIZE_FORMAT " of text\n", argv[i],
                html ? strlen(html) : 0, text ? strlen(text) : 0);
    }
    return 0;
}
