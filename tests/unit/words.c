/* words.c: folding, and the languages of texts. */
#include "config.h"

#include "words/fold.h"
#include "words/words.h"

#include <glib.h>
#include <string.h>

static void
folding(void)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", ""},
        {" \u2014 ", ""},
        {"L\u2019ARTICLE, \u00ab\u00c9t\u00e9\u00bb!", "l article \u00e9t\u00e9"},
        {"  Read  More\u2026 ", "read more"},
        {"\u0434\u0410\u041b\u0415\u0415 \u2192", "\u0434\u0430\u043b\u0435\u0435"},
        {"\u0905\u0917\u0932\u093e", "\u0905\u0917\u0932\u093e"}, /* marks are of the word */
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = off_comparable(cases[i].text, 0);
        g_assert_cmpstr(words, ==, cases[i].words);
    }
    g_autofree char *cut = off_comparable("abc def", 4), *letters = off_comparable_letters("A b-C");
    g_assert_cmpstr(cut, ==, "abc");
    g_assert_cmpstr(letters, ==, "abc");
    g_assert_true(off_is_sentence_end('.') && off_is_sentence_end(0x3002));
    g_assert_false(off_is_sentence_end(',') || off_is_sentence_end('a'));
}

static void
languages(void)
{
    g_assert_cmpint(off_lang_of_tag("de-AT"), ==, OFF_LANG_de);
    g_assert_cmpint(off_lang_of_tag("no"), ==, OFF_LANG_nb);
    g_assert_cmpint(off_lang_of_tag("d"), ==, OFF_LANGS);
    g_assert_cmpint(off_lang_of_tag(""), ==, OFF_LANGS);
    g_assert_cmpstr(off_printed(OFF_PRINTED_PICTURE, "de"), ==, "Bild");
    g_assert_cmpstr(off_printed(OFF_PRINTED_PICTURE, NULL), ==, "Picture");
    g_assert_cmpstr(off_printed(OFF_PRINTED_PICTURE, "tlh"), ==, "Picture");
    g_assert_cmpstr(off_printed(OFF_PRINTED_PICTURE, "zxx"), ==, "Picture");
    for (OffLang lang = 0; lang < OFF_LANGS; lang++)
        g_assert_true(*off_printed(OFF_PRINTED_FORMULA, off_lang_code(lang)));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/words/folding", folding);
    g_test_add_func("/words/languages", languages);
    return g_test_run();
}
