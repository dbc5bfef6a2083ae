/* answer.c: one answer, whatever happened. */
#include "config.h"

#include "gate/answer.h"

#include "wire/bounds.h"
#include "wire/reasons.h"
#include "gate/output.h"
#include "gate/plain.h"
#include "gate/say.h"
#include "gate/signals.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

bool
off_wants_message(const struct off_options *o)
{
    return o->restore || off_to_result(o->to) != OFF_RESULT_PLAIN;
}

bool
off_run_failed(const struct off_run *r)
{
    return !r->done || strcmp(r->status, "failed") == 0;
}

int
off_strict_status(const struct off_run *r)
{
    int status = r->done ? r->exit_status : off_reason_exit(r->why_word);
    return status != EX_OK ? status : EX_SOFTWARE;
}

/* Message by message. What was delivered before a failure stays, and is not lost. */
static int
deliver_result(struct off_sink *sink, const unsigned char *data, size_t length,
               const struct off_run *r)
{
    size_t start = 0, end, count = r->ends.length / sizeof end;
    for (size_t i = 0; i < count; i++) {
        memcpy(&end, r->ends.data + i * sizeof end, sizeof end);
        if (end <= start || end > length)
            return EINVAL;
        const char *mark = (const char *)r->marks.data + i * OFF_MARK_SIZE;
        int error = off_sink_put_item(sink, data + start, end - start, mark);
        if (error != 0)
            return error;
        start = end;
    }
    return off_sink_put(sink, data + start, length - start);
}

/* What the reader cannot do any more: another one is asked for the plainest rendering, and then it
 * is made here. */
static int
put_plain(const struct off_run *r, struct off_sink *sink)
{
    struct off_run again = {.options = r->options,
                            .input = {.data = r->input.data, .length = r->input.length},
                            .first_item = r->first_item,
                            .while_waiting = r->while_waiting};
    size_t length = 0;
    int error = 0;
    again.deadline = off_now_ms() + OFF_PLAIN_RESERVE_MS;
    if (!off_signals_came())
        off_run(&again, true);
    if (!again.done || again.result.length == again.result.start) {
        off_buffer_free(&again.result);
        if (!off_plain_render(&again.result, r->options->to, r->input.data, r->input.length,
                              r->why_word ? r->why_word : "unknown"))
            error = ENOMEM;
    }
    const unsigned char *result = off_run_result(&again, &length);
    if (error == 0)
        error = off_sink_put(sink, result, length);
    off_run_free(&again);
    return error;
}

/* A feed that has no item yet makes no message. */
static bool
is_nothing(const struct off_run *r)
{
    return r->done && strcmp(r->status, "nothing") == 0;
}

int
off_answer_put(const struct off_run *r, struct off_sink *sink)
{
    size_t have;
    const unsigned char *result = off_run_result(r, &have);
    if (is_nothing(r))
        return 0;
    sink->once = r->done && r->of_feed;
    if (r->done && have > 0)
        return sink->options->maildir ? deliver_result(sink, result, have, r)
                                      : off_sink_put(sink, result, have);
    if (off_wants_message(r->options))
        return off_sink_put(sink, r->input.data, r->input.length);
    return put_plain(r, sink);
}

static const char *
or_nothing(const char *text)
{
    return text ? text : "";
}

static void
report_outcome(const struct off_run *r)
{
    const struct off_options *o = r->options;
    if (!r->done)
        off_say(o, "offprint: status=failed; reason=%s: %s; the input comes out unchanged",
                r->why_word, r->why);
    else
        off_say(o, "offprint: status=%s%s%s%s%s%s%s", r->status, r->reason ? "; reason=" : "",
                or_nothing(r->reason), r->url ? "; url=" : "", or_nothing(r->url),
                r->message ? ": " : "", or_nothing(r->message));
}

/* The input is empty or not text, so no rendering of it would help. */
static bool
is_refused(const struct off_run *r)
{
    size_t have;
    off_run_result(r, &have);
    return off_run_failed(r) && r->done && have == 0 && !off_wants_message(r->options) &&
           r->reason && (strcmp(r->reason, "type") == 0 || strcmp(r->reason, "empty") == 0);
}

/* --from url is asked by a person, and there is no mail to be lost. Nobody but a
 * person at a terminal waits for anything else than a message. */
static void
tell_person(const struct off_run *r)
{
    const struct off_options *o = r->options;
    bool asked = strcmp(o->from, "url") == 0 || o->suggest_rules;
    bool watched = !r->done && !off_wants_message(o) && isatty(STDERR_FILENO);
    if (!off_run_failed(r) || o->verbose || o->quiet || (!asked && !watched && !is_refused(r)))
        return;
    const char *what = r->message;
    if (!what)
        what = r->reason ? off_reason_sentence(r->reason) : "failed";
    off_tell("%s", r->done ? what : r->why);
}

/* Standard output gets it without a copy in the sink: it can be as large as the input. */
static int
write_answer(const struct off_run *r, struct off_sink *sink)
{
    size_t have;
    const unsigned char *result = off_run_result(r, &have);
    bool from_reader = r->done && have > 0, original = off_wants_message(r->options);
    if (is_nothing(r) && !sink->file)
        return 0;
    if (!sink->file && !sink->options->maildir && !sink->options->epub && (from_reader || original))
        return off_write_stdout(from_reader ? result : r->input.data,
                                from_reader ? have : r->input.length);
    if (sink->file && !from_reader && original)
        return 0; /* it is there already */
    int error = off_answer_put(r, sink);
    return error ? error : off_sink_end(sink);
}

int
off_answer(const struct off_run *r, struct off_sink *sink)
{
    report_outcome(r);
    tell_person(r);
    if (off_run_failed(r) && r->options->strict)
        return off_strict_status(r);
    if (is_refused(r))
        return EX_DATAERR;
    int error = write_answer(r, sink);
    if (error == 0)
        return EX_OK;
    return error == ENOMEM ? EX_TEMPFAIL : off_sink_complain(sink, error);
}
