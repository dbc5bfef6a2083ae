/* read.c: reads a mail into an item, with GMime (RFC 5322, 2045 to 2047, 2231). */
#include "config.h"

#include "mail/compose.h"
#include "mail/encoded.h"
#include "mail/listed.h"
#include "input/input.h"
#include "mail/marks.h"
#include "mail/parts.h"

#include "wire/bounds.h"
#include "dom/charset.h"
#include "dom/url.h"

#include <gmime/gmime.h>
#include <string.h>

/* --- what must not be touched (DESIGN, 2) --------------------------------------------------- */

static const struct {
    const char *type, *subtype, *why;
} untouchable[] = {
    {"multipart", "signed", "signed"},
    {"multipart", "encrypted", "encrypted"},
    {"multipart", "report", "report"},
    {"application", "pkcs7-mime", "smime"},
    {"application", "x-pkcs7-mime", "smime"},
    {"application", "pkcs7-signature", "signed"},
    {"application", "x-pkcs7-signature", "signed"},
    {"application", "pgp-encrypted", "encrypted"},
    {"application", "pgp-signature", "signed"},
    {"text", "calendar", "calendar"},
    {"message", "delivery-status", "report"},
    {"message", "partial", "partial"},
};

void
off_check_type(OffItem *item, GMimeObject *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(part);
    for (guint i = 0; type && i < G_N_ELEMENTS(untouchable); i++)
        if (g_mime_content_type_is_type(type, untouchable[i].type, untouchable[i].subtype))
            item->untouchable = untouchable[i].why;
}

/* --- header ----------------------------------------------------------------------------------- */

/* A header field as text. Unencoded bytes beyond ASCII that are not UTF-8 are assumed to be in the
 * charset of the body. */
static char *
decoded_header(const OffItem *item, const char *name)
{
    gsize length;
    g_autofree char *raw = off_field_value(item, name);
    if (!raw)
        return NULL;
    const char *type = item->html_type ? item->html_type : item->text_type;
    g_autofree char *utf8 = g_utf8_validate(raw, -1, NULL)
                                ? NULL
                                : off_to_utf8(raw, strlen(raw), NULL, type, FALSE, &length);
    g_autofree char *text = off_decode_field(utf8 ? utf8 : raw);
    return g_utf8_make_valid(text, -1);
}

/* Call this once the charset of the body is known. */
static void
read_names(OffItem *item)
{
    g_free(item->subject);
    g_free(item->from);
    item->subject = decoded_header(item, "Subject");
    item->from = decoded_header(item, "From");
}

/* The Date field in ISO 8601, or as found if it is not a date (transfer full). */
static char *
date_of(const OffItem *item)
{
    char *field = off_field_value(item, "Date");
    GDateTime *when = field ? g_mime_utils_header_decode_date(field) : NULL;
    if (!when)
        return field;
    char *iso = g_date_time_format_iso8601(when);
    g_date_time_unref(when);
    g_free(field);
    return iso;
}

/* The address of the first mailbox (transfer full), or NULL. */
static char *
first_address(const char *from)
{
    char *address = NULL;
    GMimeParserOptions *options = off_encoded_options(from ? from : "", from ? strlen(from) : 0);
    InternetAddressList *list = from ? internet_address_list_parse(options, from) : NULL;
    InternetAddress *first = list && internet_address_list_length(list) > 0
                                 ? internet_address_list_get_address(list, 0)
                                 : NULL;
    if (first && INTERNET_ADDRESS_IS_MAILBOX(first))
        address = g_strdup(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)));
    g_clear_object(&list);
    g_mime_parser_options_free(options);
    return address;
}

static char *
domain_of(const char *from)
{
    g_autofree char *address = first_address(from);
    const char *at = address ? strrchr(address, '@') : NULL;
    if (!at || !at[1])
        return NULL;
    g_autofree char *host = g_ascii_strdown(at + 1, -1);
    return off_url_domain(host);
}

/* The text inside the brackets of "The List <the-list.example.org>" (RFC 2919). */
static char *
list_id_of(const OffItem *item)
{
    g_autofree char *value = off_field_value(item, "List-ID");
    char *open = value ? strrchr(value, '<') : NULL;
    if (!open)
        return g_steal_pointer(&value);
    open[strcspn(open, ">")] = '\0';
    return g_strdup(open + 1);
}

static void
read_header(OffItem *item)
{
    read_names(item);
    g_autofree char *address = first_address(item->from);
    item->sender = address ? g_ascii_strdown(address, -1) : NULL;
    item->sender_domain = domain_of(item->from);
    item->list_id = list_id_of(item);
    item->date = date_of(item);
    item->unsubscribe = off_listed_fields(item);
    item->feed_url = off_field_value(item, "X-RSS-Feed");
    item->guid = off_field_value(item, "X-RSS-ID");
    g_autofree char *said = off_field_value(item, "X-RSS-URL");
    item->url = off_url_resolve(NULL, said);
    g_autofree char *mark = off_field_value(item, "X-Offprint");
    if (mark && !off_is_mark_of_failure(mark))
        item->untouchable = "offprint";
}

/* sfeed_mbox says the address in its first line: "Link: <a href=URL>" or "Link:      URL". */
static void
read_sfeed_link(OffItem *item)
{
    if (item->url || !off_has_field(item, "X-Feedname"))
        return;
    GBytes *body = item->html ? item->html : item->text;
    if (!body)
        return;
    gsize n;
    const char *bytes = g_bytes_get_data(body, &n);
    g_autofree char *head = g_strndup(bytes, MIN(n, 4096));
    g_autoptr(GRegex) regex = g_regex_new(
        "^(?:<p>\\s*)?Link:\\s*(?:<a href=\")?(https?://[^\\s\"<>]+)", G_REGEX_RAW, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (g_regex_match(regex, head, 0, &match)) {
        g_autofree char *found = g_match_info_fetch(match, 1);
        g_autoptr(GString) plain = g_string_new(found);
        g_string_replace(plain, "&amp;", "&", 0);
        item->url = off_url_resolve(NULL, plain->str);
    }
}

static gboolean
has_inline_pgp(const OffItem *item)
{
    gsize n;
    const char *bytes = item->text ? g_bytes_get_data(item->text, &n) : NULL;
    return bytes && (g_strstr_len(bytes, (gssize)n, "-----BEGIN PGP ") != NULL);
}

static void
read_parts(OffItem *item)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(item->bytes + item->header_start,
                                                            item->length - item->header_start);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeParserOptions *options = off_encoded_options(item->bytes, item->length);
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    off_read_parts(item, message);
    g_clear_object(&message);
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    g_object_unref(stream);
}

gboolean
off_read_mail(const char *bytes, gsize length, GPtrArray *items, GError **error)
{
    g_autoptr(OffItem) item = off_item_new(OFF_INPUT_MAIL, bytes, length);
    item->fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    item->header_start = off_envelope_length(bytes, length);
    gsize first = item->header_start + off_line_length(bytes, length, item->header_start);
    item->crlf = first >= 2 && memcmp(bytes + first - 2, "\r\n", 2) == 0;
    item->body_start = off_scan_fields(bytes, length, item->header_start, item->fields);
    if (item->fields->len == 0) {
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                            "not a mail: it does not begin with a header");
        return FALSE;
    }
    g_mime_init();
    read_header(item);
    g_autofree char *mark = off_field_value(item, "X-Offprint");
    gboolean own = item->untouchable && mark;
    if (!item->untouchable || own)
        read_parts(item);
    read_names(item);
    if (own) {
        item->untouchable = "offprint";
        off_read_own(item, mark);
    }
    if (!item->untouchable && has_inline_pgp(item))
        item->untouchable = "pgp";
    read_sfeed_link(item);
    g_ptr_array_add(items, g_steal_pointer(&item));
    return TRUE;
}
