/* sink.h: where messages go: standard output, the place of a file, a Maildir. */
#ifndef OFF_SINK_H
#define OFF_SINK_H

#include "gate/maildir.h"
#include "gate/options.h"
#include "gate/replace.h"
#include "gate/seen.h"
#include "wire/wire.h"

#include <stdbool.h>

struct off_sink {
    const struct off_options *options;
    struct off_replacement *file; /* NULL: standard output or a Maildir */
    struct off_buffer held;       /* for standard output: all of it, while it is little */
    bool flows;                   /* part of the output is written, so the rest is written at
                                   * once */
    struct off_maildir maildir;
    bool bulk;            /* what comes are pieces of a mailbox (maildir.h) */
    bool opened;          /* the Maildir */
    bool once;            /* what comes are items of a feed: none goes there twice */
    struct off_seen seen; /* those that are there, if once */
};

/* Takes a piece of the output; for a Maildir it is a message. What is put into standard output is
 * held back up to OFF_INPUT_MAX bytes, so that it is written all at once at the end. Returns 0 or
 * errno. */
int off_sink_put(struct off_sink *sink, const void *data, size_t length);

/* The same for the message of an item. mark: OFF_MARK_SIZE characters that identify the item and
 * its words, or blanks. */
int off_sink_put_item(struct off_sink *sink, const void *data, size_t length, const char *mark);

/* Writes what is held back, or puts the file in its place. Returns 0 or errno. */
int off_sink_end(struct off_sink *sink);

/* Frees all without writing. */
void off_sink_free(struct off_sink *sink);

/* Tells a person that the output could not be written; messages of a Maildir that could are
 * delivered. Returns EX_IOERR, or EX_TEMPFAIL for a file
 * that was left alone. */
int off_sink_complain(struct off_sink *sink, int error);

#endif
