/* seen.h: which items of feeds a Maildir has been given, so that each comes once. */
#ifndef OFF_SEEN_H
#define OFF_SEEN_H

#include "wire/bounds.h"
#include "wire/wire.h"

#include <stdbool.h>
#include <stddef.h>

#define OFF_SEEN_ID OFF_MARK_SIZE /* hexadecimal digits of an identity */

/* The record: the file "offprint-seen" in the Maildir, a line for each identity and each mark, by
 * which the reader knows an item with its words. It is locked while it is open: two runs at once do
 * not deliver twice. */
struct off_seen {
    int fd; /* -1: there is no record, and nothing is known */
    struct off_buffer ids;
};

/* Opens the record, or creates it. If it cannot be used, it counts as empty: an item that is
 * delivered twice is better than one that is lost. */
void off_seen_open(struct off_seen *seen, const char *maildir);
void off_seen_close(struct off_seen *seen);

/* The identity in the header of a message of an item: the first digits of its Message-ID. Returns
 * false if it has none. */
bool off_seen_identity(const void *message, size_t length, char id[OFF_SEEN_ID + 1]);
bool off_seen_has(const struct off_seen *seen, const char *id);
/* Notes an identity whose message was delivered. */
void off_seen_add(struct off_seen *seen, const char *id);

#endif
