/* made.h: keeps the finished articles of feed items, and uses them again without fetching.
 *
 * A run over a feed sees mostly known items. Their finished articles come from the cache at almost
 * no cost, so no deadline can replace them by summaries. They are sealed with a secret that the
 * fetcher does not know, and keyed by everything that shapes them. */
#ifndef OFF_MADE_H
#define OFF_MADE_H

#include "reader/job.h"

/* A hash of a feed item and all its words, except the date of its last change: a Maildir gets it
 * once. "" if it is not an item of a feed. */
void off_made_mark(const OffItem *item, char mark[OFF_MARK_SIZE + 1]);

/* Sets settings.made if the item's finished article may be kept; call it before the page is
 * requested. */
void off_made_begin(OffWork *work, const OffJob *job);

/* Has the fetcher given up by now, so that only kept articles can be requested? */
gboolean off_made_is_late_to_ask(const OffJob *job);
/* Has the time come in which no page is read any more? */
gboolean off_made_is_late(const OffJob *job);

/* Requests the kept article of an item whose page may not arrive any more. */
void off_made_ask(OffWork *work, OffChannel *channel);

/* Appends the item's finished article of an earlier run to piece, and sets the outcome. FALSE if
 * there is none, so that its page has to be processed. */
gboolean off_made_use(OffWork *work, OffChannel *channel, GByteArray *piece, OffOutcome *outcome);
/* The same if nothing came of its page this time, however old it is. */
gboolean off_made_fall_back(OffWork *work, OffChannel *channel, GByteArray *piece,
                            OffOutcome *outcome);
/* Keeps what the item came to. */
void off_made_keep(const OffWork *work, OffChannel *channel, const GByteArray *piece,
                   const OffOutcome *outcome);

#endif
