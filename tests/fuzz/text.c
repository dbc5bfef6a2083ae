/* text.c: plain text as a page. */
#include "config.h"

#include "fuzz.h"

#include <offprint/extract.h>
#include <offprint/render.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const OffExtractOptions how = {
        .whole = size & 1, .flowed = (size & 2) != 0, .delsp = (size & 4) != 0};
    g_autoptr(OffArticle) article = off_extract_text((const char *)data, size, &how, NULL);
    if (article)
        g_free(off_render_text(article, &(OffTextOptions){.width = 40, .head = TRUE}));
    return 0;
}
