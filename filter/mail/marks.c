/* marks.c: the fields that report the result (X-Offprint) and those to sort by. */
#include "config.h"

#include "mail/compose.h"

#include <offprint/locate.h>

#include "dom/dom.h"
#include "dom/url.h"
#include "input/input.h"
#include "mail/fields.h"
#include "mail/marks.h"
#include "wire/prefix.h"

#include <string.h>

#define URL_OCTETS_MAX 900 /* a field's line has to stay under 998 */

/* An address in ASCII without blanks: what is not, is escaped. */
static char *
ascii_url(const char *url)
{
    GString *out = g_string_new(NULL);
    for (const guchar *p = (const guchar *)url; *p; p++) {
        if (*p <= 0x20 || *p >= 0x7f || *p == '<' || *p == '>' || *p == ';')
            g_string_append_printf(out, "%%%02X", *p);
        else
            g_string_append_c(out, (char)*p);
    }
    return g_string_free(out, FALSE);
}

/* The word if it can be one of ours, otherwise NULL. */
static const char *
atom_of(const char *word)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return word && *word && word[strspn(word, letters)] == '\0' ? word : NULL;
}

/* The part that all addresses of an article share: no scheme, "www.", tracking parameters, final
 * slash of the path, or fragment. */
static char *
identity_of(const char *url)
{
    g_autofree char *clean = off_unwrap(url);
    g_autofree char *host = off_url_host(clean);
    const char *rest = strstr(clean, "://");
    if (!host || !rest)
        return g_strdup(clean);
    rest += strlen("://");
    rest += strcspn(rest, "/?#");
    gsize path = strcspn(rest, "?#"), kept = path;
    while (kept > 0 && rest[kept - 1] == '/')
        kept--;
    g_autofree char *query = g_strndup(rest + path, strcspn(rest + path, "#"));
    return g_strdup_printf("%s%.*s%s", host, (int)kept, rest, query);
}

static void
add_id(GString *out, const char *url)
{
    g_autofree char *identity = identity_of(url);
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, identity, -1);
    g_string_append_printf(out, "X-Offprint-Id: %.32s\n", hash);
}

static void
add_text(GString *out, const char *name, const char *value)
{
    g_autofree char *text = value ? off_header_text(value) : NULL;
    if (!text || !*text)
        return;
    OffFieldWriter w = off_field_begin(out, name);
    off_field_add_text(&w, text);
    off_field_end(&w);
}

static void
add_verdict(GString *out, const OffVerdict *verdict, const char *url)
{
    const char *status = atom_of(verdict->status), *reason = atom_of(verdict->reason);
    g_string_append_printf(out, "X-Offprint: status=%s", status ? status : "failed");
    if (reason)
        g_string_append_printf(out, "; reason=%s", reason);
    if (url)
        g_string_append_printf(out, ";\n url=%s", url);
    g_string_append_c(out, '\n');
}

static char *
url_of(const OffVerdict *verdict)
{
    g_autofree char *url = verdict->url ? ascii_url(verdict->url) : NULL;
    return url && strlen(url) <= URL_OCTETS_MAX ? g_steal_pointer(&url) : NULL;
}

char *
off_own_fields(const OffItem *item, const OffArticle *article, const OffVerdict *verdict)
{
    GString *out = g_string_new(NULL);
    g_autofree char *url = url_of(verdict);
    g_autofree char *host = verdict->url ? off_url_host(verdict->url) : NULL;
    add_verdict(out, verdict, url);
    g_string_append_printf(out, "X-Offprint-Words: %u\n", article->words);
    if (article->lang && off_is_language(article->lang))
        g_string_append_printf(out, "X-Offprint-Language: %s\n", article->lang);
    const char *site = article->site ? article->site : host ? host : item->sender_domain;
    add_text(out, "X-Offprint-Site", site);
    if (verdict->url)
        add_id(out, verdict->url);
    if (url && !off_has_field(item, "Archived-At"))
        g_string_append_printf(out, "Archived-At: <%s>\n", url);
    return g_string_free(out, FALSE);
}

gboolean
off_is_own_field(const char *name, gsize length)
{
    static const char own[] = "X-Offprint";
    const gsize n = sizeof own - 1;
    return length >= n && g_ascii_strncasecmp(name, own, n) == 0 && (length == n || name[n] == '-');
}

gboolean
off_is_mark_of_failure(const char *value)
{
    return off_has_prefix(value, "status=failed") || off_has_prefix(value, "status=untouched");
}

/* --- mails that stayed as they were --------------------------------------------------------------
 */

static gsize
end_of_fields(const OffItem *item)
{
    guint n = item->fields->len;
    return n > 0 ? g_array_index(item->fields, OffField, n - 1).end : item->header_start;
}

GByteArray *
off_mark_mail(const OffItem *item, const OffVerdict *verdict)
{
    gsize end = end_of_fields(item);
    gboolean bare = item->fields->len == 0 || item->bytes[end - 1] != '\n';
    if (bare || off_has_field(item, "X-Offprint"))
        return NULL;
    g_autoptr(GString) mark = g_string_new(NULL);
    g_autofree char *url = url_of(verdict);
    add_verdict(mark, verdict, url);
    if (item->crlf)
        g_string_replace(mark, "\n", "\r\n", 0);
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)item->bytes, (guint)end);
    g_byte_array_append(out, (const guint8 *)mark->str, (guint)mark->len);
    g_byte_array_append(out, (const guint8 *)item->bytes + end, (guint)(item->length - end));
    return out;
}

GByteArray *
off_unmark_mail(const OffItem *item, gsize length)
{
    guint n = item->fields->len;
    const OffField *last = n > 0 ? &g_array_index(item->fields, OffField, n - 1) : NULL;
    g_autofree char *value = off_field_value(item, "X-Offprint");
    if (!last || !value || !off_is_mark_of_failure(value) ||
        !off_is_own_field(item->bytes + last->start, last->name_end - last->start))
        return NULL;
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)item->bytes, (guint)last->start);
    g_byte_array_append(out, (const guint8 *)item->bytes + last->end, (guint)(length - last->end));
    return out;
}
