/* listed.h: addresses that a mail's own header names for unsubscribing and the like, in whatever
 * spelling a link has them. */
#ifndef OFF_LISTED_H
#define OFF_LISTED_H

#include <glib.h>

/* The keys of the addresses in header fields ("<https://…>, <mailto:…>", RFC 2369, or bare), one
 * per line, without repeats (transfer full); "" if there is none. fields may be NULL. unwrap (may
 * be NULL) gives the target that an address contains (transfer full); its key is included. */
char *off_listed_keys(const char *fields, char *(*unwrap)(const char *url));

/* Is the address one of those? keys as off_listed_keys gives them, or NULL. */
gboolean off_is_listed(const char *keys, const char *url);

#endif
