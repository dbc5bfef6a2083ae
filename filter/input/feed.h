/* feed.h: a parsed feed that can be written again. */
#ifndef OFF_FEED_H
#define OFF_FEED_H

#include "input/item.h"

/* The whole feed; its items point into it. */
typedef struct OffFeed OffFeed;

void off_feed_free(OffFeed *feed);

/* Puts html (UTF-8, a fragment) into the item as its full content: content:encoded, content or
 * content_html. Nothing else of the feed changes. FALSE if that cannot be done. */
gboolean off_feed_fill(OffFeed *feed, const OffItem *item, const char *html);

/* Why the feed cannot be written again (constant); NULL: it can. */
const char *off_feed_doubt(const OffFeed *feed);

/* The feed as bytes (transfer full), in UTF-8: its own text with the articles filled in. */
GByteArray *off_feed_write(const OffFeed *feed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffFeed, off_feed_free)

#endif
