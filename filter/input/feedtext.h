/* feedtext.h: the bytes of a feed as UTF-8. */
#ifndef OFF_FEEDTEXT_H
#define OFF_FEEDTEXT_H

#include <glib.h>

/* The text of a feed in UTF-8 (transfer full, ended by NUL, length in *out_length). The encoding
 * comes from byte order marks (there may be several), from UTF-16 or UTF-32 without a mark, or from
 * the XML declaration (RFC 7303). An unknown charset is ignored. In UTF-8 with single invalid bytes
 * these are read as windows-1252. *same is set if the text is the input's own bytes, unchanged. */
char *off_feed_text(const char *bytes, gsize length, gsize *out_length, gboolean *same);

#endif
