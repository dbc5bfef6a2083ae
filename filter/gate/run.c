/* run.c: starts and watches the helpers, and trusts neither.
 *
 * The bytes held for each helper are limited: while a helper does not take its bytes, the other one
 * is not read from (OFF_QUEUE_MAX). A frame that is not expected ends the run. */
#include "config.h"

#include "gate/run.h"

#include "wire/bounds.h"
#include "wire/reasons.h"
#include "gate/conf.h"
#include "gate/files.h"
#include "gate/say.h"
#include "gate/signals.h"
#include "gate/sites.h"
#include "gate/usable.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>

#define STORE_MS 1000 /* for the fetcher to store finished articles, after the work is done */

bool
off_run_fail(struct off_run *r, const char *word, const char *why, const char *what)
{
    r->why_word = word;
    snprintf(r->why, sizeof r->why, "%s%s%s", why, what ? ": " : "", what ? what : "");
    return false;
}

static bool
no_memory(struct off_run *r)
{
    return off_run_fail(r, "memory", "no memory", NULL);
}

static bool
peer_lied(struct off_run *r, const char *how)
{
    return off_run_fail(r, "protocol", how, NULL);
}

const unsigned char *
off_run_result(const struct off_run *r, size_t *length)
{
    *length = r->result.length - r->result.start;
    return r->result.data + r->result.start;
}

/* --- what is sent --------------------------------------------------------------------------- */

static bool
send_request(struct off_run *r, bool plain)
{
    const struct off_request request = {.length = r->input.length,
                                        .deadline = r->deadline,
                                        .sandbox_test = r->sandbox_test,
                                        .first_item = r->first_item,
                                        .plain = plain};
    r->input.ended = r->sandbox_test || r->options->check_sites;
    if (!off_request_add(&r->reader.out, r->options, &request))
        return no_memory(r);
    if (!r->options->check_sites)
        return true;
    int error = off_sites_send_all(r->options->check_sites, &r->reader.out);
    return error == 0 || off_run_fail(r, "input", "cannot read all rules", strerror(error));
}

/* When the fetcher gives up: early enough to lay out the pages that arrived, and at most a third of
 * the time earlier. */
static long long
fetch_deadline(const struct off_run *r)
{
    long long third = r->options->deadline * 1000 / 3;
    return r->deadline - (third < OFF_FETCH_RESERVE_MS ? third : OFF_FETCH_RESERVE_MS);
}

static bool
fetcher_options(struct off_buffer *fields, const struct off_run *r)
{
    char cache[4096];
    bool cached = off_cache_path(r->options, cache, sizeof cache);
    const char *command = r->options->cache_info    ? "info"
                          : r->options->cache_clear ? "clear"
                                                    : NULL;
    return off_options_send(fields, r->options, OFF_GOES_FETCHER) &&
           off_field_add_string(fields, OFF_FIELD_COOKIES,
                                r->options->cookies ? r->options->cookies : r->cookies) &&
           off_field_add_string(fields, OFF_FIELD_ALLOW_NET, r->allow_net) &&
           off_field_add_string(fields, OFF_FIELD_CACHE, cached ? cache : NULL) &&
           off_field_add_string(fields, OFF_FIELD_CACHE_COMMAND, command) &&
           off_field_add_string(fields, OFF_FIELD_SANDBOX_TEST, r->sandbox_test) &&
           off_field_add_number(fields, OFF_FIELD_DEADLINE, fetch_deadline(r));
}

static bool
start_fetcher(struct off_run *r)
{
    const struct off_peer_limits limits = {.address_space = OFF_FETCHER_AS,
                                           .cpu_seconds = r->options->deadline + OFF_CPU_EXTRA,
                                           .file_size = OFF_CACHE_FILE_MAX,
                                           .files = 128};
    struct off_buffer fields = {0};
    int error = off_peer_start(&r->fetcher, &limits);
    if (error != 0) {
        off_say(r->options, "offprint: cannot start %s: %s", r->fetcher.name, strerror(error));
        return false;
    }
    bool sent = fetcher_options(&fields, r) &&
                off_frame_add(&r->fetcher.out, OFF_FRAME_OPTIONS, fields.data, fields.length);
    off_buffer_free(&fields);
    return sent;
}

/* --- what the reader says ------------------------------------------------------------------- */

/* An END frame with nothing in it tells the reader that no answer will come any more. */
static bool
no_fetcher(struct off_run *r)
{
    bool first = !r->fetcher_gone;
    r->fetcher_gone = true;
    return !first || off_frame_add(&r->reader.out, OFF_FRAME_END, NULL, 0) || no_memory(r);
}

/* The reader names the cookie file; it is opened only if that name is in the configuration.
 * Returns what is wrong with the file, or NULL. */
static const char *
find_cookies(struct off_run *r, const struct off_frame_view *view)
{
    struct off_conf_path found = {0};
    const char *trouble = NULL;
    char *path = off_field_string(view->body, view->length, OFF_FIELD_COOKIES);
    if (path && !r->options->cookies && !r->cookies &&
        off_conf_find_cookies(r->options, path, &found))
        trouble = off_file_trouble(OFF_VALUE_IN_FILE, found.path);
    if (trouble && !r->cookies_told && !r->options->quiet)
        off_tell("%s: cookies: %s: %s; nothing is fetched without them", found.where, found.path,
                 trouble);
    r->cookies_told |= trouble != NULL;
    if (found.path && !trouble)
        r->cookies = found.path;
    else
        free(found.path);
    free(path);
    return trouble;
}

/* The networks that the configuration opens: named by the reader, and looked up as its cookies are.
 */
static void
find_networks(struct off_run *r, const struct off_frame_view *view)
{
    const struct off_type nets = OFF_TYPE_NETS;
    char *list = off_field_string(view->body, view->length, OFF_FIELD_ALLOW_NET);
    if (list && !r->options->allow_net && !r->allow_net && off_value_is(&nets, list) &&
        off_conf_sets(r->options, "allow-net", list))
        r->allow_net = list;
    else
        free(list);
}

static bool
refuse_fetch(struct off_run *r, long long id, const char *reason, const char *message)
{
    return off_fetches_refuse(&r->fetches, id, reason, message, &r->reader.out) || no_memory(r);
}

static bool
pass_fetch(struct off_run *r, const struct off_frame_view *view)
{
    long long id;
    if (r->options->no_fetch)
        return peer_lied(r, "the reader requested a page despite --no-fetch");
    switch (off_fetches_ask(&r->fetches, view, &id)) {
    case OFF_ASKED_WRONG: return peer_lied(r, "the reader sent an invalid request");
    case OFF_ASKED_LIMIT: return refuse_fetch(r, id, "limit", "more pages than one run fetches");
    default: break;
    }
    const char *trouble = find_cookies(r, view);
    if (trouble)
        return refuse_fetch(r, id, "cookies", trouble);
    if (!r->fetcher_gone && r->fetcher.pid == 0) {
        find_networks(r, view);
        if (!start_fetcher(r))
            return no_fetcher(r);
    }
    if (r->fetcher_gone)
        return true; /* it knows already */
    return off_frame_add(&r->fetcher.out, OFF_FRAME_FETCH, view->body, view->length) ||
           no_memory(r);
}

/* Sends a finished article to the cache, unless too much is queued. */
static bool
pass_made(struct off_run *r, const struct off_frame_view *view)
{
    if (!off_fetches_keep(&r->fetches, view))
        return peer_lied(r, "the reader sent an article of a page that it did not request");
    if (r->fetcher_gone || r->fetcher.pid == 0 ||
        r->fetcher.out.length - r->fetcher.out.start > OFF_KEPT_QUEUE_MAX)
        return true;
    r->keeps = true;
    return off_frame_add(&r->fetcher.out, OFF_FRAME_MADE, view->body, view->length) || no_memory(r);
}

/* The reader names the host; the gate knows where the site rules are. */
static bool
answer_sites(struct off_run *r, const struct off_frame_view *view)
{
    if (++r->questions > OFF_QUESTIONS_MAX)
        return peer_lied(r, "the reader asked for site rules too often");
    if (r->reader.silent)
        return true;
    if (!off_sites_answer(r->options, view, &r->reader.out))
        return no_memory(r);
    r->answered_until = off_peer_queued(&r->reader);
    return true;
}

/* Forces the status to be one of sysexits, because --strict must not end with 0. */
static int
exit_status(const struct off_frame_view *view)
{
    long long said = off_field_number(view->body, view->length, OFF_FIELD_EXIT, EX_SOFTWARE);
    return said == EX_OK || (said >= EX__BASE && said <= EX__MAX) ? (int)said : EX_SOFTWARE;
}

static void
take_done(struct off_run *r, const struct off_frame_view *view)
{
    r->status = off_field_string(view->body, view->length, OFF_FIELD_STATUS);
    r->reason = off_reason_read(view, OFF_BY_READER);
    r->url = off_field_string(view->body, view->length, OFF_FIELD_URL);
    r->message = off_field_string(view->body, view->length, OFF_FIELD_MESSAGE);
    r->exit_status = exit_status(view);
    r->of_feed = off_field_number(view->body, view->length, OFF_FIELD_OF_FEED, 0) != 0;
    for (int i = 0; i < OFF_COUNTS; i++)
        r->counts[i] = (unsigned long long)off_field_number(
            view->body, view->length, (enum off_field)(OFF_FIELD_FETCHED + i), 0);
    off_reason_counts_read(&r->failed, view);
    long long total = off_field_number(view->body, view->length, OFF_FIELD_TOTAL, -1);
    size_t have = r->result.length - r->result.start;
    if (!r->status || total < 0 || (unsigned long long)total != have)
        peer_lied(r, "the reader's result is incomplete");
    else
        r->done = true;
}

static bool
take_output(struct off_run *r, const struct off_frame_view *view)
{
    size_t have = r->result.length - r->result.start;
    if (have + view->length > OFF_OUTPUT_MAX + 3 * r->input.length)
        return off_run_fail(r, "too-large", "the result is too large", NULL);
    return off_buffer_add(&r->result, view->body, view->length) || no_memory(r);
}

/* Hexadecimal digits, or blanks if the frame has none. */
static void
read_mark(const struct off_frame_view *view, char mark[OFF_MARK_SIZE])
{
    size_t n = 0;
    while (n < view->length && memchr("0123456789abcdef", view->body[n], 16))
        n++;
    memset(mark, ' ', OFF_MARK_SIZE);
    if (n == OFF_MARK_SIZE && view->length == n)
        memcpy(mark, view->body, n);
}

/* The end of a message, which has at least one byte. */
static bool
take_end_of_message(struct off_run *r, const struct off_frame_view *view)
{
    char mark[OFF_MARK_SIZE];
    size_t end = r->result.length - r->result.start, before = 0;
    if (r->ends.length > 0)
        memcpy(&before, r->ends.data + r->ends.length - sizeof before, sizeof before);
    if (end <= before || r->ends.length / sizeof end >= OFF_ITEMS_MAX)
        return peer_lied(r, "the reader sent empty messages, or too many");
    read_mark(view, mark);
    return (off_buffer_add(&r->ends, &end, sizeof end) &&
            off_buffer_add(&r->marks, mark, sizeof mark)) ||
           no_memory(r);
}

static void
print_verbose(const struct off_run *r, const struct off_frame_view *view)
{
    off_say(r->options, "offprint: %.*s", (int)(view->length > 900 ? 900 : view->length),
            (const char *)view->body);
}

/* What the reader may say before it has the whole input. Returns true if it was that. */
static bool
take_remark(struct off_run *r, const struct off_frame_view *view)
{
    switch (view->type) {
    case OFF_FRAME_STAGE:
        snprintf(r->stage, sizeof r->stage, "%.*s", (int)(view->length > 31 ? 31 : view->length),
                 (const char *)view->body);
        return true;
    case OFF_FRAME_VERBOSE: print_verbose(r, view); return true;
    case OFF_FRAME_COMPLAINT:
        if (r->first_item <= 1) /* the next piece of a mailbox would repeat it */
            off_complain(r->options, (const char *)view->body, view->length);
        return true;
    case OFF_FRAME_PROGRESS:
        off_say_progress(r->options, (const char *)view->body, view->length);
        return true;
    case OFF_FRAME_SUMMARY:
        off_say_summary(r->options, (const char *)view->body, view->length);
        return true;
    default: return false;
    }
}

/* Returns false if the conversation is over, well or badly. */
static bool
take_reader_frame(void *data, const struct off_frame_view *view)
{
    struct off_run *r = data;
    if (take_remark(r, view))
        return true;
    if (view->type == OFF_FRAME_DONE) {
        take_done(r, view);
        return false;
    }
    if (!r->input.ended)
        return peer_lied(r, "the reader answered before it had the input");
    switch (view->type) {
    case OFF_FRAME_SITE: return answer_sites(r, view);
    case OFF_FRAME_FETCH: return pass_fetch(r, view);
    case OFF_FRAME_MADE: return pass_made(r, view);
    case OFF_FRAME_OUTPUT: return take_output(r, view);
    case OFF_FRAME_NEXT: return take_end_of_message(r, view);
    default: return peer_lied(r, "the reader sent a frame of the wrong type");
    }
}

static bool
take_fetcher_frame(void *data, const struct off_frame_view *view)
{
    struct off_run *r = data;
    if (view->type == OFF_FRAME_VERBOSE) {
        print_verbose(r, view);
        return true;
    }
    return off_fetches_answer(&r->fetches, view, &r->reader.out);
}

/* --- the loop ------------------------------------------------------------------------------- */

static bool
has_time(const struct off_run *r)
{
    return off_now_ms() < r->deadline;
}

/* A reader that asks for site rules reads the answer before it says anything else. */
static bool
hears_reader(void *data)
{
    const struct off_run *r = data;
    return has_time(r) && (r->reader.silent || r->answered_until <= r->reader.sent ||
                           r->answered_until - r->reader.sent < OFF_QUEUE_MAX);
}

/* While the reader is busy, frames stay in the socket, so that the servers are slowed down. */
static bool
hears_fetcher(void *data)
{
    const struct off_run *r = data;
    return has_time(r) && r->reader.out.length - r->reader.out.start < OFF_QUEUE_MAX;
}

static bool
step_fetcher(struct off_run *r, short events)
{
    if (events && !off_peer_pump(&r->fetcher, events))
        r->fetcher.silent = true;
    int more = off_peer_take(&r->fetcher, hears_fetcher, take_fetcher_frame, r);
    if (more == 1 && (!r->fetcher.silent || off_peer_has_frame(&r->fetcher)))
        return true;
    off_peer_stop(&r->fetcher);
    return no_fetcher(r);
}

/* Returns false if nothing more can come. */
static bool
step_reader(struct off_run *r, short events)
{
    if (events && !off_peer_pump(&r->reader, events))
        r->reader.silent = true;
    int more = off_peer_take(&r->reader, hears_reader, take_reader_frame, r);
    if (more == -1)
        return peer_lied(r, "the reader sent an invalid frame");
    return more == 1 && !r->reader.silent;
}

/* Waits for whatever comes first. Returns false if the run is over. */
static bool
turn_run(struct off_run *r)
{
    bool hears[] = {hears_reader(r), hears_fetcher(r)};
    bool silent = r->fetcher.silent;
    struct pollfd ready[2] = {
        {.fd = r->reader.fd, .events = off_peer_events(&r->reader, hears[0])},
        {.fd = silent ? -1 : r->fetcher.fd, .events = off_peer_events(&r->fetcher, hears[1])}};
    long long left = r->deadline - off_now_ms();
    if (left <= 0)
        return off_run_fail(r, "deadline", "the deadline has passed", NULL);
    bool waiting[] = {hears[0] && off_peer_has_frame(&r->reader),
                      hears[1] && r->fetcher.fd >= 0 && off_peer_has_frame(&r->fetcher)};
    int n = off_peer_wait(ready, 2, waiting[0] || waiting[1] ? 0 : left, r->while_waiting);
    if (off_signals_came())
        return off_run_fail(r, "signal", "offprint was ended by a signal", NULL);
    short events[] = {n > 0 ? ready[0].revents : 0, n > 0 ? ready[1].revents : 0};
    if (r->fetcher.fd >= 0 && (events[1] || waiting[1] || silent) && !step_fetcher(r, events[1]))
        return false;
    return (!events[0] && !waiting[0]) || step_reader(r, events[0]);
}

static void
converse_with_peers(struct off_run *r)
{
    do {
        if (!off_hand_on(&r->reader, &r->input)) {
            no_memory(r);
            return;
        }
    } while (turn_run(r));
}

/* Gives the fetcher a moment to store what it was given. */
static void
let_store(struct off_run *r)
{
    long long until = off_now_ms() + STORE_MS, left;
    bool told = false, lives = r->keeps && r->done && r->fetcher.fd >= 0;
    while (lives && (left = until - off_now_ms()) > 0 && has_time(r) && !off_signals_came()) {
        if (!told && !off_peer_has_more(&r->fetcher))
            told = shutdown(r->fetcher.fd, SHUT_WR) == 0;
        struct pollfd ready = {.fd = r->fetcher.fd, .events = off_peer_events(&r->fetcher, true)};
        lives = off_peer_wait(&ready, 1, left, r->while_waiting) > 0 &&
                off_peer_pump(&r->fetcher, ready.revents);
        off_buffer_consume(&r->fetcher.in, r->fetcher.in.length - r->fetcher.in.start);
    }
}

static void
describe_death(struct off_run *r, int status)
{
    char how[96];
    if (r->why_word)
        return;
    if (status != -1 && WIFSIGNALED(status))
        snprintf(how, sizeof how, "was killed by signal %d", WTERMSIG(status));
    else if (status != -1 && WIFEXITED(status))
        snprintf(how, sizeof how, "ended with status %d", WEXITSTATUS(status));
    else
        snprintf(how, sizeof how, "went away");
    r->why_word = "reader";
    snprintf(r->why, sizeof r->why, "the reader %s at '%s'", how, r->stage);
}

void
off_run(struct off_run *r, bool plain)
{
    const struct off_peer_limits limits = {.address_space = OFF_READER_AS,
                                           .cpu_seconds = r->options->deadline + OFF_CPU_EXTRA,
                                           .file_size = 0,
                                           .files = 64};
    r->wait_status = -1;
    r->reader = (struct off_peer){.name = "offprint-reader", .fd = -1};
    r->fetcher = (struct off_peer){.name = "offprint-fetcher", .fd = -1};
    int error = off_peer_start(&r->reader, &limits);
    if (error != 0) {
        off_run_fail(r, "reader", "cannot start offprint-reader", strerror(error));
        return;
    }
    if (send_request(r, plain))
        converse_with_peers(r);
    let_store(r);
    off_peer_stop(&r->fetcher);
    r->wait_status = off_peer_stop(&r->reader);
    if (!r->done)
        describe_death(r, r->wait_status);
}

char *
off_run_ask_fetcher(struct off_run *r, int *wait_status)
{
    struct off_frame_view view;
    char *said = NULL;
    r->reader.fd = -1;
    r->fetcher = (struct off_peer){.name = "offprint-fetcher", .fd = -1};
    bool alive = start_fetcher(r);
    while (!said && has_time(r) && !off_signals_came()) {
        while (!said && has_time(r) && off_frame_peek(&r->fetcher.in, &view) == 1) {
            if (view.type == OFF_FRAME_OUTPUT)
                said = strndup((const char *)view.body, view.length);
            else if (view.type == OFF_FRAME_VERBOSE)
                print_verbose(r, &view);
            off_buffer_consume(&r->fetcher.in, OFF_HEAD_SIZE + view.length);
        }
        if (said || !alive || off_frame_peek(&r->fetcher.in, &view) == -1)
            break;
        struct pollfd ready = {.fd = r->fetcher.fd, .events = off_peer_events(&r->fetcher, true)};
        if (off_peer_wait(&ready, 1, 1000, r->while_waiting) > 0)
            alive = off_peer_pump(&r->fetcher, ready.revents);
    }
    *wait_status = off_peer_stop(&r->fetcher);
    return said;
}

void
off_run_free(struct off_run *r)
{
    off_buffer_free(&r->result);
    off_buffer_free(&r->ends);
    off_buffer_free(&r->marks);
    free(r->status);
    free(r->url);
    free(r->message);
    free(r->cookies);
    free(r->allow_net);
}
