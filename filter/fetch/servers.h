/* servers.h: requests that wait for their turn, by server: how many one server has to answer at a
 * time, together with other processes, and which server wants to be left alone. */
#ifndef OFF_SERVERS_H
#define OFF_SERVERS_H

#include "fetch/cache.h"

typedef struct OffServers OffServers;

/* most: requests of one server at a time; all: of all servers. cache stays the caller's; NULL:
 * other processes are not heeded. */
OffServers *off_servers_new(OffCache *cache, guint most, guint all);
void off_servers_free(OffServers *servers);

/* Queues a request (transfer full); first: in front of the others. */
void off_servers_add(OffServers *servers, OffFetch *fetch, gboolean first);

/* The next request that may start (transfer full), or NULL. *held: its server asked for a pause
 * beyond the deadline (off_now_ms), so it must not be sent. After the deadline all requests are
 * returned. */
OffFetch *off_servers_next(OffServers *servers, gint64 deadline, gboolean *held);

/* One that came from off_servers_next and was made has ended. multiplexed: over a connection that
 * carries many at a time (HTTP/2). */
void off_servers_done(OffServers *servers, const char *url, gboolean multiplexed);

/* The server of url wants to be left alone for so long, by all processes. */
void off_servers_pause(OffServers *servers, const char *url, gint64 seconds);

/* Milliseconds until it is worth while to call off_servers_next again; -1: nothing waits. */
int off_servers_wait(const OffServers *servers);

#endif
