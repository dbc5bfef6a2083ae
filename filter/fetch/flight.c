/* flight.c: what processes that share a cache tell each other. */
#include "config.h"

#include "fetch/flight.h"

#include "wire/wire.h"

#define LEASE_MS 2000    /* a mark that its process does not renew holds that long */
#define PATIENCE_MS 1500 /* after waiting that long for one process, fetch the page oneself */
#define WISH_MS 200      /* a process that was refused a slot asks again before that */
#define LOOSE_MS                                                                                   \
    30000 /* how long a page that may not be stored is fetched by every process                    \
           * for itself */

/* A lease is valid if it ends between now and the longest possible lease. A later end comes from a
 * different clock or a damaged file. */
#define HOLDS(until) until " BETWEEN ?2 AND ?3"

/* Marks outlive a process, so they are in milliseconds of the wall clock. */
static gint64
wall_ms(void)
{
    return g_get_real_time() / 1000;
}

/* Who holds the mark of a key, or 0. */
static gint64
holder_of(OffDatabase *d, const char *key, gint64 now)
{
    sqlite3_stmt *s =
        off_statement(d, "SELECT pid FROM flight WHERE url=?1 AND " HOLDS("until"), key);
    if (!s)
        return 0;
    sqlite3_bind_int64(s, 2, now);
    sqlite3_bind_int64(s, 3, now + LEASE_MS);
    gint64 owner = off_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    off_release(s);
    return owner;
}

static gboolean
is_loose(OffDatabase *d, const char *key, gint64 now)
{
    gint64 until = off_number(d, "SELECT until FROM loose WHERE url=?1", key, 0, 0);
    return until >= now && until <= now + LOOSE_MS;
}

/* Have we waited long enough for this owner? If another process took over meanwhile, the wait
 * starts again. */
static gboolean
has_waited(OffFetch *fetch, gint64 owner)
{
    gint64 now = off_now_ms();
    if (fetch->flight_owner != owner) {
        fetch->flight_owner = owner;
        fetch->flight_since = now;
    }
    return now - fetch->flight_since >= PATIENCE_MS;
}

static OffFlight
begin_flight(OffDatabase *d, OffFetch *fetch)
{
    gint64 now = wall_ms(), owner = holder_of(d, fetch->key, now);
    if (is_loose(d, fetch->key, now))
        return OFF_FLIGHT_ALONE;
    if (owner != 0 && owner != d->owner && !has_waited(fetch, owner))
        return OFF_FLIGHT_WAIT;
    off_run(d, "INSERT OR REPLACE INTO flight VALUES(?1,?2,?3)", fetch->key, d->owner,
            now + LEASE_MS);
    return OFF_FLIGHT_OWN;
}

OffFlight
off_flight_begin(OffDatabase *d, OffFetch *fetch)
{
    if (!off_begin(d))
        return OFF_FLIGHT_ALONE;
    OffFlight answer = begin_flight(d, fetch);
    off_commit(d);
    return answer;
}

void
off_flight_end(OffDatabase *d, const char *key, gboolean stored)
{
    gint64 now = wall_ms();
    if (!stored) {
        off_run(d, "DELETE FROM loose WHERE until NOT BETWEEN ?2 AND ?3", NULL, now,
                now + LOOSE_MS);
        off_run(d, "INSERT OR REPLACE INTO loose VALUES(?1,?2)", key, now + LOOSE_MS, 0);
    }
    off_run(d, "DELETE FROM flight WHERE url=?1 AND (pid=?2 OR until NOT BETWEEN ?3 AND ?3 + 2000)",
            key, d->owner, now);
}

gboolean
off_slot_take(OffDatabase *d, const char *server, guint most)
{
    if (!off_begin(d))
        return TRUE;
    gint64 now = wall_ms();
    off_run(d, "DELETE FROM slot WHERE server=?1 AND NOT " HOLDS("until"), server, now,
            now + LEASE_MS);
    gint64 taken = off_number(d, "SELECT count(*) FROM slot WHERE server=?1", server, 0, 0);
    gboolean free = taken < most;
    off_run(d,
            free ? "INSERT INTO slot VALUES(?1,?2,?3)"
                 : "INSERT OR REPLACE INTO wish VALUES(?1,?2,?3)",
            server, d->owner, now + (free ? LEASE_MS : WISH_MS));
    off_commit(d);
    return free;
}

gboolean
off_slot_wanted(OffDatabase *d, const char *server)
{
    sqlite3_stmt *s = off_statement(
        d, "SELECT count(*) FROM wish WHERE server=?1 AND owner<>?4 AND " HOLDS("until"), server);
    if (!s)
        return FALSE;
    gint64 now = wall_ms();
    sqlite3_bind_int64(s, 2, now);
    sqlite3_bind_int64(s, 3, now + WISH_MS);
    sqlite3_bind_int64(s, 4, d->owner);
    gboolean wanted = off_step(s) == SQLITE_ROW && sqlite3_column_int64(s, 0) > 0;
    off_release(s);
    return wanted;
}

void
off_slot_release(OffDatabase *d, const char *server)
{
    off_run(d,
            "DELETE FROM slot WHERE rowid="
            "(SELECT rowid FROM slot WHERE server=?1 AND owner=?2 LIMIT 1)",
            server, d->owner, 0);
}

void
off_leases_renew(OffDatabase *d)
{
    gint64 until = wall_ms() + LEASE_MS;
    if (!off_begin(d))
        return;
    off_run(d, "UPDATE flight SET until=?3 WHERE pid=?2", NULL, d->owner, until);
    off_run(d, "UPDATE slot SET until=?3 WHERE owner=?2", NULL, d->owner, until);
    off_commit(d);
}

void
off_pause_set(OffDatabase *d, const char *server, gint64 until)
{
    off_run(d, "INSERT OR REPLACE INTO pause VALUES(?1,?2)", server, until, 0);
}

gint64
off_pause_get(OffDatabase *d, const char *server)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    gint64 until = off_number(d, "SELECT until FROM pause WHERE server=?1", server, 0, 0);
    return until > now && until <= now + OFF_RETRY_SECONDS_MAX ? until : 0;
}
