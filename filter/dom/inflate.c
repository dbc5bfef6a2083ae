/* inflate.c: one loop for all that zlib unpacks as a whole. */
#include "config.h"

#include "dom/inflate.h"

#include <zlib.h>

GByteArray *
off_inflate_bytes(const void *bytes, gsize length, int form, gsize most)
{
    guint8 chunk[65536];
    z_stream z = {.next_in = (Bytef *)(guintptr)bytes, .avail_in = (uInt)length};
    if (inflateInit2(&z, form) != Z_OK)
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
