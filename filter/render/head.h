/* head.h: what stands above an article, in text and in HTML. */
#ifndef OFF_HEAD_H
#define OFF_HEAD_H

#include <offprint/article.h>

/* The byline, or NULL where it is no more than the site's name, which stands there anyway. Owned by
 * the article. */
const char *off_head_byline(const OffArticle *article);

#endif
