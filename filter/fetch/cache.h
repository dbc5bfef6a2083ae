/* cache.h: responses that were fetched before (RFC 9111, a private cache), in SQLite.
 *
 * Nothing here ever costs a page: where the database is locked, broken, full or read-only, every
 * function does as if nothing were stored. Times are seconds since 1970. */
#ifndef OFF_CACHE_H
#define OFF_CACHE_H

#include "fetch/response.h"

typedef struct OffCache OffCache;

typedef enum {
    OFF_CACHE_MISS,  /* nothing stored: fetch it */
    OFF_CACHE_FRESH, /* the response was filled in: use it */
    OFF_CACHE_STALE, /* fetch it with the validators that were filled in */
    OFF_CACHE_WAIT,  /* another process is fetching it: ask again soon */
} OffCacheAnswer;

/* Opens or makes the file (mode 0600) and its folder. Returns NULL where it cannot be used. */
OffCache *off_cache_open(const char *path);
void off_cache_close(OffCache *cache);

/* Looks up url. MISS and STALE make the caller the one who fetches it; others are told to wait
 * until it is stored, released, or the caller is gone. cache may be NULL. */
OffCacheAnswer off_cache_look(OffCache *cache, const char *url, OffResponse *response,
                              OffValidators *validators);
/* Stores what came, or forgets that it was being fetched where it may not be stored. A 304 fills
 * response from what is stored, and makes that fresh again. */
void off_cache_take(OffCache *cache, const char *url, OffResponse *response);

/* "N responses, N bytes ..." (transfer full), or NULL where there is no cache. */
char *off_cache_info(OffCache *cache);
gboolean off_cache_clear(OffCache *cache);

/* How long a response may be used without asking again, in seconds; -1: it may not be stored (RFC
 * 9111, 3, 4.2). */
gint64 off_cache_lifetime(const OffResponse *response, gint64 now);

#endif
