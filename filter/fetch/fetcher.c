/* fetcher.c: offprint-fetcher, the process that speaks HTTP and sees no mail.
 *
 *   guard.c     which addresses may be connected to
 *   transfer.c  libcurl
 *   cache.c     what was fetched before
 *   replay.c    answers from an archive, record.c makes one
 *
 * It is asked for pages in frames on standard input and answers there, until the end of the file.
 */
#include "config.h"

#include "fetch/cache.h"
#include "fetch/address.h"
#include "fetch/record.h"
#include "fetch/replay.h"
#include "fetch/transfer.h"

#include "links/acting.h"
#include "links/request.h"
#include "wire/bounds.h"
#include "wire/reasons.h"
#include "wire/fault.h"
#include "sandbox/sandbox.h"
#include "wire/wire.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define WAIT_MS 1000
#define RETRIES_MAX 2
#define RETRY_LEAST_MS 200
#define RETRY_ROOM_MS 500 /* for the answer, before the deadline */
#define FLIGHT_MS 40      /* between looks at what another process fetches */

typedef struct {
    OffGuard *guard;
    OffTransfers *transfers; /* NULL where replay is set */
    OffReplay *replay;       /* NULL: there is a network */
    OffRecorder *recorder;   /* NULL: nothing is recorded */
    OffCache *cache;         /* NULL where there is none */
    GPtrArray *waiting;      /* OffFetch: another process is at it */
    GPtrArray *later;        /* OffFetch: the server wants to be asked again later */
    gint64 deadline;
    guint asked;
    gboolean broken; /* the gate does not take our frames any more */
} Fetcher;

/* --- answers ----------------------------------------------------------------------------- */

static void
send_frame(Fetcher *f, enum off_frame type, const void *body, gsize length)
{
    struct off_buffer out = {0};
    if (!off_frame_add(&out, type, body, length) || !off_wire_write(STDOUT_FILENO, &out))
        f->broken = TRUE;
    off_buffer_free(&out);
}

static void
send_string(struct off_buffer *fields, enum off_field tag, const char *value, gsize most)
{
    if (value)
        off_field_add(fields, tag, value, MIN(strlen(value), most));
}

static void
send_end(Fetcher *f, const OffFetch *fetch, const OffFetchError *error)
{
    struct off_buffer fields = {0};
    off_field_add_number(&fields, OFF_FIELD_ID, fetch->id);
    off_reason_add(&fields, error->reason);
    send_string(&fields, OFF_FIELD_ERROR, error->message, 2048);
    send_frame(f, OFF_FRAME_END, fields.data, fields.length);
    off_buffer_free(&fields);
}

static void
send_body(Fetcher *f, const OffFetch *fetch, const GByteArray *body)
{
    for (guint at = 0; body && at < body->len && !f->broken;) {
        struct off_buffer part = {0};
        guint n = MIN(body->len - at, OFF_FRAME_MAX / 2);
        guint32 id = GUINT32_TO_BE((guint32)fetch->id);
        off_buffer_add(&part, &id, sizeof id);
        off_buffer_add(&part, body->data + at, n);
        send_frame(f, OFF_FRAME_BODY, part.data, part.length);
        off_buffer_free(&part);
        at += n;
    }
}

static void
send_page(Fetcher *f, const OffFetch *fetch, const OffResponse *r)
{
    struct off_buffer fields = {0};
    off_fault_at("fetcher-answer");
    off_field_add_number(&fields, OFF_FIELD_ID, fetch->id);
    off_field_add_number(&fields, OFF_FIELD_HTTP_STATUS, r->status);
    off_field_add_number(&fields, OFF_FIELD_HOPS, fetch->hops);
    off_field_add_number(&fields, OFF_FIELD_STORED, fetch->stored + fetch->confirmed);
    send_string(&fields, OFF_FIELD_URL, fetch->url, OFF_URL_MAX);
    send_string(&fields, OFF_FIELD_CONTENT_TYPE, r->content_type, 1024);
    send_frame(f, OFF_FRAME_PAGE, fields.data, fields.length);
    off_buffer_free(&fields);
    off_fault_at("fetcher-body");
    send_body(f, fetch, r->body);
    off_fault_at("fetcher-end");
    send_end(f, fetch, &(OffFetchError){0});
}

static void G_GNUC_PRINTF(2, 3) say(Fetcher *f, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    g_autofree char *line = g_strdup_vprintf(format, words);
    va_end(words);
    send_frame(f, OFF_FRAME_VERBOSE, line, MIN(strlen(line), 900));
}

/* --- hops --------------------------------------------------------------------------------- */

static void begin_hop(Fetcher *f, OffFetch *fetch);

/* What the rules of one host want to be sent goes to no other. */
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

static void
fail_fetch(Fetcher *f, OffFetch *fetch, OffResponse *r)
{
    send_end(f, fetch, &r->error);
    off_fetch_free(fetch);
}

static void
follow(Fetcher *f, OffFetch *fetch, OffResponse *r)
{
    g_autofree char *target = off_address_resolve(fetch->url, r->location);
    g_autofree char *next = target ? off_address_clean(target) : NULL;
    if (!next)
        off_response_fail(r, "redirect", "redirect %u of %s leads nowhere", fetch->hops + 1,
                          fetch->url);
    else if (refuses_hop(fetch, next, TRUE))
        off_response_fail(r, "redirect", "redirect %u of %s leads to a link that acts, %s",
                          fetch->hops + 1, fetch->url, next);
    else if (fetch->hops >= OFF_HOPS_MAX)
        off_response_fail(r, "redirect", "more than %u redirects, the last from %s", OFF_HOPS_MAX,
                          fetch->url);
    if (r->error.reason) {
        fail_fetch(f, fetch, r);
        return;
    }
    fetch->hops++;
    say(f, "redirect %u (%ld) to %s", fetch->hops, r->status, next);
    forget_fields(fetch, next);
    g_free(fetch->url);
    fetch->url = g_steal_pointer(&next);
    begin_hop(f, fetch);
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

/* What a hop came to, whether it was fetched, stored or archived. */
static void
use_response(Fetcher *f, OffFetch *fetch, OffResponse *r)
{
    if (f->recorder && !r->error.reason && r->body &&
        !off_recorder_take(f->recorder, fetch->url, r))
        say(f, "%s could not be recorded: %s", fetch->url, g_strerror(errno));
    if (!r->error.reason && is_redirect(r)) {
        follow(f, fetch, r);
        return;
    }
    if (!r->error.reason && (r->status < 200 || r->status > 299))
        off_response_fail(r, status_reason(r->status), "%s answered %ld", fetch->url, r->status);
    if (r->error.reason)
        send_end(f, fetch, &r->error);
    else
        send_page(f, fetch, r);
    off_fetch_free(fetch);
}

/* 429 and 503 that say when to come again, and that is in time: it comes again (RFC 9110, 10.2.3).
 * Takes the fetch where it returns TRUE. */
static gboolean
comes_again(Fetcher *f, OffFetch *fetch, const OffResponse *r)
{
    gint64 seconds = off_retry_seconds(r, (gint64)time(NULL));
    gint64 at = off_now_ms() + MAX(seconds * 1000, RETRY_LEAST_MS);
    if (r->error.reason || (r->status != 429 && r->status != 503) || seconds < 0 ||
        fetch->retries >= RETRIES_MAX || at + RETRY_ROOM_MS > f->deadline)
        return FALSE;
    fetch->retries++;
    fetch->not_before = at;
    say(f, "%s answered %ld, and is asked again in %" G_GINT64_FORMAT " s", fetch->url, r->status,
        seconds);
    g_ptr_array_add(f->later, fetch);
    return TRUE;
}

static void
start_due(Fetcher *f)
{
    for (guint i = f->later->len; i-- > 0;) {
        OffFetch *fetch = f->later->pdata[i];
        if (off_now_ms() < fetch->not_before)
            continue;
        g_ptr_array_remove_index_fast(f->later, i);
        off_transfers_start(f->transfers, fetch);
    }
}

static void
hop_done(OffFetch *fetch, OffResponse *r, void *data)
{
    Fetcher *f = data;
    if (comes_again(f, fetch, r))
        return;
    fetch->stored = fetch->confirmed = r->status == OFF_NOT_MODIFIED;
    off_cache_take(f->cache, fetch->url, r);
    use_response(f, fetch, r);
}

static void
begin_hop(Fetcher *f, OffFetch *fetch)
{
    OffResponse r = {0};
    g_clear_pointer(&fetch->validators.etag, g_free);
    g_clear_pointer(&fetch->validators.last_modified, g_free);
    if (f->replay) {
        off_replay_answer(f->replay, fetch->url, &r);
        use_response(f, fetch, &r);
        off_response_clear(&r);
        return;
    }
    switch (off_cache_look(f->cache, fetch->url, &r, &fetch->validators)) {
    case OFF_CACHE_FRESH:
        say(f, "%s is in the cache", fetch->url);
        fetch->stored = TRUE;
        fetch->confirmed = FALSE;
        use_response(f, fetch, &r);
        break;
    case OFF_CACHE_WAIT: g_ptr_array_add(f->waiting, fetch); break;
    default: off_transfers_start(f->transfers, fetch); break;
    }
    off_response_clear(&r);
}

/* Those that wait for another process ask again. Near the deadline they stop: the answer is then a
 * failure in time. */
static void
ask_again(Fetcher *f)
{
    g_autoptr(GPtrArray) now = g_steal_pointer(&f->waiting);
    f->waiting = g_ptr_array_new();
    for (guint i = 0; i < now->len; i++) {
        OffFetch *fetch = now->pdata[i];
        if (off_now_ms() < f->deadline) {
            begin_hop(f, fetch);
            continue;
        }
        const OffFetchError late = {.reason = "timeout",
                                    .message = (char *)"another process is still fetching it"};
        send_end(f, fetch, &late);
        off_fetch_free(fetch);
    }
}

/* --- what is asked ------------------------------------------------------------------------ */

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
    fetch->picture = off_field_number(view->body, view->length, OFF_FIELD_PICTURE, 0) != 0;
    fetch->named = off_field_number(view->body, view->length, OFF_FIELD_NAMED, 0) != 0;
    return fetch;
}

/* The first hop: an address in a spelling of ours, and one that may be asked for. */
static void
begin_fetch(Fetcher *f, OffFetch *fetch)
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
        off_response_fail(&r, refused, "%s is not asked for", fetch->url);
    if (r.error.reason)
        fail_fetch(f, fetch, &r);
    else
        begin_hop(f, fetch);
    off_response_clear(&r);
}

static gboolean
take_fetch(Fetcher *f, const struct off_frame_view *view)
{
    off_fault_at("fetcher-request");
    OffFetch *fetch = read_fetch(view);
    if (!fetch->url || fetch->id < 0 || ++f->asked > OFF_FETCHES_MAX) {
        off_fetch_free(fetch);
        return FALSE;
    }
    begin_fetch(f, fetch);
    return TRUE;
}

/* --cache-info and --cache-clear: answered at once. */
static gboolean
cache_command(Fetcher *f, const struct off_frame_view *view)
{
    char *what = off_field_string(view->body, view->length, OFF_FIELD_CACHE_COMMAND);
    if (!what)
        return TRUE;
    g_autofree char *info = NULL;
    if (!f->cache)
        info = g_strdup("there is no cache");
    else if (strcmp(what, "clear") == 0)
        info = g_strdup(off_cache_clear(f->cache) ? "the cache is empty"
                                                  : "the cache could not be emptied");
    else
        info = off_cache_info(f->cache);
    send_frame(f, OFF_FRAME_OUTPUT, info, strlen(info));
    free(what);
    return FALSE;
}

/* From here on no file can be opened but those that names, certificates and the cache need. Returns
 * FALSE where the fetcher has nothing more to do. */
static gboolean
shut_in(Fetcher *f, const struct off_frame_view *view, const char *cache)
{
    struct off_sandbox_report report;
    char *cookies = off_field_string(view->body, view->length, OFF_FIELD_COOKIES);
    g_autofree char *dir = cache && f->cache ? g_path_get_dirname(cache) : NULL;
    const struct off_sandbox_path paths[] = {{dir, true}, {cookies, false}};
    gboolean required =
        off_field_number(view->body, view->length, OFF_FIELD_REQUIRE_SANDBOX, 0) != 0;
    char *test = off_field_string(view->body, view->length, OFF_FIELD_SANDBOX_TEST);
    off_sandbox_enter(OFF_SANDBOX_FETCHER, paths, G_N_ELEMENTS(paths), &report);
    gboolean goes_on = !test && (!required || off_sandbox_is_whole(&report));
    if (test) {
        const char *said = off_sandbox_breaks(test) ? "possible" : "refused";
        send_frame(f, OFF_FRAME_OUTPUT, said, strlen(said));
    } else if (!off_sandbox_is_whole(&report)) {
        say(f, "the sandbox of the fetcher is not whole: %s", report.words);
    }
    free(test);
    free(cookies);
    return goes_on;
}

static void
begin_transfers(Fetcher *f, const struct off_frame_view *view)
{
    char *cookies = off_field_string(view->body, view->length, OFF_FIELD_COOKIES);
    char *record = off_field_string(view->body, view->length, OFF_FIELD_RECORD);
    if (record && !(f->recorder = off_recorder_open(record)))
        say(f, "--record %s: %s", record, g_strerror(errno));
    const OffTransferLimits limits = {
        .deadline = f->deadline,
        .connections = off_field_number(view->body, view->length, OFF_FIELD_CONNECTIONS, 0),
        .connections_per_host =
            off_field_number(view->body, view->length, OFF_FIELD_HOST_CONNECTIONS, 0),
        .record = f->recorder != NULL,
        .cookies = cookies};
    f->transfers = off_transfers_new(f->guard, &limits, hop_done, f);
    free(cookies);
    free(record);
}

static gboolean
take_options(Fetcher *f, const struct off_frame_view *view)
{
    char *allow = off_field_string(view->body, view->length, OFF_FIELD_ALLOW_NET);
    char *replay = off_field_string(view->body, view->length, OFF_FIELD_REPLAY);
    char *cache = off_field_string(view->body, view->length, OFF_FIELD_CACHE);
    gint64 deadline = off_field_number(view->body, view->length, OFF_FIELD_DEADLINE, 0);
    f->deadline = deadline;
    f->waiting = g_ptr_array_new();
    f->guard = off_guard_new();
    f->replay = replay ? off_replay_open(replay) : NULL;
    if (allow && !off_guard_allow(f->guard, allow))
        say(f, "--allow-net %s: not a range of addresses; nothing is opened", allow);
    f->later = g_ptr_array_new();
    if (!f->replay) {
        off_guard_allow_proxies(f->guard);
        begin_transfers(f, view);
    }
    if (cache && !f->replay && !(f->cache = off_cache_open(cache)))
        say(f, "the cache %s cannot be used; it goes on without", cache);
    gboolean goes_on = shut_in(f, view, cache);
    free(allow);
    free(replay);
    free(cache);
    return goes_on && cache_command(f, view);
}

static gboolean
take_frame(Fetcher *f, const struct off_frame_view *view)
{
    if (view->type == OFF_FRAME_OPTIONS && !f->guard)
        return take_options(f, view);
    return view->type == OFF_FRAME_FETCH && f->guard && take_fetch(f, view);
}

/* Reads what there is. Returns FALSE at the end of the file or of sense. */
static gboolean
take_input(Fetcher *f, struct off_buffer *in)
{
    struct pollfd ready = {.fd = STDIN_FILENO, .events = POLLIN};
    struct off_frame_view view;
    guint8 chunk[65536];
    if (poll(&ready, 1, f->transfers ? 0 : -1) <= 0)
        return TRUE;
    gssize n = read(STDIN_FILENO, chunk, sizeof chunk);
    if (n <= 0 || !off_buffer_add(in, chunk, (gsize)n))
        return FALSE;
    int whole;
    while ((whole = off_frame_peek(in, &view)) == 1) {
        gboolean taken = take_frame(f, &view);
        off_buffer_consume(in, OFF_HEAD_SIZE + view.length);
        if (!taken)
            return FALSE;
    }
    return whole == 0;
}

static void
turn(Fetcher *f)
{
    gboolean waits = f->waiting && (f->waiting->len > 0 || f->later->len > 0);
    off_transfers_run(f->transfers, STDIN_FILENO, waits ? FLIGHT_MS : WAIT_MS);
    if (!waits)
        return;
    ask_again(f);
    start_due(f);
}

int
main(void)
{
    Fetcher f = {0};
    struct off_buffer in = {0};
    off_fault_at("fetcher-start");
    while (!f.broken && take_input(&f, &in))
        if (f.transfers)
            turn(&f);
    off_buffer_free(&in);
    off_transfers_free(f.transfers);
    off_guard_free(f.guard);
    off_recorder_close(f.recorder);
    off_cache_close(f.cache);
    off_replay_free(f.replay);
    return 0;
}
