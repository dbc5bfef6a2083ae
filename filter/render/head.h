/* head.h: the head above an article, in text and in HTML. */
#ifndef OFF_HEAD_H
#define OFF_HEAD_H

#include <offprint/article.h>

/* The byline, or NULL if it is only the site's name, which is printed anyway. Owned by the
 * article. */
const char *off_head_byline(const OffArticle *article);

#endif
