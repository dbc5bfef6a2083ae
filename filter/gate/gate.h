/* gate.h: the process that keeps the original. */
#ifndef OFF_GATE_H
#define OFF_GATE_H

#include "gate/options.h"

#include <signal.h>

/* Reads the input, has it worked on, writes the answer or the original. Returns the exit status
 * (sysexits.h). while_waiting is the mask of off_signals_catch. */
int off_gate_run(const struct off_options *o, const sigset_t *while_waiting);

#endif
