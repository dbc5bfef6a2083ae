/* restore.c: the original that an offprint carries. */
#include "config.h"

#include "mail/compose.h"
#include "input/input.h"
#include "wire/bounds.h"

#include <gmime/gmime.h>
#include <string.h>

static gboolean
is_original(GMimeObject *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(part);
    const char *name = GMIME_IS_PART(part) ? g_mime_part_get_filename(GMIME_PART(part)) : NULL;
    return type && g_mime_content_type_is_type(type, "application", "gzip") && name &&
           strcmp(name, "original.eml.gz") == 0;
}

static GByteArray *
content_of(GMimePart *part)
{
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
    if (wrapper)
        g_mime_data_wrapper_write_to_stream(wrapper, memory);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    g_object_unref(memory);
    return bytes;
}

/* A message/rfc822 part is taken out of the bytes by GMime's own writer: its header fields come as
 * they were. */
static GByteArray *
message_of(GMimeMessagePart *part)
{
    GMimeMessage *message = g_mime_message_part_get_message(part);
    if (!message)
        return NULL;
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, memory);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    g_object_unref(memory);
    return bytes;
}

/* The last part of the outer multipart/mixed is where off_compose_body puts it. */
static GByteArray *
from_parts(GMimeMultipart *mixed)
{
    for (int i = g_mime_multipart_get_count(mixed); i-- > 0;) {
        GMimeObject *part = g_mime_multipart_get_part(mixed, i);
        if (is_original(part)) {
            g_autoptr(GByteArray) gz = content_of(GMIME_PART(part));
            return off_gunzip(gz->data, gz->len, OFF_RESTORE_MAX);
        }
        if (GMIME_IS_MESSAGE_PART(part))
            return message_of(GMIME_MESSAGE_PART(part));
    }
    return NULL;
}

GByteArray *
off_restore(const char *bytes, gsize length)
{
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    gsize start = off_envelope_length(bytes, length);
    GByteArray *original = NULL;
    off_scan_fields(bytes, length, start, fields);
    OffItem item = {.bytes = bytes, .fields = fields};
    g_autofree char *mark = off_field_value(&item, "X-Offprint");
    if (!mark)
        return NULL;
    g_mime_init();
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes + start, length - start);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    GMimeObject *body = message ? g_mime_message_get_mime_part(message) : NULL;
    if (body && GMIME_IS_MULTIPART(body))
        original = from_parts(GMIME_MULTIPART(body));
    g_clear_object(&message);
    g_object_unref(parser);
    g_object_unref(stream);
    return original;
}
