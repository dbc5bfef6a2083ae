/* item.c: a message of its own for an item of a feed (RFC 5322, 2919, 5064). */
#include "config.h"

#include "mail/compose.h"

#include <offprint/locate.h>

#include "dom/url.h"

#include <gmime/gmime.h>
#include <string.h>

/* Host names under .invalid exist nowhere (RFC 6761, 6.4): nothing sent there can reach anybody. */
#define NO_REPLY "noreply"

/* Characters that end or turn a line round: controls, separators, embeddings and isolates of the
 * bidirectional algorithm (UAX #9). */
static gboolean
is_of_layout(gunichar c)
{
    return g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* A name for a header: folded, nothing in it that is layout, and nothing that would be decoded once
 * more (RFC 2047): words of strangers must not become fields. */
static char *
header_text(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == '?' && out->len > 0 && out->str[out->len - 1] == '=')
            g_string_append(out, " ?");
        else if (!is_of_layout(c))
            g_string_append_unichar(out, c);
        else if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    return g_strstrip(g_string_free(out, FALSE));
}

static char *
host_of(const OffItem *item, const OffVerdict *verdict)
{
    const char *urls[] = {item->feed_url, verdict->url, item->url};
    for (guint i = 0; i < G_N_ELEMENTS(urls); i++) {
        char *host = urls[i] ? off_url_host(urls[i]) : NULL;
        if (host && *host && host[strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-")] == '\0' &&
            *host != '.' && !strstr(host, "..") && host[strlen(host) - 1] != '.')
            return host;
        g_free(host);
    }
    return g_strdup("offprint");
}

/* The same article has the same Message-ID whatever feed it came by: what counts is its address,
 * then its guid, then its words. */
static char *
message_id(const OffItem *item, const OffArticle *article, const OffVerdict *verdict)
{
    g_autofree char *clean = verdict->url ? off_unwrap(verdict->url) : NULL;
    const char *seed = clean            ? clean
                       : item->guid     ? item->guid
                       : article->title ? article->title
                                        : "";
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
    return g_strdup_printf("%.32s@offprint.invalid", hash);
}

static void
set_from(GMimeMessage *message, const OffItem *item, const OffArticle *article, const char *host,
         const char *sender)
{
    const char *feed = item->feed_title ? item->feed_title : article->site;
    const char *author = item->author ? item->author : article->byline;
    g_autofree char *both = feed && author && strcmp(feed, author) != 0
                                ? g_strdup_printf("%s via %s", author, feed)
                                : g_strdup(author ? author
                                           : feed ? feed
                                                  : host);
    g_autofree char *name = header_text(both);
    g_autofree char *address =
        sender ? g_strdup(sender) : g_strdup_printf(NO_REPLY "@%s.invalid", host);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, name, address);
}

static void
set_field(GMimeMessage *message, const char *name, const char *value)
{
    g_mime_object_set_header(GMIME_OBJECT(message), name, value, "utf-8");
}

static void
set_list_id(GMimeMessage *message, const OffItem *item, const char *host)
{
    if (!item->feed_title && !item->feed_url)
        return;
    g_autofree char *id = g_strdup_printf("<%s.feed.invalid>", host);
    set_field(message, "List-Id", id);
}

static void
set_keywords(GMimeMessage *message, const OffItem *item)
{
    g_autoptr(GString) list = g_string_new(NULL);
    for (guint i = 0; item->categories && i < item->categories->len && list->len < 400; i++) {
        g_autofree char *word = header_text(item->categories->pdata[i]);
        g_strdelimit(word, ",", ' ');
        if (*word)
            g_string_append_printf(list, "%s%s", list->len ? ", " : "", word);
    }
    if (list->len > 0)
        set_field(message, "Keywords", list->str);
}

static char *
header_of(GMimeMessage *message)
{
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_UNIX);
    char *text = g_mime_object_get_headers(GMIME_OBJECT(message), format);
    g_mime_format_options_free(format);
    return text;
}

GByteArray *
off_compose_item(const OffItem *item, const OffArticle *article, const OffVerdict *verdict,
                 const OffComposeOptions *options, gint64 now)
{
    gsize length;
    OffComposeOptions with_status = *options;
    with_status.status = verdict->status;
    g_mime_init();
    GMimeMessage *message = g_mime_message_new(FALSE);
    g_autofree char *host = host_of(item, verdict);
    g_autofree char *id = message_id(item, article, verdict);
    const char *title = item->subject ? item->subject : article->title;
    g_autofree char *subject = header_text(title          ? title
                                           : verdict->url ? verdict->url
                                                          : "offprint");
    g_autofree char *date =
        off_mail_date(off_mail_seconds(item->date, off_mail_seconds(article->date, now)));
    set_from(message, item, article, host, options->sender);
    g_mime_message_set_subject(message, subject, "utf-8");
    set_field(message, "Date", date);
    g_mime_message_set_message_id(message, id);
    set_list_id(message, item, host);
    set_keywords(message, item);
    g_autofree char *header = header_of(message);
    g_object_unref(message);
    g_autofree char *own = off_own_fields(item, verdict);
    g_autofree char *body = off_compose_body(item, article, &with_status, &length);
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)header, (guint)strlen(header));
    g_byte_array_append(out, (const guint8 *)own, (guint)strlen(own));
    g_byte_array_append(out, (const guint8 *)"MIME-Version: 1.0\n", 18);
    g_byte_array_append(out, (const guint8 *)body, (guint)length);
    return out;
}
