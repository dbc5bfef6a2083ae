/* article-link.h: links as a reader of the article should see them. */
#ifndef OFF_ARTICLE_LINK_H
#define OFF_ARTICLE_LINK_H

#include <glib.h>

/* The target of a link in an article, without a redirector and without parameters that only count
 * clicks (transfer full). Other parameters and the fragment stay. off_unwrap() finds the address to
 * fetch; this function leaves services alone that work on the address inside theirs: a web archive,
 * a translator, a share button. */
char *off_article_link(const char *url);

/* unwrap.c: the address that another carries in its query or path (transfer full), or NULL. */
char *off_carried_address(const char *url);
/* unwrap.c: the address without parameters that only count clicks (transfer full). */
char *off_without_counters(const char *url);

#endif
