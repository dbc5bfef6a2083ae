/* gzip.c: the original, compressed (RFC 1952), without a time or a name: the same mail gives the
 * same bytes. */
#include "config.h"

#include "compose.h"

#include <stdlib.h>
#include <zlib.h>

#define GZIP_WINDOW (16 + MAX_WBITS)

GByteArray *
off_gzip(const void *bytes, gsize length)
{
    z_stream z = {.next_in = (Bytef *)(guintptr)bytes, .avail_in = (uInt)length};
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        abort();
    uLong most = deflateBound(&z, (uLong)length);
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, (guint)most);
    z.next_out = out->data;
    z.avail_out = (uInt)most;
    int code = deflate(&z, Z_FINISH);
    g_byte_array_set_size(out, (guint)z.total_out);
    deflateEnd(&z);
    if (code != Z_STREAM_END)
        abort();
    return out;
}

GByteArray *
off_gunzip(const void *bytes, gsize length, gsize most)
{
    guint8 chunk[65536];
    z_stream z = {.next_in = (Bytef *)(guintptr)bytes, .avail_in = (uInt)length};
    if (inflateInit2(&z, GZIP_WINDOW) != Z_OK)
        return NULL;
    g_autoptr(GByteArray) out = g_byte_array_new();
    int code = Z_OK;
    while (code == Z_OK && out->len <= most) {
        z.next_out = chunk;
        z.avail_out = sizeof chunk;
        code = inflate(&z, Z_NO_FLUSH);
        g_byte_array_append(out, chunk, (guint)(sizeof chunk - z.avail_out));
    }
    inflateEnd(&z);
    return code == Z_STREAM_END && out->len <= most ? g_steal_pointer(&out) : NULL;
}
