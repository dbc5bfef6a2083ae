/* jsonfeed.h: JSON Feed 1.0 and 1.1, whole or one item of it. */
#ifndef OFF_JSONFEED_H
#define OFF_JSONFEED_H

#include "input/input.h"
#include "input/splice.h"

typedef struct OffJsonFeed OffJsonFeed;

/* Reads the text (UTF-8, ended by NUL) into items (transfer full); NULL with error set if it is no
 * feed. */
OffJsonFeed *off_json_feed_read(const char *text, gsize length, const OffSource *source,
                                GPtrArray *items, GError **error);
void off_json_feed_free(OffJsonFeed *feed);

/* Puts html into an item, by its OffItem.node. */
void off_json_feed_fill(OffJsonFeed *feed, OffSplice *splice, gpointer node, const char *html);
GByteArray *off_json_feed_write(const OffJsonFeed *feed, const OffSplice *splice);

#endif
