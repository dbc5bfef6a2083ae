/* seen.c: which items of feeds a Maildir has been given. */
#include "config.h"

#include "gate/seen.h"

#include "gate/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LINE (OFF_SEEN_ID + 1)
#define RECORD_MAX (4u * 1024u * 1024u) /* bytes; beyond, the older half of it is forgotten */
#define HEADER_MAX 65536u               /* bytes of a message in which its Message-ID is */

/* Forgets the older half of a record that has grown large. */
static void
shorten_record(struct off_seen *seen)
{
    size_t have = seen->ids.length - seen->ids.start;
    size_t keep = have / 2 / LINE * LINE;
    if (have <= RECORD_MAX || ftruncate(seen->fd, 0) != 0)
        return;
    off_buffer_consume(&seen->ids, have - keep);
    off_write_all(seen->fd, seen->ids.data + seen->ids.start, keep);
}

static bool
read_all(struct off_seen *seen, off_t size)
{
    char chunk[65536];
    ssize_t n;
    if (size > (off_t)(2 * RECORD_MAX))
        return false;
    while ((n = read(seen->fd, chunk, sizeof chunk)) > 0)
        if (!off_buffer_add(&seen->ids, chunk, (size_t)n))
            return false;
    return n == 0;
}

/* Waits a moment for another run that is delivering. */
static bool
lock_record(int fd)
{
    const struct timespec moment = {.tv_nsec = 20 * 1000 * 1000};
    for (int tries = 0; tries < 50; tries++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return true;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return false;
        nanosleep(&moment, NULL);
    }
    return false;
}

void
off_seen_open(struct off_seen *seen, const char *maildir)
{
    char *path = NULL;
    struct stat about;
    *seen = (struct off_seen){.fd = -1};
    if (asprintf(&path, "%s/offprint-seen", maildir) < 0)
        return;
    seen->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    free(path);
    if (seen->fd < 0)
        return;
    if (fstat(seen->fd, &about) != 0 || !S_ISREG(about.st_mode) || !lock_record(seen->fd) ||
        fstat(seen->fd, &about) != 0 || !read_all(seen, about.st_size)) {
        off_seen_close(seen);
        return;
    }
    size_t torn = (seen->ids.length - seen->ids.start) % LINE;
    if (torn > 0 && ftruncate(seen->fd, about.st_size - (off_t)torn) == 0)
        seen->ids.length -= torn; /* a run that was stopped in the middle of a line */
    shorten_record(seen);
}

void
off_seen_close(struct off_seen *seen)
{
    if (seen->fd >= 0)
        close(seen->fd);
    seen->fd = -1;
    off_buffer_free(&seen->ids);
}

bool
off_seen_identity(const void *message, size_t length, char id[OFF_SEEN_ID + 1])
{
    static const char name[] = "\nMessage-ID: <", domain[] = "@offprint.invalid>";
    const char *start = message;
    size_t n = length < HEADER_MAX ? length : HEADER_MAX;
    const char *end = memmem(start, n, "\n\n", 2);
    if (end)
        n = (size_t)(end - start) + 1;
    const char *at = memmem(start, n, name, sizeof name - 1);
    if (!at || n - (size_t)(at - start) < sizeof name - 1 + OFF_SEEN_ID + sizeof domain - 1)
        return false;
    at += sizeof name - 1;
    if (strncmp(at + OFF_SEEN_ID, domain, sizeof domain - 1) != 0 ||
        strspn(at, "0123456789abcdef") < OFF_SEEN_ID)
        return false;
    memcpy(id, at, OFF_SEEN_ID);
    id[OFF_SEEN_ID] = '\0';
    return true;
}

bool
off_seen_has(const struct off_seen *seen, const char *id)
{
    const unsigned char *p = seen->ids.data + seen->ids.start,
                        *end = seen->ids.data + seen->ids.length;
    for (; seen->ids.data && end - p >= LINE; p += LINE)
        if (memcmp(p, id, OFF_SEEN_ID) == 0)
            return true;
    return false;
}

void
off_seen_add(struct off_seen *seen, const char *id)
{
    char line[LINE + 1];
    if (seen->fd < 0)
        return;
    snprintf(line, sizeof line, "%.*s\n", (int)OFF_SEEN_ID, id);
    if (off_buffer_add(&seen->ids, line, LINE))
        off_write_all(seen->fd, line, LINE);
}
