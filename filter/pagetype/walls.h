/* walls.h: pages that are no article, and say so. */
#ifndef OFF_WALLS_H
#define OFF_WALLS_H

#include "blocks/page.h"

#include <offprint/extract.h>

/* Is the page a wall before an article, or shown instead of one? words: of the text that would be
 * kept. Returns an OffExtractError, or -1 for an ordinary page. This only detects walls; nothing is
 * circumvented. */
int off_find_wall(const OffPage *page, const char *title, guint words);

#endif
