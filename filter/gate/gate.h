/* gate.h: the process that keeps the original. */
#ifndef OFF_GATE_H
#define OFF_GATE_H

#include "gate/options.h"

/* Reads the input, has it worked on, writes the answer or the original. Returns the exit status
 * (sysexits.h). Call once a process: it sets signal handlers. */
int off_gate_run(const struct off_options *o);

#endif
