/* dress.h: additions to an item's text: pictures, enclosures, comments. */
#ifndef OFF_DRESS_H
#define OFF_DRESS_H

#include "input/item.h"

#include <offprint/article.h>

typedef struct {
    gboolean drop_images;
    gboolean in_feed; /* the output is a feed, which has its own picture and enclosures */
    gboolean own;     /* it is what the item holds, not a page */
} OffDressing;

/* Adds to the article: the item's picture above the text if that has none, tooltips of pictures,
 * the enclosures, the address of the comments. If nothing else is there, adds a link. */
void off_dress_article(OffArticle *article, const OffItem *item, const OffDressing *how);

/* Removes the last line that blog programs add: who posted what where, with links to the item and
 * the front page. */
void off_drop_tail(OffArticle *article, const OffItem *item);

#endif
