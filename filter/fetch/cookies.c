/* cookies.c: the user's own cookies: which of them go to a host. */
#include "config.h"

#include "fetch/cookies.h"

#include "wire/prefix.h"

#include <string.h>

/* Per host: libcurl compares each cookie with all others. It sends at most 150; browsers keep
 * 180. */
#define HOST_COOKIES_MAX 1000
#define HTTP_ONLY "#HttpOnly_" /* in front of a domain: no comment */

struct OffCookies {
    char **lines;
};

OffCookies *
off_cookies_read(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, error))
        return NULL;
    OffCookies *cookies = g_new0(OffCookies, 1);
    cookies->lines = g_strsplit_set(text, "\r\n", -1);
    return cookies;
}

void
off_cookies_free(OffCookies *cookies)
{
    if (!cookies)
        return;
    g_strfreev(cookies->lines);
    g_free(cookies);
}

/* A cookie of a domain goes to the hosts below it too (RFC 6265, 5.1.3); one that is for a single
 * host is told apart by libcurl. */
static gboolean
is_for(const char *line, const char *host)
{
    if (off_has_prefix(line, HTTP_ONLY))
        line += strlen(HTTP_ONLY);
    line += *line == '.';
    gsize n = strcspn(line, "\t"), all = strlen(host);
    return *line != '#' && n > 0 && n <= all && g_ascii_strncasecmp(host + all - n, line, n) == 0 &&
           (n == all || host[all - n - 1] == '.');
}

char *
off_cookies_for(const OffCookies *cookies, const char *host)
{
    GString *found = g_string_new(NULL);
    guint count = 0;
    for (guint i = 0; cookies && cookies->lines[i] && count < HOST_COOKIES_MAX; i++) {
        if (!is_for(cookies->lines[i], host))
            continue;
        g_string_append_printf(found, "%s\n", cookies->lines[i]);
        count++;
    }
    return g_string_free(found, found->len == 0);
}
