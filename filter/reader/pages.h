/* pages.h: from an address to the article that stands there, be it on one page or on several. */
#ifndef OFF_PAGES_H
#define OFF_PAGES_H

#include "reader/job.h"

#include <offprint/extract.h>

/* Waits for a page that was asked for (ask.h), and where it says that it lies elsewhere, for that
 * (transfer full, never NULL). */
OffFetched *off_page_wait(guint request, const OffJob *job, OffChannel *channel);

/* The same if its answer has been taken already: first (transfer full), or NULL. */
OffFetched *off_page_wait_on(OffFetched *first, guint request, const OffJob *job,
                             OffChannel *channel);

/* The article of a page (transfer full), with those pages that it goes on at; NULL with error set.
 * title: what it is expected to be about, or NULL. partial: there are more pages than could be had.
 */
OffArticle *off_page_article(const OffFetched *page, const char *title, const OffJob *job,
                             OffChannel *channel, gboolean *partial, GError **error);

/* Adds to an article the pages that it goes on at. Returns FALSE where one could not be had. */
gboolean off_page_follow(OffArticle *article, const OffJob *job, OffChannel *channel);

#endif
