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
/* The same for its finished article; the fetch's own key must be set. */
char *off_cache_made_key(const OffFetch *fetch);

/* Looks up the fetch's key. On MISS the caller has to fetch the page, with the validators that were
 * filled in. Other processes wait until it is stored, has failed, or the caller takes too long. */
OffCacheAnswer off_cache_look(OffCache *cache, OffFetch *fetch, OffResponse *response);

/* Stores the response and wakes those who wait for it. For a 304, response is filled from the
 * stored page. So it is if a kept page could not be fetched again; then the result is TRUE. */
gboolean off_cache_take(OffCache *cache, OffFetch *fetch, OffResponse *response);

/* The finished article of an earlier run, as bytes that only the reader understands. It is kept as
 * long as its page; if only the article is wanted, it may be older. */
gboolean off_cache_made(OffCache *cache, OffFetch *fetch, OffResponse *response);
/* Stores a finished article under the key of its fetch (made_key); since: when its page was
 * fetched. Any number can be stored between begin and end; end takes what begin returned. */
gboolean off_cache_keep_begin(OffCache *cache);
void off_cache_keep_end(OffCache *cache, gboolean begun);
void off_cache_keep_made(OffCache *cache, const char *made_key, gint64 since, const void *bytes,
                         gsize length);

/* The functions of flight.h for servers and leases. */
gboolean off_cache_slot_take(OffCache *cache, const char *server, guint most);
gboolean off_cache_slot_wanted(OffCache *cache, const char *server);
void off_cache_slot_release(OffCache *cache, const char *server);
void off_cache_renew(OffCache *cache);
void off_cache_pause(OffCache *cache, const char *server, gint64 until);
gint64 off_cache_paused(OffCache *cache, const char *server);

/* "N responses, N of at most N MiB ..." (transfer full), or NULL if it cannot be read. */
char *off_cache_info(OffCache *cache);
gboolean off_cache_clear(OffCache *cache);

#endif
