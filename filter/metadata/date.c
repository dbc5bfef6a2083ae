/* date.c: dates as people and machines write them, to ISO 8601. */
#include "config.h"

#include "metadata/date.h"

#include "dom/url.h"
#include "wire/prefix.h"
#include "words/byline.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define FUTURE_DAYS 2 /* zones, and clocks that are fast */
#define FAR_DAYS 400
#define SECONDS_DIGITS 10
#define MILLISECONDS_DIGITS 13

#define YEAR "(?<y>(?:19|20)\\d\\d)"
#define CLOCK "(?<H>\\d{1,2}):(?<M>\\d\\d)(?::(?<S>\\d\\d?))?"

/* Forms, tried in this order. Groups by name: y (s if it is short) m d, H M S, z, w (month as a
 * word), a b (day and month in an order that is open). */
static const char *const forms[] = {
    YEAR "-(?<m>\\d{1,2})-(?<d>\\d{1,2})"
         "(?:[T ]+" CLOCK "(?:[.,]\\d+)?\\s*(?<z>Z|UTC|GMT|[+-]\\s?\\d\\d:?\\d\\d)?)?",
    YEAR "(?<m>[01]\\d)(?<d>[0-3]\\d)"
         "(?:T?(?<H>[012]\\d):?(?<M>[0-5]\\d):?(?<S>[0-5]\\d)?)?(?!\\d)",
    YEAR "\\s?[/.年년]\\s?(?<m>\\d{1,2})\\s?[/.月월]\\s?(?<d>\\d{1,2})(?!\\d)",
    "(?<d>\\d{1,2})(?:(?:st|nd|rd|th|er|º|ο)?[\\s-]+|\\.\\s*)(?:(?:de|di|of)\\s+)?(?<w>\\p{L}[\\p{"
    "L}\\p{M}]"
    "{"
    "2,30})\\.?,?(?:\\s+del?)?[\\s,-]+" YEAR "(?:[\\s,]*" CLOCK
    "\\s*(?<z>GMT|UTC|[+-]\\s?\\d\\d:?\\d\\d)?)?",
    "(?<w>\\p{L}[\\p{L}\\p{M}]{2,30})\\.?\\s+(?<d>\\d{1,2})(?:st|nd|rd|th)?,?\\s+" YEAR,
    YEAR "\\.?[\\s,/-]+(?<w>\\p{L}[\\p{L}\\p{M}]{2,30})\\.?[\\s/-]+(?<d>\\d{1,2})(?!\\d)",
    "(?<d>\\d{1,2})\\s+tháng\\s+(?<m>\\d{1,2}),?\\s+" YEAR,
    "(?<![\\d/.])(?<d>\\d{1,2})[.]\\s?(?<m>\\d{1,2})[.]\\s?" YEAR,
    "(?<![\\d/.])(?<a>\\d{1,2})[/-](?<b>\\d{1,2})[/-]" YEAR,
    "(?<![\\d/.])(?<d>\\d{1,2})[.](?<m>\\d{1,2})[.](?<s>[0-4]\\d)(?![\\d.])",
};

/* Languages in which the month goes before the day. */
static const guint64 month_day = 0
#define MONTH_DAY(langs) | (langs)
#define DAY_MONTH(langs)
#define OFF_DATE_ORDER(order, langs) order(langs)
#include "words/words.def"
#undef MONTH_DAY
#undef DAY_MONTH
    ;

int
off_month_of(const char *word)
{
    g_autofree char *lower = g_utf8_strdown(word, -1);
    return off_month_of_lower(lower);
}

static int
number_of(GMatchInfo *match, const char *name)
{
    g_autofree char *text = g_match_info_fetch_named(match, name);
    return text && *text ? (int)g_ascii_strtoll(text, NULL, 10) : -1;
}

/* "+01:00" of "+0100" and "+ 01:00", "Z" of "GMT", and of "-00:00": RFC 3339, 4.3 says by that that
 * the zone is not known, but ISO 8601 has no such zone. */
static char *
zone_of(GMatchInfo *match)
{
    g_autofree char *zone = g_match_info_fetch_named(match, "z");
    if (!zone || !*zone)
        return g_strdup("");
    if (g_ascii_isalpha(*zone))
        return g_strdup("Z");
    char digits[5] = "";
    for (guint i = 1, n = 0; zone[i] && n < 4; i++)
        if (g_ascii_isdigit(zone[i]))
            digits[n++] = zone[i];
    if (*zone == '-' && strcmp(digits, "0000") == 0)
        return g_strdup("Z");
    return g_strdup_printf("%c%.2s:%.2s", *zone, digits, digits + 2);
}

/* Domains of countries that are used for their letters, and those where the month goes first. */
static const char *const no_country[] = {"us", "io", "co", "ai", "me", "tv", "ly", "to", "fm",
                                         "gg", "ws", "cc", "sh", "so", "am", "is", "it", "im"};

/* Is the address one of a country that writes the day first? */
static gboolean
is_day_first_country(const char *url)
{
    g_autofree char *host = url ? off_url_host(url) : NULL;
    const char *top = host ? strrchr(host, '.') : NULL;
    if (!top || strlen(top) != 3)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(no_country); i++)
        if (strcmp(top + 1, no_country[i]) == 0)
            return FALSE;
    return TRUE;
}

/* Is the month written before the day, as in American English? */
static gboolean
is_month_first(const OffDateContext *context)
{
    const char *tag = context->lang ? context->lang : "en";
    OffLang lang = off_lang_of_tag(tag);
    const char *region = strchr(tag, '-');
    if (lang == OFF_LANGS || !((month_day >> lang) & 1))
        return FALSE;
    if (lang != OFF_LANG_en)
        return TRUE;
    if (region)
        return g_ascii_strcasecmp(region, "-US") == 0;
    return !is_day_first_country(context->url);
}

static gboolean
is_valid(int year, int month, int day)
{
    return day >= 1 && day <= 31 &&
           g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

/* Is the day more than so many days from now? */
static gboolean
is_ahead(const char *date, int days)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_autoptr(GDateTime) then = g_date_time_add_days(now, days);
    g_autofree char *latest = g_date_time_format(then, "%Y-%m-%d");
    return strncmp(date, latest, strlen(latest)) > 0;
}

gboolean
off_date_is_future(const char *date)
{
    return is_ahead(date, FUTURE_DAYS);
}

gboolean
off_date_is_impossible(const char *date)
{
    return is_ahead(date, FAR_DAYS);
}

/* How well the day fits other evidence: the address, the page's data, the day of the last change,
 * today. */
static int
fitness_of_date(int year, int month, int day, const OffDateContext *context)
{
    g_autofree char *date = g_strdup_printf("%04d-%02d-%02d", year, month, day);
    g_autofree char *address = context->url ? off_date_in_address(context->url) : NULL;
    int fit = 0;
    if (address && strncmp(date, address, MIN(strlen(address), strlen(date))) == 0)
        fit += 8;
    if (context->known && strncmp(date, context->known, strlen(date)) == 0)
        fit += 4;
    if (context->modified && strncmp(date, context->modified, strlen(date)) > 0)
        fit -= 2;
    return off_date_is_future(date) ? fit - 3 : fit;
}

/* Decides the order of day and month in numbers: by other evidence, or else by the language. */
static void
order_numbers(int year, int a, int b, const OffDateContext *context, int *day, int *month)
{
    gboolean month_first = b > 12 || (a <= 12 && is_month_first(context));
    if (a <= 12 && b <= 12 && a != b && is_valid(year, a, b) && is_valid(year, b, a)) {
        int american = fitness_of_date(year, a, b, context),
            other = fitness_of_date(year, b, a, context);
        if (american != other)
            month_first = american > other;
    }
    *month = month_first ? a : b;
    *day = month_first ? b : a;
}

static char *
from_match(GMatchInfo *match, const OffDateContext *context)
{
    int y = number_of(match, "y"), m = number_of(match, "m"), d = number_of(match, "d");
    int H = number_of(match, "H"), M = number_of(match, "M"), S = number_of(match, "S");
    g_autofree char *word = g_match_info_fetch_named(match, "w");
    if (y < 0)
        y = 2000 + number_of(match, "s");
    int a = number_of(match, "a"), b = number_of(match, "b");
    if (word && *word)
        m = off_month_of(word);
    if (a > 0)
        order_numbers(y, a, b, context, &d, &m);
    if (!is_valid(y, m, d))
        return NULL;
    if (H < 0 || H > 23 || M < 0 || M > 59)
        return g_strdup_printf("%04d-%02d-%02d", y, m, d);
    g_autofree char *zone = zone_of(match);
    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d%s", y, m, d, H, M, CLAMP(S, 0, 59), zone);
}

/* An expression, compiled once per process; a constant is not global state. */
static GRegex *
compiled_form(const char *form, gsize *place)
{
    if (g_once_init_enter(place)) {
        GRegex *regex = g_regex_new(form, G_REGEX_DUPNAMES, 0, NULL);
        g_once_init_leave(place, (gsize)regex);
    }
    return (GRegex *)*place;
}

char *
off_parse_date(const char *text)
{
    return off_parse_date_in(text, NULL);
}

char *
off_parse_date_in(const char *text, const char *lang)
{
    const OffDateContext context = {.lang = lang};
    return off_parse_date_as(text, &context);
}

/* Can one of the forms be in the text? All have a year of four digits, or digits at a dot. */
static gboolean
may_hold_date(const char *text)
{
    for (const char *p = text + strcspn(text, DIGITS); *p; p++, p += strcspn(p, DIGITS)) {
        gboolean century = off_has_prefix(p, "19") || off_has_prefix(p, "20");
        if (century && g_ascii_isdigit(p[2]) && g_ascii_isdigit(p[3]))
            return TRUE;
        if (p[1] == '.' && g_ascii_isdigit(p[2]))
            return TRUE;
    }
    return FALSE;
}

char *
off_parse_date_as(const char *text, const OffDateContext *context)
{
    if (!text || !may_hold_date(text))
        return NULL;
    static gsize compiled[G_N_ELEMENTS(forms)];
    for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
        GRegex *regex = compiled_form(forms[i], &compiled[i]);
        g_autoptr(GMatchInfo) match = NULL;
        for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
             g_match_info_next(match, NULL)) {
            char *date = from_match(match, context);
            if (date)
                return date;
        }
    }
    return NULL;
}

/* Seconds or milliseconds since 1970, as a number alone (transfer full), or NULL. */
static char *
date_of_seconds(const char *text)
{
    gsize n = strspn(text, "0123456789");
    if ((n != SECONDS_DIGITS && n != MILLISECONDS_DIGITS) || text[n + strspn(text + n, " \n")])
        return NULL;
    gint64 seconds = g_ascii_strtoll(text, NULL, 10) / (n == MILLISECONDS_DIGITS ? 1000 : 1);
    g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc(seconds);
    g_autofree char *date = moment ? g_date_time_format(moment, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    return date && !off_date_is_future(date) ? g_steal_pointer(&date) : NULL;
}

char *
off_parse_datum(const char *text, const OffDateContext *context)
{
    char *date = text ? date_of_seconds(text + strspn(text, " \t\n")) : NULL;
    return date ? date : off_parse_date_as(text, context);
}

char *
off_date_in_address(const char *url)
{
    static const char *const in_address[] = {
        "/((?:19|20)\\d\\d)([/-]?)([01]\\d)\\2([0-3]\\d)(?!\\d)",
        "/((?:19|20)\\d\\d)([/-])([1-9])\\2([1-9]|[1-3]\\d)(?!\\d)",
        "[/_-]([0-3]\\d)([.-])([01]\\d)\\2((?:19|20)\\d\\d)(?!\\d)",
        "/((?:19|20)\\d\\d)([/-])([01]?\\d)(?=/)",
    };
    static gsize compiled[G_N_ELEMENTS(in_address)];
    for (guint i = 0; i < G_N_ELEMENTS(in_address); i++) {
        GRegex *regex = compiled_form(in_address[i], &compiled[i]);
        g_autoptr(GMatchInfo) match = NULL;
        if (!g_regex_match(regex, url, 0, &match))
            continue;
        g_autofree char *first = g_match_info_fetch(match, 1), *last = g_match_info_fetch(match, 4);
        g_autofree char *middle = g_match_info_fetch(match, 3);
        gboolean year_last = strlen(first) < 4;
        int year = atoi(year_last ? last : first), month = atoi(middle);
        int day = last && *last ? atoi(year_last ? first : last) : 0;
        if (day > 0 && is_valid(year, month, day))
            return g_strdup_printf("%04d-%02d-%02d", year, month, day);
        if (!last || !*last)
            return month >= 1 && month <= 12 ? g_strdup_printf("%04d-%02d", year, month) : NULL;
    }
    return NULL;
}
