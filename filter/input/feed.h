/* feed.h: a feed that was read, for those who want to write it again. */
#ifndef OFF_FEED_H
#define OFF_FEED_H

#include "input/item.h"

/* The whole feed as a tree: libxml2's for RSS and Atom, jansson's for JSON Feed. Items point into
 * it. */
typedef struct OffFeed OffFeed;

void off_feed_free(OffFeed *feed);

/* Puts html (UTF-8, a fragment) into the item as its full content: content:encoded, content or
 * content_html. Nothing else of the feed changes. */
void off_feed_fill(OffFeed *feed, const OffItem *item, const char *html);

/* The feed as bytes (transfer full): XML or JSON in UTF-8. */
GByteArray *off_feed_write(const OffFeed *feed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffFeed, off_feed_free)

#endif
