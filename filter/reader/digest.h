/* digest.h: a digest as a table of contents. */
#ifndef OFF_READER_DIGEST_H
#define OFF_READER_DIGEST_H

#include <offprint/article.h>
#include <offprint/locate.h>

/* Makes the title of each story of the plan a heading that leads to it, and puts what is marked as
 * advertisement behind everything else, under a heading in the article's language. No word is
 * dropped. */
void off_arrange_digest(OffArticle *article, const OffPlan *plan);

#endif
