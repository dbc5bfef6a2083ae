/* test.c: what must not be possible from inside, tried (--sandbox-test). */
#include "config.h"

#include "sandbox/sandbox.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool
opens_file(void)
{
    int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool
opens_socket(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static bool
executes(void)
{
    char name[] = "true";
    char *const argv[] = {name, NULL};
    execv("/bin/true", argv);
    return false; /* where it is possible, nobody comes back to say so */
}

bool
off_sandbox_breaks(const char *what)
{
    return strcmp(what, "file") == 0     ? opens_file()
           : strcmp(what, "socket") == 0 ? opens_socket()
                                         : executes();
}

bool
off_sandbox_is_whole(const struct off_sandbox_report *r)
{
    return r->privileges && r->files && r->calls;
}
