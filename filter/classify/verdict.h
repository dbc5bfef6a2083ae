/* verdict.h: which blocks are the article. */
#ifndef OFF_VERDICT_H
#define OFF_VERDICT_H

#include "classify/cut.h"
#include "classify/features.h"
#include "blocks/page.h"

/* Sets kept, worth and why of every block. title, description: of the article, as the page's
 * metadata tells them; may be NULL. */
void off_judge_blocks(OffPage *page, const char *title, const char *description);

/* Keeps everything that can be seen (a page that is the article already). */
void off_keep_all(OffPage *page);

/* The same, without the furniture at both ends of a mail. */
void off_keep_digest(OffPage *page);

/* From worth to kept (tests/train calls it with worths and prices of its own). */
void off_settle_verdicts(OffPage *page, const OffFeatures *features, const OffPrices *prices);

#endif
