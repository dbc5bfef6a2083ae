/* feed.c: a feed, filled and written again; what newsboat pipes. */
#include "config.h"

#include "fuzz.h"

#include "input/feed.h"
#include "input/input.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(OffFeed) feed = NULL;
    const OffSource source = {(const char *)data, size, "https://a.example/", NULL, &feed};
    g_autoptr(GPtrArray) items = off_input_read(OFF_INPUT_FEED, &source, NULL);
    for (guint i = 0; items && feed && i < MIN(items->len, 8); i++)
        off_feed_fill(feed, items->pdata[i], "<p>new <b>words</b></p>");
    if (items && feed) {
        g_autoptr(GByteArray) out = off_feed_write(feed);
        if (out->len == 0)
            g_error("a feed became nothing");
    }
    return 0;
}
