/* dress.h: what a feed gives with an item beside its words. */
#ifndef OFF_DRESS_H
#define OFF_DRESS_H

#include "input/item.h"

#include <offprint/article.h>

typedef struct {
    gboolean drop_images;
    gboolean in_feed; /* it goes back into the feed, which has its own picture and enclosures */
    gboolean own;     /* it is what the item holds, not a page */
} OffDressing;

/* Adds the item's picture above the text if that has none, what pictures say when they are pointed
 * at, the enclosures, the address of the comments; a link if nothing else is there. */
void off_dress_article(OffArticle *article, const OffItem *item, const OffDressing *how);

/* Takes the line off the end that blog programs add: who posted what where, with links to the item
 * and to the front page. */
void off_drop_tail(OffArticle *article, const OffItem *item);

#endif
