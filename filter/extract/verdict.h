/* verdict.h: which blocks are the article. */
#ifndef OFF_VERDICT_H
#define OFF_VERDICT_H

#include "features.h"
#include "page.h"

/* Numbers that the second look adds to features.def: the block's own worth, that of two blocks
 * before and two after, means of the box, the box around, five before, five after, the page. */
#define OFF_CONTEXT_FEATURES 10

/* Sets kept, worth and why of every block. title: what the article is about, may be NULL. */
void off_judge_blocks(OffPage *page, const char *title);

/* Keeps everything that can be seen (a page that is the article already). */
void off_keep_all(OffPage *page);

/* From worth to kept: what the forests do not see (tests/train calls it with worths of its own). */
void off_settle_verdicts(OffPage *page, const OffFeatures *features);

/* For tests/train: the numbers of the second look, from the worth that stands in the blocks. */
float off_page_worth(const OffPage *page);
void off_judge_context(const OffPage *page, guint index, float page_worth,
                       float out[OFF_CONTEXT_FEATURES]);

#endif
