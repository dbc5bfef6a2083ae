/* sources.h: reports which places of a page the article's fields come from. */
#ifndef OFF_SOURCES_H
#define OFF_SOURCES_H

#include "metadata/table.h"

#include <offprint/extract.h>

/* Calls options->explain_source, if it is set, with the source of each field. */
void off_explain_metadata(const OffMetadata *m, const OffArticle *article,
                          const OffExtractOptions *options);

#endif
