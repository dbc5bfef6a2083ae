/* cache.c: responses that were fetched before (RFC 9111), in SQLite. */
#include "config.h"

#include "fetch/cache.h"

#include "wire/bounds.h"

#include <curl/curl.h>
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BUSY_MS 1000 /* how long a lock is waited for, once; who meets it again goes on without */
#define OPEN_BUSY_MS 100
#define OPEN_TRIES 12 /* where many begin at once, and one of them makes the tables */
#define OPEN_PAUSE_US 50000
#define SIZE_MAX_BYTES ((gint64)64 * OFF_MIB) /* of all bodies */
#define EVICT_ROWS 32
#define FLIGHT_SECONDS 20      /* a fetch that is still under way after that is not */
#define HEURISTIC_SECONDS 3600 /* where the server says nothing (RFC 9111, 4.2.2) */
#define HEURISTIC_MAX 86400
#define FAILURE_SECONDS 180    /* what failed is not asked for again that soon */
#define RETRY_SECONDS_MAX 3600 /* however long a server wants to be left alone */
#define LIFETIME_MAX (30 * 86400)

struct OffCache {
    sqlite3 *db;
};

static const char schema[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                             "CREATE TABLE IF NOT EXISTS response(url TEXT PRIMARY KEY, status "
                             "INTEGER, location TEXT, type TEXT, body BLOB,"
                             " reason TEXT, message TEXT, etag TEXT, modified TEXT, fresh_until "
                             "INTEGER, used INTEGER) WITHOUT ROWID;"
                             "CREATE TABLE IF NOT EXISTS flight(url TEXT PRIMARY KEY, pid INTEGER, "
                             "until INTEGER) WITHOUT ROWID;";

/* Reasons of failures are constants elsewhere; those that are worth remembering, here. */
static const char *const failures[] = {"dns",       "connect",  "tls",          "gone",
                                       "forbidden", "withheld", "server-error", "http-status",
                                       "type",      "too-large"};

/* --- one statement ------------------------------------------------------------------------------
 */

/* Binds up to four texts; NULL where it cannot be prepared. */
static sqlite3_stmt *
prepare(OffCache *cache, const char *sql, const char *text)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(cache->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return NULL;
    if (text)
        sqlite3_bind_text(statement, 1, text, -1, SQLITE_TRANSIENT);
    return statement;
}

/* A step that gives up where the database is locked, and then does not wait a second time. */
static int
step(sqlite3_stmt *statement)
{
    int code = statement ? sqlite3_step(statement) : SQLITE_ERROR;
    if (code == SQLITE_BUSY)
        sqlite3_busy_timeout(sqlite3_db_handle(statement), 0);
    return code;
}

static gboolean
run(sqlite3_stmt *statement)
{
    gboolean done = step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return done;
}

static void
bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    if (text)
        sqlite3_bind_text(statement, at, text, -1, SQLITE_TRANSIENT);
}

static char *
column(sqlite3_stmt *statement, int at)
{
    return g_strdup((const char *)sqlite3_column_text(statement, at));
}

/* --- opening --- */

static gboolean
make_tables(sqlite3 *db)
{
    int code = SQLITE_BUSY;
    for (guint i = 0; i < OPEN_TRIES && code == SQLITE_BUSY; i++) {
        if (i > 0)
            g_usleep(OPEN_PAUSE_US);
        code = sqlite3_exec(db, schema, NULL, NULL, NULL);
    }
    return code == SQLITE_OK;
}

OffCache *
off_cache_open(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);
    OffCache *cache = g_new0(OffCache, 1);
    umask(077);
    g_mkdir_with_parents(folder, 0700);
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE;
    gboolean open = sqlite3_open_v2(path, &cache->db, flags, NULL) == SQLITE_OK;
    if (open) {
        sqlite3_busy_timeout(cache->db, OPEN_BUSY_MS);
        open = make_tables(cache->db);
        /* What is no database, or a broken one, is made anew the next time: nothing in it is worth
         * keeping. */
        int code = sqlite3_errcode(cache->db);
        if (!open && (code == SQLITE_NOTADB || code == SQLITE_CORRUPT))
            unlink(path);
    }
    if (open) {
        sqlite3_busy_timeout(cache->db, BUSY_MS);
        return cache;
    }
    off_cache_close(cache);
    return NULL;
}

void
off_cache_close(OffCache *cache)
{
    if (!cache)
        return;
    sqlite3_close(cache->db);
    g_free(cache);
}

/* --- looking --- */

static const char *
known_failure(const char *reason)
{
    for (guint i = 0; reason && i < G_N_ELEMENTS(failures); i++)
        if (strcmp(reason, failures[i]) == 0)
            return failures[i];
    return NULL;
}

static void
fill(sqlite3_stmt *s, OffResponse *r, const char *url)
{
    const char *reason = known_failure((const char *)sqlite3_column_text(s, 4));
    r->status = sqlite3_column_int64(s, 0);
    r->location = column(s, 1);
    r->content_type = column(s, 2);
    r->body = g_byte_array_new();
    g_byte_array_append(r->body, sqlite3_column_blob(s, 3), (guint)sqlite3_column_bytes(s, 3));
    if (reason)
        off_response_fail(r, reason, "%s: %s (as of a moment ago)", url,
                          (const char *)sqlite3_column_text(s, 5));
}

/* Becomes the one who fetches url. FALSE where another process that lives is at it. */
static gboolean
take_off(OffCache *cache, const char *url)
{
    gint64 now = (gint64)time(NULL);
    sqlite3_stmt *insert = prepare(
        cache,
        "INSERT INTO flight VALUES(?1,?2,?3) ON CONFLICT(url) DO UPDATE SET pid=?2, until=?3"
        " WHERE until < ?4 OR pid = ?2",
        url);
    if (!insert)
        return TRUE;
    sqlite3_bind_int64(insert, 2, getpid());
    sqlite3_bind_int64(insert, 3, now + FLIGHT_SECONDS);
    sqlite3_bind_int64(insert, 4, now);
    if (!run(insert) || sqlite3_changes(cache->db) > 0)
        return TRUE;
    sqlite3_stmt *select = prepare(cache, "SELECT pid FROM flight WHERE url=?1", url);
    gint64 pid = step(select) == SQLITE_ROW ? sqlite3_column_int64(select, 0) : 0;
    sqlite3_finalize(select);
    if (pid > 0 && (kill((pid_t)pid, 0) == 0 || errno != ESRCH))
        return FALSE;
    /* It has gone and left its mark. */
    run(prepare(cache, "DELETE FROM flight WHERE url=?1", url));
    return take_off(cache, url);
}

static void
land(OffCache *cache, const char *url)
{
    run(prepare(cache, "DELETE FROM flight WHERE url=?1", url));
}

/* What is stored of url: fresh and filled in, stale with its validators, or not there. */
static OffCacheAnswer
stored(OffCache *cache, const char *url, OffResponse *response, OffValidators *validators)
{
    OffCacheAnswer answer = OFF_CACHE_MISS;
    sqlite3_stmt *s =
        prepare(cache,
                "SELECT status, location, type, body, reason, message, etag, modified, "
                "fresh_until FROM response WHERE url=?1",
                url);
    if (step(s) == SQLITE_ROW) {
        answer =
            sqlite3_column_int64(s, 8) > (gint64)time(NULL) ? OFF_CACHE_FRESH : OFF_CACHE_STALE;
        if (answer == OFF_CACHE_FRESH) {
            fill(s, response, url);
        } else {
            g_free(validators->etag);
            g_free(validators->last_modified);
            validators->etag = column(s, 6);
            validators->last_modified = column(s, 7);
        }
    }
    sqlite3_finalize(s);
    return answer;
}

static void
touch(OffCache *cache, const char *url)
{
    sqlite3_stmt *s = prepare(cache, "UPDATE response SET used=?2 WHERE url=?1", url);
    if (s)
        sqlite3_bind_int64(s, 2, (gint64)time(NULL));
    run(s);
}

OffCacheAnswer
off_cache_look(OffCache *cache, const char *url, OffResponse *response, OffValidators *validators)
{
    if (!cache)
        return OFF_CACHE_MISS;
    OffCacheAnswer answer = stored(cache, url, response, validators);
    if (answer == OFF_CACHE_FRESH) {
        touch(cache, url);
        return answer;
    }
    if (!take_off(cache, url))
        return OFF_CACHE_WAIT;
    /* Between the look and the taking off another may have landed with it. */
    answer = stored(cache, url, response, validators);
    if (answer == OFF_CACHE_FRESH)
        land(cache, url);
    return answer;
}

/* --- storing --- */

/* The argument of a Cache-Control directive, or -1. */
static gint64
directive(const char *control, const char *name)
{
    g_auto(GStrv) each = g_strsplit(control ? control : "", ",", -1);
    gsize n = strlen(name);
    for (guint i = 0; each[i]; i++) {
        const char *word = g_strstrip(each[i]);
        if (g_ascii_strncasecmp(word, name, n) == 0 && (word[n] == '=' || word[n] == '\0'))
            return word[n] ? (gint64)g_ascii_strtoull(word + n + 1 + (word[n + 1] == '"'), NULL, 10)
                           : 0;
    }
    return -1;
}

static gint64
date_of(const char *text)
{
    return text ? (gint64)curl_getdate(text, NULL) : -1;
}

gint64
off_cache_lifetime(const OffResponse *r, gint64 now)
{
    if (r->error.reason)
        return known_failure(r->error.reason) ? FAILURE_SECONDS : -1;
    gint64 age = r->age ? (gint64)g_ascii_strtoull(r->age, NULL, 10) : 0;
    gint64 max_age = directive(r->cache_control, "max-age"), expires = date_of(r->expires);
    gint64 date = date_of(r->date), modified = date_of(r->last_modified);
    if (directive(r->cache_control, "no-store") >= 0 || (r->vary && strchr(r->vary, '*')))
        return -1;
    if (directive(r->cache_control, "no-cache") >= 0)
        return 0;
    if (max_age >= 0)
        return CLAMP(max_age - age, 0, LIFETIME_MAX);
    if (r->expires)
        return CLAMP(expires - (date > 0 ? date : now), 0, LIFETIME_MAX);
    if (r->status >= 400)
        return CLAMP(off_retry_seconds(r, now), FAILURE_SECONDS, RETRY_SECONDS_MAX);
    /* A redirect that does not say that it is for good is asked each time. */
    if (r->status == 302 || r->status == 303 || r->status == 307)
        return -1;
    if (modified > 0 && (date > 0 ? date : now) > modified)
        return CLAMP(((date > 0 ? date : now) - modified) / 10, 60, HEURISTIC_MAX);
    return HEURISTIC_SECONDS;
}

static void
evict(OffCache *cache)
{
    for (guint i = 0; i < 64; i++) {
        sqlite3_stmt *s = prepare(cache, "SELECT total(length(body)) FROM response", NULL);
        gboolean over = step(s) == SQLITE_ROW && sqlite3_column_int64(s, 0) > SIZE_MAX_BYTES;
        sqlite3_finalize(s);
        s = over ? prepare(cache,
                           "DELETE FROM response WHERE url IN"
                           " (SELECT url FROM response ORDER BY used LIMIT ?1)",
                           NULL)
                 : NULL;
        if (!s)
            return;
        sqlite3_bind_int(s, 1, EVICT_ROWS);
        if (!run(s))
            return;
    }
}

static void
store(OffCache *cache, const char *url, const OffResponse *r, gint64 lifetime)
{
    gint64 now = (gint64)time(NULL);
    sqlite3_stmt *s = prepare(
        cache, "INSERT OR REPLACE INTO response VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)", url);
    if (!s)
        return;
    sqlite3_bind_int64(s, 2, r->status);
    bind_text(s, 3, r->location);
    bind_text(s, 4, r->content_type);
    if (r->body && !r->error.reason)
        sqlite3_bind_blob(s, 5, r->body->data, (int)r->body->len, SQLITE_TRANSIENT);
    bind_text(s, 6, r->error.reason);
    bind_text(s, 7, r->error.message);
    bind_text(s, 8, r->etag);
    bind_text(s, 9, r->last_modified);
    sqlite3_bind_int64(s, 10, now + lifetime);
    sqlite3_bind_int64(s, 11, now);
    if (run(s))
        evict(cache);
}

/* 304: what is stored is good again (RFC 9111, 4.3.4). */
static void
revive(OffCache *cache, const char *url, OffResponse *r)
{
    gint64 lifetime = MAX(off_cache_lifetime(r, (gint64)time(NULL)), 60);
    sqlite3_stmt *s = prepare(cache, "UPDATE response SET fresh_until=?2 WHERE url=?1", url);
    if (s)
        sqlite3_bind_int64(s, 2, (gint64)time(NULL) + lifetime);
    run(s);
    s = prepare(cache,
                "SELECT status, location, type, body, reason, message FROM response WHERE url=?1",
                url);
    if (step(s) == SQLITE_ROW) {
        off_response_clear(r);
        fill(s, r, url);
    }
    sqlite3_finalize(s);
}

void
off_cache_take(OffCache *cache, const char *url, OffResponse *response)
{
    if (!cache)
        return;
    if (response->status == OFF_NOT_MODIFIED && !response->error.reason) {
        revive(cache, url, response);
    } else {
        gint64 lifetime = off_cache_lifetime(response, (gint64)time(NULL));
        gboolean kept =
            lifetime > 0 || (lifetime == 0 && (response->etag || response->last_modified));
        if (kept)
            store(cache, url, response, lifetime);
    }
    land(cache, url);
}

/* --- for the user --- */

char *
off_cache_info(OffCache *cache)
{
    sqlite3_stmt *s = prepare(cache,
                              "SELECT count(*), total(length(body)), sum(fresh_until > ?1), "
                              "sum(reason IS NOT NULL) FROM response",
                              NULL);
    char *info = NULL;
    if (!s)
        return NULL;
    sqlite3_bind_int64(s, 1, (gint64)time(NULL));
    if (step(s) == SQLITE_ROW)
        info = g_strdup_printf(
            "%lld responses, %lld bytes of at most %lld; %lld fresh, %lld failures",
            (long long)sqlite3_column_int64(s, 0), (long long)sqlite3_column_int64(s, 1),
            (long long)SIZE_MAX_BYTES, (long long)sqlite3_column_int64(s, 2),
            (long long)sqlite3_column_int64(s, 3));
    sqlite3_finalize(s);
    return info;
}

gboolean
off_cache_clear(OffCache *cache)
{
    return sqlite3_exec(cache->db, "DELETE FROM response; DELETE FROM flight; VACUUM;", NULL, NULL,
                        NULL) == SQLITE_OK;
}
