/* splice.h: changes to a text, made all at once. */
#ifndef OFF_SPLICE_H
#define OFF_SPLICE_H

#include <glib.h>

typedef struct OffSplice OffSplice;

OffSplice *off_splice_new(void);
void off_splice_free(OffSplice *splice);

/* The bytes [start, end) shall be replaced (transfer full of replacement). No two changes may
 * overlap; several at one place come in the order in which they were added. */
void off_splice_add(OffSplice *splice, gsize start, gsize end, char *replacement);

/* The text with all changes (transfer full). */
GByteArray *off_splice_apply(const OffSplice *splice, const char *text, gsize length);

#endif
