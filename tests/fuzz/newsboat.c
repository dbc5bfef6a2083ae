/* newsboat.c: the text that newsboat pipes. */
#include "config.h"

#include "fuzz.h"

#include "input/feed.h"
#include "input/input.h"

#include <offprint/extract.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(OffFeed) feed = NULL;
    const OffSource source = {(const char *)data, size, NULL, NULL, &feed};
    g_autoptr(GPtrArray) items = off_input_read(OFF_INPUT_NEWSBOAT, &source, NULL);
    for (guint i = 0; items && i < items->len; i++) {
        const OffItem *item = items->pdata[i];
        gsize n;
        const char *text = item->text ? g_bytes_get_data(item->text, &n) : NULL;
        off_article_free(text ? off_extract_text(text, n, NULL, NULL) : NULL);
    }
    return 0;
}
