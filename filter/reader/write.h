/* write.h: an article in the form that was asked for. */
#ifndef OFF_READER_WRITE_H
#define OFF_READER_WRITE_H

#include "reader/job.h"

/* Appends the article to out, or fills the feed with it. */
void off_write_article(GByteArray *out, const OffWork *work, const OffArticle *article, OffJob *job,
                       const OffOutcome *outcome);

/* Appends a mail that stays as it is, among others. */
void off_write_original(GByteArray *out, const OffItem *item, const OffJob *job);

#endif
