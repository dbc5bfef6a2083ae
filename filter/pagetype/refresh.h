/* refresh.h: pages that only redirect. */
#ifndef OFF_REFRESH_H
#define OFF_REFRESH_H

#include <glib.h>

/* The address of <meta http-equiv="refresh" content="0; url=..."> of a page with hardly any text,
 * absolute (transfer full), or NULL. */
char *off_refresh_target(const char *html, gsize length, const char *url);

#endif
