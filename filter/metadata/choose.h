/* choose.h: which of the statements about an article is believed. */
#ifndef OFF_CHOOSE_H
#define OFF_CHOOSE_H

#include "metadata/table.h"

#include <offprint/extract.h>

/* Fills the article's fields from the page's metadata. expected: a title from outside, or NULL. */
void off_metadata_apply(OffMetadata *m, OffArticle *article, const OffExtractOptions *options);

/* Is the language (BCP 47) written from right to left? */
gboolean off_is_right_to_left(const char *lang);

#endif
