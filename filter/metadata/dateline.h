/* dateline.h: the place and agency that a news text begins with. */
#ifndef OFF_DATELINE_H
#define OFF_DATELINE_H

#include <offprint/article.h>

/* Reads "SEOUL, South Korea (AP) — North Korea said" into place and agency, where text begins so.
 */
void off_read_dateline(OffArticle *article, const char *text);

#endif
