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

#endif
