/* lang.c: the language of a text that does not tell it: by its script, or by the words that every
 * text of a language is full of (words/). */
#include "config.h"

#include "metadata/lang.h"

#include "words/fold.h"
#include "words/words.h"

#include <string.h>

#define WORDS_MIN 40     /* that a text must have */
#define WORDS_MAX 150    /* of it that are looked at */
#define SHARE_MIN 0.12   /* of its words that are known, in the language that has most */
#define LEAD_MIN 1.15    /* times what the next language has */
#define PROOF_MIN 2      /* times what the declared one has */
#define LETTERS_MAX 4000 /* of it that are looked at */
#define LETTERS_MIN 40   /* of a script of its own */

typedef struct {
    const char *word;
    guint64 langs;
} Known;

/* Sorted by word. */
static const Known known[] = {
#define OFF_FUNCTION_WORD(word, langs) {word, langs},
#include "words/words.def"
};

/* The languages that are recognized by their words. */
static const guint64 told_by_words = 0
#define OFF_FUNCTION_WORD(word, langs) | langs
#include "words/words.def"
    ;

/* Scripts that one language writes, or one far more than the others. */
static const struct {
    GUnicodeScript script;
    const char *lang;
} scripts[] = {
    {G_UNICODE_SCRIPT_HIRAGANA, "ja"}, {G_UNICODE_SCRIPT_KATAKANA, "ja"},
    {G_UNICODE_SCRIPT_HANGUL, "ko"},   {G_UNICODE_SCRIPT_THAI, "th"},
    {G_UNICODE_SCRIPT_HEBREW, "he"},   {G_UNICODE_SCRIPT_GREEK, "el"},
    {G_UNICODE_SCRIPT_ARABIC, "ar"},   {G_UNICODE_SCRIPT_DEVANAGARI, "hi"},
    {G_UNICODE_SCRIPT_HAN, "zh"},      {G_UNICODE_SCRIPT_CYRILLIC, "ru"},
    {G_UNICODE_SCRIPT_GEORGIAN, "ka"}, {G_UNICODE_SCRIPT_ARMENIAN, "hy"},
    {G_UNICODE_SCRIPT_BENGALI, "bn"},  {G_UNICODE_SCRIPT_TAMIL, "ta"},
    {G_UNICODE_SCRIPT_GUJARATI, "gu"}, {G_UNICODE_SCRIPT_TELUGU, "te"},
    {G_UNICODE_SCRIPT_KANNADA, "kn"},  {G_UNICODE_SCRIPT_MALAYALAM, "ml"},
    {G_UNICODE_SCRIPT_GURMUKHI, "pa"}, {G_UNICODE_SCRIPT_SINHALA, "si"},
    {G_UNICODE_SCRIPT_KHMER, "km"},    {G_UNICODE_SCRIPT_LAO, "lo"},
    {G_UNICODE_SCRIPT_MYANMAR, "my"},  {G_UNICODE_SCRIPT_ETHIOPIC, "am"},
};

struct OffLangGuess {
    guint words, hits[OFF_LANGS];
    guint letters, of_script[G_N_ELEMENTS(scripts)];
};

OffLangGuess *
off_lang_guess_new(void)
{
    return g_new0(OffLangGuess, 1);
}

static int
compare_words(const void *key, const void *element)
{
    return strcmp(key, ((const Known *)element)->word);
}

static void
count_word(OffLangGuess *g, const char *word)
{
    const Known *found = bsearch(word, known, G_N_ELEMENTS(known), sizeof *known, compare_words);
    g->words++;
    for (guint i = 0; found && i < OFF_LANGS; i++)
        g->hits[i] += (found->langs >> i) & 1;
}

static void
count_letter(OffLangGuess *g, gunichar c)
{
    g->letters++;
    if (c < 0x250)
        return;
    GUnicodeScript script = g_unichar_get_script(c);
    for (guint i = 0; i < G_N_ELEMENTS(scripts); i++)
        g->of_script[i] += scripts[i].script == script;
}

/* Numbers are no words. */
void
off_lang_guess_add(OffLangGuess *g, const char *text)
{
    if (g->words >= WORDS_MAX || g->letters >= LETTERS_MAX)
        return;
    g_autofree char *folded = off_comparable(text, LETTERS_MAX);
    g_auto(GStrv) words = g_strsplit(folded, " ", -1);
    for (guint i = 0; words[i] && g->words < WORDS_MAX && g->letters < LETTERS_MAX; i++) {
        for (const char *p = words[i]; *p; p = g_utf8_next_char(p))
            if (g_unichar_isalpha(g_utf8_get_char(p)))
                count_letter(g, g_utf8_get_char(p));
        if (*words[i] && !g_ascii_isdigit(*words[i]))
            count_word(g, words[i]);
    }
}

/* Japanese is written with Han too, and is known by its own letters. */
static const char *
by_script(const OffLangGuess *g)
{
    const char *lang = NULL;
    guint most = 0, kana = g->of_script[0] + g->of_script[1];
    for (guint i = 0; i < G_N_ELEMENTS(scripts); i++) {
        if (g->of_script[i] <= most)
            continue;
        most = g->of_script[i];
        lang = scripts[i].lang;
    }
    if (lang && strcmp(lang, "zh") == 0 && kana * 20 > g->letters) {
        lang = "ja";
        most += kana;
    }
    return most >= LETTERS_MIN && most * 2 >= g->letters ? lang : NULL;
}

/* The language of a tag, or -1 if it is none that is told by its words. */
static int
told_language(const char *tag)
{
    OffLang lang = off_lang_of_tag(tag);
    return lang != OFF_LANGS && lang != OFF_LANG_zxx && (told_by_words >> lang) & 1 ? (int)lang
                                                                                    : -1;
}

const char *
off_lang_guess_free(OffLangGuess *guess, const char *declared)
{
    g_autofree OffLangGuess *g = guess;
    const char *lang = by_script(g);
    guint best = 0, second = 0;
    int said = declared ? told_language(declared) : -1;
    if (declared && (said < 0 || lang))
        return said < 0 ? NULL : lang;
    if (lang || g->words < WORDS_MIN)
        return lang;
    for (guint i = 0; i < OFF_LANGS; i++)
        if (g->hits[i] > g->hits[best])
            best = i;
    for (guint i = 0; i < OFF_LANGS; i++)
        if (i != best)
            second = MAX(second, g->hits[i]);
    gboolean sure = g->hits[best] >= g->words * SHARE_MIN && g->hits[best] >= second * LEAD_MIN;
    if (said >= 0)
        sure = sure && (int)best != said && g->hits[best] >= g->hits[said] * PROOF_MIN;
    return sure ? off_lang_code((OffLang)best) : NULL;
}
