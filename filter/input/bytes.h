/* bytes.h: is it text at all? */
#ifndef OFF_BYTES_H
#define OFF_BYTES_H

#include <glib.h>

/* What the bytes are if they are no text, for a person ("a PDF document", "binary data"); NULL:
 * they may be text, in whatever charset. */
const char *off_bytes_are(const char *bytes, gsize length);

#endif
