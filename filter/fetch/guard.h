/* guard.h: which addresses the fetcher may connect to. */
#ifndef OFF_GUARD_H
#define OFF_GUARD_H

#include <glib.h>
#include <sys/socket.h>

typedef struct OffGuard OffGuard;

OffGuard *off_guard_new(void);
void off_guard_free(OffGuard *guard);

/* Opens one range: "127.0.0.0/8", "127.0.0.1:8080", "::1", "[fd00::]/8" or "[::1]:8080", several
 * separated by commas. Returns FALSE where it cannot be read. */
gboolean off_guard_allow(OffGuard *guard, const char *ranges);

/* proxy.c: permits connections to the proxies that the environment names (http_proxy and the like),
 * to transfers that go through one. They are looked up here. */
void off_guard_allow_proxies(OffGuard *guard);
/* A proxy's address and port: connections to them are permitted, while an address of the same
 * spelling in a link is judged as before. */
void off_guard_allow_proxy(OffGuard *guard, const struct sockaddr *address);

/* The proxy that an address is fetched through, as the environment has it (transfer full): that of
 * its scheme, or all_proxy, unless no_proxy names the host; NULL: none. */
char *off_proxy_for(const char *url);

/* NULL if a connection to this very address is permitted, else what the address is ("a private
 * address"; transfer none, constant). proxied: the transfer goes through one of the proxies. */
const char *off_guard_refuses(const OffGuard *guard, const struct sockaddr *address,
                              gboolean proxied);
/* Does an address, with or without a prefix's bits, hold a host that is written as an address? */
gboolean off_range_holds(const char *range, const char *host);

/* The same for a host that is written as an address, with or without brackets; NULL for a name,
 * which says nothing until it is resolved. */
const char *off_guard_refuses_literal(const OffGuard *guard, const char *host, int port);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffGuard, off_guard_free)

#endif
