/* request.h: what a reader is asked to do. */
#ifndef OFF_REQUEST_H
#define OFF_REQUEST_H

#include "gate/options.h"
#include "gate/peer.h"

struct off_request {
    size_t length;            /* bytes of input that will follow */
    long long deadline;       /* off_now_ms() at which it has to be done */
    const char *sandbox_test; /* what it is to try from inside; NULL: nothing */
    const char
        *archive; /* "find": the pages of a WARC; "read": one page after the other; NULL: neither */
    unsigned long long first_item; /* its number in a mailbox done in pieces; 0: it is no piece */
    bool plain; /* the plainest rendering: another reader has died of this input */
};

/* Appends the frame OFF_FRAME_OPTIONS; false where there is no memory. */
bool off_request_add(struct off_buffer *out, const struct off_options *options,
                     const struct off_request *request);

/* Bytes on their way to a reader, from where they lie. */
struct off_hand {
    const unsigned char *data; /* not owned */
    size_t length, handed;
    bool ended; /* the reader has been told that this was all */
};

/* Hands the next piece on once the last has gone; false where there is no memory. */
bool off_hand_on(struct off_peer *reader, struct off_hand *hand);

#endif
