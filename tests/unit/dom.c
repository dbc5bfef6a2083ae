/* dom.c: addresses and charsets. */
#include "config.h"

#include "dom/charset.h"
#include "dom/url.h"
#include "wire/bytes.h"

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

/* Pieces of text, joined at random: whole and broken characters, NUL, and parts of words. */
static GString *
random_bytes(void)
{
    static const struct {
        const char *bytes;
        gsize length;
    } pieces[] = {{"the bridge reopened today ", 26},
                  {"\xc3\xa4", 2},
                  {"\xe2\x82\xac", 3},
                  {"\xf0\x9f\x8c\x89", 4},
                  {"\xe2\x82", 2},
                  {"\x80", 1},
                  {"\xed\xa0\x80", 3},
                  {"\0", 1},
                  {"<math", 5},
                  {"<mat", 4},
                  {"x", 1},
                  {"late", 4}};
    GString *out = g_string_new(NULL);
    for (int n = g_test_rand_int_range(0, 12); n > 0; n--) {
        /* mostly good ones, or no text would be valid */
        gint32 last = g_test_rand_bit() ? 4 : G_N_ELEMENTS(pieces);
        gint32 i = g_test_rand_int_range(0, last);
        g_string_append_len(out, pieces[i].bytes, (gssize)pieces[i].length);
    }
    return out;
}

static void
utf8_is_what_glib_says(void)
{
    guint valid = 0;
    for (guint i = 0; i < 20000; i++) {
        g_autoptr(GString) bytes = random_bytes();
        g_string_prepend(bytes, "."); /* no mark, and not empty */
        g_autofree char *owned = NULL;
        gsize length;
        off_utf8_of(bytes->str, bytes->len, NULL, NULL, TRUE, &length, &owned);
        gboolean good = g_utf8_validate(bytes->str, (gssize)bytes->len, NULL);
        g_assert_cmpint(owned == NULL, ==, good);
        valid += good;
    }
    g_assert_cmpuint(valid, >, 1000);
}

static void
words_are_found_as_memmem_finds_them(void)
{
    static const char *const words[] = {"<math", "latex", "x", "bridge", "today the"};
    for (guint i = 0; i < 20000; i++) {
        g_autoptr(GString) bytes = random_bytes();
        const char *word = words[i % G_N_ELEMENTS(words)];
        gboolean held = memmem(bytes->str, bytes->len, word, strlen(word)) != NULL;
        g_assert_cmpint(off_bytes_hold(bytes->str, bytes->len, word), ==, held);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dom/addresses", addresses);
    g_test_add_func("/dom/charsets", charsets);
    g_test_add_func("/dom/utf8", utf8_is_what_glib_says);
    g_test_add_func("/dom/held", words_are_found_as_memmem_finds_them);
    return g_test_run();
}
