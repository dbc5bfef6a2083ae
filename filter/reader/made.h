/* made.h: what the items of a feed came to is kept, and comes again without their pages.
 *
 * A run over a feed sees most of its items again. What was made of their pages is taken from the
 * cache: it costs next to nothing, so no deadline can put a summary in its place. It is sealed with
 * a secret that the fetcher does not know, and known by all that shapes it. */
#ifndef OFF_MADE_H
#define OFF_MADE_H

#include "reader/job.h"

/* What an item of a feed is known by with all that it says, but for the date of its last change: a
 * Maildir gets it once. "" if it is no such item. */
void off_made_mark(const OffItem *item, char mark[OFF_MARK_SIZE + 1]);

/* Sets settings.made, before the item's page is asked for, if what comes of it may be kept. */
void off_made_begin(OffWork *work, const OffJob *job);

/* Has the fetcher given up by now, so that it is asked for nothing but what is kept? */
gboolean off_made_is_late_to_ask(const OffJob *job);
/* Has the time come in which no page is read any more? */
gboolean off_made_is_late(const OffJob *job);

/* Asks for what is kept of an item whose page may not come any more. */
void off_made_ask(OffWork *work, OffChannel *channel);

/* Appends to piece what the item came to in an earlier run, and sets the outcome. FALSE if its page
 * has to be worked on. */
gboolean off_made_use(OffWork *work, OffChannel *channel, GByteArray *piece, OffOutcome *outcome);
/* The same if nothing came of its page this time, however old it is. */
gboolean off_made_fall_back(OffWork *work, OffChannel *channel, GByteArray *piece,
                            OffOutcome *outcome);
/* Keeps what the item came to. */
void off_made_keep(const OffWork *work, OffChannel *channel, const GByteArray *piece,
                   const OffOutcome *outcome);

#endif
