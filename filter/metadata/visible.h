/* visible.h: byline and date as the page shows them. */
#ifndef OFF_VISIBLE_H
#define OFF_VISIBLE_H

#include "metadata/table.h"

#include <offprint/article.h>

/* Sets the article's date where its page's data have none, or where the page shows another: one
 * that it says to be that of publication, or the day before or after. url: the page's address,
 * which may name a day, or NULL. */
void off_read_visible_date(OffArticle *article, const OffPage *page, const char *url);

/* Sets the article's byline if the metadata have none, or one that is nowhere on the page, or fewer
 * names than the visible line. */
void off_read_visible_byline(OffArticle *article, const OffPage *page, const OffMetadata *m);

/* Drops a line near the beginning that only repeats the byline, which is printed above the text
 * anyway. */
void off_drop_byline_line(OffPage *page, const char *byline);

#endif
