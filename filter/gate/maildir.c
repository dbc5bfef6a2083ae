/* maildir.c: messages into a Maildir. */
#include "config.h"

#include "gate/maildir.h"

#include "gate/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
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

/* Writes the host as a part of a file's name: letters, digits, '.', '-' and '_' as they are, all
 * else as \ooo, which is what the Maildir specification has for '/' and ':'. */
static void
name_host(char safe[HOST_MAX * 4 + 1])
{
    char host[HOST_MAX] = "";
    size_t n = 0;
    if (gethostname(host, sizeof host - 1) != 0 || !host[0])
        strcpy(host, "localhost");
    for (const char *p = host; *p; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
                     (*p >= '0' && *p <= '9') || strchr(".-_", *p);
        n += (size_t)sprintf(safe + n, plain ? "%c" : "\\%03o", (unsigned char)*p);
    }
}

/* A name that no other delivery has: time, process, count, host. */
static char *
unique_name(unsigned number)
{
    struct timeval now;
    char host[HOST_MAX * 4 + 1] = "", *name = NULL;
    gettimeofday(&now, NULL);
    name_host(host);
    if (asprintf(&name, "%lld.M%06ldP%ldQ%u.%s", (long long)now.tv_sec, (long)now.tv_usec,
                 (long)getpid(), number, host) < 0)
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
