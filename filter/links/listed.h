/* listed.h: addresses that a mail's own header names for unsubscribing and the like, in whatever
 * spelling a link has them. */
#ifndef OFF_LISTED_H
#define OFF_LISTED_H

#include <glib.h>

/* What two spellings of one address have in common, for comparing, not for asking: no scheme, user,
 * port or fragment; no dot segments and no "/" at the end; characters that need no escape without
 * one; the query in order, without what trackers add (transfer full). Mailers answer to one path
 * under several names, so the host is left out, unless it is all there is. NULL: url is no http or
 * https address. */
char *off_address_key(const char *url);

/* The keys of the addresses that stand in header fields ("<https://…>, <mailto:…>", RFC 2369, or
 * bare), each once, one behind the other with a line end (transfer full); "" if there is none.
 * fields may be NULL. unwrap (may be NULL) gives the target that an address carries (transfer
 * full); its key is in the list too. */
char *off_listed_keys(const char *fields, char *(*unwrap)(const char *url));

/* Is the address one of those? keys as off_listed_keys gives them, or NULL. */
gboolean off_is_listed(const char *keys, const char *url);

#endif
