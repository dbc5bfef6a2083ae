/* date.c: dates as people and machines write them, to ISO 8601. */
#include "config.h"

#include "metadata/metadata.h"

#include <string.h>

/* The first three or more letters of the months in the languages that write them out. */
static const struct {
    const char *name;
    int month;
} months[] = {
    {"jan", 1},       {"ene", 1},      {"gen", 1},     {"янв", 1},      {"sty", 1},
    {"feb", 2},       {"fév", 2},      {"fev", 2},     {"фев", 2},      {"lut", 2},
    {"mar", 3},       {"mär", 3},      {"mrt", 3},     {"maa", 3},      {"мар", 3},
    {"apr", 4},       {"avr", 4},      {"abr", 4},     {"апр", 4},      {"kwi", 4},
    {"may", 5},       {"mai", 5},      {"mag", 5},     {"mei", 5},      {"maj", 5},
    {"мая", 5},       {"май", 5},      {"juin", 6},    {"jun", 6},      {"giu", 6},
    {"июн", 6},       {"cze", 6},      {"juil", 7},    {"jul", 7},      {"lug", 7},
    {"июл", 7},       {"lip", 7},      {"aug", 8},     {"aoû", 8},      {"ago", 8},
    {"авг", 8},       {"sie", 8},      {"sep", 9},     {"set", 9},      {"сен", 9},
    {"wrz", 9},       {"oct", 10},     {"okt", 10},    {"ott", 10},     {"out", 10},
    {"окт", 10},      {"paź", 10},     {"nov", 11},    {"ноя", 11},     {"lis", 11},
    {"dec", 12},      {"dez", 12},     {"déc", 12},    {"dic", 12},     {"дек", 12},
    {"gru", 12},      {"يناير", 1},    {"فبراير", 2},  {"مارس", 3},     {"أبريل", 4},
    {"ابريل", 4},     {"مايو", 5},     {"يونيو", 6},   {"يوليو", 7},    {"أغسطس", 8},
    {"سبتمبر", 9},    {"أكتوبر", 10},  {"نوفمبر", 11}, {"ديسمبر", 12},  {"ינואר", 1},
    {"פברואר", 2},    {"מרץ", 3},      {"אפריל", 4},   {"מאי", 5},      {"יוני", 6},
    {"יולי", 7},      {"אוגוסט", 8},   {"ספטמבר", 9},  {"אוקטובר", 10}, {"נובמבר", 11},
    {"דצמבר", 12},    {"בינואר", 1},   {"בפברואר", 2}, {"במרץ", 3},     {"באפריל", 4},
    {"במאי", 5},      {"ביוני", 6},    {"ביולי", 7},   {"באוגוסט", 8},  {"בספטמבר", 9},
    {"באוקטובר", 10}, {"בנובמבר", 11}, {"בדצמבר", 12}, {"ιαν", 1},      {"φεβ", 2},
    {"μαρ", 3},       {"μάρ", 3},      {"απρ", 4},     {"μαΐ", 5},      {"μάι", 5},
    {"ιουν", 6},      {"ιούν", 6},     {"ιουλ", 7},    {"ιούλ", 7},     {"αυγ", 8},
    {"αύγ", 8},       {"σεπ", 9},      {"οκτ", 10},    {"νοε", 11},     {"νοέ", 11},
    {"δεκ", 12},      {"oca", 1},      {"şub", 2},     {"nis", 4},      {"haz", 6},
    {"tem", 7},       {"ağu", 8},      {"eyl", 9},     {"eki", 10},     {"kas", 11},
    {"січ", 1},       {"лют", 2},      {"берез", 3},   {"квіт", 4},     {"трав", 5},
    {"черв", 6},      {"лип", 7},      {"серп", 8},    {"верес", 9},    {"жовт", 10},
    {"лист", 11},     {"груд", 12},    {"led", 1},     {"úno", 2},      {"bře", 3},
    {"dub", 4},       {"kvě", 5},      {"červenc", 7}, {"červen", 6},   {"srp", 8},
    {"září", 9},      {"říj", 10},     {"prosin", 12}, {"aralık", 12},  {"listop", 11},
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

static int
month_of(const char *word)
{
    g_autofree char *lower = g_utf8_strdown(word, -1);
    for (guint i = 0; i < G_N_ELEMENTS(months); i++)
        if (g_str_has_prefix(lower, months[i].name))
            return months[i].month;
    return 0;
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
