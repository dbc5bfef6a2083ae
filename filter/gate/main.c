/* main.c: offprint, the command. The gate's table of contents:
 *
 *   options.c  what was asked for; usage.c what a person is told of it
 *   gate.c     the original is kept; reader and fetcher are watched; one answer
 *   peer.c     a process at the other end of a socket
 *   plain.c    the plainest rendering, where the reader is gone
 *   output.c   the one write
 *
 * This process links nothing but libc: it holds mail that may exist nowhere else. */
#include "config.h"

#include "gate/gate.h"
#include "gate/options.h"

#include <fcntl.h>
#include <signal.h>
#include <sysexits.h>
#include <unistd.h>

#ifdef HAVE_CLOSE_RANGE
#include <sys/syscall.h>
#endif

/* Descriptors that the caller let through (CONTRACTS 14.9), and holes in 0 to 2. */
static void
tidy_descriptors(void)
{
    int fd;
    while ((fd = open("/dev/null", O_RDWR)) >= 0 && fd <= 2)
        continue;
#ifdef HAVE_CLOSE_RANGE
    if (close_range(3, ~0u, 0) == 0)
        return;
#elif defined HAVE_CLOSEFROM
    closefrom(3);
    return;
#endif
    for (fd = 3; fd < 1024; fd++)
        close(fd);
}

/* A caller that pipes a mail into us must be able to write all of it, or it sees an error of its
 * own. */
static void
drain_stdin(void)
{
    char chunk[65536];
    if (isatty(STDIN_FILENO))
        return;
    while (read(STDIN_FILENO, chunk, sizeof chunk) > 0)
        continue;
}

int
main(int argc, char **argv)
{
    struct off_options options;
    tidy_descriptors();
    signal(SIGPIPE, SIG_IGN);
#ifdef SIGXFSZ
    signal(SIGXFSZ, SIG_IGN);
#endif
    switch (off_options_parse(&options, argc, argv)) {
    case OFF_PARSE_DONE: return EX_OK;
    case OFF_PARSE_USAGE: drain_stdin(); return EX_USAGE;
    case OFF_PARSE_FAILED: return EX_IOERR;
    case OFF_PARSE_RUN: break;
    }
    return off_gate_run(&options);
}
