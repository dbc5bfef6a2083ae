/* article-link.c: links as a reader of the article should see them. */
#include "config.h"

#include "links/article-link.h"

#include "dom/url.h"
#include "wire/bounds.h"
#include "wire/prefix.h"

#include <string.h>

#define URI_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)

static const char *const services[] = {
#define OFF_SERVICE(word) word,
#define OFF_ORIGIN(name)
#include "links/services.def"
#undef OFF_SERVICE
#undef OFF_ORIGIN
};

static const char *const origins[] = {
#define OFF_SERVICE(word)
#define OFF_ORIGIN(name) name,
#include "links/services.def"
#undef OFF_SERVICE
#undef OFF_ORIGIN
};

static gboolean
is_listed(const char *const *list, guint n, const char *word, gsize length)
{
    for (guint i = 0; i < n; i++)
        if (strlen(list[i]) == length && g_ascii_strncasecmp(list[i], word, length) == 0)
            return TRUE;
    return FALSE;
}

/* Is one of the words between the separators the name of a service? A word before a dot counts by
 * itself: share.php. An address inside the path is skipped. */
static gboolean
names_service(const char *text, const char *separators)
{
    const char *at = text;
    while (*at && g_ascii_strncasecmp(at, "http", 4) != 0) {
        gsize n = strcspn(at, separators);
        if (is_listed(services, G_N_ELEMENTS(services), at, n))
            return TRUE;
        at += n;
        at += strspn(at, separators);
    }
    return FALSE;
}

/* The address without the parameters that say where a click came from (transfer full). */
static char *
without_origins(const char *url)
{
    const char *query = strchr(url, '?');
    if (!query)
        return g_strdup(url);
    GString *out = g_string_new_len(url, query - url);
    g_auto(GStrv) pairs = g_strsplit(query + 1, "&", -1);
    char before = '?';
    for (guint i = 0; pairs[i]; i++) {
        if (is_listed(origins, G_N_ELEMENTS(origins), pairs[i], strcspn(pairs[i], "=")))
            continue;
        g_string_append_c(out, before);
        g_string_append(out, pairs[i]);
        before = '&';
    }
    return g_string_free(out, FALSE);
}

/* Where a redirector leads to (transfer full); NULL if the address is none. */
static char *
redirected_address(const char *url)
{
    /* Hardly any address carries another. */
    if (!strpbrk(url, "?=") && !strstr(url + strlen("https://"), "http"))
        return NULL;
    g_autoptr(GUri) uri = g_uri_parse(url, URI_FLAGS, NULL);
    if (!uri || !g_uri_get_host(uri) || names_service(g_uri_get_host(uri), ".-") ||
        names_service(g_uri_get_path(uri), "/.-_"))
        return NULL;
    g_autofree char *plain = without_origins(url);
    g_autofree char *target = off_carried_address(plain);
    if (!target || off_has_prefix(target, "mailto:") || off_url_same_site(url, target))
        return NULL;
    return g_steal_pointer(&target);
}

char *
off_article_link(const char *url)
{
    g_autofree char *now = g_strdup(url);
    for (guint layer = 0; layer < OFF_UNWRAP_MAX; layer++) {
        char *target = redirected_address(now);
        if (!target)
            break;
        g_free(now);
        now = target;
    }
    return off_without_counters(now);
}
