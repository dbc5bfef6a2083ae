/* paging.h: articles that are cut into several pages. */
#ifndef OFF_PAGING_H
#define OFF_PAGING_H

#include "blocks/page.h"

/* The address of the page that this one goes on at (transfer full), or NULL. base: what relative
 * links start from; url, canonical: the page's own addresses, either may be NULL. A link is the
 * next page where it says so (rel=next, "Next page", the number) and its address is that of this
 * page but for a page number that is one higher: no other article is taken for a page of this one.
 */
char *off_next_page(const OffPage *page, const char *base, const char *url, const char *canonical);

#endif
