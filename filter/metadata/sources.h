/* sources.h: which places of a page say what the article's fields say. */
#ifndef OFF_SOURCES_H
#define OFF_SOURCES_H

#include "metadata/table.h"

#include <offprint/extract.h>

/* Tells options->explain_source, where it is set, what says what the article says. */
void off_explain_metadata(const OffMetadata *m, const OffArticle *article,
                          const OffExtractOptions *options);

#endif
