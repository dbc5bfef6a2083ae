/* output.c: reading all, writing all, and nothing in between. */
#include "config.h"

#include "gate/output.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_CHUNK 262144u
#define WRITE_MOST ((size_t)1 << 30)

static void
wait_until(int fd, short events)
{
    struct pollfd ready = {.fd = fd, .events = events};
    poll(&ready, 1, -1);
}

int
off_write_all(int fd, const void *data, size_t length)
{
    const char *at = data;
    while (length > 0) {
        ssize_t n = write(fd, at, length < WRITE_MOST ? length : WRITE_MOST);
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            wait_until(fd, POLLOUT);
        else if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0) {
            at += n;
            length -= (size_t)n;
        }
    }
    return 0;
}

int
off_write_stdout(const void *data, size_t length)
{
    int error = off_write_all(STDOUT_FILENO, data, length);
    if (close(STDOUT_FILENO) != 0 && error == 0 && errno != EINTR)
        error = errno;
    return error;
}

int
off_finish_file(int fd, int error)
{
    if (error == 0 && fsync(fd) != 0)
        error = errno;
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

int
off_read_all(int fd, struct off_buffer *b)
{
    for (;;) {
        /* Room first, so that no byte is taken from fd that cannot be kept. */
        if (!off_buffer_reserve(b, READ_CHUNK))
            return ENOMEM;
        ssize_t n = read(fd, b->data + b->length, READ_CHUNK);
        if (n == 0)
            return 0;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            wait_until(fd, POLLIN);
        else if (n < 0 && errno != EINTR)
            return errno;
        if (n > 0)
            b->length += (size_t)n;
    }
}
