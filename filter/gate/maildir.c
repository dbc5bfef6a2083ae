/* maildir.c: messages into a Maildir. */
#include "config.h"

#include "gate/maildir.h"

#include "gate/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define HOST_MAX 256

static int
make_folder(const char *dir, const char *name)
{
    char *path = NULL;
    if (asprintf(&path, "%s%s%s", dir, *name ? "/" : "", name) < 0)
        return ENOMEM;
    int error = mkdir(path, 0700) == 0 || errno == EEXIST ? 0 : errno;
    free(path);
    return error;
}

int
off_maildir_open(const char *dir)
{
    static const char *const names[] = {"", "tmp", "new", "cur"};
    int error = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names && error == 0; i++)
        error = make_folder(dir, names[i]);
    return error;
}

/* A name that no other delivery has: time, process, count, host; '/' and ':' of a host are escaped.
 */
static char *
unique_name(unsigned number)
{
    struct timeval now;
    char host[HOST_MAX] = "localhost", safe[HOST_MAX * 4 + 1], *name = NULL;
    size_t n = 0;
    gettimeofday(&now, NULL);
    if (gethostname(host, sizeof host - 1) != 0)
        strcpy(host, "localhost");
    for (const char *p = host; *p; p++) {
        if (*p == '/' || *p == ':')
            n += (size_t)sprintf(safe + n, "\\%03o", (unsigned char)*p);
        else
            safe[n++] = *p;
    }
    safe[n] = '\0';
    if (asprintf(&name, "%lld.M%06ldP%ldQ%u.%s", (long long)now.tv_sec, (long)now.tv_usec,
                 (long)getpid(), number, safe) < 0)
        return NULL;
    return name;
}

static int
write_file(const char *path, const char *message, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno;
    return off_finish_file(fd, off_write_all(fd, message, length));
}

int
off_maildir_deliver(const char *dir, const void *message, size_t length, unsigned number)
{
    const char *start = message;
    if (length >= 5 && memcmp(start, "From ", 5) == 0) {
        const char *end = memchr(start, '\n', length);
        size_t skip = end ? (size_t)(end - start) + 1 : 0;
        start += skip;
        length -= skip;
    }
    char *name = unique_name(number), *temporary = NULL, *final = NULL;
    int error = ENOMEM;
    if (name && asprintf(&temporary, "%s/tmp/%s", dir, name) > 0 &&
        asprintf(&final, "%s/new/%s", dir, name) > 0) {
        error = write_file(temporary, start, length);
        if (error == 0 && rename(temporary, final) != 0)
            error = errno;
        if (error != 0)
            unlink(temporary);
    }
    free(name);
    free(temporary);
    free(final);
    return error;
}
