/* ownwords.h: finds the words of an item that are not on its page. */
#ifndef OFF_OWNWORDS_H
#define OFF_OWNWORDS_H

#include "input/item.h"

#include <offprint/article.h>

/* Puts the blocks of own that the article lacks above it, and a line between. with_title: the
 * page's title comes after that line, for readers of feeds, which show no head of ours; some, as
 * newsboat, do not draw the line either. Returns whether there were any blocks. */
gboolean off_add_own_words(OffArticle *article, const OffArticle *own, const OffItem *item,
                           gboolean with_title);

/* Does one article hold (nearly) all words of the other, in their order? */
gboolean off_article_holds(const OffArticle *article, const OffArticle *other);

#endif
