/* signals.h: the signals that would end the gate. They end the work instead: what is kept is
 * written first. */
#ifndef OFF_SIGNALS_H
#define OFF_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/* Catches every signal whose default is the end of the process, but for those of a fault of our own
 * and those that the caller has us ignore. They stay blocked; while_waiting becomes the mask that
 * lets them through (off_peer_wait). */
void off_signals_catch(sigset_t *while_waiting);

/* Has one come? */
bool off_signals_came(void);

/* In a child before exec: what off_signals_catch has set is undone. Calls nothing but what a signal
 * handler may. */
void off_signals_reset(void);

#endif
