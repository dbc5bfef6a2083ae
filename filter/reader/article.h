/* article.h: the article of an item. */
#ifndef OFF_READER_ARTICLE_H
#define OFF_READER_ARTICLE_H

#include "reader/job.h"

/* The article of a planned item (transfer full), fetched or the item's own. NULL: the outcome says
 * why. */
OffArticle *off_work_article(OffWork *work, const OffJob *job, OffChannel *channel,
                             OffOutcome *outcome);

/* All text of an item without any selection (transfer full, never NULL): the fall-back if no
 * article was found. */
OffArticle *off_plain_article(const OffItem *item, const OffJob *job);

#endif
