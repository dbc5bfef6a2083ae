/* answer.h: what is written when a run is over: its result, the original, or the plainest
 * rendering. */
#ifndef OFF_ANSWER_H
#define OFF_ANSWER_H

#include "gate/run.h"
#include "gate/sink.h"

/* A message, or a rendering whose fall-back cannot be the input itself? */
bool off_wants_message(const struct off_options *options);

/* Did it fail? The input is what comes out then. */
bool off_run_failed(const struct off_run *run);

/* The status for --strict of a run that failed. Never 0. */
int off_strict_status(const struct off_run *run);

/* Puts into the sink what the run came to. Returns 0 or errno. */
int off_answer_put(const struct off_run *run, struct off_sink *sink);

/* The whole answer: what is said, what is written. Returns the exit status. */
int off_answer(const struct off_run *run, struct off_sink *sink);

#endif
