/* attach.c: copies parts of the mail into the new message, byte for byte. */
#include "config.h"

#include "mail/body.h"

#include <string.h>

#define LINE_OCTETS_MAX 998 /* RFC 5322, 2.1.1 */

gboolean
off_fits_lines(const char *bytes, gsize length, gboolean crlf)
{
    gsize column = 0;
    for (gsize i = 0; i < length; i++) {
        gboolean before_lf = i + 1 < length && bytes[i + 1] == '\n';
        if (bytes[i] == '\n') {
            if (crlf && (i == 0 || bytes[i - 1] != '\r'))
                return FALSE;
            column = 0;
            continue;
        }
        if (bytes[i] == '\0' || (bytes[i] == '\r' && !(crlf && before_lf)))
            return FALSE;
        if (bytes[i] != '\r' && ++column > LINE_OCTETS_MAX)
            return FALSE;
    }
    return TRUE;
}

/* The bytes of a part with an identity encoding (7bit, 8bit, binary), as in the mail. */
static gboolean
is_safe(GMimePart *part, gboolean crlf)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (!content)
        return TRUE;
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(content, memory);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    gboolean safe = off_fits_lines((const char *)bytes->data, bytes->len, crlf);
    g_object_unref(memory);
    return safe;
}

static void
make_safe(GMimeObject *parent, GMimeObject *object, gpointer crlf)
{
    (void)parent;
    g_mime_object_remove_header(object, OFF_ORIGINAL_FIELD);
    if (!GMIME_IS_PART(object))
        return;
    GMimePart *part = GMIME_PART(object);
    switch (g_mime_part_get_content_encoding(part)) {
    case GMIME_CONTENT_ENCODING_DEFAULT:
    case GMIME_CONTENT_ENCODING_7BIT:
    case GMIME_CONTENT_ENCODING_8BIT:
        if (is_safe(part, GPOINTER_TO_INT(crlf)))
            return;
        break;
    case GMIME_CONTENT_ENCODING_BINARY: break;
    default: return;
    }
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
}

void
off_attach(GMimeMultipart *multipart, GMimeObject *part, gboolean crlf)
{
    make_safe(NULL, part, GINT_TO_POINTER(crlf));
    if (GMIME_IS_MULTIPART(part))
        g_mime_multipart_foreach(GMIME_MULTIPART(part), make_safe, GINT_TO_POINTER(crlf));
    g_mime_multipart_add(multipart, part);
}
