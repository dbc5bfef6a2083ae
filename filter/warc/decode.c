/* decode.c: codings that a response in an archive still has (RFC 9112, 7.1; RFC 9110, 8.4.1). */
#include "config.h"

#include "warc/warc.h"

#include "wire/bounds.h"
#include "dom/inflate.h"

#include <string.h>

/* Reads the size of a chunk at *at, and moves past its line. Returns FALSE if it is invalid. */
static gboolean
chunk_size(const GByteArray *in, guint *at, guint64 *size)
{
    const guint8 *start = in->data + *at;
    const guint8 *end = memchr(start, '\n', in->len - *at);
    if (!end || end == start || !g_ascii_isxdigit(*start))
        return FALSE;
    g_autofree char *line = g_strndup((const char *)start, (gsize)(end - start));
    *size = g_ascii_strtoull(line, NULL, 16);
    *at += (guint)(end - start) + 1;
    return TRUE;
}

gboolean
off_dechunk(GByteArray **body)
{
    g_autoptr(GByteArray) out = g_byte_array_new();
    guint at = 0;
    guint64 size;
    while (at < (*body)->len) {
        if (!chunk_size(*body, &at, &size) || size > (*body)->len - at)
            return FALSE;
        if (size == 0)
            break;
        g_byte_array_append(out, (*body)->data + at, (guint)size);
        at += (guint)size;
        while (at < (*body)->len && ((*body)->data[at] == '\r' || (*body)->data[at] == '\n'))
            at++;
    }
    g_byte_array_unref(*body);
    *body = g_steal_pointer(&out);
    return TRUE;
}

gboolean
off_inflate(GByteArray **body)
{
    GByteArray *out =
        off_inflate_bytes((*body)->data, (*body)->len, OFF_INFLATE_BY_HEAD, OFF_PAGE_MAX);
    if (!out)
        return FALSE;
    g_byte_array_unref(*body);
    *body = out;
    return TRUE;
}
