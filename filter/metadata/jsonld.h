/* jsonld.h: schema.org articles in JSON-LD. */
#ifndef OFF_JSONLD_H
#define OFF_JSONLD_H

#include "metadata/table.h"

/* Reads one script of type application/ld+json. */
void off_metadata_read_jsonld(OffMetadata *m, const char *json);

#endif
