/* marks.h: which fields are ours. */
#ifndef OFF_MAIL_MARKS_H
#define OFF_MAIL_MARKS_H

#include "input/item.h"

/* X-Offprint and X-Offprint-...: nobody but us writes them. */
gboolean off_is_own_field(const char *name, gsize length);

/* Does the value of X-Offprint say that the mail stayed as it was? Such a mail is no offprint. */
gboolean off_is_mark_of_failure(const char *value);

/* The mail without the field that off_mark_mail gave it (transfer full); NULL if it has none. item
 * has bytes and fields; length: of the bytes. */
GByteArray *off_unmark_mail(const OffItem *item, gsize length);

#endif
