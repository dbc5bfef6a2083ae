/* gzip.c: the original, compressed (RFC 1952), without a time or a name: the same mail gives the
 * same bytes. */
#include "config.h"

#include "mail/compose.h"
#include "dom/inflate.h"

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
    return off_inflate_bytes(bytes, length, OFF_INFLATE_GZIP, most);
}
