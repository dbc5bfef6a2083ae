/* mailbox.h: an mbox of any size, some mails at a time (--from mbox). */
#ifndef OFF_MAILBOX_H
#define OFF_MAILBOX_H

#include "gate/input.h"
#include "gate/sink.h"

/* Was --from mbox given, and can the output be written in pieces? */
bool off_mailbox_wanted(const struct off_options *options);

/* Works through it. Returns the exit status. */
int off_mailbox_run(const struct off_options *options, struct off_reading *reading,
                    struct off_sink *sink);

/* The offset, after from, at which the next mail certainly begins: a From_ line with a date or a
 * header field, after a blank line (filter/input/mbox.c accepts each of these). SIZE_MAX if there
 * is none; *resume is where to continue the search when more bytes have arrived. ended: no more
 * will arrive. */
size_t off_mailbox_next(const unsigned char *data, size_t length, size_t from, bool ended,
                        size_t *resume);

#endif
