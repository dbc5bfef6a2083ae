/* url.h: addresses (RFC 3986) in the reader, on GUri. The fetcher has libcurl's own. */
#ifndef OFF_URL_H
#define OFF_URL_H

#include <glib.h>

/* The absolute http, https or mailto address of ref on a page at base (base may be NULL): outer
 * blanks and control characters removed, spaces escaped (transfer full). NULL if it is not such an
 * address. */
char *off_url_resolve(const char *base, const char *ref);

/* The host in lower case, without "www." (transfer full), or NULL. */
char *off_url_host(const char *url);

/* Do two addresses belong to one site: the same registrable domain (libpsl) or the same host? */
gboolean off_url_same_site(const char *a, const char *b);

/* The registrable domain of a host (transfer full): "example.co.uk"; the host itself where there is
 * none. */
char *off_url_domain(const char *host);

/* Path "/" or none, and no query: a front page. */
gboolean off_url_is_front(const char *url);

#endif
