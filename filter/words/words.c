/* words.c: the languages that offprint has words of, and the words that it prints itself. */
#include "config.h"

#include "words/words.h"

#include <string.h>

G_STATIC_ASSERT(OFF_LANGS <= 64); /* bits of a mask */

static const char *const codes[] = {
#define OFF_LANGUAGE(code, langs) #code,
#include "words/words.def"
};

static const struct {
    OffPrinted what;
    const char *word;
    guint64 langs;
} printed[] = {
#define OFF_PRINTED(what, word, langs) {OFF_PRINTED_##what, word, langs},
#include "words/words.def"
};

const char *
off_lang_code(OffLang lang)
{
    return codes[lang];
}

OffLang
off_lang_of_tag(const char *tag)
{
    gsize n = strcspn(tag, "-");
    if (n == 2 &&
        (g_ascii_strncasecmp(tag, "no", 2) == 0 || g_ascii_strncasecmp(tag, "nn", 2) == 0))
        return OFF_LANG_nb;
    for (guint i = 0; i < G_N_ELEMENTS(codes); i++)
        if (strlen(codes[i]) == n && g_ascii_strncasecmp(tag, codes[i], n) == 0)
            return (OffLang)i;
    return OFF_LANGS;
}

const char *
off_printed(OffPrinted what, const char *tag)
{
    OffLang lang = tag ? off_lang_of_tag(tag) : OFF_LANG_en;
    if (lang == OFF_LANGS || lang == OFF_LANG_zxx)
        lang = OFF_LANG_en;
    for (guint i = 0; i < G_N_ELEMENTS(printed); i++)
        if (printed[i].what == what && (printed[i].langs >> lang) & 1)
            return printed[i].word;
    return "";
}
