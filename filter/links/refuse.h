/* refuse.h: links that act, recognized by their words and addresses. */
#ifndef OFF_REFUSE_H
#define OFF_REFUSE_H

#include <glib.h>

typedef enum {
    OFF_SAYS_NOTHING,
    OFF_SAYS_MORE,   /* the article continues there */
    OFF_SAYS_ONLINE, /* the mail itself, on the web */
    OFF_SAYS_ACT,    /* it does something */
    OFF_SAYS_LEAVE,  /* it leaves the list, or changes what is sent */
} OffSaying;

/* The action that the words of a link name (words/). */
OffSaying off_saying(const char *words);
/* The same for the result of off_comparable_composed(). headline: the words are a headline, in
 * which verbs in mid-sentence tell a story. */
OffSaying off_saying_plain(const char *plain, gboolean headline);
/* Do such words, of any length, tell how to leave a list? */
gboolean off_says_leave(const char *plain);

/* Why a link must not be fetched, a constant word; NULL if nothing speaks against it. words: of the
 * link, or NULL; unsubscribe: the List-Unsubscribe fields, may be NULL. */
const char *off_refuses_link(const char *href, const char *target, const char *words,
                             const char *unsubscribe);
/* The same in two steps, because many links share an address: first the address, with the result of
 * off_listed_keys as listed; then the words. */
const char *off_refuses_address(const char *href, const char *target, const char *listed);
const char *off_refuses_words(const char *by_address, OffSaying says);

#define OFF_REFUSED_LISTED "list-unsubscribe"

#endif
