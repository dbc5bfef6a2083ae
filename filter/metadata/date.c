/* date.c: dates as people and machines write them, to ISO 8601. */
#include "config.h"

#include "metadata/date.h"

#include <string.h>

/* Months by their first letters, in every language. */
static const struct {
    int month;
    const char *letters;
} months[] = {
#define OFF_MONTH(number, letters, langs) {number, letters},
#include "words/words.def"
};

/* Forms, tried in this order. Groups by name: y (s where it is short) m d, H M S, z, w (month as a
 * word). */
static const char *const forms[] = {
    "(?<y>(?:19|20)\\d\\d)-(?<m>\\d{1,2})-(?<d>\\d{1,2})"
    "(?:[T "
    "]+(?<H>\\d{1,2}):(?<M>\\d\\d)(?::(?<S>\\d\\d))?(?:\\.\\d+)?\\s*(?<z>Z|[+-]\\d\\d:?\\d\\d)?)?",
    "(?<y>(?:19|20)\\d\\d)(?<m>[01]\\d)(?<d>[0-3]\\d)(?:T?(?<H>[012]\\d):?(?<M>[0-5]\\d):?(?<S>[0-"
    "5]\\d)?)?(?!\\d)",
    "(?<y>(?:19|20)\\d\\d)[/.年](?<m>\\d{1,2})[/.月](?<d>\\d{1,2})",
    "(?<d>\\d{1,2})(?:st|nd|rd|th|\\.|er|º)?[\\s-]+(?:de\\s+)?(?<w>\\p{L}{3,})\\.?,?(?:\\s+de)?["
    "\\s,-]+(?<y>(?:19|20)\\d\\d)"
    "(?:\\s+(?<H>\\d{1,2}):(?<M>\\d\\d)(?::(?<S>\\d\\d))?\\s*(?<z>GMT|UTC|[+-]\\d{4})?)?",
    "(?<w>\\p{L}{3,})\\.?\\s+(?<d>\\d{1,2})(?:st|nd|rd|th)?,?\\s+(?<y>(?:19|20)\\d\\d)",
    "(?<![\\d/.])(?<d>\\d{1,2})[.](?<m>\\d{1,2})[.](?<y>(?:19|20)\\d\\d)",
    "(?<![\\d/.])(?<a>\\d{1,2})[/-](?<b>\\d{1,2})[/-](?<y>(?:19|20)\\d\\d)",
    "(?<![\\d/.])(?<d>\\d{1,2})[.](?<m>\\d{1,2})[.](?<s>[0-4]\\d)(?![\\d.])",
};

/* The month that the word begins with the letters of; of two, the longer ones count ("červenec").
 */
static int
month_of(const char *word)
{
    g_autofree char *lower = g_utf8_strdown(word, -1);
    gsize longest = 0;
    int month = 0;
    for (guint i = 0; i < G_N_ELEMENTS(months); i++) {
        gsize n = strlen(months[i].letters);
        if (n <= longest || strncmp(lower, months[i].letters, n) != 0)
            continue;
        longest = n;
        month = months[i].month;
    }
    return month;
}

static int
number_of(GMatchInfo *match, const char *name)
{
    g_autofree char *text = g_match_info_fetch_named(match, name);
    return text && *text ? (int)g_ascii_strtoll(text, NULL, 10) : -1;
}

static char *
zone_of(GMatchInfo *match)
{
    g_autofree char *zone = g_match_info_fetch_named(match, "z");
    if (!zone || !*zone)
        return g_strdup("");
    if (*zone == 'Z' || *zone == 'G' || *zone == 'U')
        return g_strdup("Z");
    return strlen(zone) == 5 ? g_strdup_printf("%.3s:%s", zone, zone + 3) : g_strdup(zone);
}

/* Is the month written before the day, as in American English? */
static gboolean
is_month_first(const char *lang)
{
    return !lang || g_ascii_strcasecmp(lang, "en") == 0 || g_ascii_strcasecmp(lang, "en-US") == 0;
}

/* Day and month that are written as two numbers, in the order of the language where both may be
 * either. */
static void
order_numbers(int a, int b, const char *lang, int *day, int *month)
{
    gboolean month_first = b > 12 || (a <= 12 && is_month_first(lang));
    *month = month_first ? a : b;
    *day = month_first ? b : a;
}

static char *
from_match(GMatchInfo *match, const char *lang)
{
    int y = number_of(match, "y"), m = number_of(match, "m"), d = number_of(match, "d");
    int H = number_of(match, "H"), M = number_of(match, "M"), S = number_of(match, "S");
    g_autofree char *word = g_match_info_fetch_named(match, "w");
    if (y < 0)
        y = 2000 + number_of(match, "s");
    int a = number_of(match, "a"), b = number_of(match, "b");
    if (word && *word)
        m = month_of(word);
    if (a > 0)
        order_numbers(a, b, lang, &d, &m);
    if (!g_date_valid_dmy((GDateDay)d, (GDateMonth)m, (GDateYear)y) || d < 1 || d > 31)
        return NULL;
    if (H < 0 || H > 23 || M < 0 || M > 59)
        return g_strdup_printf("%04d-%02d-%02d", y, m, d);
    g_autofree char *zone = zone_of(match);
    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d%s", y, m, d, H, M, CLAMP(S, 0, 59), zone);
}

/* The forms, compiled once a process: what never changes is no state. */
static GRegex *
form(guint i)
{
    static gsize compiled[G_N_ELEMENTS(forms)];
    if (g_once_init_enter(&compiled[i])) {
        GRegex *regex = g_regex_new(forms[i], G_REGEX_DUPNAMES, 0, NULL);
        g_once_init_leave(&compiled[i], (gsize)regex);
    }
    return (GRegex *)compiled[i];
}

char *
off_parse_date(const char *text)
{
    return off_parse_date_in(text, NULL);
}

char *
off_parse_date_in(const char *text, const char *lang)
{
    if (!text || !strpbrk(text, "0123456789"))
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(forms); i++) {
        GRegex *regex = form(i);
        g_autoptr(GMatchInfo) match = NULL;
        for (g_regex_match(regex, text, 0, &match); g_match_info_matches(match);
             g_match_info_next(match, NULL)) {
            char *date = from_match(match, lang);
            if (date)
                return date;
        }
    }
    return NULL;
}
