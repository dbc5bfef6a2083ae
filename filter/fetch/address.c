/* address.c: addresses as libcurl reads them. */
#include "config.h"

#include "fetch/address.h"

#include "wire/bounds.h"

#include <curl/curl.h>
#include <string.h>

/* A part of an address (transfer full), or NULL. */
static char *
part_of(CURLU *u, CURLUPart part, unsigned flags)
{
    char *value = NULL;
    if (curl_url_get(u, part, &value, flags) != CURLUE_OK)
        return NULL;
    char *copy = g_strdup(value);
    curl_free(value);
    return copy;
}

char *
off_address_clean(const char *url)
{
    CURLU *u = curl_url();
    char *clean = NULL;
    if (strlen(url) <= OFF_URL_MAX && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK) {
        g_autofree char *host = part_of(u, CURLUPART_HOST, 0);
        g_autofree char *small = g_ascii_strdown(host ? host : "", -1);
        g_autofree char *query = part_of(u, CURLUPART_QUERY, 0);
        curl_url_set(u, CURLUPART_HOST, small, 0);
        curl_url_set(u, CURLUPART_USER, NULL, 0);
        curl_url_set(u, CURLUPART_PASSWORD, NULL, 0);
        curl_url_set(u, CURLUPART_OPTIONS, NULL, 0);
        curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
        if (!query || !*query)
            curl_url_set(u, CURLUPART_QUERY, NULL, 0);
        clean = part_of(u, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
    }
    curl_url_cleanup(u);
    return clean;
}

char *
off_address_resolve(const char *base, const char *location)
{
    CURLU *u = curl_url();
    char *url = NULL;
    if (curl_url_set(u, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(u, CURLUPART_URL, location, 0) == CURLUE_OK)
        url = part_of(u, CURLUPART_URL, 0);
    curl_url_cleanup(u);
    return url;
}

char *
off_address_server(const char *url)
{
    CURLU *u = curl_url();
    char *server = NULL;
    if (curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK) {
        g_autofree char *scheme = part_of(u, CURLUPART_SCHEME, 0);
        g_autofree char *host = part_of(u, CURLUPART_HOST, 0);
        g_autofree char *port = part_of(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
        if (scheme && host)
            server = g_strdup_printf("%s://%s:%s", scheme, host, port ? port : "");
    }
    curl_url_cleanup(u);
    return server ? server : g_strdup("");
}

char *
off_address_host(const char *url)
{
    CURLU *u = curl_url();
    char *host =
        curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK ? part_of(u, CURLUPART_HOST, 0) : NULL;
    curl_url_cleanup(u);
    return host ? host : g_strdup("");
}
