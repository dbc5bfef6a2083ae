/* doctor.h: --doctor, what a new user wants to know is well. */
#ifndef OFF_DOCTOR_H
#define OFF_DOCTOR_H

#include "wire/options.h"

#include <signal.h>

/* Checks the installation piece by piece, and says of each what was found and what to do. Returns
 * the exit status: 0 if all is well, 69 if something is broken. */
int off_doctor(const struct off_options *o, const sigset_t *while_waiting);

#endif
