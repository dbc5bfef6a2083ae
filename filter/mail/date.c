/* date.c: dates of mails and feeds (RFC 5322, ISO 8601, as people write them). */
#include "config.h"

#include "mail/compose.h"
#include "metadata/date.h"

#include <gmime/gmime.h>
#include <string.h>

/* Seconds since 1970 of an ISO 8601 date, a day alone included; otherwise if it is not one. */
static gint64
seconds_of_iso(const char *date, gint64 otherwise)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autofree char *whole =
        strchr(date, 'T') ? g_strdup(date) : g_strconcat(date, "T00:00:00", NULL);
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(whole, utc);
    return when ? g_date_time_to_unix(when) : otherwise;
}

gint64
off_mail_seconds(const char *date, gint64 otherwise)
{
    const gint64 none = G_MININT64;
    if (!date)
        return otherwise;
    gint64 seconds = seconds_of_iso(date, none);
    GDateTime *mail = seconds == none && strchr(date, ':') && strchr(date, ' ')
                          ? g_mime_utils_header_decode_date(date)
                          : NULL;
    if (mail) {
        seconds = g_date_time_to_unix(mail);
        g_date_time_unref(mail);
    }
    if (seconds != none)
        return seconds;
    /* As people write it. */
    g_autofree char *iso = off_parse_date(date);
    return iso ? seconds_of_iso(iso, otherwise) : otherwise;
}

char *
off_mail_date(gint64 seconds)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(seconds);
    return g_strdup_printf(
        "%s, %02d %s %04d %02d:%02d:%02d +0000", days[g_date_time_get_day_of_week(when) % 7],
        g_date_time_get_day_of_month(when), months[g_date_time_get_month(when) - 1],
        g_date_time_get_year(when), g_date_time_get_hour(when), g_date_time_get_minute(when),
        g_date_time_get_second(when));
}
