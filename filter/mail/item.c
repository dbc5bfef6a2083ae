/* item.c: a message for an item of a feed (RFC 5322, 2919, 5064).
 *
 * The item's guid identifies it. If the feed says that an item was changed after publication, the
 * changed item is a message of its own that refers to the first. */
#include "config.h"

#include "mail/compose.h"

#include <offprint/locate.h>

#include "dom/url.h"
#include "mail/fields.h"
#include "wire/prefix.h"

#include <string.h>

/* Host names under .invalid exist nowhere (RFC 6761, 6.4): nothing sent there can reach anybody. */
#define NO_REPLY "noreply"
#define SLUG_MAX 40         /* characters of a feed's address in its List-Id */
#define KEYWORDS_MAX 4000   /* bytes of Keywords */
#define NAME_MAX_CHARS 200  /* of the name in From */
#define CHANGED_SECONDS 300 /* an earlier change counts as part of publishing */

static gboolean
is_host(const char *host)
{
    return host && *host && host[strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-")] == '\0' &&
           *host != '.' && !strstr(host, "..") && host[strlen(host) - 1] != '.';
}

static char *
host_of(const OffItem *item, const OffVerdict *verdict)
{
    const char *urls[] = {item->feed_url, item->feed_address, verdict->url, item->url};
    for (guint i = 0; i < G_N_ELEMENTS(urls); i++) {
        char *host = urls[i] ? off_url_host(urls[i]) : NULL;
        if (is_host(host))
            return host;
        g_free(host);
    }
    return g_strdup("offprint");
}

/* --- identity --- */

/* A guid that is an address or an URN belongs to one thing in the world; any other to its feed. */
static gboolean
is_universal(const char *guid)
{
    g_autofree char *scheme = g_uri_parse_scheme(guid);
    return scheme && strlen(scheme) > 2;
}

/* Distinguishes a guid of this feed from those of other feeds (transfer full). */
static char *
scope_of(const OffItem *item)
{
    char *host = item->feed_url ? off_url_host(item->feed_url) : NULL;
    return host ? host : g_strdup(item->feed_title ? item->feed_title : "");
}

static char *
seed_of_guid(const OffItem *item, const char *guid)
{
    if (off_has_prefix(guid, "http"))
        return off_unwrap(guid);
    g_autofree char *scope = is_universal(guid) ? NULL : scope_of(item);
    return scope ? g_strconcat(scope, "\n", guid, NULL) : g_strdup(guid);
}

static char *
words_of(const OffItem *item)
{
    GBytes *bytes = item->html ? item->html : item->text;
    g_autofree char *sum = bytes ? g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes) : NULL;
    return g_strconcat(item->subject ? item->subject : "", "\n", sum ? sum : "", NULL);
}

/* An item's identity: its guid, its address, or its words. If another item of the feed has the same
 * guid or address, the words are added. */
static char *
seed_of(const OffItem *item, const OffArticle *article, const OffVerdict *verdict)
{
    /* A page is identified by its canonical address, whatever address it was fetched from. */
    gboolean page = item->kind == OFF_INPUT_HTML && verdict->url;
    const char *url = item->url && !page ? item->url : verdict->url;
    g_autofree char *seed = item->guid ? seed_of_guid(item, item->guid)
                            : url      ? off_unwrap(url)
                                       : NULL;
    if (seed && !item->shares_identity)
        return g_steal_pointer(&seed);
    if (!item->html && !item->text && !item->subject && !seed)
        return g_strdup(article->title ? article->title : "");
    g_autofree char *words = words_of(item), *scope = scope_of(item);
    return g_strconcat(seed ? seed : scope, "\n", url && seed ? url : "", "\n", words, "\n",
                       item->date ? item->date : "", NULL);
}

static char *
id_of(const char *seed)
{
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
    return g_strdup_printf("<%.32s@offprint.invalid>", hash);
}

/* Does the feed say that the item was changed after it was published? */
static gboolean
is_changed(const OffItem *item)
{
    gint64 first = off_mail_seconds(item->date, 0), last = off_mail_seconds(item->updated, 0);
    gboolean later = first != 0 && last > first + CHANGED_SECONDS;
    return later && !item->shares_update;
}

/* The identity of a changed item: its words, so that a later date alone makes no new version
 * (transfer full); NULL if it was not changed. */
static char *
seed_of_version(const OffItem *item, const char *seed)
{
    g_autofree char *words = is_changed(item) ? words_of(item) : NULL;
    return words ? g_strconcat(seed, "\n", words, NULL) : NULL;
}

static void
add_identity(GString *header, const OffItem *item, const OffArticle *article,
             const OffVerdict *verdict)
{
    g_autofree char *seed = seed_of(item, article, verdict);
    g_autofree char *first = id_of(seed);
    g_autofree char *later = seed_of_version(item, seed);
    g_autofree char *id = later ? id_of(later) : g_strdup(first);
    g_autofree char *answered = item->in_reply_to ? seed_of_guid(item, item->in_reply_to) : NULL;
    g_autofree char *parent = answered ? id_of(answered) : NULL;
    g_string_append_printf(header, "Message-ID: %s\n", id);
    if (parent)
        g_string_append_printf(header, "In-Reply-To: %s\n", parent);
    if (parent || later)
        g_string_append_printf(header, "References:%s%s%s%s\n", parent ? " " : "",
                               parent ? parent : "", later ? "\n " : "", later ? first : "");
}

/* --- the other fields --- */

static char *
shortened_text(const char *text, glong most)
{
    return g_utf8_strlen(text, -1) > most ? g_utf8_substring(text, 0, most) : g_strdup(text);
}

static void
add_from(GString *header, const OffItem *item, const OffArticle *article, const char *host,
         const char *sender)
{
    const char *feed = item->feed_title ? item->feed_title : article->site;
    const char *author = item->author ? item->author : article->byline;
    g_autofree char *both = feed && author && strcmp(feed, author) != 0
                                ? g_strdup_printf("%s via %s", author, feed)
                                : g_strdup(author ? author
                                           : feed ? feed
                                                  : host);
    g_autofree char *plain = off_header_text(both);
    g_autofree char *name = shortened_text(plain, NAME_MAX_CHARS);
    g_autofree char *address = sender ? g_strdup_printf("<%s>", sender)
                                      : g_strdup_printf("<" NO_REPLY "@%s.invalid>", host);
    OffFieldWriter w = off_field_begin(header, "From");
    off_field_add_phrase(&w, name);
    off_field_add_token(&w, address, FALSE);
    off_field_end(&w);
}

/* Letters and digits of an address' path and query, for a List-Id (RFC 2919, 3): "films-channel-7".
 */
static char *
slug_of(const char *url)
{
    const char *path = strstr(url, "://");
    path = path ? path + 3 : url;
    path += strcspn(path, "/?");
    GString *slug = g_string_new(NULL);
    for (; *path; path++)
        if (g_ascii_isalnum(*path))
            g_string_append_c(slug, g_ascii_tolower(*path));
        else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
            g_string_append_c(slug, '-');
    gboolean cut = slug->len > SLUG_MAX;
    g_string_truncate(slug, MIN(slug->len, SLUG_MAX));
    while (slug->len > 0 && slug->str[slug->len - 1] == '-')
        g_string_truncate(slug, slug->len - 1);
    if (cut) {
        g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, url, -1);
        g_string_append_printf(slug, "-%.8s", hash);
    }
    return g_string_free(slug, FALSE);
}

/* "Title <films-7.host.feed.invalid>": from the feed's address, else from its home page, else from
 * its title. */
static void
add_list_id(GString *header, const OffItem *item, const char *host)
{
    if (!item->feed_title && !item->feed_url && !item->feed_address)
        return;
    const char *address = item->feed_address ? item->feed_address : item->feed_url;
    g_autofree char *slug = address ? slug_of(address) : g_strdup("");
    if (!*slug) {
        g_autofree char *hash = g_compute_checksum_for_string(
            G_CHECKSUM_SHA256, item->feed_title ? item->feed_title : "", -1);
        g_free(slug);
        slug = g_strdup_printf("feed-%.8s", hash);
    }
    g_autofree char *id = g_strdup_printf("<%s.%s.feed.invalid>", slug, host);
    g_autofree char *plain = item->feed_title ? off_header_text(item->feed_title) : g_strdup("");
    g_autofree char *name = shortened_text(plain, NAME_MAX_CHARS);
    OffFieldWriter w = off_field_begin(header, "List-Id");
    if (*name)
        off_field_add_phrase(&w, name);
    off_field_add_token(&w, id, FALSE);
    off_field_end(&w);
}

static gboolean
has_category(const OffItem *item, const char *tag)
{
    for (guint i = 0; item->categories && i < item->categories->len; i++)
        if (g_ascii_strcasecmp(item->categories->pdata[i], tag) == 0)
            return TRUE;
    return FALSE;
}

static void
add_keyword(OffFieldWriter *w, GString *header, gsize start, const char *keyword)
{
    g_autofree char *word = off_header_text(keyword);
    g_strstrip(g_strdelimit(word, ",", ' '));
    if (!*word || header->len - start > KEYWORDS_MAX)
        return;
    if (w->out)
        off_field_add_token(w, ",", TRUE);
    else
        *w = off_field_begin(header, "Keywords");
    off_field_add_text(w, word);
}

/* The categories of the item, and the tags of the page that are not among them. */
static void
add_keywords(GString *header, const OffItem *item, const OffArticle *article)
{
    OffFieldWriter w = {0};
    gsize start = header->len;
    for (guint i = 0; item->categories && i < item->categories->len; i++)
        add_keyword(&w, header, start, item->categories->pdata[i]);
    for (guint i = 0; article->tags && article->tags[i]; i++)
        if (!has_category(item, article->tags[i]))
            add_keyword(&w, header, start, article->tags[i]);
    if (w.out)
        off_field_end(&w);
}

static void
add_text(GString *header, const char *name, const char *text)
{
    OffFieldWriter w = off_field_begin(header, name);
    off_field_add_text(&w, text);
    off_field_end(&w);
}

GByteArray *
off_compose_item(const OffItem *item, const OffArticle *article, const OffVerdict *verdict,
                 const OffComposeOptions *options, gint64 now)
{
    gsize length;
    OffComposeOptions with_status = *options;
    with_status.status = verdict->status;
    g_autoptr(GString) header = g_string_new(NULL);
    g_autofree char *host = host_of(item, verdict);
    const char *title = item->subject ? item->subject : article->title;
    g_autofree char *subject = off_header_text(title          ? title
                                               : verdict->url ? verdict->url
                                                              : "offprint");
    g_autofree char *date =
        off_mail_date(off_mail_seconds(item->date, off_mail_seconds(article->date, now)));
    add_from(header, item, article, host, options->sender);
    add_text(header, "Subject", *subject ? subject : "offprint");
    g_string_append_printf(header, "Date: %s\n", date);
    add_identity(header, item, article, verdict);
    add_list_id(header, item, host);
    add_keywords(header, item, article);
    g_autofree char *own = off_own_fields(item, article, verdict);
    g_autofree char *body = off_compose_body(item, article, &with_status, &length);
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)header->str, (guint)header->len);
    g_byte_array_append(out, (const guint8 *)own, (guint)strlen(own));
    g_byte_array_append(out, (const guint8 *)"MIME-Version: 1.0\n", 18);
    g_byte_array_append(out, (const guint8 *)body, (guint)length);
    return out;
}
