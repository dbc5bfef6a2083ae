/* render.c: lines and their breaks. */
#include "config.h"

#include <offprint/render.h>

#include "render/wrap.h"

#include <glib.h>
#include <string.h>

static char *
wrapped(guint width, gboolean flowed, guint quotes, const char *text)
{
    const OffWrap wrap = {.width = width, .flowed = flowed, .quotes = quotes};
    GString *out = g_string_new(NULL);
    off_wrap(out, &wrap, "", "", text);
    return g_string_free(out, FALSE);
}

static void
lines(void)
{
    g_autofree char *flowed = wrapped(30, TRUE, 0, "one two three four five six seven eight");
    g_assert_cmpstr(flowed, ==, "one two three four five six \nseven eight\n");
    g_autofree char *fixed = wrapped(30, FALSE, 0, "one two three four five six seven eight");
    g_assert_cmpstr(fixed, ==, "one two three four five six\nseven eight\n");
    g_autofree char *from = wrapped(72, TRUE, 0, "From the start");
    g_assert_cmpstr(from, ==, " From the start\n");
    g_autofree char *quoted = wrapped(72, TRUE, 2, "said");
    g_assert_cmpstr(quoted, ==, ">> said\n");
    g_autofree char *mark = wrapped(72, TRUE, 0, "> no quote");
    g_assert_cmpstr(mark, ==, " > no quote\n");
    g_autofree char *cjk = wrapped(24, TRUE, 0, "新しい橋が開通しました。町の人びとは喜んだ。");
    g_auto(GStrv) each = g_strsplit(cjk, "\n", -1);
    for (guint i = 0; each[i]; i++) {
        g_assert_cmpuint(off_columns(each[i]), <=, 24);
        g_assert_false(g_str_has_suffix(each[i], " "));
    }
    g_autofree char *whole = wrapped(
        0, TRUE, 0,
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen");
    g_assert_cmpint(strcspn(whole, "\n"), ==, strlen(whole) - 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/render/lines", lines);
    return g_test_run();
}
