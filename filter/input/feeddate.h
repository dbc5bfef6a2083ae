/* feeddate.h: the dates of feeds. */
#ifndef OFF_FEEDDATE_H
#define OFF_FEEDDATE_H

#include <glib.h>

/* A date of a feed as ISO 8601 (transfer full). It reads RFC 822, 5322 and 3339, short and long ISO
 * 8601, seconds or milliseconds since 1970, and informal dates. Time and zone are included if the
 * feed gives them. lang (BCP 47, or NULL) decides which of 03/05 is the month. NULL: it is not a
 * date. */
char *off_feed_date(const char *text, const char *lang);

#endif
