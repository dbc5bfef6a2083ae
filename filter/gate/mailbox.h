/* mailbox.h: an mbox of any size, some mails at a time (--from mbox). */
#ifndef OFF_MAILBOX_H
#define OFF_MAILBOX_H

#include "gate/input.h"
#include "gate/sink.h"

/* Is that what was asked for, and can the output be made in pieces? */
bool off_mailbox_wanted(const struct off_options *options);

/* Works through it. Returns the exit status. */
int off_mailbox_run(const struct off_options *options, struct off_reading *reading,
                    struct off_sink *sink);

/* The offset behind from at which the next mail begins, for certain: a From_ line behind a blank
 * line, with a date or a header field (filter/input/mbox.c takes each of these for one). SIZE_MAX
 * if there is none; *resume is where to look again when more has come. ended: no more will come. */
size_t off_mailbox_next(const unsigned char *data, size_t length, size_t from, bool ended,
                        size_t *resume);

#endif
