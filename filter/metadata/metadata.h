/* metadata.h: reads a page's metadata. */
#ifndef OFF_METADATA_H
#define OFF_METADATA_H

#include "metadata/table.h"

/* Reads <meta>, microdata, JSON-LD, headings and elements of the page, which has to live as long
 * (transfer full). */
OffMetadata *off_metadata_new(const OffPage *page);

#endif
