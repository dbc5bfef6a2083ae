/* date.h: dates as people and machines write them. */
#ifndef OFF_DATE_H
#define OFF_DATE_H

#include <glib.h>

/* What tells whether 03/05/2026 is of March or of May. */
typedef struct {
    const char *lang;     /* BCP 47, or NULL */
    const char *url;      /* of the page, which may name the day or a country; or NULL */
    const char *modified; /* ISO 8601: no later than this; or NULL */
    const char *known;    /* ISO 8601: the day that the page's data tell; or NULL */
} OffDateContext;

/* ISO 8601 of the first thing in text that looks like a date, with the time and zone that are
 * after it (transfer full), or NULL. */
char *off_parse_date(const char *text);
/* The same if the text is in that language (or NULL). */
char *off_parse_date_in(const char *text, const char *lang);
char *off_parse_date_as(const char *text, const OffDateContext *context);

/* The same of a value that a program wrote, which may be seconds since 1970. */
char *off_parse_datum(const char *text, const OffDateContext *context);

/* The day in an address, as ISO 8601: "/2026/11/24/", "/20261124-", "/24-11-2026"; or the month
 * alone (transfer full), or NULL. */
char *off_date_in_address(const char *url);

/* The month that the word begins with the letters of, in any language, or 0. */
int off_month_of(const char *word);

/* Is the day (ISO 8601) in the future, beyond some days' grace? Then another date is preferred. */
gboolean off_date_is_future(const char *date);
/* Is it so far in the future that it cannot be a publication date? */
gboolean off_date_is_impossible(const char *date);

#endif
