/* fault.c: the reader in trouble, on demand. Only a user can ask for it, and only of his own mail.
 */
#include "config.h"

#include "wire/fault.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BITE ((size_t)16 << 20)

static void
eat_memory(void)
{
    char *bite;
    while ((bite = malloc(BITE)))
        memset(bite, 1, BITE);
    abort();
}

static void
lie_once(void)
{
    static const char nonsense[] = "this is no frame at all";
    if (write(STDOUT_FILENO, nonsense, sizeof nonsense) < 0)
        _exit(1);
    pause();
}

void
off_fault_at(const char *stage)
{
    const char *asked = getenv("OFFPRINT_FAULT");
    size_t n = strlen(stage);
    if (!asked || strncmp(asked, stage, n) != 0 || asked[n] != ':')
        return;
    const char *what = asked + n + 1;
    if (strcmp(what, "KILL") == 0)
        raise(SIGKILL);
    else if (strcmp(what, "SEGV") == 0)
        raise(SIGSEGV);
    else if (strcmp(what, "ABRT") == 0)
        abort();
    else if (strcmp(what, "MEMORY") == 0)
        eat_memory();
    else if (strcmp(what, "HANG") == 0)
        pause();
    else if (strcmp(what, "LIE") == 0)
        lie_once();
    else if (strcmp(what, "EXIT") == 0)
        _exit(0);
}
