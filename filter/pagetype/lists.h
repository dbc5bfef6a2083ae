/* lists.h: pages that are whole, and no article. */
#ifndef OFF_LISTS_H
#define OFF_LISTS_H

#include "metadata/table.h"

#include <offprint/extract.h>

/* Is the page a front page, the list of a section, or little more than a player? words: of what
 * would be kept of it. Returns an OffExtractError, or -1 where it is a page like others. */
int off_find_list(const OffPage *page, const OffMetadata *metadata, const char *url, guint words);

#endif
