/* refuse.h: links that act, and the words that say so. */
#ifndef OFF_REFUSE_H
#define OFF_REFUSE_H

#include <glib.h>

typedef enum {
    OFF_SAYS_NOTHING,
    OFF_SAYS_MORE,   /* the article goes on there */
    OFF_SAYS_ONLINE, /* the mail itself, on the web */
    OFF_SAYS_ACT,    /* it does something */
    OFF_SAYS_LEAVE,  /* it leaves the list, or changes what is sent */
} OffSaying;

/* What the words of a link say it does (words/). headline: it stands as a headline does, where
 * verbs in the middle of a sentence tell a story. */
OffSaying off_saying_of(const char *words, gboolean headline);
OffSaying off_saying(const char *words);

/* Why a link must not be fetched, a constant word; NULL if nothing speaks against it. words: of the
 * link, or NULL; unsubscribe: the List-Unsubscribe fields, may be NULL. */
const char *off_refuses_link(const char *href, const char *target, const char *words,
                             const char *unsubscribe);
/* The same when the words and the fields have been read: listed is what off_listed_keys gives. */
const char *off_refuses_anchor(const char *href, const char *target, OffSaying says,
                               const char *listed);

#endif
