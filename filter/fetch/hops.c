/* hops.c: a request's way from address to address until there is an answer.
 *
 * Each hop is checked, looked up in the cache, queued by its server, fetched, stored. Requests for
 * one and the same thing ride on the first. */
#include "config.h"

#include "fetch/fetcher.h"

#include "fetch/address.h"
#include "links/acting.h"
#include "links/request.h"
#include "wire/bounds.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#define RETRIES_MAX 2
#define RETRY_LEAST_MS 200
#define RETRY_ROOM_MS 500 /* for the answer, before the deadline */
#define IDLE_MS 1000
#define TICK_MS 250  /* while something is under way: its marks have to be renewed */
#define FLIGHT_MS 40 /* between looks at what another process fetches */

static void begin_hop(OffFetcher *f, OffFetch *fetch);

/* --- from address to address --- */

/* Header fields from one host's site rules are sent to no other host. */
static void
forget_fields(OffFetch *fetch, const char *next)
{
    g_autofree char *here = off_address_host(fetch->url);
    g_autofree char *there = off_address_host(next);
    if (strcmp(here, there) == 0)
        return;
    g_clear_pointer(&fetch->user_agent, g_free);
    g_clear_pointer(&fetch->referer, g_free);
}

static gboolean
is_redirect(const OffResponse *r)
{
    return r->location && (r->status == 301 || r->status == 302 || r->status == 303 ||
                           r->status == 307 || r->status == 308);
}

/* Is this hop one that must not be made? The same question that the reader asked of the first
 * address (links/request.h), here for every address that a server leads to. */
static const char *
refuses_hop(const OffFetch *fetch, const char *url, gboolean onward)
{
    gboolean named = fetch->named && (!onward || off_address_acts(fetch->url) == OFF_ACTS_CLICK);
    return off_refuses_request(url, &(OffRequestFacts){.listed = fetch->listed,
                                                       .named = named,
                                                       .from_web = TRUE,
                                                       .picture = fetch->picture});
}

/* The next address, or NULL with the response failed. */
static char *
next_address(const OffFetch *fetch, OffResponse *r)
{
    g_autofree char *target = off_address_resolve(fetch->url, r->location);
    g_autofree char *next = target ? off_address_clean(target) : NULL;
    if (!next)
        off_response_fail(r, "redirect", "redirect %u of %s has no valid target", fetch->hops + 1,
                          fetch->url);
    else if (refuses_hop(fetch, next, TRUE))
        off_response_fail(r, "redirect", "redirect %u of %s leads to a link that acts, %s",
                          fetch->hops + 1, fetch->url, next);
    else if (fetch->hops >= OFF_HOPS_MAX)
        off_response_fail(r, "redirect", "more than %u redirects, the last from %s", OFF_HOPS_MAX,
                          fetch->url);
    return r->error.reason ? NULL : g_steal_pointer(&next);
}

static const char *
status_reason(long status)
{
    switch (status) {
    case 401:
    case 403: return "forbidden";
    case 404:
    case 410: return "gone";
    case 402:
    case 451: return "withheld";
    case 429: return "too-many-requests";
    default: return status >= 500 ? "server-error" : "http-status";
    }
}

/* The reader may give back what it makes of the page. */
static void
note_making(OffFetcher *f, OffFetch *fetch)
{
    if (!fetch->made_key || fetch->is_made)
        return;
    OffMaking *making = g_new0(OffMaking, 1);
    making->key = g_steal_pointer(&fetch->made_key);
    making->since = fetch->since;
    g_hash_table_insert(f->makes, GSIZE_TO_POINTER((gsize)fetch->id), making);
}

static void
answer_fetch(OffFetcher *f, OffFetch *fetch, OffResponse *r)
{
    if (!r->error.reason && (r->status < 200 || r->status > 299))
        off_response_fail(r, status_reason(r->status), "%s answered %ld", fetch->url, r->status);
    if (r->error.reason)
        off_answer_failure(f, fetch, &r->error);
    else {
        note_making(f, fetch);
        off_answer_page(f, fetch, r);
    }
    off_fetch_free(fetch);
}

/* What a hop came to, be it fetched, stored or archived. */
static void
use_response(OffFetcher *f, OffFetch *fetch, OffResponse *r)
{
    gboolean onward = !r->error.reason && is_redirect(r);
    char *next = onward ? next_address(fetch, r) : NULL;
    if (!next) {
        answer_fetch(f, fetch, r);
        return;
    }
    fetch->hops++;
    off_say(f, "redirect %u (%ld) to %s", fetch->hops, r->status, next);
    forget_fields(fetch, next);
    g_free(fetch->url);
    fetch->url = next;
    begin_hop(f, fetch);
}

/* --- requests for the same --- */

static void
record_response(OffFetcher *f, const OffFetch *fetch, const OffResponse *r)
{
    if (f->recorder && !r->error.reason && r->body &&
        !off_recorder_take(f->recorder, fetch->url, r))
        off_say(f, "cannot record %s: %s", fetch->url, g_strerror(errno));
}

/* Is it under way already? Then it waits for that answer. */
static gboolean
rides_along(OffFetcher *f, OffFetch *fetch)
{
    GPtrArray *riders = g_hash_table_lookup(f->under_way, fetch->key);
    if (riders)
        g_ptr_array_add(riders, fetch);
    else
        g_hash_table_insert(f->under_way, g_strdup(fetch->key), g_ptr_array_new());
    return riders != NULL;
}

/* Gives the one answer to all that waited for it. */
static void
share_response(OffFetcher *f, OffFetch *fetch, OffResponse *r)
{
    gpointer key, value;
    g_autoptr(GPtrArray) riders = NULL;
    if (g_hash_table_steal_extended(f->under_way, fetch->key, &key, &value)) {
        g_free(key);
        riders = value;
    }
    record_response(f, fetch, r);
    for (guint i = 0; riders && i < riders->len; i++) {
        OffFetch *rider = riders->pdata[i];
        OffResponse same = *r; /* but for the failure, which each may word for itself */
        same.error.message = g_strdup(r->error.message);
        rider->stored = fetch->stored;
        rider->confirmed = fetch->confirmed;
        rider->since = MIN(rider->since, fetch->since);
        use_response(f, rider, &same);
        g_free(same.error.message);
    }
    use_response(f, fetch, r);
}

/* --- servers that want to be asked again --- */

/* Retries a 429 or 503 whose Retry-After is within the deadline (RFC 9110, 10.2.3). After a 429 the
 * whole server gets a pause; after a 503 only the page, which may be the only one. Takes the fetch
 * if it returns TRUE. */
static gboolean
comes_again(OffFetcher *f, OffFetch *fetch, const OffResponse *r)
{
    gboolean busy = r->status == 429, unwell = r->status == 503;
    gint64 seconds = off_retry_seconds(r, (gint64)time(NULL));
    if (r->error.reason || seconds < 0 || !(busy || unwell))
        return FALSE;
    if (busy)
        off_servers_pause(f->servers, fetch->url, seconds);
    gint64 at = off_now_ms() + MAX(seconds * 1000, RETRY_LEAST_MS);
    if (fetch->retries >= RETRIES_MAX || at + RETRY_ROOM_MS > f->deadline)
        return FALSE;
    fetch->retries++;
    fetch->not_before = at;
    off_say(f, "%s answered %ld; asking again in %" G_GINT64_FORMAT " s", fetch->url, r->status,
            seconds);
    g_ptr_array_add(f->later, fetch);
    return TRUE;
}

static void
queue_due(OffFetcher *f)
{
    for (guint i = f->later->len; i-- > 0;) {
        OffFetch *fetch = f->later->pdata[i];
        if (off_now_ms() < fetch->not_before)
            continue;
        g_ptr_array_steal_index_fast(f->later, i);
        off_servers_add(f->servers, fetch, TRUE);
    }
}

/* --- one hop --- */

/* It came, or failed: into the cache with it, and on. */
static void
land_fetch(OffFetcher *f, OffFetch *fetch, OffResponse *r)
{
    fetch->stored = fetch->confirmed = r->status == OFF_NOT_MODIFIED;
    if (off_cache_take(f->cache, fetch, r)) {
        off_say(f, "%s failed; using the page in the cache", fetch->url);
        fetch->stored = TRUE;
        fetch->confirmed = FALSE;
    }
    share_response(f, fetch, r);
}

void
off_hops_done(OffFetch *fetch, OffResponse *r, void *data)
{
    OffFetcher *f = data;
    off_servers_done(f->servers, fetch->url, r->multiplexed);
    if (!comes_again(f, fetch, r))
        land_fetch(f, fetch, r);
}

/* The server wants to be left alone until after the deadline. */
static void
leave_alone(OffFetcher *f, OffFetch *fetch)
{
    OffResponse r = {0};
    off_response_fail(&r, "too-many-requests", "%s: the server asked for a pause", fetch->url);
    land_fetch(f, fetch, &r);
    off_response_clear(&r);
}

static void
start_next(OffFetcher *f)
{
    OffFetch *fetch;
    gboolean held;
    while ((fetch = off_servers_next(f->servers, f->deadline, &held))) {
        if (held)
            leave_alone(f, fetch);
        else
            off_transfers_start(f->transfers, fetch);
    }
}

/* Takes a fetch that is the first of its key. */
static void
look_up(OffFetcher *f, OffFetch *fetch)
{
    OffResponse r = {0};
    switch (off_cache_look(f->cache, fetch, &r)) {
    case OFF_CACHE_FRESH:
        off_say(f, "%s is in the cache", fetch->url);
        fetch->stored = TRUE;
        fetch->confirmed = FALSE;
        share_response(f, fetch, &r);
        break;
    case OFF_CACHE_WAIT: g_ptr_array_add(f->waiting, fetch); break;
    default: off_servers_add(f->servers, fetch, fetch->hops > 0); break;
    }
    off_response_clear(&r);
}

/* Answers with the finished article of an earlier run, if it is wanted and stored. */
static gboolean
use_made(OffFetcher *f, OffFetch *fetch)
{
    OffResponse r = {0};
    if (!fetch->made || fetch->made_key)
        return FALSE;
    fetch->made_key = off_cache_made_key(fetch);
    fetch->is_made = fetch->made_wanted != OFF_MADE_NOT && off_cache_made(f->cache, fetch, &r);
    gboolean answered = fetch->is_made || fetch->made_wanted == OFF_MADE_ALONE;
    if (!fetch->is_made && answered)
        off_response_fail(&r, "deadline", "%s: no article of it is kept", fetch->url);
    if (answered)
        answer_fetch(f, fetch, &r);
    off_response_clear(&r);
    return answered;
}

static void
begin_hop(OffFetcher *f, OffFetch *fetch)
{
    OffResponse r = {0};
    g_autofree char *host = off_address_host(fetch->url);
    g_clear_pointer(&fetch->validators.etag, g_free);
    g_clear_pointer(&fetch->validators.last_modified, g_free);
    g_free(fetch->cookies);
    fetch->cookies = off_cookies_for(f->cookies, host);
    g_free(fetch->key);
    fetch->key = off_cache_key(fetch);
    if (f->replay) {
        off_replay_answer(f->replay, fetch->url, &r);
        use_response(f, fetch, &r);
        off_response_clear(&r);
    } else if (!use_made(f, fetch) && !rides_along(f, fetch)) {
        look_up(f, fetch);
    }
}

void
off_hops_begin(OffFetcher *f, OffFetch *fetch)
{
    OffResponse r = {0};
    char *clean = off_address_clean(fetch->url);
    const char *refused = clean ? refuses_hop(fetch, clean, FALSE) : NULL;
    if (clean) {
        g_free(fetch->url);
        fetch->url = clean;
    } else
        off_response_fail(&r, "address", "not an address: %.200s", fetch->url);
    if (refused)
        off_response_fail(&r, "redirect", "%s is a link that acts", fetch->url);
    else if (f->cookies_missing)
        off_response_fail(&r, "cookies", "%s", f->cookies_missing);
    if (r.error.reason)
        answer_fetch(f, fetch, &r);
    else
        begin_hop(f, fetch);
    off_response_clear(&r);
}

/* Those that wait for another process look again. Near the deadline they stop: the answer is then a
 * failure in time. */
static void
look_again(OffFetcher *f)
{
    gsize count;
    g_autofree gpointer *now = g_ptr_array_steal(f->waiting, &count);
    for (gsize i = 0; i < count; i++) {
        OffFetch *fetch = now[i];
        if (off_now_ms() < f->deadline) {
            look_up(f, fetch);
            continue;
        }
        OffResponse late = {0};
        off_response_fail(&late, "timeout", "%s: another process is still fetching it", fetch->url);
        land_fetch(f, fetch, &late);
        off_response_clear(&late);
    }
}

void
off_hops_turn(OffFetcher *f)
{
    off_cache_renew(f->cache);
    if (f->waiting->len > 0)
        look_again(f);
    if (f->later->len > 0)
        queue_due(f);
    start_next(f);
}

int
off_hops_wait(const OffFetcher *f)
{
    int turn = off_servers_wait(f->servers);
    int most = f->cache && f->open > 0 ? TICK_MS : IDLE_MS;
    if (f->waiting->len > 0 || f->later->len > 0)
        most = MIN(most, FLIGHT_MS);
    return turn >= 0 ? MIN(most, turn) : most;
}
