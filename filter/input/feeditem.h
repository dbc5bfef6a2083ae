/* feeditem.h: the items of RSS and Atom. */
#ifndef OFF_FEEDITEM_H
#define OFF_FEEDITEM_H

#include "input/item.h"

#include <libxml/tree.h>

/* What is the same for all items of a feed. */
typedef struct {
    const xmlNode *node;    /* its element; NULL: there are but items */
    const char *given_base; /* where the feed was found; NULL: not known */
    char *title, *url, *self, *lang, *author;
    const char *bytes;
    gsize length;
} OffChannelWords;

/* Reads channel or feed. Clear it with off_channel_words_clear. */
void off_feed_read_channel(OffChannelWords *channel, const xmlNode *node);
void off_channel_words_clear(OffChannelWords *channel);

/* Reads an item or entry (transfer full). */
OffItem *off_feed_read_item(const OffChannelWords *channel, const xmlNode *node);

/* Adds a category unless the item has it; consumes name. */
void off_item_add_category(OffItem *item, const char *name);

#endif
