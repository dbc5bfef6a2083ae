/* main.c: offprint, the command. The gate's table of contents:
 *
 *   options.c      reads the command line; usage.c: messages about it
 *   gate.c         keeps the original, watches reader and fetcher, writes the output once
 *   peer.c         a process at the other end of a socket
 *   plain.c        the plainest rendering, if the reader has died
 *   output.c       writing
 *   descriptors.c, signals.c   the descriptors and signals that the caller left us
 *
 * This process links only libc, because it holds mail that may exist nowhere else. */
#include "config.h"

#include "gate/descriptors.h"
#include "gate/gate.h"
#include "gate/options.h"
#include "gate/signals.h"

#include <signal.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

/* The caller must be able to write the whole mail, or it sees a write error; so read on until a
 * signal arrives. */
static void
drain_stdin(const sigset_t *while_waiting)
{
    char chunk[65536];
    sigprocmask(SIG_SETMASK, while_waiting, NULL);
    if (isatty(STDIN_FILENO))
        return;
    while (!off_signals_came() && read(STDIN_FILENO, chunk, sizeof chunk) > 0)
        continue;
}

int
main(int argc, char **argv)
{
    struct off_options options;
    sigset_t while_waiting;
    off_descriptors_fill();
    signal(SIGPIPE, SIG_IGN);
#ifdef SIGXFSZ
    signal(SIGXFSZ, SIG_IGN);
#endif
    off_signals_catch(&while_waiting);
    switch (off_options_parse(&options, argc, argv)) {
    case OFF_PARSE_DONE: return EX_OK;
    case OFF_PARSE_USAGE: drain_stdin(&while_waiting); return EX_USAGE;
    case OFF_PARSE_FAILED: return EX_IOERR;
    case OFF_PARSE_RUN: break;
    }
    int status = off_gate_run(&options, &while_waiting);
    free(options.addresses);
    return status;
}
