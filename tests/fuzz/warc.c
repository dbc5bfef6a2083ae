/* warc.c: records of an archive, read to the end, and gone back to; stored responses. */
#include "config.h"

#include "fuzz.h"

#include "warc/warc.h"

#include <string.h>

#define BLOCK_MOST 100000

typedef struct {
    const uint8_t *data;
    size_t size, at;
} Bytes;

static gsize
read_bytes(guchar *buffer, gsize size, void *data)
{
    Bytes *b = data;
    /* Small pieces: nothing may depend on where they end. */
    gsize n = MIN(MIN(size, b->size - b->at), 1 + b->at % 61);
    memcpy(buffer, b->data + b->at, n);
    b->at += n;
    return n;
}

/* What is found at the place of a record is that record. */
static void
go_back(const uint8_t *data, size_t size, const OffWarcRecord *record)
{
    if (record->place.offset > size)
        g_error("a place behind the end");
    Bytes bytes = {data + record->place.offset, size - record->place.offset, 0};
    g_autoptr(OffWarc) warc = off_warc_new(read_bytes, &bytes);
    g_autofree char *trouble = NULL;
    const OffWarcRecord *again =
        off_warc_pass(warc, record->place.inside) ? off_warc_next(warc, &trouble) : NULL;
    if (!again || again->length != record->length ||
        g_strcmp0(again->target_uri, record->target_uri) != 0)
        g_error("another record at its place");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Bytes bytes = {data, size, 0};
    g_autoptr(OffWarc) warc = off_warc_new(read_bytes, &bytes);
    const OffWarcRecord *record;
    guint64 last = 0;
    do {
        g_autofree char *trouble = NULL, *why = NULL, *bad = NULL;
        record = off_warc_next(warc, &trouble);
        if (!record)
            continue;
        if (record->number != last + 1)
            g_error("record %" G_GUINT64_FORMAT " behind %" G_GUINT64_FORMAT, record->number, last);
        last = record->number;
        if (last <= 4)
            go_back(data, size, record);
        g_autoptr(GByteArray) block = off_warc_block(warc, BLOCK_MOST, &why);
        OffWarcHttp http;
        if (!block == !why)
            g_error("a block and a reason why there is none, or neither");
        if (block && off_warc_read_http(block, &http, &bad))
            off_warc_http_clear(&http);
    } while (record);
    return 0;
}
