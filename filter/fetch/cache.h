/* cache.h: responses that were fetched before (RFC 9111, a private cache), in SQLite.
 *
 * Nothing here ever costs a page: if the database is locked, broken, full or read-only, every
 * function does as if nothing were stored. Each may be called with cache NULL: there is none. */
#ifndef OFF_CACHE_H
#define OFF_CACHE_H

#include "fetch/response.h"

typedef struct OffCache OffCache;

typedef enum {
    OFF_CACHE_MISS,  /* nothing stored that may be used as it is: fetch it */
    OFF_CACHE_FRESH, /* the response was filled in: use it */
    OFF_CACHE_WAIT,  /* another process is fetching it: ask again soon */
} OffCacheAnswer;

/* Opens or makes the file (mode 0600) and its folder. Returns NULL if it cannot be used; *foreign:
 * because it is another program's file or another user's, which is left as it is. */
OffCache *off_cache_open(const char *path, gboolean *foreign);
void off_cache_close(OffCache *cache);

/* What the cache knows a request by (transfer full): its address, whether a picture is wanted, and
 * those fields that a server may vary its answer by.
 */
char *off_cache_key(const OffFetch *fetch);
/* The same of what is made of its page; the fetch's own key has to be there. */
char *off_cache_made_key(const OffFetch *fetch);

/* Looks for the fetch's key. MISS makes the caller the one who fetches it, with the validators that
 * were filled in; others wait until it is stored, or cannot be, or the caller takes too long. */
OffCacheAnswer off_cache_look(OffCache *cache, OffFetch *fetch, OffResponse *response);

/* Stores what came, and lets those go on that wait for it. A 304 fills response from what is
 * stored. A failure of a page that is kept does so too, and returns TRUE. */
gboolean off_cache_take(OffCache *cache, OffFetch *fetch, OffResponse *response);

/* What a page came to in an earlier run, a piece of bytes that only the reader can read: as long as
 * its page is kept, or however old if nothing else is wanted. */
gboolean off_cache_made(OffCache *cache, OffFetch *fetch, OffResponse *response);
/* Keeps it by the key of its fetch (made_key); since: when its page was fetched. Any number of them
 * are kept between begin and end, which takes what begin returned. */
gboolean off_cache_keep_begin(OffCache *cache);
void off_cache_keep_end(OffCache *cache, gboolean begun);
void off_cache_keep_made(OffCache *cache, const char *made_key, gint64 since, const void *bytes,
                         gsize length);

/* What flight.h says of servers and leases. */
gboolean off_cache_slot_take(OffCache *cache, const char *server, guint most);
gboolean off_cache_slot_wanted(OffCache *cache, const char *server);
void off_cache_slot_release(OffCache *cache, const char *server);
void off_cache_renew(OffCache *cache);
void off_cache_pause(OffCache *cache, const char *server, gint64 until);
gint64 off_cache_paused(OffCache *cache, const char *server);

/* "N responses, N bytes ..." (transfer full), or NULL if it cannot be read. */
char *off_cache_info(OffCache *cache);
gboolean off_cache_clear(OffCache *cache);

#endif
