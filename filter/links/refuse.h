/* refuse.h: links that act, and the words that say so. */
#ifndef OFF_REFUSE_H
#define OFF_REFUSE_H

#include <glib.h>

typedef enum { OFF_SAYS_NOTHING, OFF_SAYS_MORE, OFF_SAYS_ONLINE, OFF_SAYS_ACT } OffSaying;

/* What the words of a link say it does (words/). */
OffSaying off_saying(const char *words);

/* Why a link must not be fetched, a constant word; NULL where nothing speaks against it. around:
 * the words of the block it stands in; unsubscribe: List-Unsubscribe, may be NULL. */
const char *off_refuses_link(const char *href, const char *target, const char *words,
                             const char *unsubscribe);

#endif
