/* feedplan.h: what an item of a feed is: an article, a post, a medium, or a pointer to one. */
#ifndef OFF_FEEDPLAN_H
#define OFF_FEEDPLAN_H

#include "input/item.h"

#include <offprint/locate.h>

/* Plans an item of a feed, or a mail that a feed program made of one (transfer full). */
OffPlan *off_feed_plan(const OffItem *item);

/* An item's own words as UTF-8 (transfer full); NULL if it has none of that kind. */
char *off_item_html(const OffItem *item);
char *off_item_text(const OffItem *item);

#endif
