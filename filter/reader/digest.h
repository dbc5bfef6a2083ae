/* digest.h: a digest as a table of contents. */
#ifndef OFF_READER_DIGEST_H
#define OFF_READER_DIGEST_H

#include <offprint/article.h>
#include <offprint/locate.h>

/* Makes the title of each planned story a heading that links to it, and moves advertisements to the
 * end, under a heading in the article's language. No word is lost. */
void off_arrange_digest(OffArticle *article, const OffPlan *plan);

#endif
