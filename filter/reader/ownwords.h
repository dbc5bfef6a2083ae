/* ownwords.h: what an item says and the page that it points to does not. */
#ifndef OFF_OWNWORDS_H
#define OFF_OWNWORDS_H

#include "input/item.h"

#include <offprint/article.h>

/* Puts the blocks of own that the article lacks above it, and a line between. Returns whether there
 * were any. */
gboolean off_add_own_words(OffArticle *article, const OffArticle *own, const OffItem *item);

/* Does one article hold (nearly) all words of the other, in their order? */
gboolean off_article_holds(const OffArticle *article, const OffArticle *other);

#endif
