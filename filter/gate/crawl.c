/* crawl.c: one reader finds the pages in a WARC, others read them, and their lines go out in order.
 *
 * A page that its reader dies of costs that reader and itself. What is in memory is bounded by the
 * number of readers, not by the archive. */
#include "config.h"

#include "gate/crawl.h"

#include "wire/bounds.h"
#include "gate/output.h"
#include "gate/peer.h"
#include "gate/plain.h"
#include "gate/request.h"
#include "gate/say.h"
#include "gate/signals.h"
#include "gate/sites.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define READERS_MAX 64
#define PAGES_A_READER 256 /* then a new one takes its place */
#define PAGES_WAITING 2    /* for each reader */
#define PROGRESS_MS 500
#define FINDER_CPU_SECONDS 86400

struct page {
    struct page *next;
    long long number; /* of its record */
    struct off_buffer fields, body, result;
    struct off_hand hand;
    bool whole, given, done; /* all of it has come; a worker has it; its line is there */
};

struct worker {
    struct crawl *crawl;
    struct off_peer peer;
    struct page *page; /* NULL: it has nothing to do */
    long long deadline;
    unsigned pages, questions;         /* since it was started; for site rules, of this page */
    unsigned long long answered_until; /* offset in peer.out at which the last answer to a
                                        * request for rules ends */
};

struct crawl {
    const struct off_options *options;
    int fd;
    bool input_ended, found_all, broken;
    unsigned char chunk[OFF_HAND_ON];
    struct off_peer finder;
    struct worker workers[READERS_MAX];
    unsigned readers;
    struct page *first, *last; /* in the order of the archive */
    unsigned pages_held;
    unsigned long long bytes, written, bad;
    long long behind; /* number of the last record whose line is written */
    long long records, shown_at;
    int output_error;
};

/* --- pages ---------------------------------------------------------------------------------- */

static void
page_free(struct page *page)
{
    off_buffer_free(&page->fields);
    off_buffer_free(&page->body);
    off_buffer_free(&page->result);
    free(page);
}

static char *
page_url(const struct page *page)
{
    return off_field_string(page->fields.data, page->fields.length, OFF_FIELD_URL);
}

/* Takes a record that the finder has reached. Returns false if it is not expected now, or memory is
 * out. */
static bool
take_record(struct crawl *c, const struct off_frame_view *view)
{
    char *trouble = off_field_string(view->body, view->length, OFF_FIELD_MESSAGE);
    long long number = off_field_number(view->body, view->length, OFF_FIELD_RECORD_NUMBER, 0);
    c->records = number;
    if (trouble) {
        c->bad++;
        off_say(c->options, "offprint: %s", trouble);
        free(trouble);
        return true;
    }
    if (c->last && !c->last->whole)
        return false;
    struct page *page = calloc(1, sizeof *page);
    if (!page || !off_buffer_add(&page->fields, view->body, view->length)) {
        free(page);
        return false;
    }
    page->number = number;
    *(c->last ? &c->last->next : &c->first) = page;
    c->last = page;
    c->pages_held++;
    return true;
}

/* An error on a page gets its own output line. */
static void
fail_page(struct crawl *c, struct page *page, const char *reason)
{
    char *url = page_url(page);
    off_buffer_free(&page->result);
    c->bad++;
    off_say(c->options, "offprint: record %lld: status=failed; reason=%s; url=%s", page->number,
            reason, url ? url : "");
    page->done = off_plain_page(&page->result, page->number, url, page->body.data,
                                page->body.length, reason);
    if (!page->done)
        c->broken = true;
    free(url);
}

/* Writes what is done, in order. */
static void
write_done(struct crawl *c)
{
    while (c->first && c->first->done && c->output_error == 0) {
        struct page *page = c->first;
        c->output_error = off_write_all(STDOUT_FILENO, page->result.data + page->result.start,
                                        page->result.length - page->result.start);
        if (c->output_error == 0) {
            c->behind = page->number;
            c->written++;
        }
        c->first = page->next;
        if (!c->first)
            c->last = NULL;
        c->pages_held--;
        page_free(page);
    }
}

/* --- the one that finds ---------------------------------------------------------------------- */

/* Takes a piece of the page that the finder is reading. Once the page is complete, a worker reads
 * from these bytes, so they are not moved. */
static bool
take_body(struct page *page, const struct off_frame_view *view)
{
    return page && !page->whole && page->body.length + view->length <= OFF_STORED_MAX &&
           off_buffer_add(&page->body, view->body, view->length);
}

static bool
take_from_finder(void *data, const struct off_frame_view *view)
{
    struct crawl *c = data;
    switch (view->type) {
    case OFF_FRAME_VERBOSE:
        off_say(c->options, "offprint: %.*s", (int)view->length, (const char *)view->body);
        return true;
    case OFF_FRAME_STAGE: return true;
    case OFF_FRAME_COMPLAINT:
        off_complain(c->options, (const char *)view->body, view->length);
        return true;
    case OFF_FRAME_RECORD: return take_record(c, view);
    case OFF_FRAME_OUTPUT: return take_body(c->last, view);
    case OFF_FRAME_NEXT:
        if (!c->last || c->last->whole)
            return false;
        c->last->hand =
            (struct off_hand){.data = c->last->body.data, .length = c->last->body.length};
        c->last->whole = true;
        return true;
    case OFF_FRAME_DONE:
        c->records =
            off_field_number(view->body, view->length, OFF_FIELD_RECORD_NUMBER, c->records);
        c->found_all = true;
        return !c->last || c->last->whole;
    default: return false;
    }
}

static bool
start_finder(struct crawl *c)
{
    const struct off_peer_limits limits = {
        .address_space = OFF_READER_AS, .cpu_seconds = FINDER_CPU_SECONDS, .files = 64};
    const struct off_request request = {.archive = "find"};
    c->finder = (struct off_peer){.name = "offprint-reader", .fd = -1};
    int error = off_peer_start(&c->finder, &limits);
    if (error != 0)
        off_tell("cannot start offprint-reader: %s", strerror(error));
    return error == 0 && off_request_add(&c->finder.out, c->options, &request);
}

static void
feed_finder(struct crawl *c)
{
    ssize_t n = read(c->fd, c->chunk, sizeof c->chunk);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (n < 0)
        off_tell("cannot read the rest of the archive: %s", strerror(errno));
    c->input_ended = n <= 0;
    c->bad += n < 0;
    if (!off_frame_head(&c->finder.out, n > 0 ? OFF_FRAME_INPUT : OFF_FRAME_INPUT_END,
                        n > 0 ? (size_t)n : 0))
        c->broken = true;
    c->finder.bulk = c->chunk;
    c->finder.bulk_length = n > 0 ? (size_t)n : 0;
    c->bytes += n > 0 ? (unsigned long long)n : 0;
}

/* --- those that read ------------------------------------------------------------------------- */

static bool
start_worker(struct crawl *c, struct worker *w)
{
    const struct off_peer_limits limits = {.address_space = OFF_READER_AS,
                                           .cpu_seconds = (c->options->deadline + OFF_CPU_EXTRA) *
                                                          PAGES_A_READER,
                                           .files = 64};
    const struct off_request request = {.archive = "read"};
    *w = (struct worker){.crawl = c, .peer = {.name = "offprint-reader", .fd = -1}};
    return off_peer_start(&w->peer, &limits) == 0 &&
           off_request_add(&w->peer.out, c->options, &request);
}

static struct page *
next_page(struct crawl *c)
{
    for (struct page *page = c->first; page; page = page->next)
        if (page->whole && !page->given && !page->done)
            return page;
    return NULL;
}

static void
give_pages(struct crawl *c)
{
    struct page *page;
    for (unsigned i = 0; i < c->readers && (page = next_page(c)); i++) {
        struct worker *w = &c->workers[i];
        if (w->page)
            continue;
        if (w->peer.pid > 0 && w->pages >= PAGES_A_READER)
            off_peer_stop(&w->peer);
        if (w->peer.pid <= 0 && !start_worker(c, w)) {
            c->broken = true;
            return;
        }
        if (!off_frame_add(&w->peer.out, OFF_FRAME_RECORD, page->fields.data,
                           page->fields.length)) {
            c->broken = true;
            return;
        }
        w->page = page;
        w->pages++;
        w->questions = 0;
        w->deadline = off_now_ms() + c->options->deadline * 1000;
        page->given = true;
    }
}

static bool
answer_sites(struct worker *w, const struct off_frame_view *view)
{
    if (++w->questions > OFF_QUESTIONS_MAX ||
        !off_sites_answer(w->crawl->options, view, &w->peer.out))
        return false;
    w->answered_until = off_peer_queued(&w->peer);
    return true;
}

static bool
take_from_worker(void *data, const struct off_frame_view *view)
{
    struct worker *w = data;
    struct crawl *c = w->crawl;
    struct page *page = w->page;
    if (!page)
        return false;
    switch (view->type) {
    case OFF_FRAME_STAGE:
    case OFF_FRAME_SUMMARY:
    case OFF_FRAME_PROGRESS: return true;
    case OFF_FRAME_VERBOSE:
        off_say(c->options, "offprint: record %lld: %.*s", page->number, (int)view->length,
                (const char *)view->body);
        return true;
    case OFF_FRAME_COMPLAINT: return true; /* told by the one that finds */
    case OFF_FRAME_SITE: return answer_sites(w, view);
    case OFF_FRAME_OUTPUT:
        return page->result.length + view->length <= OFF_OUTPUT_MAX &&
               off_buffer_add(&page->result, view->body, view->length);
    case OFF_FRAME_DONE:
        if (page->result.length == page->result.start)
            fail_page(c, page, "reader");
        page->done = true;
        w->page = NULL;
        return true;
    default: return false;
    }
}

static void
lose_worker(struct crawl *c, struct worker *w, const char *reason)
{
    off_peer_stop(&w->peer);
    if (w->page)
        fail_page(c, w->page, reason);
    w->page = NULL;
}

/* --- the loop -------------------------------------------------------------------------------- */

static bool
has_room(const struct crawl *c)
{
    return c->pages_held < c->readers * PAGES_WAITING + 1;
}

/* The page that it is at may come to its end; then it waits for room. */
static bool
hears_finder(void *data)
{
    const struct crawl *c = data;
    return !off_signals_came() && (has_room(c) || !c->last->whole);
}

static void
turn_finder(struct crawl *c, short events)
{
    if (events && !off_peer_pump(&c->finder, events))
        c->finder.silent = true;
    int more = off_peer_take(&c->finder, hears_finder, take_from_finder, c);
    bool over = c->finder.silent && !off_peer_has_frame(&c->finder);
    if (more != 1 || (over && !c->found_all))
        c->broken = true;
}

/* A worker that asks for site rules reads the answer before it says anything else. */
static bool
hears_worker(void *data)
{
    const struct worker *w = data;
    return off_now_ms() < w->deadline &&
           (w->answered_until <= w->peer.sent || w->answered_until - w->peer.sent < OFF_QUEUE_MAX);
}

static void
turn_worker(struct crawl *c, struct worker *w, short events)
{
    bool alive = !events || off_peer_pump(&w->peer, events);
    int more = off_peer_take(&w->peer, hears_worker, take_from_worker, w);
    if (more != 1 || !alive)
        lose_worker(c, w, more == 1 ? "reader" : "protocol");
}

static void
show_progress(struct crawl *c)
{
    char line[100];
    long long now = off_now_ms();
    if (now - c->shown_at < PROGRESS_MS)
        return;
    c->shown_at = now;
    int n = snprintf(line, sizeof line, "offprint: record %lld, %llu pages, %llu bad, %llu MB read",
                     c->records, c->written, c->bad, c->bytes / 1000000);
    if (n > 0)
        off_say_progress(c->options, line, (size_t)n);
}

/* Waits for whatever comes first, and works on it. */
static void
turn_crawl(struct crawl *c, const sigset_t *while_waiting)
{
    struct pollfd ready[READERS_MAX + 2];
    bool hungry = !c->input_ended && !off_peer_has_more(&c->finder);
    bool hears = hears_finder(c), waiting = hears && off_peer_has_frame(&c->finder);
    long long now = off_now_ms(), until = waiting ? now : now + PROGRESS_MS;
    ready[0] = (struct pollfd){.fd = hungry ? c->fd : -1, .events = POLLIN};
    ready[1] = (struct pollfd){.fd = c->found_all || c->finder.silent ? -1 : c->finder.fd,
                               .events = off_peer_events(&c->finder, hears)};
    for (unsigned i = 0; i < c->readers; i++) {
        struct worker *w = &c->workers[i];
        if (w->page && !off_hand_on(&w->peer, &w->page->hand))
            c->broken = true;
        if (w->page && w->deadline < until)
            until = w->deadline;
        if (w->page && hears_worker(w) && off_peer_has_frame(&w->peer))
            until = now;
        ready[i + 2] = (struct pollfd){.fd = w->page ? w->peer.fd : -1,
                                       .events = off_peer_events(&w->peer, hears_worker(w))};
    }
    int n = off_peer_wait(ready, c->readers + 2, until > now ? until - now : 0, while_waiting);
    if (n > 0 && ready[0].revents)
        feed_finder(c);
    if ((n > 0 && ready[1].revents) || waiting)
        turn_finder(c, n > 0 ? ready[1].revents : 0);
    now = off_now_ms();
    for (unsigned i = 0; i < c->readers; i++) {
        struct worker *w = &c->workers[i];
        short events = n > 0 ? ready[i + 2].revents : 0;
        if (w->page && (events || off_peer_has_frame(&w->peer)))
            turn_worker(c, w, events);
        if (w->page && now >= w->deadline)
            lose_worker(c, w, "deadline");
    }
}

static void
stop_all(struct crawl *c)
{
    off_peer_stop(&c->finder);
    for (unsigned i = 0; i < c->readers; i++)
        off_peer_stop(&c->workers[i].peer);
    while (c->first) {
        struct page *next = c->first->next;
        page_free(c->first);
        c->first = next;
    }
}

/* Reports the end of the run. Returns the exit status. */
static int
conclude_crawl(const struct crawl *c, bool whole)
{
    const struct off_options *o = c->options;
    off_say_progress(o, "", 0);
    if (c->output_error)
        off_tell("standard output: %s", strerror(c->output_error));
    if (!whole && !o->quiet)
        off_tell("stopped after record %lld; resume with --skip-records %lld", c->behind,
                 c->behind);
    if (o->verbose || (isatty(STDERR_FILENO) && !o->quiet))
        off_tell("%lld records, %llu pages, %llu bad", c->records, c->written, c->bad);
    if (c->output_error)
        return EX_IOERR;
    if (!whole)
        return c->broken ? EX_SOFTWARE : EX_TEMPFAIL;
    if (c->records == 0 && c->bytes > 0) {
        off_tell("the input contains no WARC record");
        return EX_DATAERR;
    }
    return o->strict && c->bad > 0 ? EX_DATAERR : EX_OK;
}

int
off_crawl_run(const struct off_options *o, int fd, const sigset_t *while_waiting)
{
    static struct crawl c;
    c = (struct crawl){.options = o, .fd = fd, .behind = o->skip_records};
    c.readers = o->jobs > 0 && o->jobs <= READERS_MAX ? (unsigned)o->jobs : 1;
    for (unsigned i = 0; i < c.readers; i++)
        c.workers[i].peer.fd = -1;
    c.broken = !start_finder(&c);
    while (!c.broken && !off_signals_came() && c.output_error == 0 && !(c.found_all && !c.first)) {
        give_pages(&c);
        turn_crawl(&c, while_waiting);
        write_done(&c);
        show_progress(&c);
    }
    bool whole = c.found_all && !c.first && !c.broken && c.output_error == 0;
    stop_all(&c);
    return conclude_crawl(&c, whole);
}
