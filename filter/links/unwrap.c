/* unwrap.c: the target that a tracking link carries, by form and not by the tracker's name. */
#include "config.h"

#include <offprint/locate.h>

#include "links/acting.h"
#include "links/article-link.h"
#include "wire/bounds.h"
#include "dom/inflate.h"
#include "dom/url.h"
#include "wire/prefix.h"

#include <string.h>

#define URI_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)
#define TOKEN_CHARS 40
#define ZLIB_HEAD 0x78     /* RFC 1950, 2.2: deflate, a window of 32 KiB */
#define GZIP_HEAD 0x1f     /* RFC 1952, 2.3.1 */
#define UNPACKED_MAX 16384 /* bytes of a query that was packed */
#define ENCODED_MIN 16     /* characters of base64 that could hold an address */

static gboolean
is_address(const char *text)
{
    return g_ascii_strncasecmp(text, "http://", 7) == 0 ||
           g_ascii_strncasecmp(text, "https://", 8) == 0;
}

/* The first address inside a text such as JSON, up to a quote or a control character. */
static char *
address_inside(const char *text)
{
    const char *at = strstr(text, "http://"), *tls = strstr(text, "https://");
    if (!at || (tls && tls < at))
        at = tls;
    if (!at)
        return NULL;
    g_autoptr(GString) found = g_string_new(NULL);
    for (const char *p = at; *p > 0x20 && *p != '"' && *p != '<' && *p != '>' && *p != 0x7f; p++)
        if (*p != '\\')
            g_string_append_c(found, *p);
    return off_url_resolve(NULL, found->str);
}

static char *from_query(const char *query);

/* Text through and through that holds an address: bare, as in JSON, or a query's value. */
static char *
from_plain(const char *plain)
{
    for (const guchar *p = (const guchar *)plain; *p; p++)
        if (*p < 0x20 && *p != '\n' && *p != '\t')
            return NULL;
    char *found = address_inside(plain);
    return found ? found : from_query(plain);
}

/* base64 and base64url (RFC 4648, 4 and 5) that holds an address, packed by zlib or not. */
static char *
from_base64(const char *text)
{
    gsize n = strcspn(text, "=.");
    if (n < ENCODED_MIN ||
        strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_") < n)
        return NULL;
    g_autoptr(GString) padded = g_string_new_len(text, (gssize)n);
    g_strdelimit(padded->str, "-", '+');
    g_strdelimit(padded->str, "_", '/');
    while (padded->len % 4)
        g_string_append_c(padded, '=');
    gsize length;
    g_autofree guchar *bytes = g_base64_decode(padded->str, &length);
    gboolean head = length > 2 && (bytes[0] == ZLIB_HEAD || bytes[0] == GZIP_HEAD);
    g_autoptr(GByteArray) packed =
        head ? off_inflate_bytes(bytes, length, OFF_INFLATE_BY_HEAD, UNPACKED_MAX) : NULL;
    g_autofree char *plain = packed ? g_strndup((const char *)packed->data, packed->len)
                                    : g_strndup((const char *)bytes, length);
    return from_plain(plain);
}

static char *
from_value(const char *value)
{
    g_autofree char *plain = g_uri_unescape_string(value, NULL);
    if (!plain)
        return NULL;
    if (is_address(plain))
        return off_url_resolve(NULL, plain);
    return from_base64(plain);
}

/* A translator's target language: the translation is not the page whose address it contains. */
static gboolean
is_translation(const char *pair)
{
    return off_has_prefix(pair, "tl=") || off_has_prefix(pair, "langpair=") ||
           off_has_prefix(pair, "_x_tr_tl=");
}

static char *
from_query(const char *query)
{
    g_auto(GStrv) pairs = g_strsplit_set(query ? query : "", "&;", -1);
    for (guint i = 0; pairs[i]; i++)
        if (is_translation(pairs[i]))
            return NULL;
    for (guint i = 0; pairs[i]; i++) {
        const char *equals = strchr(pairs[i], '=');
        char *found = equals ? from_value(equals + 1) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

static char *
from_path(const char *path)
{
    /* An address written out in the path: /CL0/https:%2F%2F..., /https://... */
    g_autofree char *plain = g_uri_unescape_string(path, NULL);
    const char *at = plain ? strstr(plain, "/http") : NULL;
    if (at && (is_address(at + 1))) {
        /* After the address trackers put counters ("/1/0100..."); they can be cut off only if the
         * address was escaped. */
        const char *raw = strstr(path, "/http");
        g_autofree char *segment =
            raw && strchr(raw + 1, '%') ? g_strndup(raw + 1, strcspn(raw + 1, "/")) : NULL;
        g_autofree char *unescaped = segment ? g_uri_unescape_string(segment, NULL) : NULL;
        if (unescaped && is_address(unescaped))
            return off_url_resolve(NULL, unescaped);
        /* An unescaped address inside a path is a web archive's, unless the path begins with it. */
        return at == plain || !strstr(path, "/http") ? off_url_resolve(NULL, at + 1) : NULL;
    }
    g_auto(GStrv) segments = g_strsplit(path, "/", -1);
    for (guint i = 0; segments[i]; i++) {
        char *found = from_base64(segments[i]);
        if (found)
            return found;
    }
    return NULL;
}

/* drops: should name=value be removed? fragments: some trackers add fragments that look like
 * parameters, while a page's own fragment is a name; TRUE keeps all fragments. */
static char *
without_pairs(const char *url, gboolean (*drops)(const char *pair), gboolean fragments)
{
    g_autoptr(GUri) uri = g_uri_parse(url, URI_FLAGS, NULL);
    if (!uri)
        return g_strdup(url);
    g_autoptr(GString) query = g_string_new(NULL);
    g_auto(GStrv) pairs = g_strsplit(g_uri_get_query(uri) ? g_uri_get_query(uri) : "", "&", -1);
    for (guint i = 0; pairs[i]; i++) {
        if (!*pairs[i] || drops(pairs[i]))
            continue;
        if (query->len > 0)
            g_string_append_c(query, '&');
        g_string_append(query, pairs[i]);
    }
    const char *fragment = g_uri_get_fragment(uri);
    if (fragment && !fragments && (strchr(fragment, '=') || *fragment == '\0'))
        fragment = NULL;
    return g_uri_join(URI_FLAGS, g_uri_get_scheme(uri), NULL, g_uri_get_host(uri),
                      g_uri_get_port(uri), g_uri_get_path(uri), query->len ? query->str : NULL,
                      fragment);
}

char *
off_unwrap(const char *url)
{
    g_autofree char *now = g_strdup(url);
    for (guint layer = 0; layer < OFF_UNWRAP_MAX; layer++) {
        g_autoptr(GUri) uri = g_uri_parse(now, URI_FLAGS, NULL);
        if (!uri)
            break;
        char *inner = from_query(g_uri_get_query(uri));
        if (!inner)
            inner = from_path(g_uri_get_path(uri));
        if (!inner || off_has_prefix(inner, "mailto:")) {
            g_free(inner);
            break;
        }
        g_free(now);
        now = inner;
    }
    return without_pairs(now, off_is_tracking, FALSE);
}

char *
off_carried_address(const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, URI_FLAGS, NULL);
    if (!uri)
        return NULL;
    char *inner = from_query(g_uri_get_query(uri));
    return inner ? inner : from_path(g_uri_get_path(uri));
}

char *
off_without_counters(const char *url)
{
    gboolean counted = FALSE;
    g_auto(GStrv) pairs = g_strsplit_set(url, "?&", -1);
    for (guint i = 1; pairs[0] && pairs[i]; i++)
        counted = counted || off_is_counting(pairs[i]);
    return counted ? without_pairs(url, off_is_counting, TRUE) : g_strdup(url);
}

/* Words of a slug are parted by hyphens and hardly mixed with digits; tokens are long and mixed. */
static gboolean
is_token(const char *text, gsize length)
{
    guint digits = 0, capitals = 0;
    gsize run = 0, longest = 0;
    for (gsize i = 0; i < length; i++) {
        digits += g_ascii_isdigit(text[i]);
        capitals += g_ascii_isupper(text[i]);
        run = g_ascii_isalnum(text[i]) || text[i] == '_' ? run + 1 : 0;
        longest = MAX(longest, run);
    }
    return length >= TOKEN_CHARS && longest >= TOKEN_CHARS / 2 && digits > 1 && capitals > 1;
}

gboolean
off_is_personal(const char *url)
{
    const char *at = strstr(url, "://");
    at = at ? at + 3 + strcspn(at + 3, "/?") : url;
    while (*at) {
        gsize n = strcspn(at, "/?&=#;");
        if (is_token(at, n))
            return TRUE;
        at += n + (at[n] != '\0');
    }
    return FALSE;
}
