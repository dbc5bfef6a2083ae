/* body.c: the MIME parts of an offprint (RFC 2045, 2046, 2183, 3676), by GMime. */
#include "config.h"

#include "mail/compose.h"

#include <offprint/render.h>

#include <gmime/gmime.h>
#include <string.h>

#define QP_LINE_MAX 76      /* RFC 2045, 6.7 (5) */
#define LINE_OCTETS_MAX 998 /* RFC 5322, 2.1.1 */

/* 7bit where every line is short ASCII and nothing could be taken for something else, else
 * quoted-printable, which every reader and every transport knows. */
static GMimeContentEncoding
encoding_for(const char *text)
{
    gsize column = 0;
    for (const char *p = text; *p; p++) {
        if ((guchar)*p >= 0x80 || *p == '\r' || ++column > LINE_OCTETS_MAX - 8)
            return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
        if (column == 1 && strncmp(p, "From ", 5) == 0)
            return GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
        if (*p == '\n')
            column = 0;
    }
    return GMIME_CONTENT_ENCODING_7BIT;
}

static void
set_content(GMimePart *part, const void *bytes, gsize length, GMimeContentEncoding encoding)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
    GMimeDataWrapper *wrapper =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content(part, wrapper);
    g_mime_part_set_content_encoding(part, encoding);
    g_object_unref(wrapper);
    g_object_unref(stream);
}

/* Content that is in its encoding already. */
static void
set_encoded(GMimePart *part, const char *encoded, gsize length, GMimeContentEncoding encoding)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(encoded, length);
    GMimeDataWrapper *wrapper = g_mime_data_wrapper_new_with_stream(stream, encoding);
    g_mime_part_set_content(part, wrapper);
    g_mime_part_set_content_encoding(part, encoding);
    g_object_unref(wrapper);
    g_object_unref(stream);
}

/* Quoted-printable (RFC 2045, 6.7) of text with LF line ends. GMime's own encoder writes lines
 * of 77. */
static char *
quoted_printable(const char *text)
{
    GString *out = g_string_new(NULL);
    guint column = 0;
    for (const guchar *p = (const guchar *)text; *p; p++) {
        gboolean ends = p[1] == '\n' || p[1] == '\0';
        gboolean plain =
            (*p > 0x20 && *p < 0x7f && *p != '=') || ((*p == ' ' || *p == '\t') && !ends);
        if (*p == '\n') {
            g_string_append_c(out, '\n');
            column = 0;
            continue;
        }
        /* "From " at the start of a line would be quoted by an mbox, a lone dot by SMTP. */
        plain = plain && !(column == 0 && ((*p == 'F' && p[1] == 'r') || (*p == '.' && ends)));
        guint width = plain ? 1 : 3;
        if (column + width + !ends > QP_LINE_MAX) {
            g_string_append(out, "=\n");
            column = 0;
        }
        if (plain)
            g_string_append_c(out, (char)*p);
        else
            g_string_append_printf(out, "=%02X", *p);
        column += width;
    }
    return g_string_free(out, FALSE);
}

static GMimeObject *
text_part(const char *subtype, const char *text, const OffArticle *article,
          const OffTextOptions *options)
{
    GMimePart *part = g_mime_part_new_with_type("text", subtype);
    GMimeObject *object = GMIME_OBJECT(part);
    g_mime_object_set_content_type_parameter(object, "charset", "utf-8");
    if (options && options->flowed)
        g_mime_object_set_content_type_parameter(object, "format", "flowed");
    if (options && options->delsp)
        g_mime_object_set_content_type_parameter(object, "delsp", "yes");
    if (article->lang)
        g_mime_object_set_header(object, "Content-Language", article->lang, NULL);
    if (encoding_for(text) == GMIME_CONTENT_ENCODING_7BIT) {
        set_encoded(part, text, strlen(text), GMIME_CONTENT_ENCODING_7BIT);
    } else {
        g_autofree char *encoded = quoted_printable(text);
        set_encoded(part, encoded, strlen(encoded), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    }
    return object;
}

static void
name_boundary(GMimeMultipart *multipart, const char *seed, int number)
{
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
    g_autofree char *boundary = g_strdup_printf("=_offprint_%d_%.24s", number, hash);
    g_mime_multipart_set_boundary(multipart, boundary);
}

static void
add_part(GMimeMultipart *multipart, GMimeObject *part)
{
    g_mime_multipart_add(multipart, part);
    g_object_unref(part);
}

/* The HTML part, within multipart/related where pictures go along (RFC 2387). */
static GMimeObject *
html_part(const char *html, const OffArticle *article, const GPtrArray *pictures)
{
    GMimeObject *part = text_part("html", html, article, NULL);
    if (!pictures || pictures->len == 0)
        return part;
    GMimeMultipart *related = g_mime_multipart_new_with_subtype("related");
    name_boundary(related, html, 4);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(related), "type", "text/html");
    add_part(related, part);
    for (guint i = 0; i < pictures->len; i++) {
        const OffPicture *p = pictures->pdata[i];
        gsize n;
        const char *bytes = g_bytes_get_data(p->bytes, &n);
        GMimePart *picture = g_mime_part_new_with_type("image", strchr(p->type, '/') + 1);
        g_mime_object_set_content_id(GMIME_OBJECT(picture), p->id);
        g_mime_object_set_disposition(GMIME_OBJECT(picture), "inline");
        set_content(picture, bytes, n, GMIME_CONTENT_ENCODING_BASE64);
        add_part(related, GMIME_OBJECT(picture));
    }
    return GMIME_OBJECT(related);
}

/* Languages that are written without spaces: lines end between any two characters. */
static gboolean
has_no_spaces(const char *lang)
{
    static const char *const names[] = {"zh", "ja", "yue", "wuu", "lzh"};
    gsize n = lang ? strcspn(lang, "-") : 0;
    for (guint i = 0; n > 0 && i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i]) == n && g_ascii_strncasecmp(lang, names[i], n) == 0)
            return TRUE;
    return FALSE;
}

static GMimeObject *
alternative(const OffArticle *article, const OffComposeOptions *options)
{
    const OffTextOptions text_options = {.width = options->width,
                                         .flowed = options->flowed && options->width > 0,
                                         .head = options->head,
                                         .notes = options->notes,
                                         .delsp = options->flowed && options->width > 0 &&
                                                  has_no_spaces(article->lang)};
    g_autofree char *text = off_render_text(article, &text_options);
    g_autofree char *html = off_render_html(article);
    GMimeMultipart *multipart = g_mime_multipart_new_with_subtype("alternative");
    name_boundary(multipart, html, 1);
    add_part(multipart, text_part("plain", text, article, &text_options));
    add_part(multipart, html_part(html, article, options->pictures));
    return GMIME_OBJECT(multipart);
}

static GMimeObject *
compressed_original(const OffItem *item)
{
    g_autoptr(GByteArray) gz = off_gzip(item->bytes, item->length);
    GMimePart *part = g_mime_part_new_with_type("application", "gzip");
    g_mime_part_set_filename(part, "original.eml.gz");
    g_mime_object_set_disposition(GMIME_OBJECT(part), "attachment");
    g_mime_part_set_content_description(
        part, "the mail this was made from; offprint --restore prints it");
    set_content(part, gz->data, gz->len, GMIME_CONTENT_ENCODING_BASE64);
    return GMIME_OBJECT(part);
}

static gboolean
has_long_lines(const char *bytes, gsize length)
{
    gsize column = 0;
    for (gsize i = 0; i < length; i++) {
        column = bytes[i] == '\n' ? 0 : column + 1;
        if (column > LINE_OCTETS_MAX || bytes[i] == '\0')
            return TRUE;
    }
    return FALSE;
}

/* message/rfc822 may not be encoded (RFC 2046, 5.2.1): what does not fit a line goes along
 * compressed. */
static GMimeObject *
original_message(const OffItem *item)
{
    const char *start = item->bytes + item->header_start;
    gsize length = item->length - item->header_start;
    if (has_long_lines(start, length))
        return compressed_original(item);
    GMimePart *part = g_mime_part_new_with_type("message", "rfc822");
    gboolean ascii = TRUE;
    for (gsize i = 0; i < length && ascii; i++)
        ascii = (guchar)start[i] < 0x80;
    g_mime_object_set_disposition(GMIME_OBJECT(part), "attachment");
    set_content(part, start, length,
                ascii ? GMIME_CONTENT_ENCODING_7BIT : GMIME_CONTENT_ENCODING_8BIT);
    return GMIME_OBJECT(part);
}

static GMimeObject *
original_of(const OffItem *item, const char *how)
{
    if (item->kind != OFF_INPUT_MAIL || strcmp(how, "drop") == 0)
        return NULL;
    return strcmp(how, "message") == 0 ? original_message(item) : compressed_original(item);
}

/* RFC 2046, 5.1.5: parts of multipart/digest are messages where they do not say otherwise; ours say
 * it. */
static GMimeObject *
digest_of(const GPtrArray *messages, const char *seed)
{
    GMimeMultipart *digest = g_mime_multipart_new_with_subtype("digest");
    name_boundary(digest, seed, 3);
    for (guint i = 0; i < messages->len; i++) {
        const GByteArray *bytes = messages->pdata[i];
        GMimePart *part = g_mime_part_new_with_type("message", "rfc822");
        set_encoded(part, (const char *)bytes->data, bytes->len, GMIME_CONTENT_ENCODING_7BIT);
        add_part(digest, GMIME_OBJECT(part));
    }
    return GMIME_OBJECT(digest);
}

static GMimeObject *
whole_body(const OffItem *item, const OffArticle *article, const OffComposeOptions *options)
{
    GMimeObject *text = alternative(article, options);
    GMimeObject *original = original_of(item, options->original);
    guint attached = item->attachments ? item->attachments->len : 0;
    if (attached == 0 && !original && !item->articles)
        return text;
    GMimeMultipart *mixed = g_mime_multipart_new_with_subtype("mixed");
    name_boundary(mixed, g_mime_multipart_get_boundary(GMIME_MULTIPART(text)), 2);
    add_part(mixed, text);
    if (item->articles)
        add_part(mixed, digest_of(item->articles, g_mime_multipart_get_boundary(mixed)));
    for (guint i = 0; i < attached; i++)
        g_mime_multipart_add(mixed, item->attachments->pdata[i]);
    if (original)
        add_part(mixed, original);
    return GMIME_OBJECT(mixed);
}

char *
off_compose_body(const OffItem *item, const OffArticle *article, const OffComposeOptions *options,
                 gsize *length)
{
    g_mime_init();
    GMimeObject *body = whole_body(item, article, options);
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_UNIX);
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    g_mime_object_write_to_stream(body, format, memory);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    if (bytes->len == 0 || bytes->data[bytes->len - 1] != '\n')
        g_byte_array_append(bytes, (const guint8 *)"\n", 1);
    *length = bytes->len;
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    g_object_unref(memory);
    g_object_unref(body);
    g_mime_format_options_free(format);
    return (char *)g_byte_array_free(bytes, FALSE);
}
