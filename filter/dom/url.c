/* url.c: addresses (RFC 3986) in the reader, on GUri. */
#include "config.h"

#include "dom/url.h"

#include "wire/bounds.h"
#include "wire/prefix.h"

#include <libpsl.h>
#include <string.h>

#define URI_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)

/* Removes control characters; escapes spaces and other characters that an address may not contain
 * (WHATWG URL, 4.4). */
static char *
cleaned_reference(const char *ref)
{
    GString *out = g_string_new(NULL);
    g_autofree char *trimmed = g_strstrip(g_strdup(ref));
    for (const guchar *p = (const guchar *)trimmed; *p; p++) {
        if (*p < 0x20 || *p == 0x7f)
            continue;
        if (*p <= 0x20 || strchr("\"<>\\^`{|}", *p))
            g_string_append_printf(out, "%%%02X", *p);
        else
            g_string_append_c(out, (char)*p);
    }
    return g_string_free(out, FALSE);
}

/* Brackets after the host and a second '#' are not allowed in an address (RFC 3986, 3.4): they are
 * escaped. */
static char *
without_stray(const char *url)
{
    const char *path = url + strcspn(url, ":") + strlen("://");
    path += strcspn(path, "/?#");
    GString *out = g_string_new_len(url, path - url);
    gboolean fragment = FALSE;
    for (; *path; path++) {
        if (*path == '[' || *path == ']' || (*path == '#' && fragment))
            g_string_append_printf(out, "%%%02X", *path);
        else
            g_string_append_c(out, *path);
        fragment |= *path == '#';
    }
    return g_string_free(out, FALSE);
}

char *
off_url_resolve(const char *base, const char *ref)
{
    if (!ref || strlen(ref) > OFF_URL_MAX)
        return NULL;
    g_autofree char *clean = cleaned_reference(ref);
    if (g_ascii_strncasecmp(clean, "mailto:", 7) == 0)
        return g_steal_pointer(&clean);
    g_autofree char *whole = g_uri_resolve_relative(base, clean, URI_FLAGS, NULL);
    if (!whole)
        return NULL;
    g_autoptr(GUri) uri = g_uri_parse(whole, URI_FLAGS, NULL);
    if (!uri || !g_uri_get_host(uri) || !*g_uri_get_host(uri))
        return NULL;
    const char *scheme = g_uri_get_scheme(uri);
    if ((strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0) ||
        strpbrk(g_uri_get_host(uri), " %"))
        return NULL;
    return without_stray(whole);
}

char *
off_url_host(const char *url)
{
    g_autoptr(GUri) uri = url ? g_uri_parse(url, URI_FLAGS, NULL) : NULL;
    const char *host = uri ? g_uri_get_host(uri) : NULL;
    if (!host)
        return NULL;
    char *lower = g_ascii_strdown(host, -1);
    if (off_has_prefix(lower, "www."))
        memmove(lower, lower + 4, strlen(lower + 4) + 1);
    return lower;
}

char *
off_url_domain(const char *host)
{
    const psl_ctx_t *psl = psl_builtin();
    const char *domain = psl ? psl_registrable_domain(psl, host) : NULL;
    return g_strdup(domain ? domain : host);
}

gboolean
off_url_same_site(const char *a, const char *b)
{
    g_autofree char *x = off_url_host(a), *y = off_url_host(b);
    if (!x || !y)
        return FALSE;
    if (strcmp(x, y) == 0)
        return TRUE;
    g_autofree char *domain_x = off_url_domain(x), *domain_y = off_url_domain(y);
    return strcmp(domain_x, domain_y) == 0;
}

gboolean
off_url_is_front(const char *url)
{
    const char *path = strstr(url, "://");
    path = path ? path + 3 + strcspn(path + 3, "/?#") : "";
    return path[0] == '\0' || strcmp(path, "/") == 0;
}
