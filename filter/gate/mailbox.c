/* mailbox.c: the gate cuts an mbox into pieces of some mails; each piece is a run of its own.
 *
 * If the reader of a piece crashes or misses its deadline, the piece is done again mail by mail, so
 * that one bad mail harms no other. Only a piece is held in memory, not the mailbox. */
#include "config.h"

#include "gate/mailbox.h"

#include "wire/bounds.h"
#include "gate/answer.h"
#include "gate/run.h"
#include "gate/say.h"
#include "gate/signals.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define REASONS_BYTES 400   /* of the line that counts them */
#define LINE_MAX_BYTES 8192 /* of a From_ line; a longer line is none */

struct mailbox {
    const struct off_options *options;
    struct off_options told; /* the same, for more than one piece */
    struct off_reading *reading;
    struct off_sink *sink;
    struct off_buffer in;
    bool pieces;              /* there is more than one */
    bool passing;             /* in the middle of a mail that is too large */
    unsigned long long items; /* behind us */
    unsigned long long counts[OFF_COUNTS];
    struct off_reason_counts failed; /* why they failed */
    bool succeeded, broken;          /* any piece did; any reader did not end well */
    int strict_status;               /* of the last piece that failed */
};

/* --- where a mail begins -------------------------------------------------------------------- */

static bool
has_date(const unsigned char *line, size_t length)
{
    static const char *const days[] = {" Sun ", " Mon ", " Tue ", " Wed ",
                                       " Thu ", " Fri ", " Sat "};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        const unsigned char *day = memmem(line, length, days[i], 5);
        const unsigned char *colon = day ? memchr(day, ':', length - (size_t)(day - line)) : NULL;
        if (colon && colon - day >= 10 && colon[-1] >= '0' && colon[-1] <= '9')
            return true;
    }
    return false;
}

/* A name of printable ASCII and a colon (RFC 5322, 2.2). */
static bool
is_field(const unsigned char *line, size_t length)
{
    size_t n = 0;
    while (n < length && line[n] > ' ' && line[n] < 0x7f && line[n] != ':')
        n++;
    return n > 0 && n < length && line[n] == ':';
}

/* "From :" is a header field in an old spelling. */
static bool
is_from_line(const unsigned char *line, size_t length)
{
    size_t n = 5;
    while (n < length && (line[n] == ' ' || line[n] == '\t'))
        n++;
    return n < length && line[n] != ':' && line[n] != '\n' && line[n] != '\r';
}

/* Is the line after a blank one? at is its offset, and over 0. */
static bool
follows_blank(const unsigned char *data, size_t at)
{
    return (at >= 2 && data[at - 2] == '\n') ||
           (at >= 3 && data[at - 2] == '\r' && data[at - 3] == '\n');
}

/* 1: a mail begins at the line "From " there, 0: it does not, -1: more has to be seen to tell. */
static int
begins_mail(const unsigned char *data, size_t length, size_t at, bool ended)
{
    size_t left = length - at;
    const unsigned char *line = data + at;
    const unsigned char *end = memchr(line, '\n', left < LINE_MAX_BYTES ? left : LINE_MAX_BYTES);
    if (!end)
        return left < LINE_MAX_BYTES && !ended ? -1 : 0;
    size_t n = (size_t)(end - line) + 1;
    if (!is_from_line(line, n))
        return 0;
    if (has_date(line, n))
        return 1;
    const unsigned char *second = line + n;
    left -= n;
    end = memchr(second, '\n', left < LINE_MAX_BYTES ? left : LINE_MAX_BYTES);
    if (!end && left < LINE_MAX_BYTES && !ended)
        return -1;
    return end && is_field(second, (size_t)(end - second));
}

/* The offset, after from, at which the next mail certainly begins: a From_ line with a date or a
 * header field, after a blank line (filter/input/mbox.c accepts each of these). Returns SIZE_MAX
 * if no mail begins in the bytes so far. Then search again from *resume when more bytes have
 * arrived; ended is true if no more bytes will arrive. */
static size_t
find_next_mail(const unsigned char *data, size_t length, size_t from, bool ended, size_t *resume)
{
    static const char mark[] = "\nFrom ";
    const size_t mark_length = sizeof mark - 1;
    size_t at = from;
    while (length - at >= mark_length) {
        const unsigned char *hit = memmem(data + at, length - at, mark, mark_length);
        if (!hit)
            break;
        at = (size_t)(hit - data) + 1;
        if (!follows_blank(data, at))
            continue;
        int begins = begins_mail(data, length, at, ended);
        if (begins == 1)
            return at;
        if (begins == -1) {
            *resume = at - 1;
            return SIZE_MAX;
        }
    }
    *resume = length - at >= mark_length ? length - mark_length + 1 : at;
    return SIZE_MAX;
}

/* --- pieces --------------------------------------------------------------------------------- */

static size_t
held_bytes(const struct mailbox *m)
{
    return m->in.length - m->in.start;
}

/* Passes through a mail that is larger than any piece. A Maildir needs the mail complete. */
static int
pass_large(struct mailbox *m, size_t length)
{
    const unsigned char *data = m->in.data + m->in.start;
    if (!m->passing)
        off_say(m->options, "offprint: a mail of more than %u MiB comes out unchanged",
                OFF_INPUT_MAX / OFF_MIB);
    m->passing = true;
    int error = off_sink_put(m->sink, data, length);
    off_buffer_consume(&m->in, length);
    return error;
}

static bool
may_pass(const struct mailbox *m)
{
    const char *to = m->options->to;
    return !m->options->maildir && (!to || strcmp(to, "mbox") == 0);
}

/* Finds the next piece at the start of the buffer, and reads as much as it needs. Returns 0 or an
 * errno; *length is 0 at the end of the input. */
static int
next_piece(struct mailbox *m, size_t *length, unsigned *mails)
{
    size_t end = 0, look = 0, resume = 0;
    for (*mails = 0;;) {
        size_t next = find_next_mail(m->in.data + m->in.start, held_bytes(m), look,
                                     m->reading->ended, &resume);
        if (next != SIZE_MAX) {
            bool full = *mails > 0 && next > OFF_PIECE_MAX;
            if (!full) {
                look = end = next;
                (*mails)++;
            }
            if (full || end >= OFF_PIECE_MAX || *mails == OFF_PIECE_MAILS || m->passing) {
                *length = end;
                return 0;
            }
            continue;
        }
        look = resume;
        if (m->reading->ended) {
            *length = held_bytes(m);
            *mails += *length > end;
            return 0;
        }
        if (end == 0 && resume > OFF_INPUT_MAX && may_pass(m)) {
            int error = pass_large(m, resume - 2);
            if (error != 0)
                return error;
            look = 2;
        }
        int error = off_reading_more(m->reading, &m->in);
        if (error != 0)
            return error;
    }
}

/* As it was; for a Maildir mail by mail. */
static int
put_original(struct mailbox *m, const unsigned char *data, size_t length)
{
    size_t start = 0, resume;
    while (m->options->maildir && start < length) {
        size_t next = find_next_mail(data, length, start, true, &resume);
        size_t end = next == SIZE_MAX ? length : next;
        int error = off_sink_put(m->sink, data + start, end - start);
        if (error != 0)
            return error;
        start = end;
    }
    return off_sink_put(m->sink, data + start, length - start);
}

/* Mails that fail together, and why. */
static void
count_failed(struct mailbox *m, unsigned mails, const char *word)
{
    m->counts[OFF_COUNT_FAILED] += mails;
    m->items += mails;
    off_reason_count(&m->failed, word, mails);
}

/* Adds up what the reader counted. */
static void
count_mails(struct mailbox *m, const struct off_run *r, unsigned mails)
{
    unsigned long long sum = 0;
    for (size_t i = 0; i < OFF_COUNTS; i++)
        sum += r->counts[i];
    if (r->done && sum > 0 && sum <= OFF_ITEMS_MAX) {
        for (size_t i = 0; i < OFF_COUNTS; i++)
            m->counts[i] += r->counts[i];
        for (size_t i = 0; i < OFF_REASONS_MAX; i++)
            m->failed.of[i] += r->failed.of[i];
        m->items += sum;
    } else {
        count_failed(m, mails, r->done ? r->reason : r->why_word);
    }
}

static void
note_outcome(struct mailbox *m, const struct off_run *r)
{
    if (!off_run_failed(r)) {
        m->succeeded = true;
        return;
    }
    m->broken |= !r->done;
    m->strict_status = off_strict_status(r);
    if (!r->done)
        off_say(m->options,
                "offprint: item %llu: status=failed; reason=%s: %s; it comes out unchanged",
                m->items + 1, r->why_word, r->why);
}

static struct off_run
begin_run(const struct mailbox *m, const unsigned char *data, size_t length)
{
    return (struct off_run){.options = m->pieces ? &m->told : m->options,
                            .input = {.data = data, .length = length},
                            .first_item = m->pieces ? m->items + 1 : 0,
                            .deadline = off_now_ms() + m->options->deadline * 1000,
                            .while_waiting = m->reading->while_waiting};
}

/* Runs a piece and writes its result, its original or the plainest rendering. */
static int
work_on(struct mailbox *m, struct off_run *r, unsigned mails)
{
    size_t have;
    int error;
    (void)off_run_result(r, &have);
    note_outcome(m, r);
    if ((!r->done || have == 0) && off_wants_message(m->options))
        error = put_original(m, r->input.data, r->input.length);
    else
        error = off_answer_put(r, m->sink);
    count_mails(m, r, mails);
    off_run_free(r);
    return error;
}

/* Mail by mail, each in a run of its own. */
static int
work_singly(struct mailbox *m, const unsigned char *data, size_t length)
{
    size_t start = 0, resume;
    int error = 0;
    while (start < length && error == 0) {
        size_t next = find_next_mail(data, length, start, true, &resume);
        size_t end = next == SIZE_MAX ? length : next;
        if (off_signals_came()) {
            error = put_original(m, data + start, length - start);
            break;
        }
        struct off_run r = begin_run(m, data + start, end - start);
        off_run(&r, false);
        error = work_on(m, &r, 1);
        start = end;
    }
    return error;
}

/* Runs a piece; runs its mails one by one if the run did not finish and the piece has more than one
 * mail. */
static bool
run_piece(struct mailbox *m, struct off_run *r, unsigned mails)
{
    if (r->input.length > OFF_INPUT_MAX)
        return off_run_fail(r, "too-large", "the mail is larger than any newsletter", NULL);
    off_run(r, false);
    if (r->done || mails <= 1 || off_signals_came())
        return false;
    off_say(m->options, "offprint: %s: %s; trying each of these %u mails alone", r->why_word,
            r->why, mails);
    off_run_free(r);
    m->pieces = true;
    return true;
}

static int
work_piece(struct mailbox *m, size_t length, unsigned mails)
{
    const unsigned char *data = m->in.data + m->in.start;
    if (m->passing || off_signals_came()) {
        m->passing = false;
        m->broken |= off_signals_came();
        m->strict_status = EX_TEMPFAIL;
        count_failed(m, mails, off_signals_came() ? "signal" : "too-large");
        return put_original(m, data, length);
    }
    struct off_run r = begin_run(m, data, length);
    return run_piece(m, &r, mails) ? work_singly(m, data, length) : work_on(m, &r, mails);
}

/* Handles a mailbox that is a single piece like any other input. Returns the exit status, or -1 if
 * it had to be done mail by mail; *error is then the error of the output. */
static int
work_at_once(struct mailbox *m, size_t length, unsigned mails, int *error)
{
    const unsigned char *data = m->in.data + m->in.start;
    struct off_run r = begin_run(m, data, length);
    if (run_piece(m, &r, mails)) {
        *error = work_singly(m, data, length);
        return -1;
    }
    int status = off_answer(&r, m->sink);
    off_run_free(&r);
    off_buffer_free(&m->in);
    return status;
}

/* --- all ------------------------------------------------------------------------------------ */

bool
off_mailbox_wanted(const struct off_options *o)
{
    static const char *const whole[] = {"feed", "epub", "config"}; /* made of all items together */
    if (strcmp(o->from, "mbox") != 0 || o->restore || o->print_config)
        return false;
    for (size_t i = 0; o->to && i < sizeof whole / sizeof *whole; i++)
        if (strcmp(o->to, whole[i]) == 0)
            return false;
    return true;
}

static void
report_mailbox(const struct mailbox *m)
{
    char reasons[REASONS_BYTES], line[REASONS_BYTES + 160];
    if (!m->pieces)
        return;
    off_reason_counts_print(&m->failed, reasons, sizeof reasons);
    int n = snprintf(line, sizeof line,
                     "%llu items: %llu fetched, %llu included, %llu failed%s, %llu untouched",
                     m->items, m->counts[OFF_COUNT_FETCHED], m->counts[OFF_COUNT_INCLUDED],
                     m->counts[OFF_COUNT_FAILED], reasons, m->counts[OFF_COUNT_UNTOUCHED]);
    if (m->options->verbose || m->counts[OFF_COUNT_FAILED] > 0)
        off_say_summary(m->options, line, (size_t)n);
}

/* The input ended early, or the output cannot be written. Output that was written stays; held-back
 * output is dropped, and the caller, who still has the mailbox, gets an error. */
static int
give_up(struct mailbox *m, int error, bool reading)
{
    off_buffer_free(&m->in);
    if (!reading)
        return off_sink_complain(m->sink, error);
    off_tell("the input: %s", error == EINTR ? "interrupted by a signal" : strerror(error));
    return error == EINTR || error == ENOMEM ? EX_TEMPFAIL : EX_IOERR;
}

static int
finish_mailbox(struct mailbox *m)
{
    report_mailbox(m);
    off_buffer_free(&m->in);
    bool failed = m->options->strict && (m->broken || !m->succeeded);
    if (failed && !m->sink->flows)
        return m->strict_status ? m->strict_status : EX_SOFTWARE;
    int error = off_sink_end(m->sink);
    if (error != 0)
        return off_sink_complain(m->sink, error);
    return failed ? m->strict_status : EX_OK;
}

int
off_mailbox_run(const struct off_options *o, struct off_reading *reading, struct off_sink *sink)
{
    struct mailbox m = {.options = o, .told = *o, .reading = reading, .sink = sink};
    size_t length;
    unsigned mails;
    if (!m.told.to)
        m.told.to = "mbox";
    for (;;) {
        int error = next_piece(&m, &length, &mails);
        if (error != 0)
            return give_up(&m, error, true);
        if (length == 0 && m.items > 0)
            return finish_mailbox(&m);
        if (m.items == 0 && length == held_bytes(&m) && !m.passing && m.reading->ended) {
            int status = work_at_once(&m, length, mails, &error);
            if (status >= 0)
                return status;
        } else {
            m.pieces = sink->bulk = true;
            error = work_piece(&m, length, mails);
        }
        if (error != 0)
            return give_up(&m, error, false);
        off_buffer_consume(&m.in, length);
    }
}
