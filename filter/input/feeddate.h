/* feeddate.h: the dates of feeds. */
#ifndef OFF_FEEDDATE_H
#define OFF_FEEDDATE_H

#include <glib.h>

/* A date of a feed as ISO 8601 (transfer full): RFC 822, 5322 and 3339, ISO 8601 in short and long,
 * seconds or milliseconds since 1970, and what people write. The time and zone are there if the
 * feed gives them. lang (BCP 47, or NULL) tells which of 03/05 is the month. NULL: it is no date.
 */
char *off_feed_date(const char *text, const char *lang);

#endif
