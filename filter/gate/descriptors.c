/* descriptors.c: holes in 0 to 2, and descriptors that the caller let through. */
#include "config.h"

#include "gate/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef HAVE_CLOSE_RANGE
#include <sys/syscall.h>
#endif

void
off_descriptors_fill(void)
{
    static const int ways[] = {O_WRONLY, O_RDONLY, O_RDWR};
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) >= 0)
            continue;
        /* The lowest number that is free is fd. Where there is no /dev/null, a folder does: it can
         * be neither read nor written as a file is. */
        if (open("/dev/null", ways[fd]) < 0 && open("/", O_RDONLY) < 0)
            return;
    }
}

int
off_descriptors_open(const char *path)
{
    static const char folder[] = "/dev/fd/";
    if (strncmp(path, folder, sizeof folder - 1) == 0) {
        char *end;
        const char *digits = path + sizeof folder - 1;
        long fd = strtol(digits, &end, 10);
        if (*digits >= '0' && *digits <= '9' && !*end && fd <= 0xffff)
            return fcntl((int)fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    }
    return open(path, O_RDONLY | O_CLOEXEC);
}

static void
close_from(int first)
{
#ifdef HAVE_CLOSE_RANGE
    if (close_range((unsigned)first, ~0u, 0) == 0)
        return;
#elif defined HAVE_CLOSEFROM
    closefrom(first);
    return;
#endif
    for (int fd = first; fd < 1024; fd++)
        close(fd);
}

int
off_descriptors_keep(int fd)
{
    int first = STDERR_FILENO + 1;
    if (fd > first && dup2(fd, first) == first) {
        fcntl(first, F_SETFD, FD_CLOEXEC);
        fd = first;
    }
    if (fd > first) { /* it could not be moved */
        for (int other = first; other < fd; other++)
            close(other);
        close_from(fd + 1);
        return fd;
    }
    close_from(fd == first ? first + 1 : first);
    return fd;
}
