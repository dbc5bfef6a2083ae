/* address.h: addresses as libcurl reads them. */
#ifndef OFF_ADDRESS_H
#define OFF_ADDRESS_H

#include <glib.h>

/* An address in the one spelling under which it is asked for, cached and recorded: host in lower
 * case, no user, password, default port, fragment or dot segments, a path (transfer full). NULL: it
 * cannot be read, or is longer than OFF_URL_MAX. */
char *off_address_clean(const char *url);

/* The address that a Location leads to from here (RFC 9110, 10.2.2; transfer full), or NULL. */
char *off_address_resolve(const char *base, const char *location);

/* "https://host:port": what two pages of one server have in common (transfer full), "" if the
 * address cannot be read. */
char *off_address_server(const char *url);

/* The host alone (transfer full), "" if the address cannot be read. */
char *off_address_host(const char *url);

#endif
