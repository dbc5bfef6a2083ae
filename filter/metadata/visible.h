/* visible.h: who and when, as the page shows them. */
#ifndef OFF_VISIBLE_H
#define OFF_VISIBLE_H

#include "metadata/table.h"

#include <offprint/article.h>

/* Sets the article's date where its page's data have none, or where the page shows another: one
 * that it says to be that of publication, or the day before or behind. url: the page's address,
 * which may name a day, or NULL. */
void off_read_visible_date(OffArticle *article, const OffPage *page, const char *url);

/* Sets its byline where the page's data have none, or one that is nowhere on the page, or where a
 * line of it says more. */
void off_read_visible_byline(OffArticle *article, const OffPage *page, const OffMetadata *m);

/* A line near the beginning that says no more than the byline, which stands above the text by
 * itself, is not kept. */
void off_drop_byline_line(OffPage *page, const char *byline);

#endif
