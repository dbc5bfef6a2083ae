/* metadata.c: dates and bylines. */
#include "config.h"

#include "metadata/date.h"
#include "metadata/names.h"

#include <glib.h>
#include <string.h>

static void
dates(void)
{
    static const struct {
        const char *text, *date;
    } cases[] = {
        {"2025-04-08 08:28:06", "2025-04-08T08:28:06"},
        {"Date:2025-04-08 08:28:06", "2025-04-08T08:28:06"},
        {"2026-11-24T08:00:00+0100", "2026-11-24T08:00:00+01:00"},
        {"2026-11-24T08:00:00.123Z", "2026-11-24T08:00:00Z"},
        {"24 November 2026", "2026-11-24"},
        {"Nov. 24, 2026", "2026-11-24"},
        {"24. März 2026", "2026-03-24"},
        {"24 de noviembre de 2026", "2026-11-24"},
        {"24 ноября 2026", "2026-11-24"},
        {"2026年11月24日", "2026-11-24"},
        {"24.11.2026", "2026-11-24"},
        {"11/24/2026", "2026-11-24"},
        {"Tue, 24 Nov 2026 08:00:00 +0000", "2026-11-24T08:00:00+00:00"},
        {"2026-13-45", NULL},
        {"no date", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *date = off_parse_date(cases[i].text);
        g_assert_cmpstr(date, ==, cases[i].date);
    }
}

static void
bylines(void)
{
    static const struct {
        const char *text, *name;
    } cases[] = {
        {"By Ana Ruiz", "Ana Ruiz"},
        {"von Jonas Käse | 24. November 2026", "Jonas Käse"},
        {"Ana Ruiz, Jonas Käse", "Ana Ruiz, Jonas Käse"},
        {"By Ana Ruiz March 3, 2026", "Ana Ruiz"},
        {"admin", NULL},
        {"https://example.org/ana", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = off_clean_byline(cases[i].text);
        g_assert_cmpstr(name, ==, cases[i].name);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/metadata/dates", dates);
    g_test_add_func("/metadata/bylines", bylines);
    return g_test_run();
}
