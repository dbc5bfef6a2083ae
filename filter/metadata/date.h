/* date.h: dates as people and machines write them. */
#ifndef OFF_DATE_H
#define OFF_DATE_H

#include <glib.h>

/* ISO 8601 of the first thing in text that looks like a date, with the time and zone that stand
 * behind it (transfer full), or NULL. */
char *off_parse_date(const char *text);
/* The same where the text is in that language (BCP 47, or NULL), which tells whether 03/05/2026 is
 * of March or of May. */
char *off_parse_date_in(const char *text, const char *lang);

#endif
