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

/* What the words of a link say it does (words/). */
OffSaying off_saying(const char *words);
/* The same of words that off_comparable_composed gave. headline: they stand as a headline does,
 * where verbs in the middle of a sentence tell a story. */
OffSaying off_saying_plain(const char *plain, gboolean headline);
/* Do such words, of any length, tell how to leave a list? */
gboolean off_says_leave(const char *plain);

/* Why a link must not be fetched, a constant word; NULL if nothing speaks against it. words: of the
 * link, or NULL; unsubscribe: the List-Unsubscribe fields, may be NULL. */
const char *off_refuses_link(const char *href, const char *target, const char *words,
                             const char *unsubscribe);
/* The same in two steps, as many links have one address: what its address says, where listed is
 * what off_listed_keys gives; then what the words add. */
const char *off_refuses_address(const char *href, const char *target, const char *listed);
const char *off_refuses_words(const char *by_address, OffSaying says);

#define OFF_REFUSED_LISTED "list-unsubscribe"

#endif
