/* example.c: the article of a page on standard input, as text: all that liboffprint needs of a
 * program.
 *
 *     cc example.c -o example $(pkg-config --cflags --libs liboffprint)
 *     ./example https://example.org/article <page.html */
#include <offprint/extract.h>
#include <offprint/render.h>

#include <stdio.h>

int
main(int argc, char **argv)
{
    g_autoptr(GString) page = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    char chunk[65536];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, stdin)) > 0;)
        g_string_append_len(page, chunk, (gssize)n);
    const OffExtractOptions options = {.url = argc > 1 ? argv[1] : NULL};
    g_autoptr(OffArticle) article = off_extract_page(page->str, page->len, &options, &error);
    if (!article) {
        fprintf(stderr, "example: %s: %s\n", off_extract_reason(error), error->message);
        return 1;
    }
    g_autofree char *text =
        off_render_text(article, &(OffTextOptions){.width = 72, .head = TRUE, .notes = TRUE});
    fputs(text, stdout);
    return 0;
}
