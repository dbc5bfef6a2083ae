/* maildir.h: messages into a Maildir (cr.yp.to/proto/maildir.html): written in tmp, then moved to
 * new. */
#ifndef OFF_MAILDIR_H
#define OFF_MAILDIR_H

#include <stddef.h>

/* Makes dir and its tmp, new and cur where they are missing. Returns 0 or errno. */
int off_maildir_open(const char *dir);

/* Delivers one message; number tells those of one run apart. A From_ line on top is left out.
 * Returns 0 or errno; on failure nothing of it is in new. */
int off_maildir_deliver(const char *dir, const void *message, size_t length, unsigned number);

#endif
