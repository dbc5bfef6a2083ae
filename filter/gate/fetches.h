/* fetches.h: the pages that the reader asked for, and how far the answer to each has come. */
#ifndef OFF_FETCHES_H
#define OFF_FETCHES_H

#include "wire/bounds.h"
#include "wire/wire.h"

#include <stdbool.h>
#include <stddef.h>

/* Numbers are 1, 2, 3 ... in the order of asking. */
struct off_fetches {
    long long asked;
    unsigned open; /* without an END */
    unsigned char state[OFF_REQUESTS_MAX + 1];
    unsigned bytes[OFF_REQUESTS_MAX + 1]; /* of the body */
};

enum off_asked {
    OFF_ASKED_PASS,  /* hand it to the fetcher */
    OFF_ASKED_LIMIT, /* one more than may be open at a time, or than a run may ask for */
    OFF_ASKED_WRONG, /* not a request */
};

/* Takes a frame OFF_FRAME_FETCH of the reader; *id is its number. */
enum off_asked off_fetches_ask(struct off_fetches *f, const struct off_frame_view *view,
                               long long *id);

/* May this OFF_FRAME_MADE go to the fetcher? It must belong to a request that was answered in full,
 * and be the first for it. */
bool off_fetches_keep(struct off_fetches *f, const struct off_frame_view *view);

/* Takes a frame of the fetcher that belongs to an answer, and appends it to out as the reader may
 * have it: only known fields, no control characters, a reason that a
 * fetcher may report. Returns false if no
 * such frame can come now, or if there is no memory. */
bool off_fetches_answer(struct off_fetches *f, const struct off_frame_view *view,
                        struct off_buffer *out);

/* Appends the answer to request id, which off_fetches_ask took and which is not handed on. */
bool off_fetches_refuse(struct off_fetches *f, long long id, const char *reason,
                        const char *message, struct off_buffer *out);

#endif
