/* pages.h: gets the article at an address, from one page or several. */
#ifndef OFF_PAGES_H
#define OFF_PAGES_H

#include "reader/job.h"

#include <offprint/extract.h>

/* Waits for a requested page (ask.h), and follows it if it says that the content is elsewhere
 * (transfer full, never NULL). */
OffFetched *off_page_wait(guint request, const OffJob *job, OffChannel *channel);

/* The same if its answer has been taken already: first (transfer full), or NULL. */
OffFetched *off_page_wait_on(OffFetched *first, guint request, const OffJob *job,
                             OffChannel *channel);

/* The article of a page with its continuation pages (transfer full); NULL with error set. title:
 * the expected title, or NULL. partial: some pages could not be fetched. */
OffArticle *off_page_article(const OffFetched *page, const char *title, const OffJob *job,
                             OffChannel *channel, gboolean *partial, GError **error);

/* Adds the continuation pages to an article. Returns FALSE if one could not be fetched. */
gboolean off_page_follow(OffArticle *article, const OffJob *job, OffChannel *channel);

#endif
