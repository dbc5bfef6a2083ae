/* feedmedia.h: the media of an item: sound, video, pictures. */
#ifndef OFF_FEEDMEDIA_H
#define OFF_FEEDMEDIA_H

#include "input/item.h"

#include <libxml/tree.h>

/* Reads the enclosures and the picture of an item of RSS or Atom: enclosure, Media RSS, iTunes,
 * links of Atom. base: of relative addresses. */
void off_feed_read_media(OffItem *item, const xmlNode *node, const char *base);

/* Adds the file at url (as written) to the item, by its kind. type may be NULL: then the file name
 * decides. */
void off_item_add_enclosure(OffItem *item, const char *base, const char *url, const char *type,
                            const char *title, gint64 size, gint64 duration);
/* Sets the item's picture if it has none yet. */
void off_item_set_picture(OffItem *item, const char *base, const char *url, const char *text);

/* Seconds of "83", "1:23", "1:02:03"; 0: it is none of these. */
gint64 off_feed_duration(const char *text);

#endif
