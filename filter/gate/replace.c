/* replace.c: a new file beside the old one, and rename(2). */
#include "config.h"

#include "gate/replace.h"

#include "gate/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __APPLE__
#define st_mtim st_mtimespec
#define st_ctim st_ctimespec
#endif

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Is the file unchanged? A change of mode or link count, and renaming, also count: they change
 * st_ctim. */
static bool
is_unchanged(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           same_time(&a->st_mtim, &b->st_mtim) && same_time(&a->st_ctim, &b->st_ctim);
}

int
off_replacement_open(struct off_replacement *r, const char *path)
{
    *r = (struct off_replacement){.fd = -1};
    r->path = realpath(path, NULL);
    int fd = r->path ? open(r->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    if (fd >= 0 && fstat(fd, &r->seen) == 0 && S_ISREG(r->seen.st_mode))
        return fd;
    int error = fd < 0 ? errno : EINVAL;
    if (fd >= 0)
        close(fd);
    errno = error;
    return -1;
}

/* The name of the copy begins with a dot: in a folder of mails it is no message. */
static int
begin_replacement(struct off_replacement *r)
{
    const char *slash = strrchr(r->path, '/');
    int folder = (int)(slash - r->path) + 1;
    if (asprintf(&r->copy, "%.*s.%s.offprint-XXXXXX", folder, r->path, slash + 1) < 0) {
        r->copy = NULL;
        return ENOMEM;
    }
    r->fd = mkstemp(r->copy);
    if (r->fd >= 0)
        return 0;
    int error = errno;
    free(r->copy);
    r->copy = NULL;
    return error;
}

int
off_replacement_add(struct off_replacement *r, const void *data, size_t length)
{
    int error = r->copy ? 0 : begin_replacement(r);
    return error ? error : off_write_all(r->fd, data, length);
}

static int
take_over(struct off_replacement *r)
{
    if (fchmod(r->fd, r->seen.st_mode & 07777) != 0)
        return errno;
    if (geteuid() == 0 && fchown(r->fd, r->seen.st_uid, r->seen.st_gid) != 0)
        return errno;
    return 0;
}

int
off_replacement_commit(struct off_replacement *r)
{
    struct stat now;
    if (!r->copy)
        return 0;
    int error = off_finish_file(r->fd, take_over(r));
    r->fd = -1;
    if (error == 0 && (lstat(r->path, &now) != 0 || !is_unchanged(&now, &r->seen)))
        error = EBUSY;
    if (error == 0 && now.st_nlink > 1)
        error = EMLINK;
    if (error == 0 && rename(r->copy, r->path) != 0)
        error = errno;
    if (error != 0)
        return error;
    free(r->copy);
    r->copy = NULL;
    return 0;
}

void
off_replacement_end(struct off_replacement *r)
{
    if (r->copy) {
        unlink(r->copy);
        if (r->fd >= 0)
            close(r->fd);
    }
    free(r->copy);
    free(r->path);
    *r = (struct off_replacement){.fd = -1};
}

const char *
off_replacement_error(int error)
{
    return error == EBUSY    ? "it was changed meanwhile, so it is left alone"
           : error == EMLINK ? "it has several hard links, so it is left alone"
                             : strerror(error);
}
