/* proxy.c: the proxies that the environment names, read as curl reads it. The connection then goes
 * to the proxy, which the user chose and which may have a private address. */
#include "config.h"

#include "fetch/guard.h"

#include "fetch/address.h"
#include "wire/prefix.h"

#include <curl/curl.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#define PROXY_PORT "1080" /* of a proxy that names none, says curl */

/* The host and port of an address of a proxy, whose scheme may be left out. */
static gboolean
host_and_port(const char *address, char **host, char **port)
{
    CURLU *u = curl_url();
    gboolean good = curl_url_set(u, CURLUPART_URL, address,
                                 CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK &&
                    curl_url_get(u, CURLUPART_HOST, host, 0) == CURLUE_OK;
    if (good && curl_url_get(u, CURLUPART_PORT, port, 0) != CURLUE_OK)
        *port = NULL;
    curl_url_cleanup(u);
    return good;
}

static void
allow_proxy(OffGuard *guard, const char *address)
{
    char *host = NULL, *port = NULL;
    struct addrinfo *found = NULL;
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
    if (host_and_port(address, &host, &port)) {
        gsize n = strlen(host);
        g_autofree char *bare = *host == '[' ? g_strndup(host + 1, n - 2) : g_strdup(host);
        if (getaddrinfo(bare, port ? port : PROXY_PORT, &hints, &found) == 0)
            for (const struct addrinfo *a = found; a; a = a->ai_next)
                off_guard_allow_proxy(guard, a->ai_addr);
    }
    if (found)
        freeaddrinfo(found);
    curl_free(host);
    curl_free(port);
}

void
off_guard_allow_proxies(OffGuard *guard)
{
    static const char *const names[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                        "ALL_PROXY"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *address = getenv(names[i]);
        if (address && *address)
            allow_proxy(guard, address);
    }
}

/* Does an entry of no_proxy name the host: "*", a name and all below it, an address or a range? */
static gboolean
is_named(const char *entry, const char *host)
{
    entry += *entry == '.';
    gsize n = strlen(entry), all = strlen(host);
    if (strcmp(entry, "*") == 0 || off_range_holds(entry, host))
        return TRUE;
    return n > 0 && n <= all && g_ascii_strcasecmp(host + all - n, entry) == 0 &&
           (n == all || host[all - n - 1] == '.');
}

static gboolean
is_direct(const char *host)
{
    const char *list = getenv("no_proxy") ? getenv("no_proxy") : getenv("NO_PROXY");
    g_auto(GStrv) entries = g_strsplit_set(list ? list : "", ", \t", -1);
    for (guint i = 0; entries[i]; i++)
        if (is_named(entries[i], host))
            return TRUE;
    return FALSE;
}

/* HTTP_PROXY in capitals could be a field of a request to a CGI program: only the small one counts,
 * as with curl. */
char *
off_proxy_for(const char *url)
{
    static const char *const plain[] = {"http_proxy", "all_proxy", "ALL_PROXY"};
    static const char *const secure[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
    gboolean tls = off_has_prefix(url, "https:");
    const char *const *names = tls ? secure : plain;
    guint count = tls ? G_N_ELEMENTS(secure) : G_N_ELEMENTS(plain);
    const char *proxy = NULL;
    for (guint i = 0; i < count && !(proxy && *proxy); i++)
        proxy = getenv(names[i]);
    if (!proxy || !*proxy)
        return NULL;
    g_autofree char *host = off_address_host(url);
    gsize n = strlen(host);
    g_autofree char *bare = *host == '[' && n > 1 ? g_strndup(host + 1, n - 2) : g_strdup(host);
    return is_direct(bare) ? NULL : g_strdup(proxy);
}
