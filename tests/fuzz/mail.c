/* mail.c: bytes that came in, as whatever they look like, to a message; and undone. */
#include "config.h"

#include "fuzz.h"

#include "mail/mailroom.h"

#include <offprint/extract.h>
#include <string.h>

extern const OffMailRoom off_mail_room;

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    g_autoptr(OffFeed) feed = NULL;
    const OffSource source = {bytes, size, "https://a.example/", off_mail_room.read_mail, &feed};
    g_autoptr(GPtrArray) items = off_input_read(OFF_INPUT_AUTO, &source, NULL);
    const OffComposeOptions how = {.original = "gzip", .width = 72, .flowed = TRUE, .head = TRUE};
    const OffVerdict verdict = {.status = "included", .kind = "full", .url = "https://a.example/"};
    for (guint i = 0; items && i < MIN(items->len, 4); i++) {
        const OffItem *item = items->pdata[i];
        g_autoptr(OffArticle) article = NULL;
        gsize n;
        const char *html = item->html ? g_bytes_get_data(item->html, &n) : NULL;
        if (html)
            article = off_extract_page(html, n, &(OffExtractOptions){.whole = TRUE}, NULL);
        if (!article || item->untouchable)
            continue;
        g_autoptr(GByteArray) message =
            item->fields ? off_mail_room.compose_mail(item, article, &verdict, &how)
                         : off_mail_room.compose_item(item, article, &verdict, &how, 0);
        if (!item->fields || size == 0)
            continue;
        /* The promise: what comes out can be undone, byte for byte. */
        g_autoptr(GByteArray) back =
            off_mail_room.restore((const char *)message->data, message->len);
        if (items->len == 1 && (!back || back->len != size || memcmp(back->data, data, size) != 0))
            g_error("not restored");
    }
    GByteArray *original = off_mail_room.restore(bytes, size);
    if (original)
        g_byte_array_unref(original);
    return 0;
}
