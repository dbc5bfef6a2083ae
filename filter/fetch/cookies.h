/* cookies.h: the user's cookies (a Netscape cookie file), and which of them go to a host. libcurl
 * sends them. The cache has to know them, because a page that was fetched with cookies is a
 * different page. */
#ifndef OFF_COOKIES_H
#define OFF_COOKIES_H

#include <glib.h>

typedef struct OffCookies OffCookies;

/* NULL with error set if the file cannot be read. */
OffCookies *off_cookies_read(const char *path, GError **error);
void off_cookies_free(OffCookies *cookies);

/* The lines whose domain is the host's (transfer full), or NULL if there is none. cookies may be
 * NULL. */
char *off_cookies_for(const OffCookies *cookies, const char *host);

#endif
