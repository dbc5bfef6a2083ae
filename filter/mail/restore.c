/* restore.c: finds the original that is attached to an offprint.
 *
 * It is the part with a field that only we write: parts copied from a mail lose that field
 * (attach.c), and a mail that claims to be an offprint is never processed. */
#include "config.h"

#include "mail/body.h"
#include "mail/compose.h"
#include "mail/encoded.h"
#include "input/input.h"
#include "mail/marks.h"
#include "wire/bounds.h"

#include <string.h>

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

/* Where the last line that begins with those bytes begins, between start and end; NULL if there is
 * none. */
static const char *
last_line(const char *start, const char *end, const char *line)
{
    gsize n = strlen(line);
    const char *found = NULL;
    for (const char *at = start; (at = memmem(at, (gsize)(end - at), line, n)); at += n)
        if (at == start || at[-1] == '\n')
            found = at;
    return found;
}

/* A message/rfc822 part is what is between its header and the last boundary, byte for byte: GMime
 * would write its fields anew. */
static GByteArray *
last_part(const char *bytes, gsize length, const char *boundary)
{
    g_autofree char *delimiter = g_strconcat("--", boundary, NULL);
    g_autofree char *close = g_strconcat(delimiter, "--", NULL);
    const char *end = last_line(bytes, bytes + length, close);
    const char *start = end ? last_line(bytes, end, delimiter) : NULL;
    if (!start)
        return NULL;
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    gsize left = (gsize)(end - start);
    gsize body = off_scan_fields(start, left, off_line_length(start, left, 0), fields);
    /* The line end in front of a boundary belongs to it (RFC 2046, 5.1.1). */
    gsize line_end = end[-1] != '\n' ? 0 : end - bytes >= 2 && end[-2] == '\r' ? 2 : 1;
    if (body + line_end > left)
        return NULL;
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)start + body, (guint)(left - line_end - body));
    return out;
}

/* The last part of the outer multipart/mixed is where off_compose_body puts it. */
static GByteArray *
from_parts(GMimeMultipart *mixed, const char *bytes, gsize length)
{
    int count = g_mime_multipart_get_count(mixed);
    GMimeObject *part = count > 0 ? g_mime_multipart_get_part(mixed, count - 1) : NULL;
    const char *form = part ? g_mime_object_get_header(part, OFF_ORIGINAL_FIELD) : NULL;
    if (!form)
        return NULL;
    if (strcmp(form, "message") == 0 && GMIME_IS_MESSAGE_PART(part))
        return last_part(bytes, length, g_mime_multipart_get_boundary(mixed));
    if (strcmp(form, "gzip") != 0 || !GMIME_IS_PART(part))
        return NULL;
    g_autoptr(GByteArray) gz = content_of(GMIME_PART(part));
    return off_gunzip(gz->data, gz->len, OFF_RESTORE_MAX);
}

GByteArray *
off_restore(const char *bytes, gsize length)
{
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    gsize start = off_envelope_length(bytes, length);
    GByteArray *original = NULL;
    gsize body_start = off_scan_fields(bytes, length, start, fields);
    OffItem item = {.bytes = bytes, .fields = fields};
    if (!off_has_field(&item, "X-Offprint"))
        return NULL;
    g_mime_init();
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes + start, length - start);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeParserOptions *options = off_encoded_options(bytes, length);
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    GMimeObject *body = message ? g_mime_message_get_mime_part(message) : NULL;
    if (body && GMIME_IS_MULTIPART(body))
        original = from_parts(GMIME_MULTIPART(body), bytes + body_start, length - body_start);
    g_clear_object(&message);
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    g_object_unref(stream);
    return original ? original : off_unmark_mail(&item, length);
}
