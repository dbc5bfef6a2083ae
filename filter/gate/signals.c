/* signals.c: the signals that would end the gate. */
#include "config.h"

#include "gate/signals.h"

#include <stddef.h>

#ifdef SIGRTMAX
#define LAST_SIGNAL SIGRTMAX
#else
#define LAST_SIGNAL (NSIG - 1)
#endif

static volatile sig_atomic_t came;

static void
on_signal(int number)
{
    came = number;
}

/* A fault of this process, a signal that cannot be caught, or one that does not end a process by
 * default or means nothing here: SIGPIPE and SIGXFSZ are errors of write(2). */
static bool
stays_default(int number)
{
    static const int others[] = {
        SIGKILL,  SIGSTOP, SIGSEGV, SIGBUS,  SIGFPE,  SIGILL, SIGABRT, SIGTRAP,
        SIGCHLD,  SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGPIPE,
#ifdef SIGSYS
        SIGSYS,
#endif
#ifdef SIGXFSZ
        SIGXFSZ,
#endif
#ifdef SIGWINCH
        SIGWINCH,
#endif
#ifdef SIGINFO
        SIGINFO,
#endif
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i] == number)
            return true;
    return false;
}

void
off_signals_catch(sigset_t *while_waiting)
{
    const struct sigaction action = {.sa_handler = on_signal};
    sigset_t blocked;
    sigemptyset(&blocked);
    for (int number = 1; number <= LAST_SIGNAL; number++) {
        struct sigaction before;
        if (stays_default(number) || sigaction(number, NULL, &before) != 0 ||
            before.sa_handler == SIG_IGN)
            continue;
        if (sigaction(number, &action, NULL) == 0)
            sigaddset(&blocked, number);
    }
    /* Delivered only inside off_peer_wait: no signal falls between a look and a wait. */
    sigprocmask(SIG_BLOCK, &blocked, while_waiting);
}

bool
off_signals_came(void)
{
    return came != 0;
}

void
off_signals_reset(void)
{
    for (int number = 1; number <= LAST_SIGNAL; number++) {
        struct sigaction now;
        if (!stays_default(number) && sigaction(number, NULL, &now) == 0 &&
            now.sa_handler == on_signal)
            signal(number, SIG_DFL);
    }
}
