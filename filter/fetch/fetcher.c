/* fetcher.c: offprint-fetcher, the process that speaks HTTP and sees no mail.
 *
 *   hops.c      the steps of a request: check, cache, queue, fetch, redirect, answer
 *   servers.c   the order of requests, per server
 *   guard.c     the addresses that may be connected to; proxy.c: those of the user's proxies
 *   transfer.c  transfers with libcurl; decode.c undoes content codings
 *   cache.c     stored responses; freshness.c: how long they may be used; flight.c: coordination
 *               with other processes; database.c: the file
 *   replay.c    answers from an archive; record.c writes one
 *
 * Requests arrive as frames on standard input, until end of file; answers go back the same way. */
#include "config.h"

#include "fetch/fetcher.h"

#include "sandbox/sandbox.h"
#include "wire/bounds.h"
#include "wire/fault.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#define CONNECTIONS 16
#define CONNECTIONS_PER_HOST 4
#define FRAMES_A_TURN 8

/* --- what is asked --- */

/* A string of a request's frame (transfer full), or NULL. */
static char *
field_text(const struct off_frame_view *view, enum off_field field)
{
    char *said = off_field_string(view->body, view->length, field);
    char *text = g_strdup(said);
    free(said);
    return text;
}

/* The value of a field of a request: printable ASCII alone, or NULL. */
static char *
field_value(const struct off_frame_view *view, enum off_field field)
{
    char *value = field_text(view, field);
    for (const char *p = value; p && *p; p++)
        if (*p < ' ' || *p > '~')
            g_clear_pointer(&value, g_free);
    return value;
}

static OffFetch *
read_fetch(const struct off_frame_view *view)
{
    OffFetch *fetch = g_new0(OffFetch, 1);
    fetch->id = off_field_number(view->body, view->length, OFF_FIELD_ID, -1);
    fetch->url = field_text(view, OFF_FIELD_URL);
    fetch->user_agent = field_value(view, OFF_FIELD_USER_AGENT);
    fetch->referer = field_value(view, OFF_FIELD_REFERER);
    fetch->listed = field_text(view, OFF_FIELD_LISTED);
    fetch->keep = off_field_number(view->body, view->length, OFF_FIELD_KEEP_SECONDS, 0);
    if (fetch->keep > 0)
        fetch->made = field_value(view, OFF_FIELD_MADE);
    fetch->made_wanted =
        (OffMadeWanted)off_field_number(view->body, view->length, OFF_FIELD_MADE_WANTED, 0);
    fetch->since = G_MAXINT64;
    fetch->picture = off_field_number(view->body, view->length, OFF_FIELD_PICTURE, 0) != 0;
    fetch->named = off_field_number(view->body, view->length, OFF_FIELD_NAMED, 0) != 0;
    return fetch;
}

static gboolean
take_fetch(OffFetcher *f, const struct off_frame_view *view)
{
    off_fault_at("fetcher-request");
    OffFetch *fetch = read_fetch(view);
    if (!fetch->url || fetch->id < 0 || ++f->open > OFF_FETCHES_MAX) {
        off_fetch_free(fetch);
        return FALSE;
    }
    off_hops_begin(f, fetch);
    return TRUE;
}

/* What the reader made of a page that was answered. */
static gboolean
take_made(OffFetcher *f, const struct off_frame_view *view)
{
    guint32 id;
    if (view->length <= sizeof id || view->length > OFF_MADE_MAX)
        return FALSE;
    memcpy(&id, view->body, sizeof id);
    gpointer number = GSIZE_TO_POINTER((gsize)GUINT32_FROM_BE(id));
    const OffMaking *making = g_hash_table_lookup(f->makes, number);
    if (making)
        off_cache_keep_made(f->cache, making->key, making->since, view->body + sizeof id,
                            view->length - sizeof id);
    g_hash_table_remove(f->makes, number);
    return TRUE;
}

static void
free_making(void *data)
{
    OffMaking *making = data;
    g_free(making->key);
    g_free(making);
}

static void
free_fetch(void *data)
{
    off_fetch_free(data);
}

static void
free_riders(void *data)
{
    GPtrArray *riders = data;
    g_ptr_array_set_free_func(riders, free_fetch);
    g_ptr_array_unref(riders);
}

/* --cache-info and --cache-clear: answered at once. */
static gboolean
cache_command(OffFetcher *f, const struct off_frame_view *view)
{
    char *what = off_field_string(view->body, view->length, OFF_FIELD_CACHE_COMMAND);
    if (!what)
        return TRUE;
    g_autofree char *info = NULL;
    if (!f->cache)
        info = g_strdup("there is no cache");
    else if (strcmp(what, "clear") == 0)
        info =
            g_strdup(off_cache_clear(f->cache) ? "the cache is empty" : "cannot empty the cache");
    else
        info = off_cache_info(f->cache);
    off_answer_text(f, OFF_FRAME_OUTPUT, info ? info : "cannot read the cache");
    free(what);
    return FALSE;
}

/* Enters the sandbox: from here on only the files for names, certificates and the cache can be
 * opened. Returns FALSE if the fetcher has nothing more to do. */
static gboolean
shut_in(OffFetcher *f, const struct off_frame_view *view, const char *cache)
{
    struct off_sandbox_report report;
    g_autofree char *log = cache && f->cache ? g_strconcat(cache, "-wal", NULL) : NULL;
    g_autofree char *index = cache && f->cache ? g_strconcat(cache, "-shm", NULL) : NULL;
    /* The files themselves, which exist by now, not their folder, which may hold other files. */
    const struct off_sandbox_path paths[] = {
        {log ? cache : NULL, true}, {log, true}, {index, true}};
    gboolean required =
        off_field_number(view->body, view->length, OFF_FIELD_REQUIRE_SANDBOX, 0) != 0;
    char *test = off_field_string(view->body, view->length, OFF_FIELD_SANDBOX_TEST);
    off_sandbox_enter(OFF_SANDBOX_FETCHER, paths, G_N_ELEMENTS(paths), &report);
    gboolean goes_on = !test && (!required || off_sandbox_is_whole(&report));
    if (test) {
        off_answer_text(f, OFF_FRAME_OUTPUT,
                        off_sandbox_breaks(test, cache) ? "possible" : "refused");
    } else if (!off_sandbox_is_whole(&report)) {
        off_say(f, "the sandbox of the fetcher is incomplete: %s", report.words);
    }
    free(test);
    return goes_on;
}

/* A number of the options, or what is usual. */
static long
number_of(const struct off_frame_view *view, enum off_field field, long usual)
{
    long said = (long)off_field_number(view->body, view->length, field, 0);
    return said > 0 ? said : usual;
}

static void
begin_record(OffFetcher *f, const char *path)
{
    const char *why = NULL;
    f->recorder = off_recorder_open(path, &why);
    if (!f->recorder)
        off_say(f, "--record %s: %s; nothing is recorded", path, why);
}

/* Reads the user's cookies: without them the server would send a different page. */
static void
begin_cookies(OffFetcher *f, const char *path)
{
    g_autoptr(GError) error = NULL;
    f->cookies = off_cookies_read(path, &error);
    if (f->cookies)
        return;
    f->cookies_missing = g_strdup_printf("the cookie file: %s", error->message);
    off_say(f, "%s", f->cookies_missing);
}

static void
begin_cache(OffFetcher *f, const char *path)
{
    gboolean foreign;
    f->cache = off_cache_open(path, &foreign);
    if (!f->cache)
        off_say(f, "cannot use the cache %s%s; continuing without a cache", path,
                foreign ? ": it is not a cache of offprint and this user" : "");
}

static void
begin_transfers(OffFetcher *f, const struct off_frame_view *view)
{
    g_autofree char *cookies = field_text(view, OFF_FIELD_COOKIES);
    g_autofree char *record = field_text(view, OFF_FIELD_RECORD);
    g_autofree char *cache = field_text(view, OFF_FIELD_CACHE);
    const OffTransferLimits limits = {
        .deadline = f->deadline,
        .connections = number_of(view, OFF_FIELD_CONNECTIONS, CONNECTIONS),
        .connections_per_host = number_of(view, OFF_FIELD_HOST_CONNECTIONS, CONNECTIONS_PER_HOST),
        .record = record != NULL};
    off_guard_allow_proxies(f->guard);
    if (cookies)
        begin_cookies(f, cookies);
    if (record)
        begin_record(f, record);
    if (cache)
        begin_cache(f, cache);
    f->transfers = off_transfers_new(f->guard, &limits, off_hops_done, f);
    f->servers =
        off_servers_new(f->cache, (guint)limits.connections_per_host, (guint)limits.connections);
}

static gboolean
take_options(OffFetcher *f, const struct off_frame_view *view)
{
    g_autofree char *allow = field_text(view, OFF_FIELD_ALLOW_NET);
    g_autofree char *replay = field_text(view, OFF_FIELD_REPLAY);
    g_autofree char *cache = field_text(view, OFF_FIELD_CACHE);
    f->deadline = off_field_number(view->body, view->length, OFF_FIELD_DEADLINE, 0);
    f->under_way = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_riders);
    f->makes = g_hash_table_new_full(NULL, NULL, NULL, free_making);
    f->waiting = g_ptr_array_new_with_free_func(free_fetch);
    f->later = g_ptr_array_new_with_free_func(free_fetch);
    f->guard = off_guard_new();
    if (allow && !off_guard_allow(f->guard, allow))
        off_say(f, "--allow-net %s: not a range of addresses; nothing is opened", allow);
    if (replay)
        f->replay = off_replay_open(replay);
    else
        begin_transfers(f, view);
    return shut_in(f, view, cache) && cache_command(f, view);
}

static gboolean
take_frame(OffFetcher *f, const struct off_frame_view *view)
{
    if (view->type == OFF_FRAME_OPTIONS && !f->guard)
        return take_options(f, view);
    return view->type == OFF_FRAME_FETCH && f->guard && take_fetch(f, view);
}

static gboolean
is_made(const struct off_buffer *in, struct off_frame_view *view)
{
    return off_frame_peek(in, view) == 1 && view->type == OFF_FRAME_MADE;
}

/* Stores the finished articles that arrived; those that arrived together go into one
 * transaction. */
static gboolean
take_all_made(OffFetcher *f, struct off_buffer *in)
{
    struct off_frame_view view;
    gboolean taken = TRUE;
    if (!is_made(in, &view))
        return TRUE;
    gboolean begun = off_cache_keep_begin(f->cache);
    while (taken && is_made(in, &view)) {
        taken = f->guard && take_made(f, &view);
        off_buffer_consume(in, OFF_HEAD_SIZE + view.length);
    }
    off_cache_keep_end(f->cache, begun);
    return taken;
}

/* Processes some of the frames that have arrived, so that the first transfers start before the last
 * address is looked up. *more: frames are left. Returns FALSE after an invalid frame. */
static gboolean
take_frames(OffFetcher *f, struct off_buffer *in, gboolean *more)
{
    struct off_frame_view view;
    int whole = 0;
    for (guint i = 0; i < FRAMES_A_TURN; i++) {
        if (!take_all_made(f, in))
            return FALSE;
        if ((whole = off_frame_peek(in, &view)) != 1)
            break;
        gboolean taken = take_frame(f, &view);
        off_buffer_consume(in, OFF_HEAD_SIZE + view.length);
        if (!taken)
            return FALSE;
    }
    *more = whole == 1;
    return whole >= 0;
}

/* Reads the available bytes. Returns FALSE at the end of the file or after an invalid frame. */
static gboolean
take_input(OffFetcher *f, struct off_buffer *in, gboolean *more)
{
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    guint8 chunk[65536];
    if (!*more) {
        if (poll(&ready, 1, f->transfers ? 0 : -1) <= 0)
            return TRUE;
        gssize n = read(STDIN_FILENO, chunk, sizeof chunk);
        if (n <= 0 || !off_buffer_add(in, chunk, (gsize)n))
            return FALSE;
    }
    return take_frames(f, in, more);
}

static void
turn_loop(OffFetcher *f, gboolean more)
{
    off_hops_turn(f);
    off_transfers_run(f->transfers, STDIN_FILENO, more ? 0 : off_hops_wait(f));
}

static void
clear_fetcher(OffFetcher *f)
{
    off_transfers_free(f->transfers);
    off_servers_free(f->servers);
    if (f->under_way)
        g_hash_table_unref(f->under_way);
    if (f->makes)
        g_hash_table_unref(f->makes);
    if (f->waiting)
        g_ptr_array_unref(f->waiting);
    if (f->later)
        g_ptr_array_unref(f->later);
    off_guard_free(f->guard);
    off_recorder_close(f->recorder);
    off_cookies_free(f->cookies);
    g_free(f->cookies_missing);
    off_cache_close(f->cache);
    off_replay_free(f->replay);
}

int
main(void)
{
    OffFetcher f = {0};
    struct off_buffer in = {0};
    off_fault_at("fetcher-start");
    gboolean more = FALSE;
    while (!f.broken && take_input(&f, &in, &more))
        if (f.transfers)
            turn_loop(&f, more);
    off_buffer_free(&in);
    clear_fetcher(&f);
    return 0;
}
