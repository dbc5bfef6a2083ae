/* json.h: an article, or the links of a mail, as a line of JSON. */
#ifndef OFF_READER_JSON_H
#define OFF_READER_JSON_H

#include "mail/compose.h"

#include <offprint/locate.h>

/* One line of JSON (DESIGN, 3). If article is NULL, text and html are the fall-back text. */
void off_append_json(GByteArray *out, const OffItem *item, const OffArticle *article,
                     const OffVerdict *verdict);
void off_append_links_json(GByteArray *out, const OffItem *item, const OffPlan *plan);

#endif
