/* doctor.h: --doctor, which checks the installation. */
#ifndef OFF_DOCTOR_H
#define OFF_DOCTOR_H

#include "wire/options.h"

#include <signal.h>

/* Checks each part of the installation and prints the result and what to do. Returns the exit
 * status: 0 if all is well, 69 if something is broken. */
int off_doctor(const struct off_options *o, const sigset_t *while_waiting);

#endif
