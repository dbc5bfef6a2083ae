/* listed.h: addresses that a mail's own header names for unsubscribing and the like, in whatever
 * spelling a link has them. */
#ifndef OFF_LISTED_H
#define OFF_LISTED_H

#include <glib.h>

/* A key that all spellings of an address share, for comparing only (transfer full): no scheme,
 * user, port or fragment; no dot segments, no final "/", no needless escapes; the query in order,
 * without tracking parameters. Mailers use several host names for one path, so the host is left out
 * unless the path is empty. NULL: url is not an http or https address. */
char *off_address_key(const char *url);

/* The keys of the addresses in header fields ("<https://…>, <mailto:…>", RFC 2369, or bare), one
 * per line, without repeats (transfer full); "" if there is none. fields may be NULL. unwrap (may
 * be NULL) gives the target that an address contains (transfer full); its key is included. */
char *off_listed_keys(const char *fields, char *(*unwrap)(const char *url));

/* Is the address one of those? keys as off_listed_keys gives them, or NULL. */
gboolean off_is_listed(const char *keys, const char *url);

#endif
