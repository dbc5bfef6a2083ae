/* peer.h: a process at the other end of a socket, spoken to in frames without ever blocking. */
#ifndef OFF_PEER_H
#define OFF_PEER_H

#include "wire/wire.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/types.h>

struct off_peer {
    const char *name; /* offprint-reader, offprint-fetcher: a file of pkglibexecdir */
    pid_t pid;        /* 0: not started */
    int fd;           /* our end, non-blocking; -1 where closed */
    bool silent;      /* it will say nothing more: what came before may still be taken */
    struct off_buffer in, out;
    unsigned long long sent; /* bytes of out, since the start */
    /* Bytes that are sent after those that were in out when this was set; not copied, not owned. */
    const unsigned char *bulk;
    size_t bulk_length;
};

struct off_peer_limits {
    size_t address_space; /* bytes */
    long cpu_seconds;
    long file_size; /* bytes it may write into a file; -1: no limit */
    long files;     /* descriptors */
};

/* Starts the program. Its standard input and output are the socket's other end, its standard error
 * is /dev/null; it dies with us. Returns 0, or the errno of what failed. */
int off_peer_start(struct off_peer *p, const struct off_peer_limits *limits);

/* Is there anything that it has not been sent yet? */
bool off_peer_has_more(const struct off_peer *p);

/* Moves bytes both ways as far as they go. Returns false once the other end has closed or failed.
 */
bool off_peer_pump(struct off_peer *p, short events);

/* The events of poll(2) that it is to be waited for; listens: what it says would be taken. */
short off_peer_events(const struct off_peer *p, bool listens);

/* poll(2) for ms milliseconds, with the signals that while_waiting lets through: where one falls,
 * it is before this or in it, and ends it. */
int off_peer_wait(struct pollfd *ready, unsigned count, long long ms,
                  const sigset_t *while_waiting);

/* How many bytes have been added to out so far, sent or unsent. */
unsigned long long off_peer_queued(const struct off_peer *p);

/* Is there an unprocessed frame, or invalid bytes? */
bool off_peer_has_frame(const struct off_peer *p);

/* Passes each complete frame to take, while hears agrees and take returns true. Returns 1: more may
 * follow; 0: take refused; -1: the bytes are not a frame. */
int off_peer_take(struct off_peer *p, bool (*hears)(void *data),
                  bool (*take)(void *data, const struct off_frame_view *view), void *data);

/* Kills it, waits for it, frees all. Returns its wait status, or -1 where it was not started. */
int off_peer_stop(struct off_peer *p);

#endif
