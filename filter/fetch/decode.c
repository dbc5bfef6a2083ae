/* decode.c: content codings, undone as the bytes come. */
#include "config.h"

#include "fetch/decode.h"

#include <zlib.h>

#define LAYERS_MAX 4
#define CHUNK_BYTES 16384
#define WRAPPED (32 + 15) /* gzip or zlib, as its head says */
#define BARE (-15)        /* deflate without a head, which some servers mean by "deflate" */

typedef struct {
    z_stream z;
    gboolean deflate; /* declared "deflate", and no byte has arrived: it may be raw deflate */
    gboolean whole;   /* its end came */
} Layer;

struct OffDecoder {
    Layer layers[LAYERS_MAX]; /* in the order of undoing */
    guint count;
    OffDecoderSink sink;
    void *data;
};

static gboolean
is_any(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (g_ascii_strcasecmp(name, *names) == 0)
            return TRUE;
    return FALSE;
}

/* Adds the layer of a coding. Returns FALSE if it is unknown. */
static gboolean
add_layer(OffDecoder *d, const char *name)
{
    static const char *const none[] = {"", "identity", "none", NULL};
    static const char *const known[] = {"gzip", "x-gzip", "deflate", NULL};
    if (is_any(name, none))
        return TRUE;
    if (!is_any(name, known) || d->count == LAYERS_MAX)
        return FALSE;
    Layer *layer = &d->layers[d->count];
    layer->deflate = g_ascii_strcasecmp(name, "deflate") == 0;
    d->count += inflateInit2(&layer->z, WRAPPED) == Z_OK;
    return TRUE;
}

OffDecoder *
off_decoder_new(const char *codings, OffDecoderSink sink, void *data)
{
    OffDecoder *d = g_new0(OffDecoder, 1);
    g_auto(GStrv) names = g_strsplit(codings ? codings : "", ",", -1);
    d->sink = sink;
    d->data = data;
    for (guint i = g_strv_length(names); i-- > 0;) /* the last one was applied last */
        if (!add_layer(d, g_strstrip(names[i]))) {
            off_decoder_free(d);
            return NULL;
        }
    return d;
}

void
off_decoder_free(OffDecoder *d)
{
    if (!d)
        return;
    for (guint i = 0; i < d->count; i++)
        inflateEnd(&d->layers[i].z);
    g_free(d);
}

/* Another gzip file may follow the first (RFC 1952, 2.2); anything else there is no part of it. */
static gboolean
begins_again(Layer *layer)
{
    const z_stream *z = &layer->z;
    gboolean again = z->avail_in >= 2 && z->next_in[0] == 0x1f && z->next_in[1] == 0x8b;
    layer->whole = !again;
    return again && inflateReset(&layer->z) == Z_OK;
}

/* By its first byte: zlib's has 8 in its lower half (RFC 1950, 2.2), which no block of deflate
 * begins with (RFC 1951, 3.2.3). */
static void
tell_bare(Layer *layer, guint8 first)
{
    if (layer->deflate && (first & 0x0f) != 8)
        inflateReset2(&layer->z, BARE);
    layer->deflate = FALSE;
}

static gboolean put_into(OffDecoder *d, guint at, const guint8 *bytes, gsize length);

/* Decodes one layer and passes the result to the next. */
static gboolean
undo_coding(OffDecoder *d, guint at, const guint8 *bytes, gsize length)
{
    Layer *layer = &d->layers[at];
    z_stream *z = &layer->z;
    guint8 chunk[CHUNK_BYTES];
    z->next_in = (Bytef *)(guintptr)bytes;
    z->avail_in = (uInt)length;
    if (length > 0)
        tell_bare(layer, bytes[0]);
    if (layer->whole && !begins_again(layer))
        return TRUE;
    for (;;) {
        z->next_out = chunk;
        z->avail_out = sizeof chunk;
        int code = inflate(z, Z_NO_FLUSH);
        gsize made = sizeof chunk - z->avail_out;
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return FALSE;
        if (made > 0 && !put_into(d, at + 1, chunk, made))
            return FALSE;
        if (code == Z_STREAM_END ? !begins_again(layer) : z->avail_out > 0)
            break;
    }
    return TRUE;
}

static gboolean
put_into(OffDecoder *d, guint at, const guint8 *bytes, gsize length)
{
    return at < d->count ? undo_coding(d, at, bytes, length) : d->sink(bytes, length, d->data);
}

gboolean
off_decoder_put(OffDecoder *d, const guint8 *bytes, gsize length)
{
    return put_into(d, 0, bytes, length);
}

gboolean
off_decoder_is_whole(const OffDecoder *d)
{
    for (guint i = 0; i < d->count; i++)
        if (!d->layers[i].whole)
            return FALSE;
    return TRUE;
}
