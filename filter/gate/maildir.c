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
off_maildir_open(struct off_maildir *m, const char *dir)
{
    *m = (struct off_maildir){.dir = dir};
    static const char *const names[] = {"", "tmp", "new", "cur"};
    int error = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names && error == 0; i++)
        error = make_folder(dir, names[i]);
    return error;
}

/* Writes the host name as part of a file name: letters, digits, '.', '-' and '_' unchanged, other
 * bytes as \\ooo, which the Maildir specification prescribes for '/' and ':'. */
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

/* --- a group of messages: written, forced to the disk, then moved -----------------------------
 */

static void
forget_file(struct off_maildir_file *file)
{
    if (file->fd >= 0)
        close(file->fd);
    free(file->temporary);
    free(file->final);
    *file = (struct off_maildir_file){.fd = -1};
}

static int
name_file(const struct off_maildir *m, struct off_maildir_file *file)
{
    char *name = unique_name(m->number);
    *file = (struct off_maildir_file){.fd = -1};
    bool named = name && asprintf(&file->temporary, "%s/tmp/%s", m->dir, name) > 0;
    if (!named)
        file->temporary = NULL;
    else if (asprintf(&file->final, "%s/new/%s", m->dir, name) < 0)
        file->final = NULL;
    free(name);
    return file->final ? 0 : ENOMEM;
}

static int
write_file(struct off_maildir *m, const char *message, size_t length)
{
    struct off_maildir_file *file = &m->group[m->waiting];
    int error = name_file(m, file);
    if (error == 0) {
        file->fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        error = file->fd < 0 ? errno : off_write_all(file->fd, message, length);
        if (error != 0 && file->fd >= 0)
            unlink(file->temporary);
    }
    if (error != 0) {
        forget_file(file);
        return error;
    }
    m->waiting++;
    m->number++;
    return 0;
}

/* Moves one message of the group to new/. error: an earlier error of that message, or 0. */
static int
move_file(struct off_maildir_file *file, int error)
{
    if (error == 0 && rename(file->temporary, file->final) != 0)
        error = errno;
    if (error != 0)
        unlink(file->temporary);
    return error;
}

int
off_maildir_flush(struct off_maildir *m)
{
    int errors[OFF_MAILDIR_GROUP], first = 0;
    for (unsigned i = 0; i < m->waiting; i++) {
        errors[i] =
            m->bulk ? (close(m->group[i].fd) == 0 ? 0 : errno) : off_finish_file(m->group[i].fd, 0);
        m->group[i].fd = -1;
    }
    for (unsigned i = 0; i < m->waiting; i++) {
        int error = move_file(&m->group[i], errors[i]);
        first = first ? first : error;
        forget_file(&m->group[i]);
    }
    m->waiting = 0;
    return first;
}

int
off_maildir_finish(struct off_maildir *m)
{
    int error = off_maildir_flush(m);
    int fd = m->bulk ? open(m->dir, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return error;
#ifdef __linux__
    if (syncfs(fd) != 0 && error == 0)
        error = errno;
#else
    sync();
#endif
    close(fd);
    return error;
}

void
off_maildir_drop(struct off_maildir *m)
{
    for (unsigned i = 0; i < m->waiting; i++) {
        unlink(m->group[i].temporary);
        forget_file(&m->group[i]);
    }
    m->waiting = 0;
}

int
off_maildir_add(struct off_maildir *m, const void *message, size_t length)
{
    const char *start = message;
    if (length >= 5 && memcmp(start, "From ", 5) == 0) {
        const char *end = memchr(start, '\n', length);
        size_t skip = end ? (size_t)(end - start) + 1 : 0;
        start += skip;
        length -= skip;
    }
    int error = m->waiting == OFF_MAILDIR_GROUP ? off_maildir_flush(m) : 0;
    if (error == 0)
        error = write_file(m, start, length);
    if (error == EMFILE && m->waiting > 0) {
        error = off_maildir_flush(m);
        error = error ? error : write_file(m, start, length);
    }
    return error;
}
