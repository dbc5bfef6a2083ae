/* state-date.h: the day of publication in the data from which a page is built in the browser. */
#ifndef OFF_STATE_DATE_H
#define OFF_STATE_DATE_H

#include "metadata/table.h"

/* Takes the date of a script of JSON ("publishedAt") for the page's own, unless the script tells of
 * several days, as it does where it lists other articles too. */
void off_metadata_read_state(OffMetadata *m, const char *json);

#endif
