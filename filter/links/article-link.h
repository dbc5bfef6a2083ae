/* article-link.h: links as a reader of the article should see them. */
#ifndef OFF_ARTICLE_LINK_H
#define OFF_ARTICLE_LINK_H

#include <glib.h>

/* The address that a link of an article leads to, without a redirector around it and without
 * parameters that only count clicks (transfer full). Other parameters and the fragment stay. Unlike
 * off_unwrap(), which finds out what may be fetched, it leaves services alone that do something
 * with the address they are given: a web archive, a translator, a button to share. */
char *off_article_link(const char *url);

/* unwrap.c: the address that another carries in its query or path (transfer full), or NULL. */
char *off_carried_address(const char *url);
/* unwrap.c: the address without parameters that only count clicks (transfer full). */
char *off_without_counters(const char *url);

#endif
