/* maildir.h: messages into a Maildir (cr.yp.to/proto/maildir.html): written in tmp, then moved to
 * new. */
#ifndef OFF_MAILDIR_H
#define OFF_MAILDIR_H

#include <stdbool.h>
#include <stddef.h>

/* Messages that are moved to new together. */
#define OFF_MAILDIR_GROUP 32

struct off_maildir_file {
    int fd;
    char *temporary, *final;
};

struct off_maildir {
    const char *dir;
    unsigned number; /* tells the messages of one run apart */
    unsigned waiting;
    bool
        bulk; /* of a mailbox that the user keeps: all is forced to the disk at the end, together */
    struct off_maildir_file group[OFF_MAILDIR_GROUP];
};

/* Makes dir and its tmp, new and cur if they are missing. Returns 0 or errno. */
int off_maildir_open(struct off_maildir *m, const char *dir);

/* Adds one message, which is delivered with others or by off_maildir_flush. A From_ line on top is
 * left out. Returns 0 or errno, also of those before it. */
int off_maildir_add(struct off_maildir *m, const void *message, size_t length);

/* Delivers all that wait. Returns 0 or the first errno; of a message that failed nothing is in new,
 * and the others are delivered. */
int off_maildir_flush(struct off_maildir *m);

/* The last flush: in bulk, all that was delivered is on the disk then. */
int off_maildir_finish(struct off_maildir *m);

/* Gives up those that wait. */
void off_maildir_drop(struct off_maildir *m);

#endif
