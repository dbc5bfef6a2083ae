/* signals.h: the signals that would end the gate. They end the work instead: what is kept is
 * written first. */
#ifndef OFF_SIGNALS_H
#define OFF_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/* Catches every signal that would end the process, except those for faults of our own and those
 * that the caller ignores. They stay blocked; while_waiting becomes the mask that unblocks them
 * (off_peer_wait). */
void off_signals_catch(sigset_t *while_waiting);

/* Has one come? */
bool off_signals_came(void);

/* In a child before exec: what off_signals_catch has set is undone. Calls nothing but what a signal
 * handler may. */
void off_signals_reset(void);

#endif
