/* input.h: reading what the gate is given, until its end or a signal. */
#ifndef OFF_GATE_INPUT_H
#define OFF_GATE_INPUT_H

#include "wire/wire.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct off_reading {
    int fd;
    const sigset_t *while_waiting;
    long long stop_at; /* off_now_ms() at which a signal ends the reading; 0: none has come */
    bool typed;        /* by a person at a terminal: a signal ends it at once */
    bool ended;        /* there is no more */
};

/* Waits for input and appends it to b. Returns 0, an errno of read(2), ENOMEM, or EINTR if a signal
 * ended the wait; bytes read so far are in b. r->ended is set at the end. */
int off_reading_more(struct off_reading *r, struct off_buffer *b);

/* All of it. */
int off_reading_all(struct off_reading *r, struct off_buffer *b);

#endif
