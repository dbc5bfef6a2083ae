/* dom.c: addresses and charsets. */
#include "config.h"

#include "dom/charset.h"
#include "dom/url.h"

#include <glib.h>
#include <string.h>

static void
addresses(void)
{
    static const struct {
        const char *base, *ref, *url;
    } cases[] = {
        {"https://a.example/x/y", "../z", "https://a.example/z"},
        {"https://a.example/x", "//b.example/i", "https://b.example/i"},
        {NULL, "https://a.example/a b", "https://a.example/a%20b"},
        {"https://a.example/", " /x\n", "https://a.example/x"},
        {"https://a.example/", "javascript:alert(1)", NULL},
        {"https://a.example/", "data:text/html,x", NULL},
        {NULL, "/x", NULL},
        {NULL, "file:///etc/passwd", NULL},
        {NULL, "mailto:a@b.example", "mailto:a@b.example"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *url = off_url_resolve(cases[i].base, cases[i].ref);
        g_assert_cmpstr(url, ==, cases[i].url);
    }
    g_assert_true(off_url_same_site("https://news.a.co.uk/1", "https://www.a.co.uk/2"));
    g_assert_false(off_url_same_site("https://a.co.uk/1", "https://b.co.uk/2"));
}

static void
charsets(void)
{
    static const struct {
        const char *bytes;
        gsize length;
        const char *override, *type, *text;
    } cases[] = {
        {"caf\xe9", 4, NULL, "text/html; charset=iso-8859-1", "café"},
        {"caf\xc3\xa9", 5, NULL, "text/html; charset=iso-8859-1", "café"},
        {"caf\xe9", 4, "latin1", NULL, "café"},
        {"\x93q\x94", 3, NULL, "text/html; charset=ISO-8859-1", "“q”"},
        {"\xef\xbb\xbfx", 4, NULL, NULL, "x"},
        {"\xff\xfex\0y\0", 6, NULL, NULL, "xy"},
        {"<meta charset=koi8-r>\xf4\xc1\xcb", 24, NULL, NULL, "<meta charset=koi8-r>Так"},
        {"a\0b", 3, NULL, NULL, "a b"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize n;
        g_autofree char *text = off_to_utf8(cases[i].bytes, cases[i].length, cases[i].override,
                                            cases[i].type, TRUE, &n);
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dom/addresses", addresses);
    g_test_add_func("/dom/charsets", charsets);
    return g_test_run();
}
