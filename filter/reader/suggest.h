/* suggest.h: --suggest-rules: the pages of a site, and a first file of rules for it. */
#ifndef OFF_READER_SUGGEST_H
#define OFF_READER_SUGGEST_H

#include "reader/channel.h"
#include "reader/job.h"

/* Adds the page of an address, and the article made of it without rules. */
void off_suggest_page(OffWork *work, OffChannel *channel, OffOutcome *outcome);

/* Appends the file. If a page failed, outcome says so, and the others count. */
void off_suggest_end(OffJob *job, GByteArray *out, OffOutcome *outcome);

#endif
