/* cache.c: responses that were fetched before (RFC 9111), in SQLite. */
#include "config.h"

#include "fetch/cache.h"

#include "fetch/database.h"
#include "fetch/flight.h"
#include "fetch/freshness.h"
#include "wire/bounds.h"
#include "wire/wire.h"

#include <string.h>

#define SIZE_MAX_BYTES ((gint64)64 * OFF_MIB)
#define EVICT_ROWS 16
#define REVIVED_SECONDS 60 /* at least, after a 304 */
#define TOUCH_SECONDS 3600 /* how exactly it is known when something was last used */
#define BODY_MAX 10485760  /* OFF_PAGE_MAX, for SQL */
#define VALIDATOR_MAX 512  /* bytes of an ETag or a date that is sent back */
#define MADE " made "      /* a finished article's key: the page's key, this, the reader's key */
#define MADE_BONUS "86400" /* seconds by which finished articles outlive pages */
#define FAILED " failed"   /* after a key: the failure to fetch it. No address has a space. */

struct OffCache {
    OffDatabase *database;
    gint64 renewed; /* off_now_ms() of the last time */
};

OffCache *
off_cache_open(const char *path, gboolean *foreign)
{
    OffDatabase *database = off_database_open(path, foreign);
    if (!database)
        return NULL;
    OffCache *cache = g_new0(OffCache, 1);
    cache->database = database;
    return cache;
}

void
off_cache_close(OffCache *cache)
{
    if (!cache)
        return;
    off_database_close(cache->database);
    g_free(cache);
}

char *
off_cache_key(const OffFetch *fetch)
{
    const char *const fields[] = {fetch->user_agent, fetch->referer, fetch->cookies};
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    gboolean plain = TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_checksum_update(sum, (const guchar *)(fields[i] ? fields[i] : ""), -1);
        g_checksum_update(sum, (const guchar *)"\n", 1);
        plain = plain && !fields[i];
    }
    return g_strconcat(fetch->url, fetch->picture ? " picture" : "", plain ? "" : " ",
                       plain ? "" : g_checksum_get_string(sum), NULL);
}

char *
off_cache_made_key(const OffFetch *fetch)
{
    return g_strconcat(fetch->key, MADE, fetch->made, NULL);
}

static gint64
now_seconds(void)
{
    return g_get_real_time() / G_USEC_PER_SEC;
}

/* --- looking --- */

/* What a column holds, if it may be sent in a field or shown: visible ASCII (transfer full). */
static char *
visible_column(sqlite3_stmt *s, int at)
{
    const char *text = (const char *)sqlite3_column_text(s, at);
    if (!text || strlen(text) > VALIDATOR_MAX)
        return NULL;
    for (const char *p = text; *p; p++)
        if (*p < ' ' || *p > '~')
            return NULL;
    return g_strdup(text);
}

static void
fill_body(sqlite3_stmt *s, OffResponse *r)
{
    int n = MIN(sqlite3_column_bytes(s, 3), (int)OFF_PAGE_MAX);
    r->body = g_byte_array_new();
    if (n > 0)
        g_byte_array_append(r->body, sqlite3_column_blob(s, 3), (guint)n);
}

static void
fill_response(sqlite3_stmt *s, OffResponse *r, const char *url)
{
    const char *reason = off_lasting_failure((const char *)sqlite3_column_text(s, 4));
    const char *said = (const char *)sqlite3_column_text(s, 5);
    off_response_clear(r);
    r->status = sqlite3_column_int64(s, 0);
    r->location = g_strdup((const char *)sqlite3_column_text(s, 1));
    r->content_type = visible_column(s, 2);
    fill_body(s, r);
    if (reason)
        off_response_fail(r, reason, "%s: %s (as of a moment ago)", url, said ? said : "");
}

static sqlite3_stmt *
row_of(OffCache *cache, const char *key)
{
    return off_statement(cache->database,
                         "SELECT status, location, type,"
                         " CASE WHEN length(body) <= " G_STRINGIFY(
                             BODY_MAX) " THEN body END,"
                                       " reason, message, etag, modified, fresh_until, used"
                                       " FROM response WHERE url=?1",
                         key);
}

static gint64
fetched_at(OffCache *cache, const char *key)
{
    return off_number(cache->database, "SELECT fetched FROM kept WHERE url=?1", key, 0, 0);
}

/* Was it fetched so recently that --keep allows its use, whatever its server says? */
static gboolean
is_kept(OffCache *cache, const char *key, gint64 keep)
{
    if (keep <= 0)
        return FALSE;
    gint64 fetched = fetched_at(cache, key), age = now_seconds() - fetched;
    return fetched > 0 && age >= 0 && age < keep;
}

/* A finished article is as old as the oldest hop that led to its page. */
static void
note_age(OffCache *cache, OffFetch *fetch)
{
    if (fetch->made)
        fetch->since = MIN(fetch->since, fetched_at(cache, fetch->key));
}

static void
touch_entry(OffCache *cache, const char *key, gint64 used)
{
    gint64 now = now_seconds();
    if (used < now - TOUCH_SECONDS)
        off_run(cache->database, "UPDATE response SET used=?2 WHERE url=?1", key, now, 0);
}

/* The page that is stored, or its validators. */
static gboolean
look_for_page(OffCache *cache, OffFetch *fetch, OffResponse *r)
{
    sqlite3_stmt *s = row_of(cache, fetch->key);
    gboolean fresh = FALSE;
    gint64 used = 0;
    if (off_step(s) == SQLITE_ROW) {
        fresh =
            sqlite3_column_int64(s, 8) > now_seconds() || is_kept(cache, fetch->key, fetch->keep);
        used = sqlite3_column_int64(s, 9);
        g_clear_pointer(&fetch->validators.etag, g_free);
        g_clear_pointer(&fetch->validators.last_modified, g_free);
        if (fresh) {
            fill_response(s, r, fetch->url);
        } else {
            fetch->validators.etag = visible_column(s, 6);
            fetch->validators.last_modified = visible_column(s, 7);
        }
    }
    off_release(s);
    if (fresh)
        touch_entry(cache, fetch->key, used);
    return fresh;
}

/* A row as it is, however old. */
static gboolean
use_row(OffCache *cache, const char *key, const char *url, gint64 fresh_after, OffResponse *r)
{
    sqlite3_stmt *s = row_of(cache, key);
    gboolean there = off_step(s) == SQLITE_ROW && sqlite3_column_int64(s, 8) > fresh_after;
    if (there)
        fill_response(s, r, url);
    off_release(s);
    return there;
}

/* A page that is kept stands in for a server that fails (RFC 5861, 4). */
static gboolean
stand_in(OffCache *cache, const OffFetch *fetch, OffResponse *r)
{
    OffResponse kept = {0};
    if (fetch->keep <= 0 || !use_row(cache, fetch->key, fetch->url, G_MININT64, &kept) ||
        kept.error.reason || kept.status < 200 || kept.status >= 400) {
        off_response_clear(&kept);
        return FALSE;
    }
    off_response_clear(r);
    *r = kept;
    return TRUE;
}

static gboolean
look_for_failure(OffCache *cache, const OffFetch *fetch, OffResponse *r)
{
    g_autofree char *key = g_strconcat(fetch->key, FAILED, NULL);
    if (!use_row(cache, key, fetch->url, now_seconds(), r))
        return FALSE;
    stand_in(cache, fetch, r);
    return TRUE;
}

static gboolean
look_up(OffCache *cache, OffFetch *fetch, OffResponse *r)
{
    return look_for_page(cache, fetch, r) || look_for_failure(cache, fetch, r);
}

OffCacheAnswer
off_cache_look(OffCache *cache, OffFetch *fetch, OffResponse *response)
{
    if (!cache)
        return OFF_CACHE_MISS;
    if (look_up(cache, fetch, response)) {
        note_age(cache, fetch);
        return OFF_CACHE_FRESH;
    }
    OffFlight flight = off_flight_begin(cache->database, fetch);
    if (flight == OFF_FLIGHT_WAIT)
        return OFF_CACHE_WAIT;
    /* Another process may have stored it since we looked. */
    if (flight == OFF_FLIGHT_ALONE || !look_up(cache, fetch, response))
        return OFF_CACHE_MISS;
    off_flight_end(cache->database, fetch->key, TRUE);
    note_age(cache, fetch);
    return OFF_CACHE_FRESH;
}

gboolean
off_cache_made(OffCache *cache, OffFetch *fetch, OffResponse *r)
{
    gboolean old = fetch->made_wanted == OFF_MADE_ALONE;
    if (!cache || (!old && !is_kept(cache, fetch->made_key, fetch->keep)))
        return FALSE;
    sqlite3_stmt *s = row_of(cache, fetch->made_key);
    gboolean there = off_step(s) == SQLITE_ROW;
    gint64 used = there ? sqlite3_column_int64(s, 9) : 0;
    if (there)
        fill_response(s, r, fetch->url);
    off_release(s);
    if (there)
        touch_entry(cache, fetch->made_key, used);
    return there && r->body->len > 0;
}

/* --- storing --- */

/* Bytes in use: pages of the file that hold something. */
static gint64
size_of(OffCache *cache)
{
    OffDatabase *d = cache->database;
    gint64 pages = off_number(d, "PRAGMA page_count", NULL, 0, 0);
    gint64 free = off_number(d, "PRAGMA freelist_count", NULL, 0, 0);
    return (pages - free) * off_number(d, "PRAGMA page_size", NULL, 0, 4096);
}

/* The least recently used entries, except the one that was just stored (transfer full). */
static GPtrArray *
oldest_entry(OffCache *cache, const char *but)
{
    GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
    sqlite3_stmt *s =
        off_statement(cache->database,
                      "SELECT url FROM response WHERE url<>?1"
                      " ORDER BY used + (instr(url, '" MADE "') > 0) * " MADE_BONUS " LIMIT ?2",
                      but);
    if (s)
        sqlite3_bind_int(s, 2, EVICT_ROWS);
    while (off_step(s) == SQLITE_ROW)
        g_ptr_array_add(keys, g_strdup((const char *)sqlite3_column_text(s, 0)));
    off_release(s);
    return keys;
}

/* Deletes entries, one at a time, until the size is within the limit. */
static void
evict_entries(OffCache *cache, const char *but)
{
    gint64 over = size_of(cache) - SIZE_MAX_BYTES;
    while (over > 0) {
        g_autoptr(GPtrArray) keys = oldest_entry(cache, but);
        gint64 before = over;
        for (guint i = 0; i < keys->len && over > 0; i++) {
            off_run(cache->database, "DELETE FROM response WHERE url=?1", keys->pdata[i], 0, 0);
            off_run(cache->database, "DELETE FROM kept WHERE url=?1", keys->pdata[i], 0, 0);
            over = size_of(cache) - SIZE_MAX_BYTES;
        }
        if (over >= before) /* nothing can be deleted */
            return;
    }
}

static gboolean
insert_entry(OffCache *cache, const char *key, const OffResponse *r, gint64 fresh_until)
{
    sqlite3_stmt *s = off_statement(
        cache->database,
        "INSERT OR REPLACE INTO response VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)", key);
    if (!s)
        return FALSE;
    sqlite3_bind_int64(s, 2, r->status);
    off_bind_text(s, 3, r->location);
    off_bind_text(s, 4, r->content_type);
    if (r->body && !r->error.reason)
        sqlite3_bind_blob(s, 5, r->body->data, (int)r->body->len, SQLITE_TRANSIENT);
    off_bind_text(s, 6, r->error.reason);
    off_bind_text(s, 7, r->error.message);
    off_bind_text(s, 8, r->etag);
    off_bind_text(s, 9, r->last_modified);
    sqlite3_bind_int64(s, 10, fresh_until);
    sqlite3_bind_int64(s, 11, now_seconds());
    return off_finish(s);
}

static void
forget_failure(OffCache *cache, const char *key)
{
    g_autofree char *failed = g_strconcat(key, FAILED, NULL);
    off_run(cache->database, "DELETE FROM response WHERE url=?1", failed, 0, 0);
}

static void
note_fetched(OffCache *cache, const char *key, gint64 when)
{
    off_run(cache->database, "INSERT OR REPLACE INTO kept VALUES(?1,?2)", key, when, 0);
}

/* 304: the stored page is valid again (RFC 9111, 4.3.4). */
static gboolean
revive_entry(OffCache *cache, const OffFetch *fetch, OffResponse *r)
{
    gint64 now = now_seconds(), lifetime = MAX(off_lifetime(r, now), REVIVED_SECONDS);
    off_run(cache->database, "UPDATE response SET fresh_until=?2, used=?3 WHERE url=?1", fetch->key,
            now + lifetime, now);
    note_fetched(cache, fetch->key, now);
    return use_row(cache, fetch->key, fetch->url, G_MININT64, r);
}

/* A failure has a row of its own: the page, if there is one, stays. */
static gboolean
store_failure(OffCache *cache, const OffFetch *fetch, const OffResponse *r)
{
    gint64 now = now_seconds(), lifetime = off_lifetime(r, now);
    g_autofree char *key = g_strconcat(fetch->key, FAILED, NULL);
    return lifetime > 0 && insert_entry(cache, key, r, now + lifetime);
}

static gboolean
store_page(OffCache *cache, const OffFetch *fetch, const OffResponse *r)
{
    gint64 now = now_seconds(), lifetime = off_lifetime(r, now);
    gboolean confirmable = lifetime == 0 && (r->etag || r->last_modified);
    if (lifetime <= 0 && !confirmable && fetch->keep <= 0)
        return FALSE;
    if (!insert_entry(cache, fetch->key, r, now + MAX(lifetime, 0)))
        return FALSE;
    note_fetched(cache, fetch->key, now);
    forget_failure(cache, fetch->key);
    evict_entries(cache, fetch->key);
    /* Without a lifetime only those with --keep may use the page, so others need not wait for
     * it. */
    return lifetime > 0;
}

gboolean
off_cache_take(OffCache *cache, OffFetch *fetch, OffResponse *r)
{
    if (!cache)
        return FALSE;
    gboolean transaction = off_begin(cache->database);
    gboolean failure = r->error.reason || r->status >= 400, stands_in = FALSE, stored;
    if (!failure && r->status == OFF_NOT_MODIFIED)
        stored = revive_entry(cache, fetch, r);
    else if (failure)
        stored = store_failure(cache, fetch, r);
    else
        stored = store_page(cache, fetch, r);
    off_flight_end(cache->database, fetch->key, stored);
    if (transaction)
        off_commit(cache->database);
    if (failure)
        stands_in = stand_in(cache, fetch, r);
    note_age(cache, fetch);
    return stands_in;
}

gboolean
off_cache_keep_begin(OffCache *cache)
{
    return cache && off_begin(cache->database);
}

void
off_cache_keep_end(OffCache *cache, gboolean begun)
{
    if (!cache)
        return;
    evict_entries(cache, "");
    if (begun)
        off_commit(cache->database);
}

void
off_cache_keep_made(OffCache *cache, const char *made_key, gint64 since, const void *bytes,
                    gsize length)
{
    if (!cache)
        return;
    OffResponse r = {.status = 200, .body = g_byte_array_new()};
    g_byte_array_append(r.body, bytes, (guint)length);
    if (insert_entry(cache, made_key, &r, 0))
        note_fetched(cache, made_key, since);
    off_response_clear(&r);
}

/* --- servers and leases --- */

gboolean
off_cache_slot_take(OffCache *cache, const char *server, guint most)
{
    return !cache || off_slot_take(cache->database, server, most);
}

gboolean
off_cache_slot_wanted(OffCache *cache, const char *server)
{
    return cache && off_slot_wanted(cache->database, server);
}

void
off_cache_slot_release(OffCache *cache, const char *server)
{
    if (cache)
        off_slot_release(cache->database, server);
}

void
off_cache_renew(OffCache *cache)
{
    gint64 now = off_now_ms();
    if (!cache || now - cache->renewed < OFF_LEASE_RENEW_MS)
        return;
    cache->renewed = now;
    off_leases_renew(cache->database);
}

void
off_cache_pause(OffCache *cache, const char *server, gint64 until)
{
    if (cache)
        off_pause_set(cache->database, server, until);
}

gint64
off_cache_paused(OffCache *cache, const char *server)
{
    return cache ? off_pause_get(cache->database, server) : 0;
}

/* --- for the user --- */

char *
off_cache_info(OffCache *cache)
{
    sqlite3_stmt *s = off_statement(cache->database,
                                    "SELECT sum(instr(url, '" MADE "') = 0), total(length(body)),"
                                    " sum(fresh_until > ?2),"
                                    " sum(reason IS NOT NULL OR status >= 400) FROM response",
                                    NULL);
    char *info = NULL;
    if (!s)
        return NULL;
    sqlite3_bind_int64(s, 2, now_seconds());
    if (off_step(s) == SQLITE_ROW)
        info = g_strdup_printf("%lld responses, %.1f of at most %lld MiB; %lld fresh, %lld failed",
                               (long long)sqlite3_column_int64(s, 0),
                               (double)sqlite3_column_int64(s, 1) / (double)OFF_MIB,
                               (long long)(SIZE_MAX_BYTES / OFF_MIB),
                               (long long)sqlite3_column_int64(s, 2),
                               (long long)sqlite3_column_int64(s, 3));
    off_release(s);
    return info;
}

gboolean
off_cache_clear(OffCache *cache)
{
    return sqlite3_exec(
               cache->database->db,
               "DELETE FROM response; DELETE FROM flight; DELETE FROM kept;"
               "DELETE FROM loose; DELETE FROM slot; DELETE FROM wish; DELETE FROM pause; VACUUM;",
               NULL, NULL, NULL) == SQLITE_OK;
}
