/* batch.h: the items of a run, one after the other, while their pages are under way. */
#ifndef OFF_BATCH_H
#define OFF_BATCH_H

#include "reader/job.h"

/* Plans all items, asks for their pages, and brings each to its end. Appends to out what is to be
 * written, in the order of the items. pages: pages that were fetched already (OffFetched, or NULL
 * for an item that has none), or NULL. all: what is said of the run. */
void off_batch_run(OffJob *job, OffChannel *channel, GPtrArray *items, GPtrArray *pages,
                   GByteArray *out, OffOutcome *all);

#endif
