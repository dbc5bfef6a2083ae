/* ask.h: the one way for a request out of the reader, and the check that each has to pass. */
#ifndef OFF_ASK_H
#define OFF_ASK_H

#include "reader/job.h"

typedef enum {
    OFF_ASK_ITEM,    /* what the input links to */
    OFF_ASK_ONWARD,  /* an address that a fetched page leads to */
    OFF_ASK_PICTURE, /* a picture of the article */
} OffAsking;

/* Why the address must not be asked for, as a reason word (constant), or NULL. */
const char *off_ask_refuses(const char *url, OffAsking asking, const OffJob *job);

/* Asks for a page or a picture, or notes that it must not be asked for: the answer is then that
 * failure. Returns the number to wait for. */
guint off_ask(const char *url, OffAsking asking, const OffJob *job, OffChannel *channel);

#endif
