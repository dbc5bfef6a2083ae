/* lists.h: pages that are whole, and no article. */
#ifndef OFF_LISTS_H
#define OFF_LISTS_H

#include "metadata/table.h"

#include <offprint/extract.h>

/* Is the page a front page, a section's list of articles, or little more than a player? words: of
 * the text that would be kept. Returns an OffExtractError, or -1 for an ordinary page. */
int off_find_list(const OffPage *page, const OffMetadata *metadata, const char *url, guint words);

#endif
