/* input.c: the input. A signal gives it some time to come to its end: then all is there, and can be
 * written. */
#include "config.h"

#include "gate/input.h"

#include "gate/peer.h"
#include "gate/signals.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#define CHUNK 262144u
#define GRACE_MS 1500
#define FOREVER_MS 3600000

/* Waits until there is something to read, or a signal has come. */
static void
wait_input(const struct off_reading *r, long long ms)
{
    struct pollfd ready = {.fd = r->fd, .events = POLLIN};
    off_peer_wait(&ready, 1, ms, r->while_waiting);
}

/* Returns false if a signal has come, and the time that it leaves has passed. */
static bool
may_wait(struct off_reading *r)
{
    wait_input(r, 0); /* lets a signal in that came before */
    if (!off_signals_came()) {
        wait_input(r, FOREVER_MS);
        if (!off_signals_came())
            return true;
    }
    if (r->typed)
        return false;
    if (r->stop_at == 0)
        r->stop_at = off_now_ms() + GRACE_MS;
    long long left = r->stop_at - off_now_ms();
    if (left > 0)
        wait_input(r, left);
    return off_now_ms() < r->stop_at;
}

int
off_reading_more(struct off_reading *r, struct off_buffer *b)
{
    /* Room first, so that no byte is taken that cannot be kept. */
    if (!off_buffer_reserve(b, CHUNK))
        return ENOMEM;
    for (;;) {
        if (!may_wait(r))
            return EINTR;
        ssize_t n = read(r->fd, b->data + b->length, CHUNK);
        if (n >= 0) {
            b->length += (size_t)n;
            r->ended = n == 0;
            return 0;
        }
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            return errno;
    }
}

int
off_reading_all(struct off_reading *r, struct off_buffer *b)
{
    int error = 0;
    while (!r->ended && error == 0)
        error = off_reading_more(r, b);
    return error;
}
