/* batch.h: the items of a run, one after the other, while their pages are under way. */
#ifndef OFF_BATCH_H
#define OFF_BATCH_H

#include "reader/job.h"

/* Plans all items, requests their pages and finishes each item. Appends the output in the order of
 * the items. pages: pages that were fetched already (OffFetched, or NULL for an item that has
 * none), or NULL. all: the outcome of the whole run. */
void off_batch_run(OffJob *job, OffChannel *channel, GPtrArray *items, GPtrArray *pages,
                   GByteArray *out, OffOutcome *all);

#endif
