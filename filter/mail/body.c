/* body.c: the MIME parts of an offprint (RFC 2045, 2046, 2183, 3676), by GMime. */
#include "config.h"

#include "dom/dom.h"
#include "mail/body.h"
#include "mail/compose.h"
#include "mail/parts.h"

#include <offprint/render.h>

#include <gmime/gmime.h>
#include <string.h>

#define QP_LINE_MAX 76      /* RFC 2045, 6.7 (5) */
#define LINE_OCTETS_MAX 998 /* RFC 5322, 2.1.1 */
#define ROUNDS_MAX 8        /* names of boundaries that are tried */

/* 7bit if every line is short ASCII and cannot be misread; otherwise quoted-printable, which every
 * mail program and transport supports. */
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

/* Content that is already encoded. */
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
    if (article->lang && off_is_language(article->lang))
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
add_part(GMimeMultipart *multipart, GMimeObject *part)
{
    g_mime_multipart_add(multipart, part);
    g_object_unref(part);
}

/* The article as text and HTML, with the message's other properties. */
typedef struct {
    const OffItem *item;
    const OffArticle *article;
    const OffComposeOptions *options;
    const OffTextOptions *text_options;
    char *text, *html;
    GPtrArray *shown; /* GMimeObject, not owned: the mail's own pictures that html shows */
    OffBoundaries boundaries;
} Body;

static void
add_picture(GMimeMultipart *related, const OffPicture *p)
{
    gsize n;
    const char *bytes = g_bytes_get_data(p->bytes, &n);
    GMimePart *picture = g_mime_part_new_with_type("image", strchr(p->type, '/') + 1);
    g_mime_object_set_content_id(GMIME_OBJECT(picture), p->id);
    g_mime_object_set_disposition(GMIME_OBJECT(picture), "inline");
    set_content(picture, bytes, n, GMIME_CONTENT_ENCODING_BASE64);
    add_part(related, GMIME_OBJECT(picture));
}

/* The HTML part, within multipart/related if pictures go along (RFC 2387). */
static GMimeObject *
html_part(Body *b)
{
    GMimeObject *part = text_part("html", b->html, b->article, NULL);
    const GPtrArray *fetched = b->options->pictures;
    guint count = fetched ? fetched->len : 0;
    if (count == 0 && b->shown->len == 0)
        return part;
    GMimeMultipart *related = g_mime_multipart_new_with_subtype("related");
    off_boundaries_set(&b->boundaries, related, 4);
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(related), "type", "text/html");
    add_part(related, part);
    for (guint i = 0; i < b->shown->len; i++)
        off_attach(related, b->shown->pdata[i], b->item->crlf);
    for (guint i = 0; i < count; i++)
        add_picture(related, fetched->pdata[i]);
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
alternative_part(Body *b)
{
    GMimeMultipart *multipart = g_mime_multipart_new_with_subtype("alternative");
    off_boundaries_set(&b->boundaries, multipart, 1);
    add_part(multipart, text_part("plain", b->text, b->article, b->text_options));
    add_part(multipart, html_part(b));
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
    g_mime_object_set_header(GMIME_OBJECT(part), OFF_ORIGINAL_FIELD, "gzip", NULL);
    set_content(part, gz->data, gz->len, GMIME_CONTENT_ENCODING_BASE64);
    return GMIME_OBJECT(part);
}

/* message/rfc822 may not be encoded (RFC 2046, 5.2.1): a mail with too long lines is attached
 * compressed. */
static GMimeObject *
original_message(const OffItem *item)
{
    const char *start = item->bytes + item->header_start;
    gsize length = item->length - item->header_start;
    if (!off_fits_lines(start, length, item->crlf))
        return compressed_original(item);
    GMimePart *part = g_mime_part_new_with_type("message", "rfc822");
    gboolean ascii = TRUE;
    for (gsize i = 0; i < length && ascii; i++)
        ascii = (guchar)start[i] < 0x80;
    g_mime_object_set_disposition(GMIME_OBJECT(part), "attachment");
    g_mime_object_set_header(GMIME_OBJECT(part), OFF_ORIGINAL_FIELD, "message", NULL);
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

/* RFC 2046, 5.1.5: parts of multipart/digest are messages if they do not say otherwise; ours say
 * it. */
static GMimeObject *
digest_of(Body *b)
{
    GMimeMultipart *digest = g_mime_multipart_new_with_subtype("digest");
    off_boundaries_set(&b->boundaries, digest, 3);
    for (guint i = 0; i < b->item->articles->len; i++) {
        const GByteArray *bytes = b->item->articles->pdata[i];
        GMimePart *part = g_mime_part_new_with_type("message", "rfc822");
        set_encoded(part, (const char *)bytes->data, bytes->len, GMIME_CONTENT_ENCODING_7BIT);
        add_part(digest, GMIME_OBJECT(part));
    }
    return GMIME_OBJECT(digest);
}

static void
add_all(GPtrArray *to, const GPtrArray *from)
{
    for (guint i = 0; from && i < from->len; i++)
        g_ptr_array_add(to, from->pdata[i]);
}

/* The parts of the mail that are kept after the text (transfer container). */
static GPtrArray *
attached_parts(Body *b)
{
    const OffItem *item = b->item;
    GPtrArray *parts = g_ptr_array_new();
    g_autoptr(GHashTable) shown = off_cids_of(b->html, strlen(b->html));
    add_all(parts, item->attachments);
    for (guint i = 0; item->pictures && i < item->pictures->len; i++) {
        const OffMailPicture *p = item->pictures->pdata[i];
        if (g_hash_table_contains(shown, p->id))
            g_ptr_array_add(b->shown, p->part);
        else if (p->attached)
            g_ptr_array_add(parts, p->part);
    }
    /* The other pieces of the mail's text, if it is not the mail's own text that we show. */
    if (strcmp(b->options->status, "fetched") == 0)
        add_all(parts, item->continued);
    return parts;
}

static GMimeObject *
whole_body(Body *b)
{
    const OffItem *item = b->item;
    g_ptr_array_set_size(b->shown, 0);
    g_ptr_array_set_size(b->boundaries.made, 0);
    g_autoptr(GPtrArray) attached = attached_parts(b);
    guint leading = item->leading ? item->leading->len : 0;
    GMimeObject *text = alternative_part(b);
    GMimeObject *original = original_of(item, b->options->original);
    if (attached->len == 0 && leading == 0 && !original && !item->articles)
        return text;
    GMimeMultipart *mixed = g_mime_multipart_new_with_subtype("mixed");
    off_boundaries_set(&b->boundaries, mixed, 2);
    for (guint i = 0; i < leading; i++)
        off_attach(mixed, item->leading->pdata[i], item->crlf);
    add_part(mixed, text);
    if (item->articles)
        add_part(mixed, digest_of(b));
    for (guint i = 0; i < attached->len; i++)
        off_attach(mixed, attached->pdata[i], item->crlf);
    if (original)
        add_part(mixed, original);
    return GMIME_OBJECT(mixed);
}

static GByteArray *
written_part(GMimeObject *body)
{
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_UNIX);
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    g_mime_object_write_to_stream(body, format, memory);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    if (bytes->len == 0 || bytes->data[bytes->len - 1] != '\n')
        g_byte_array_append(bytes, (const guint8 *)"\n", 1);
    g_object_unref(memory);
    g_mime_format_options_free(format);
    return bytes;
}

/* All that goes into the message. */
static void
seed_boundaries(Body *b)
{
    GChecksum *seed = b->boundaries.seed;
    const OffItem *item = b->item;
    const GPtrArray *pictures = b->options->pictures;
    g_checksum_update(seed, (const guchar *)b->text, (gssize)strlen(b->text));
    g_checksum_update(seed, (const guchar *)b->html, (gssize)strlen(b->html));
    if (item->kind == OFF_INPUT_MAIL)
        g_checksum_update(seed, (const guchar *)item->bytes, (gssize)item->length);
    for (guint i = 0; item->articles && i < item->articles->len; i++) {
        const GByteArray *article = item->articles->pdata[i];
        g_checksum_update(seed, article->data, (gssize)article->len);
    }
    for (guint i = 0; pictures && i < pictures->len; i++) {
        gsize n;
        const OffPicture *p = pictures->pdata[i];
        const guchar *bytes = g_bytes_get_data(p->bytes, &n);
        g_checksum_update(seed, bytes, (gssize)n);
    }
}

char *
off_compose_body(const OffItem *item, const OffArticle *article, const OffComposeOptions *options,
                 gsize *length)
{
    g_mime_init();
    const OffTextOptions text_options = {.width = options->width,
                                         .flowed = options->flowed && options->width > 0,
                                         .head = options->head,
                                         .notes = options->notes,
                                         .delsp = options->flowed && options->width > 0 &&
                                                  has_no_spaces(article->lang)};
    g_autofree char *text = off_render_text(article, &text_options);
    g_autofree char *html = off_render_html(article);
    g_autoptr(GPtrArray) shown = g_ptr_array_new();
    g_autoptr(GPtrArray) made = g_ptr_array_new();
    g_autoptr(GChecksum) seed = g_checksum_new(G_CHECKSUM_SHA256);
    Body b = {.item = item,
              .article = article,
              .options = options,
              .text_options = &text_options,
              .text = text,
              .html = html,
              .shown = shown,
              .boundaries = {.seed = seed, .made = made}};
    seed_boundaries(&b);
    GByteArray *bytes = NULL;
    for (gboolean good = FALSE; !good && b.boundaries.round < ROUNDS_MAX; b.boundaries.round++) {
        g_clear_pointer(&bytes, g_byte_array_unref);
        GMimeObject *body = whole_body(&b);
        bytes = written_part(body);
        good = off_boundaries_hold(&b.boundaries, bytes);
        g_object_unref(body);
    }
    *length = bytes->len;
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    return (char *)g_byte_array_free(bytes, FALSE);
}
