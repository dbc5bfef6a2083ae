/* answer.h: the output of a finished run: its result, the original, or the plainest rendering. */
#ifndef OFF_ANSWER_H
#define OFF_ANSWER_H

#include "gate/run.h"
#include "gate/sink.h"

/* Is the output a message, or a rendering whose fall-back is not the input itself? */
bool off_wants_message(const struct off_options *options);

/* Did the run fail, so that the input is written? */
bool off_run_failed(const struct off_run *run);

/* The status for --strict of a run that failed. Never 0. */
int off_strict_status(const struct off_run *run);

/* Writes the result of the run to the sink. Returns 0 or errno. */
int off_answer_put(const struct off_run *run, struct off_sink *sink);

/* Writes the output and the messages. Returns the exit status. */
int off_answer(const struct off_run *run, struct off_sink *sink);

#endif
