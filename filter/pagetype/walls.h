/* walls.h: pages that are no article, and say so. */
#ifndef OFF_WALLS_H
#define OFF_WALLS_H

#include "blocks/page.h"

#include <offprint/extract.h>

/* Does the page stand before an article, or in its place? words: of what would be kept of it.
 * Returns an OffExtractError, or -1 where it is a page like others. Nothing is circumvented: this
 * only tells. */
int off_find_wall(const OffPage *page, const char *title, guint words);

#endif
