/* paging.h: articles that are cut into several pages. */
#ifndef OFF_PAGING_H
#define OFF_PAGING_H

#include "blocks/page.h"

/* The address of the continuation page (transfer full), or NULL. base: for relative links; url,
 * canonical: the page's own addresses, either may be NULL. A link counts if it is declared the next
 * page (rel=next, "Next page", the number) and its address differs from this page's only by a page
 * number that is one higher, so that no other article is taken for a continuation. */
char *off_next_page(const OffPage *page, const char *base, const char *url, const char *canonical);

#endif
