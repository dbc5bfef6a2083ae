/* flight.h: what processes that share a cache tell each other: who fetches which page, how many
 * requests run against a server, and which server asked for a pause.
 *
 * Each entry is a lease: a process renews its own, and those of a process that has ended expire.
 * Processes are not identified by process ids, because these are reused. */
#ifndef OFF_FLIGHT_H
#define OFF_FLIGHT_H

#include "fetch/database.h"
#include "fetch/response.h"

typedef enum {
    OFF_FLIGHT_OWN,   /* fetch it, and say when it has come: the others wait */
    OFF_FLIGHT_ALONE, /* fetch it; it may not be stored, so nobody waits for anybody */
    OFF_FLIGHT_WAIT,  /* another process is fetching it: ask again soon */
} OffFlight;

/* Decides who fetches the page with the fetch's key. A process that has waited for long takes
 * over. */
OffFlight off_flight_begin(OffDatabase *database, OffFetch *fetch);
/* It has come, and was stored or not. */
void off_flight_end(OffDatabase *database, const char *key, gboolean stored);

/* Takes one of the slots for concurrent requests to a server; FALSE if all are taken. If the cache
 * is locked, the answer is yes. */
gboolean off_slot_take(OffDatabase *database, const char *server, guint most);
/* Has another process been refused one just now? */
gboolean off_slot_wanted(OffDatabase *database, const char *server);
void off_slot_release(OffDatabase *database, const char *server);

/* Renews what this process holds; to be called every OFF_LEASE_RENEW_MS at least. */
#define OFF_LEASE_RENEW_MS 500
void off_leases_renew(OffDatabase *database);

/* A server wants to be left alone until then (seconds since 1970), for all processes. */
void off_pause_set(OffDatabase *database, const char *server, gint64 until);
/* The same, or 0. */
gint64 off_pause_get(OffDatabase *database, const char *server);

#endif
