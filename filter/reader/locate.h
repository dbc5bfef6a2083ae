/* locate.h: a mail as locate/ wants it. */
#ifndef OFF_READER_LOCATE_H
#define OFF_READER_LOCATE_H

#include "input/item.h"

#include <offprint/locate.h>

/* The item's own HTML and text in UTF-8 (transfer full), or NULL. */
char *off_item_html(const OffItem *item);
char *off_item_text(const OffItem *item);

/* Decides what kind of mail it is and which links to fetch (transfer full). insist: treat it as a
 * newsletter in any case. */
OffPlan *off_plan_mail(const OffItem *item, gboolean insist);

/* Calls what with the mail in the form that locate/ needs; it is valid until what returns. */
void off_with_locate_input(const OffItem *item,
                           void (*what)(const OffLocateInput *input, void *data), void *data);

#endif
