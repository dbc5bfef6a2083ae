/* page.c: an HTML page, all the way to text, HTML and words. */
#include "config.h"

#include "fuzz.h"

#include <offprint/extract.h>
#include <offprint/render.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *const types[] = {NULL, "text/html; charset=shift_jis", "text/html; charset=koi8-r"};
    const OffExtractOptions options = {.url = "https://a.example/b/2",
                                       .http_type = size ? types[data[0] % 3] : NULL,
                                       .whole = size > 1 && data[1] % 4 == 0,
                                       .fragment = size > 2 && data[2] % 4 == 0};
    g_autoptr(OffArticle) article = off_extract_page((const char *)data, size, &options, NULL);
    if (!article)
        return 0;
    const OffTextOptions how = {.width = 72, .flowed = TRUE, .head = TRUE, .notes = TRUE};
    g_free(off_render_text(article, &how));
    g_free(off_render_words(article));
    g_free(off_render_html(article));
    g_free(off_render_markdown(article, TRUE));
    g_free(off_render_front_matter(article));
    g_autoptr(OffArticle) again = off_extract_page((const char *)data, size, &options, NULL);
    if (again)
        off_extract_join(article, again);
    g_free(off_render_html_body(article));
    return 0;
}
