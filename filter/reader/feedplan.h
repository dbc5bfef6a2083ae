/* feedplan.h: what an item of a feed is: an article, a post, a medium, or a pointer to one. */
#ifndef OFF_FEEDPLAN_H
#define OFF_FEEDPLAN_H

#include "input/item.h"

#include <offprint/locate.h>

/* Plans an item of a feed, or a mail that a feed program made of one (transfer full). */
OffPlan *off_feed_plan(const OffItem *item);

#endif
