/* feeddate.c: the dates of feeds.
 *
 * The time and its zone are found first and removed. metadata/date.c then reads the day, in many
 * languages. */
#include "config.h"

#include "input/feeddate.h"

#include "metadata/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATE_MAX_BYTES 200 /* of a text that is taken for a date */
#define NO_ZONE G_MAXINT

typedef struct {
    int hour, minute, second;
    int zone; /* minutes east of Greenwich, or NO_ZONE */
} Clock;

static const struct {
    const char *name;
    int minutes;
} zones[] = {
#define OFF_ZONE(name, minutes) {name, minutes},
#include "input/zones.def"
#undef OFF_ZONE
};

typedef enum { FORM_CLOCK, FORM_SHORT_YEAR, FORM_BASIC_TIME, FORMS } Form;

static const char *const forms[FORMS] = {
    [FORM_CLOCK] =
        "(?:(?<=\\d)T|(?<![\\d:])|(?<am>오전)\\s*|(?<pm>오후|下午)\\s*)(?<H>\\d{1,2}):(?<M>\\d\\d)("
        "?::"
        "(?<S>\\d\\d)(?:[.,:]\\d+)?)?"
        "(?:\\s*(?<am>[ap])\\.?m\\b\\.?)?"
        "\\s*(?:\\(?(?:(?:GMT|UTC|UT|Z)?\\s*(?<sign>[+-])(?<zh>\\d{1,2}):?(?<zm>\\d\\d)?(?!\\d)"
        "|(?<name>[A-Z]{1,5})\\b))?",
    [FORM_SHORT_YEAR] = "^(\\D*)(\\d{1,2})([\\s-]+)([a-z]{3,})\\.?([\\s-]+)(\\d\\d)(?!\\d)",
    [FORM_BASIC_TIME] = "(?<=\\d)T(\\d\\d)(\\d\\d)(\\d\\d)?(?![\\d:])"};

/* The expressions, compiled once per process; as constants they are not global state. */
static GRegex *
compiled_form(Form form)
{
    static gsize made[FORMS];
    if (g_once_init_enter(&made[form])) {
        GRegex *regex = g_regex_new(forms[form], G_REGEX_CASELESS | G_REGEX_DUPNAMES, 0, NULL);
        g_once_init_leave(&made[form], (gsize)regex);
    }
    return (GRegex *)made[form];
}

static int
number_of(GMatchInfo *match, const char *name, int otherwise)
{
    g_autofree char *text = g_match_info_fetch_named(match, name);
    return text && *text ? (int)g_ascii_strtoll(text, NULL, 10) : otherwise;
}

/* Minutes of a zone as it is named: "+0200", "-7", "GMT+02:00", "CEST". */
static int
zone_of(GMatchInfo *match)
{
    g_autofree char *sign = g_match_info_fetch_named(match, "sign");
    g_autofree char *name = g_match_info_fetch_named(match, "name");
    if (sign && *sign) {
        int minutes = number_of(match, "zh", 0) * 60 + number_of(match, "zm", 0);
        return minutes > 24 * 60 ? NO_ZONE : *sign == '+' ? minutes : -minutes;
    }
    for (guint i = 0; name && i < G_N_ELEMENTS(zones); i++)
        if (g_ascii_strcasecmp(name, zones[i].name) == 0)
            return zones[i].minutes;
    return NO_ZONE;
}

/* Finds the time in text; *rest (transfer full) is the text without it. */
static gboolean
find_clock(const char *text, Clock *clock, char **rest)
{
    GRegex *form = compiled_form(FORM_CLOCK);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(form, text, 0, &match))
        return FALSE;
    int start = 0, end = 0;
    g_match_info_fetch_pos(match, 0, &start, &end);
    g_autofree char *half = g_match_info_fetch_named(match, "am");
    g_autofree char *late = g_match_info_fetch_named(match, "pm");
    clock->hour = number_of(match, "H", 0);
    clock->minute = number_of(match, "M", 0);
    clock->second = MIN(number_of(match, "S", 0), 59);
    clock->zone = zone_of(match);
    gboolean afternoon = (late && *late) || (half && g_ascii_tolower(*half) == 'p');
    if (clock->hour == 12 && half && *half && !afternoon)
        clock->hour = 0;
    else if (clock->hour < 12 && afternoon)
        clock->hour += 12;
    *rest = g_strdup_printf("%.*s %s", start, text, text + end);
    return clock->hour <= 24 && clock->minute < 60;
}

static char *
print_date(int year, int month, int day, const Clock *clock)
{
    if (!clock)
        return g_strdup_printf("%04d-%02d-%02d", year, month, day);
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    g_autoptr(GDateTime) midnight = g_date_time_new(utc, year, month, day, 0, 0, 0);
    g_autoptr(GDateTime) when =
        midnight ? g_date_time_add_seconds(midnight,
                                           clock->hour * 3600 + clock->minute * 60 + clock->second)
                 : NULL;
    g_autofree char *text = when ? g_date_time_format(when, "%Y-%m-%dT%H:%M:%S") : NULL;
    if (!text || clock->zone == NO_ZONE)
        return g_steal_pointer(&text);
    if (clock->zone == 0)
        return g_strconcat(text, "Z", NULL);
    int minutes = abs(clock->zone);
    return g_strdup_printf("%s%c%02d:%02d", text, clock->zone < 0 ? '-' : '+', minutes / 60,
                           minutes % 60);
}

static char *
print_seconds(gint64 seconds)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(seconds);
    return when ? g_date_time_format(when, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

/* Digits alone: the day, the day and time, or a count since 1970. */
static char *
from_digits(const char *text)
{
    gsize n = strlen(text);
    gint64 number = g_ascii_strtoll(text, NULL, 10);
    int y = 0, m = 0, d = 0;
    Clock clock = {.zone = NO_ZONE};
    if (n == 4 && number >= 1900 && number <= 2199)
        return print_date((int)number, 1, 1, NULL);
    if (n == 9 || n == 10)
        return print_seconds(number);
    if (n == 13)
        return print_seconds(number / 1000);
    if ((n == 8 || n == 12 || n == 14) &&
        sscanf(text, "%4d%2d%2d%2d%2d%2d", &y, &m, &d, &clock.hour, &clock.minute, &clock.second) >=
            3 &&
        d >= 1 && g_date_valid_dmy((GDateDay)d, (GDateMonth)m, (GDateYear)y) && clock.hour < 24)
        return print_date(y, m, d, n == 8 ? NULL : &clock);
    return NULL;
}

/* ISO 8601 in its basic form, and its dates that metadata/date.c does not know: a month, a day of
 * the year, a week. */
static char *
from_rare_iso(const char *text, const Clock *clock)
{
    int y, m, d, week;
    char rest = '\0';
    if (sscanf(text, "%4d-W%2d-%1d%c", &y, &week, &d, &rest) == 3 && week <= 53 && d >= 1) {
        GDate date;
        g_date_set_dmy(&date, 4, G_DATE_JANUARY, (GDateYear)y); /* lies in week 1 */
        int days = (week - 1) * 7 + d - (int)g_date_get_weekday(&date);
        if (days >= 0)
            g_date_add_days(&date, (guint)days);
        else
            g_date_subtract_days(&date, (guint)-days);
        return print_date(g_date_get_year(&date), (int)g_date_get_month(&date),
                          g_date_get_day(&date), clock);
    }
    if (strlen(text) == 7 && sscanf(text, "%4d-%2d%c", &y, &m, &rest) == 2 && m >= 1 && m <= 12)
        return print_date(y, m, 1, clock);
    if (strlen(text) == 8 && sscanf(text, "%4d-%3d%c", &y, &d, &rest) == 2 && d >= 1 && d <= 366) {
        GDate date;
        g_date_set_dmy(&date, 1, G_DATE_JANUARY, (GDateYear)y);
        g_date_add_days(&date, (guint)d - 1);
        return print_date(y, (int)g_date_get_month(&date), g_date_get_day(&date), clock);
    }
    return NULL;
}

/* "30 Apr 15" and "30-Apr-15", as RFC 822 has years. */
static char *
with_whole_year(const char *text)
{
    GRegex *form = compiled_form(FORM_SHORT_YEAR);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(form, text, 0, &match))
        return g_strdup(text);
    g_autofree char *day = g_match_info_fetch(match, 2);
    g_autofree char *month = g_match_info_fetch(match, 4);
    g_autofree char *year = g_match_info_fetch(match, 6);
    int y = atoi(year);
    return g_strdup_printf("%s %s %d", day, month, y < 69 ? 2000 + y : 1900 + y);
}

/* "20150430T085700Z", "2015-04-30T0857": with the colons that find_clock looks for. */
static char *
with_colons(const char *text)
{
    GRegex *form = compiled_form(FORM_BASIC_TIME);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(form, text, 0, &match))
        return g_strdup(text);
    int start = 0, end = 0;
    g_match_info_fetch_pos(match, 0, &start, &end);
    g_autofree char *hour = g_match_info_fetch(match, 1);
    g_autofree char *minute = g_match_info_fetch(match, 2);
    g_autofree char *second = g_match_info_fetch(match, 3);
    return g_strdup_printf("%.*sT%s:%s:%s%s", start, text, hour, minute,
                           second && *second ? second : "00", text + end);
}

char *
off_feed_date(const char *text, const char *lang)
{
    Clock clock;
    int y, m, d;
    if (!text || strlen(text) > DATE_MAX_BYTES)
        return NULL;
    g_autofree char *trimmed = g_strstrip(g_strdup(text));
    if (*trimmed && strspn(trimmed, "0123456789") == strlen(trimmed))
        return from_digits(trimmed);
    g_autofree char *clear = with_colons(trimmed);
    g_autofree char *rest = NULL;
    gboolean timed = find_clock(clear, &clock, &rest);
    g_autofree char *day = g_strstrip(g_strdup(rest && timed ? rest : clear));
    char *rare = from_rare_iso(day, timed ? &clock : NULL);
    if (rare)
        return rare;
    g_autofree char *whole = with_whole_year(day);
    g_autofree char *iso = off_parse_date_in(whole, lang);
    if (!iso || sscanf(iso, "%4d-%2d-%2d", &y, &m, &d) != 3)
        return NULL;
    return print_date(y, m, d, timed ? &clock : NULL);
}
