/* gate.c: the original is kept, the helpers are watched, one answer is written. */
#include "config.h"

#include "gate/gate.h"

#include "wire/bounds.h"
#include "wire/reasons.h"
#include "gate/conf.h"
#include "gate/crawl.h"
#include "gate/files.h"
#include "gate/maildir.h"
#include "gate/output.h"
#include "gate/peer.h"
#include "gate/plain.h"
#include "gate/request.h"
#include "gate/say.h"
#include "gate/sites.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* One run of the reader over the input, and what came of it. */
struct run {
    const struct off_options *options;
    const char *sandbox_test; /* what the helper is to try from inside; NULL: nothing */
    struct off_hand input;
    long long deadline; /* off_now_ms() at which it is over */
    struct off_peer reader, fetcher;
    bool fetcher_gone;
    char *cookies; /* the file that the configuration names for the first page; NULL: none */
    struct off_buffer result;
    struct off_buffer ends; /* size_t: where each message of the result ends, for a Maildir */
    char stage[32];         /* the room the reader was in last */
    bool done;
    const char *reason;           /* of OFF_FRAME_DONE; NULL: none */
    char *status, *url, *message; /* its other fields */
    int exit_status;
    int wait_status; /* of the reader, -1: it was not started */
    char why[256];   /* where not done: what happened, for a person */
    const char *why_word;
};

static volatile sig_atomic_t stop_signal;

static void
on_signal(int number)
{
    stop_signal = number;
}

static void
catch_signals(sigset_t *while_waiting)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal};
    sigset_t blocked;
    sigemptyset(&blocked);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction before;
        sigaction(numbers[i], NULL, &before);
        if (before.sa_handler == SIG_IGN)
            continue;
        sigaction(numbers[i], &action, NULL);
        sigaddset(&blocked, numbers[i]);
    }
    /* Delivered only inside off_peer_wait: no signal falls between a look and a wait. */
    sigprocmask(SIG_BLOCK, &blocked, while_waiting);
}

/* Notes why there is no result; what names the thing, where there is one. Always false. */
static bool
fail(struct run *r, const char *word, const char *why, const char *what)
{
    r->why_word = word;
    snprintf(r->why, sizeof r->why, "%s%s%s", why, what ? ": " : "", what ? what : "");
    return false;
}

/* --- what is sent --------------------------------------------------------------------------- */

static bool
send_request(struct run *r, bool plain)
{
    const struct off_request request = {.length = r->input.length,
                                        .deadline = r->deadline,
                                        .sandbox_test = r->sandbox_test,
                                        .plain = plain};
    bool sent = off_request_add(&r->reader.out, r->options, &request);
    r->input.ended = r->sandbox_test || r->options->check_sites;
    if (sent && r->options->check_sites) {
        int error = off_sites_send_all(r->options->check_sites, &r->reader.out);
        return error == 0 || fail(r, "input", "not all rules could be read", strerror(error));
    }
    return sent || fail(r, "memory", "no memory to hand the input on", NULL);
}

static bool
hand_on(struct run *r)
{
    return off_hand_on(&r->reader, &r->input) ||
           fail(r, "memory", "no memory to hand the input on", NULL);
}

/* Where the cache lies: as said, or by the XDG Base Directory Specification. False where there is
 * none. */
static bool
cache_path(const struct off_options *o, char *path, size_t size)
{
    if (!o->cache)
        return off_xdg_path(path, size, "XDG_CACHE_HOME", ".cache", "cache.db");
    int n = strcmp(o->cache, "off") == 0 ? -1 : snprintf(path, size, "%s", o->cache);
    return n > 0 && (size_t)n < size;
}

static bool
fetcher_options(struct off_buffer *fields, const struct run *r)
{
    char cache[4096];
    bool cached = cache_path(r->options, cache, sizeof cache);
    const char *command = r->options->cache_info    ? "info"
                          : r->options->cache_clear ? "clear"
                                                    : NULL;
    return off_options_send(fields, r->options, OFF_GOES_FETCHER) &&
           off_field_add_string(fields, OFF_FIELD_COOKIES,
                                r->options->cookies ? r->options->cookies : r->cookies) &&
           off_field_add_string(fields, OFF_FIELD_CACHE, cached ? cache : NULL) &&
           off_field_add_string(fields, OFF_FIELD_CACHE_COMMAND, command) &&
           off_field_add_string(fields, OFF_FIELD_SANDBOX_TEST, r->sandbox_test) &&
           off_field_add_number(fields, OFF_FIELD_DEADLINE, r->deadline - OFF_FETCH_RESERVE_MS);
}

static bool
start_fetcher(struct run *r)
{
    const struct off_peer_limits limits = {.address_space = OFF_FETCHER_AS,
                                           .cpu_seconds = r->options->deadline + OFF_CPU_EXTRA,
                                           .file_size = OFF_CACHE_FILE_MAX,
                                           .files = 128};
    struct off_buffer fields = {0};
    int error = off_peer_start(&r->fetcher, &limits);
    if (error != 0) {
        off_say(r->options, "offprint: %s cannot be started: %s", r->fetcher.name, strerror(error));
        return false;
    }
    bool sent = fetcher_options(&fields, r) &&
                off_frame_add(&r->fetcher.out, OFF_FRAME_OPTIONS, fields.data, fields.length);
    off_buffer_free(&fields);
    return sent;
}

/* --- what comes back ------------------------------------------------------------------------ */

/* An END frame with nothing in it tells the reader that no answer will come any more. */
static bool
no_fetcher(struct run *r)
{
    r->fetcher_gone = true;
    return off_frame_add(&r->reader.out, OFF_FRAME_END, NULL, 0);
}

/* The reader says which cookie file the configuration names; it must do so. */
static void
find_cookies(struct run *r, const struct off_frame_view *view)
{
    char *path = off_field_string(view->body, view->length, OFF_FIELD_COOKIES);
    if (path && !r->options->cookies && !r->cookies)
        r->cookies = off_conf_path(r->options, path);
    free(path);
}

static bool
pass_fetch(struct run *r, const struct off_frame_view *view)
{
    if (r->options->no_fetch)
        return fail(r, "protocol", "the reader asked for a page in spite of --no-fetch", NULL);
    if (!r->fetcher_gone && r->fetcher.pid == 0) {
        find_cookies(r, view);
        if (!start_fetcher(r))
            return no_fetcher(r);
    }
    if (r->fetcher_gone)
        return no_fetcher(r);
    return off_frame_add(&r->fetcher.out, OFF_FRAME_FETCH, view->body, view->length);
}

/* The reader knows which host it reads a page of, and the gate knows where rules lie. */
static bool
answer_sites(struct run *r, const struct off_frame_view *view)
{
    return off_sites_answer(r->options, view, &r->reader.out) ||
           fail(r, "memory", "no memory for site rules", NULL);
}

static void
take_done(struct run *r, const struct off_frame_view *view)
{
    r->status = off_field_string(view->body, view->length, OFF_FIELD_STATUS);
    r->reason = off_reason_read(view, OFF_BY_READER);
    r->url = off_field_string(view->body, view->length, OFF_FIELD_URL);
    r->message = off_field_string(view->body, view->length, OFF_FIELD_MESSAGE);
    r->exit_status = (int)off_field_number(view->body, view->length, OFF_FIELD_EXIT, EX_SOFTWARE);
    long long total = off_field_number(view->body, view->length, OFF_FIELD_TOTAL, -1);
    size_t have = r->result.length - r->result.start;
    if (!r->status || total < 0 || (unsigned long long)total != have)
        fail(r, "protocol", "the reader's result is not whole", NULL);
    else
        r->done = true;
}

static void
print_verbose(const struct run *r, const struct off_frame_view *view)
{
    off_say(r->options, "offprint: %.*s", (int)(view->length > 900 ? 900 : view->length),
            (const char *)view->body);
}

/* Returns false where the conversation is over, well or badly. */
static bool
take_reader_frame(void *data, const struct off_frame_view *view)
{
    struct run *r = data;
    switch (view->type) {
    case OFF_FRAME_STAGE:
        snprintf(r->stage, sizeof r->stage, "%.*s", (int)(view->length > 31 ? 31 : view->length),
                 (const char *)view->body);
        return true;
    case OFF_FRAME_VERBOSE: print_verbose(r, view); return true;
    case OFF_FRAME_COMPLAINT:
        off_complain(r->options, (const char *)view->body, view->length);
        return true;
    case OFF_FRAME_PROGRESS:
        off_say_progress(r->options, (const char *)view->body, view->length);
        return true;
    case OFF_FRAME_SITE: return answer_sites(r, view);
    case OFF_FRAME_FETCH: return pass_fetch(r, view);
    case OFF_FRAME_OUTPUT:
        if (r->result.length - r->result.start + view->length > OFF_OUTPUT_MAX)
            return fail(r, "too-large", "the result is larger than any message may be", NULL);
        if (!off_buffer_add(&r->result, view->body, view->length))
            return fail(r, "memory", "no memory for the result", NULL);
        return true;
    case OFF_FRAME_NEXT: {
        size_t end = r->result.length - r->result.start;
        return off_buffer_add(&r->ends, &end, sizeof end) ||
               fail(r, "memory", "no memory for the result", NULL);
    }
    case OFF_FRAME_DONE: take_done(r, view); return false;
    default: return fail(r, "protocol", "the reader sent a frame that is not its own", NULL);
    }
}

static bool
take_fetcher_frame(void *data, const struct off_frame_view *view)
{
    struct run *r = data;
    switch (view->type) {
    case OFF_FRAME_VERBOSE: print_verbose(r, view); return true;
    case OFF_FRAME_PAGE:
    case OFF_FRAME_BODY:
    case OFF_FRAME_END:
        if (view->length == 0) /* the mark of no_fetcher: never the fetcher's to send */
            return false;
        return off_frame_add(&r->reader.out, view->type, view->body, view->length);
    default: return false;
    }
}

/* --- the loop ------------------------------------------------------------------------------- */

static void
describe_death(struct run *r, int status)
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

/* Returns false where nothing more can come. */
static bool
step(struct run *r, const struct pollfd *ready)
{
    if (ready[1].fd >= 0 && ready[1].revents) {
        bool alive = off_peer_pump(&r->fetcher, ready[1].revents);
        int more = off_peer_take(&r->fetcher, take_fetcher_frame, r);
        if (!alive || more != 1) {
            off_peer_stop(&r->fetcher);
            if (!no_fetcher(r))
                return fail(r, "memory", "no memory", NULL);
        }
    }
    if (ready[0].revents) {
        bool alive = off_peer_pump(&r->reader, ready[0].revents);
        int more = off_peer_take(&r->reader, take_reader_frame, r);
        if (more == -1)
            fail(r, "protocol", "the reader sent bytes that are no frame", NULL);
        return alive && more == 1;
    }
    return true;
}

static void
converse(struct run *r, const sigset_t *while_waiting)
{
    while (hand_on(r)) {
        struct pollfd ready[2] = {
            {.fd = r->reader.fd, .events = off_peer_events(&r->reader, true)},
            {.fd = r->fetcher.fd, .events = off_peer_events(&r->fetcher, true)}};
        long long left = r->deadline - off_now_ms();
        if (left <= 0) {
            fail(r, "deadline", "the deadline has passed", NULL);
            return;
        }
        int n = off_peer_wait(ready, 2, left, while_waiting);
        if (stop_signal) {
            fail(r, "signal", "a signal asked for the end", NULL);
            return;
        }
        if (n > 0 && !step(r, ready))
            return;
    }
}

static void
run_reader(struct run *r, bool plain, const sigset_t *while_waiting)
{
    r->wait_status = -1;
    r->reader = (struct off_peer){.name = "offprint-reader", .fd = -1};
    r->fetcher = (struct off_peer){.name = "offprint-fetcher", .fd = -1};
    const struct off_peer_limits limits = {.address_space = OFF_READER_AS,
                                           .cpu_seconds = r->options->deadline + OFF_CPU_EXTRA,
                                           .file_size = 0,
                                           .files = 64};
    int error = off_peer_start(&r->reader, &limits);
    if (error != 0) {
        fail(r, "reader", "offprint-reader cannot be started", strerror(error));
        return;
    }
    if (send_request(r, plain))
        converse(r, while_waiting);
    off_peer_stop(&r->fetcher);
    r->wait_status = off_peer_stop(&r->reader);
    if (!r->done)
        describe_death(r, r->wait_status);
}

static void
run_free(struct run *r)
{
    off_buffer_free(&r->result);
    off_buffer_free(&r->ends);
    free(r->status);
    free(r->url);
    free(r->message);
    free(r->cookies);
}

/* --- the answer ----------------------------------------------------------------------------- */

/* A message, or a rendering whose fall-back cannot be the input itself? */
static bool
wants_message(const struct off_options *o)
{
    return o->restore || off_to_result(o->to) != OFF_RESULT_PLAIN;
}

static int
write_answer(const struct off_options *o, const void *data, size_t length, bool is_original)
{
    int error = 0;
    if (!o->in_place)
        error = off_write_stdout(data, length);
    else if (!is_original)
        error = off_replace_file(o->in_place, data, length);
    if (error == 0)
        return EX_OK;
    fprintf(stderr, "offprint: %s: %s\n", o->in_place ? o->in_place : "standard output",
            strerror(error));
    return EX_IOERR;
}

/* Into a Maildir, message by message; what was delivered before a failure stays, and is not lost.
 */
static int
deliver(const struct run *r, const unsigned char *data, size_t length)
{
    size_t start = 0, count = (r->ends.length - r->ends.start) / sizeof start;
    int error = off_maildir_open(r->options->maildir);
    for (size_t i = 0; i <= count && error == 0; i++) {
        size_t end = length;
        if (i < count)
            memcpy(&end, r->ends.data + r->ends.start + i * sizeof end, sizeof end);
        if (end > start)
            error =
                off_maildir_deliver(r->options->maildir, data + start, end - start, (unsigned)i);
        start = end;
    }
    if (error == 0)
        return EX_OK;
    fprintf(stderr, "offprint: %s: %s\n", r->options->maildir, strerror(error));
    return EX_IOERR;
}

static int
write_plain(const struct run *r, const sigset_t *while_waiting)
{
    struct run again = {.options = r->options,
                        .input = {.data = r->input.data, .length = r->input.length}};
    again.deadline = off_now_ms() + OFF_PLAIN_RESERVE_MS;
    if (!stop_signal)
        run_reader(&again, true, while_waiting);
    if (!again.done || again.result.length == again.result.start) {
        off_buffer_free(&again.result);
        if (!off_plain_render(&again.result, r->options->to, r->input.data, r->input.length,
                              r->why_word ? r->why_word : "unknown"))
            return EX_TEMPFAIL;
    }
    int status = write_answer(r->options, again.result.data + again.result.start,
                              again.result.length - again.result.start, false);
    run_free(&again);
    return status;
}

static int
strict_status(const struct run *r)
{
    if (r->done)
        return r->exit_status;
    return off_reason_exit(r->why_word);
}

static void
report(const struct run *r)
{
    const struct off_options *o = r->options;
    if (!r->done)
        off_say(o, "offprint: status=failed; reason=%s: %s; the input comes out as it was",
                r->why_word, r->why);
    else
        off_say(o, "offprint: status=%s%s%s%s%s%s%s", r->status, r->reason ? "; reason=" : "",
                r->reason ? r->reason : "", r->url ? "; url=" : "", r->url ? r->url : "",
                r->message ? ": " : "", r->message ? r->message : "");
}

/* --from url with an argument is asked by a person, and there is no mail to be lost. Nobody but a
 * person at a terminal waits for anything else than a message. */
static void
tell_person(const struct run *r)
{
    const struct off_options *o = r->options;
    bool failed = !r->done || strcmp(r->status, "failed") == 0;
    bool asked = strcmp(o->from, "url") == 0 && o->file;
    bool watched = !r->done && !wants_message(o) && isatty(STDERR_FILENO);
    if (!failed || o->verbose || o->quiet || (!asked && !watched))
        return;
    fprintf(stderr, "offprint: %s\n",
            r->done ? r->message  ? r->message
                      : r->reason ? off_reason_sentence(r->reason)
                                  : "failed"
                    : r->why);
}

static int
answer(const struct run *r, const sigset_t *while_waiting)
{
    bool failed = !r->done || strcmp(r->status, "failed") == 0;
    size_t have = r->result.length - r->result.start;
    report(r);
    tell_person(r);
    if (failed && r->options->strict)
        return strict_status(r);
    if (r->options->maildir && (!r->done || have == 0))
        return deliver(r, r->input.data, r->input.length);
    if (r->options->maildir)
        return deliver(r, r->result.data + r->result.start, have);
    if (r->done && have > 0)
        return write_answer(r->options, r->result.data + r->result.start, have, false);
    if (wants_message(r->options))
        return write_answer(r->options, r->input.data, r->input.length, true);
    return write_plain(r, while_waiting);
}

/* Starts the fetcher for one answer (OFF_FRAME_OUTPUT) and waits for it. Returns it malloc'ed, or
 * NULL; *wait_status is how the fetcher ended. */
static char *
ask_fetcher(struct run *r, const sigset_t *while_waiting, int *wait_status)
{
    struct off_frame_view view;
    char *said = NULL;
    r->reader.fd = -1;
    r->fetcher = (struct off_peer){.name = "offprint-fetcher", .fd = -1};
    bool alive = start_fetcher(r);
    while (!said && off_now_ms() < r->deadline) {
        while (!said && off_frame_peek(&r->fetcher.in, &view) == 1) {
            if (view.type == OFF_FRAME_OUTPUT)
                said = strndup((const char *)view.body, view.length);
            else if (view.type == OFF_FRAME_VERBOSE)
                print_verbose(r, &view);
            off_buffer_consume(&r->fetcher.in, OFF_HEAD_SIZE + view.length);
        }
        if (said || !alive)
            break;
        struct pollfd ready = {.fd = r->fetcher.fd, .events = off_peer_events(&r->fetcher, true)};
        if (off_peer_wait(&ready, 1, 1000, while_waiting) > 0)
            alive = off_peer_pump(&r->fetcher, ready.revents);
    }
    *wait_status = off_peer_stop(&r->fetcher);
    return said;
}

/* --cache-info, --cache-clear: the fetcher alone knows the cache. */
static int
run_cache_command(const struct off_options *o, const sigset_t *while_waiting)
{
    struct run r = {.options = o, .deadline = off_now_ms() + o->deadline * 1000};
    int ended;
    char *said = ask_fetcher(&r, while_waiting, &ended);
    int status = !said                                         ? EX_TEMPFAIL
                 : printf("%s\n", said) > 0 && !fflush(stdout) ? EX_OK
                                                               : EX_IOERR;
    free(said);
    return status;
}

/* What came of an attempt to break out; true where it was possible. */
static bool
print_attempt(const char *what, const char *said, int wait_status)
{
    bool killed =
        !said && wait_status != -1 && WIFSIGNALED(wait_status) && WTERMSIG(wait_status) != SIGKILL;
    bool refused = said && strcmp(said, "refused") == 0;
    const char *word = killed              ? "killed"
                       : refused           ? "refused"
                       : wait_status == -1 ? "could not be tried"
                                           : "POSSIBLE";
    printf("    %-8s %s\n", what, word);
    return !killed && !refused;
}

/* --sandbox-test: each room tries to break out, in a process of its own for each attempt. */
static int
test_sandbox(const struct off_options *o, const sigset_t *while_waiting)
{
    static const char *const attempts[] = {"file", "exec", "socket"};
    const size_t count = sizeof attempts / sizeof *attempts;
    bool broken = false;
    for (size_t i = 0; i < count; i++) {
        struct run r = {.options = o, .sandbox_test = attempts[i]};
        r.deadline = off_now_ms() + o->deadline * 1000;
        run_reader(&r, false, while_waiting);
        if (i == 0)
            printf("reader: %s\n", r.message ? r.message : r.why);
        broken |= print_attempt(attempts[i], r.done ? r.status : NULL, r.wait_status);
        run_free(&r);
    }
    printf("fetcher\n");
    for (size_t i = 0; i + 1 < count; i++) { /* sockets are its own */
        struct run r = {.options = o, .sandbox_test = attempts[i]};
        int ended;
        r.deadline = off_now_ms() + o->deadline * 1000;
        char *said = ask_fetcher(&r, while_waiting, &ended);
        broken |= print_attempt(attempts[i], said, ended);
        free(said);
    }
    fflush(stdout);
    return broken ? EX_UNAVAILABLE : EX_OK;
}

/* --check-sites: the reader reads all rules, and what it says of them goes to standard output. */
static int
check_sites(const struct off_options *o, const sigset_t *while_waiting)
{
    struct run r = {.options = o, .deadline = off_now_ms() + OFF_CHECK_MS};
    run_reader(&r, false, while_waiting);
    int status = r.done ? r.exit_status : EX_SOFTWARE;
    if (!r.done)
        fprintf(stderr, "offprint: --check-sites %s: %s\n", o->check_sites, r.why);
    else
        off_write_stdout(r.result.data + r.result.start, r.result.length - r.result.start);
    run_free(&r);
    return status;
}

/* --- the input ------------------------------------------------------------------------------ */

static int
open_input(const struct off_options *o)
{
    const char *path = o->in_place ? o->in_place : o->file;
    if (!path)
        return STDIN_FILENO;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fprintf(stderr, "offprint: %s: %s\n", path, strerror(errno));
    return fd;
}

/* No memory for more: what is kept goes out now, and the rest behind it as it comes. */
static int
pass_through(const struct off_options *o, int fd, struct off_buffer *kept)
{
    static char chunk[65536];
    if (o->in_place || o->strict || !wants_message(o)) {
        fprintf(stderr, "offprint: the input is too large for the memory there is\n");
        while (read(fd, chunk, sizeof chunk) > 0)
            continue;
        return EX_TEMPFAIL;
    }
    int error = off_write_all(STDOUT_FILENO, kept->data, kept->length);
    for (ssize_t n; error == 0 && (n = read(fd, chunk, sizeof chunk)) > 0;)
        error = off_write_all(STDOUT_FILENO, chunk, (size_t)n);
    if (error == 0)
        return EX_OK;
    fprintf(stderr, "offprint: standard output: %s\n", strerror(error));
    return EX_IOERR;
}

static int
read_input(const struct off_options *o, struct off_buffer *input, int *fd)
{
    if (strcmp(o->from, "url") == 0 && o->file)
        return off_buffer_add(input, o->file, strlen(o->file)) ? 0 : ENOMEM;
    if (o->print_config && !o->file && isatty(STDIN_FILENO))
        return 0; /* what holds for all */
    *fd = open_input(o);
    return *fd < 0 ? errno : off_read_all(*fd, input);
}

int
off_gate_run(const struct off_options *o)
{
    sigset_t while_waiting;
    struct off_buffer input = {0};
    int fd = -1;
    long long deadline = off_now_ms() + o->deadline * 1000;
    if (o->cache_info || o->cache_clear) {
        catch_signals(&while_waiting);
        return run_cache_command(o, &while_waiting);
    }
    if (o->sandbox_test) {
        catch_signals(&while_waiting);
        return test_sandbox(o, &while_waiting);
    }
    if (o->check_sites) {
        catch_signals(&while_waiting);
        return check_sites(o, &while_waiting);
    }
    if (strcmp(o->from, "warc") == 0) {
        catch_signals(&while_waiting);
        fd = open_input(o);
        return fd < 0 ? EX_NOINPUT : off_crawl_run(o, fd, &while_waiting, &stop_signal);
    }
    if (isatty(STDIN_FILENO) && !o->file && !o->in_place && !o->quiet && !o->print_config)
        fprintf(stderr,
                "offprint: reading a mail from the terminal; 'offprint --help' tells more\n");
    /* At a terminal ^C ends the reading; in a pipe every byte is waited for, then the signal is
     * seen. */
    bool typed = isatty(STDIN_FILENO) && !o->file && !o->in_place;
    if (!typed)
        catch_signals(&while_waiting);
    int error = read_input(o, &input, &fd);
    if (typed)
        catch_signals(&while_waiting);
    if (error == ENOMEM)
        return pass_through(o, fd, &input);
    if (fd < 0 && error != 0)
        return EX_NOINPUT;
    if (error != 0) {
        /* A part of a mail is no mail: who called still has it, and is told so. */
        fprintf(stderr, "offprint: the input: %s\n", strerror(error));
        off_buffer_free(&input);
        return EX_IOERR;
    }

    struct run r = {.options = o, .input = {.data = input.data, .length = input.length}};
    r.deadline = wants_message(o) ? deadline : deadline - OFF_PLAIN_RESERVE_MS;
    if (input.length > (o->restore ? OFF_RESTORE_MAX : OFF_INPUT_MAX))
        fail(&r, "too-large", "the input is larger than any newsletter", NULL);
    else
        run_reader(&r, false, &while_waiting);
    int status = answer(&r, &while_waiting);
    if (o->print_config && r.done && status == EX_OK)
        status = r.exit_status;
    run_free(&r);
    off_buffer_free(&input);
    return status;
}
