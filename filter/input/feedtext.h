/* feedtext.h: the bytes of a feed as UTF-8. */
#ifndef OFF_FEEDTEXT_H
#define OFF_FEEDTEXT_H

#include <glib.h>

/* The text of a feed (transfer full, ended by NUL, length in *out_length): byte order marks,
 * several too, UTF-16 and UTF-32 with or without one, the charset of the XML declaration (RFC
 * 7303). A charset that does not exist is as good as none. Text that is UTF-8 but for single bytes
 * has these read as windows-1252. *same is set if the text is the input's own bytes, unchanged. */
char *off_feed_text(const char *bytes, gsize length, gsize *out_length, gboolean *same);

#endif
