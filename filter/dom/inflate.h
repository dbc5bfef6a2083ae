/* inflate.h: what zlib has packed (RFC 1950, RFC 1952). */
#ifndef OFF_INFLATE_H
#define OFF_INFLATE_H

#include <glib.h>

#define OFF_INFLATE_GZIP (16 + 15)    /* gzip alone */
#define OFF_INFLATE_BY_HEAD (32 + 15) /* gzip or zlib */

/* The decompressed bytes (transfer full). NULL if the data are of another format, incomplete, or
 * longer than most. */
GByteArray *off_inflate_bytes(const void *bytes, gsize length, int form, gsize most);

#endif
