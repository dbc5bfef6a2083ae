/* words.h: the languages that offprint has words of, and the words that it prints itself. */
#ifndef OFF_WORDS_H
#define OFF_WORDS_H

#include <glib.h>

G_BEGIN_DECLS

/* OFF_LANG_en, OFF_LANG_de, ... in the order of their codes. */
typedef enum {
#define OFF_LANGUAGE(code, langs) OFF_LANG_##code,
#include "words/words.def"
    OFF_LANGS
} OffLang;

/* The bit of a language in the mask that ends each entry of words.def. */
#define OFF_IN(code) ((guint64)1 << OFF_LANG_##code)

typedef enum {
    OFF_PRINTED_PICTURE,
    OFF_PRINTED_AUDIO,
    OFF_PRINTED_VIDEO,
    OFF_PRINTED_FORMULA,
    OFF_PRINTED_CONTINUED,
    OFF_PRINTED_ARTICLE,
    OFF_PRINTED_COMMENTS,
    OFF_PRINTED_ADVERTISEMENTS,
} OffPrinted;

/* The code of a language ("de"; constant). */
const char *off_lang_code(OffLang lang);

/* The language of a tag ("de-AT", RFC 5646), or OFF_LANGS if there is no file for it. The older
 * "no", and "nn", are taken for "nb". */
OffLang off_lang_of_tag(const char *tag);

/* The word in the language of the tag; in English if tag is NULL or there is no file for it
 * (constant). */
const char *off_printed(OffPrinted what, const char *tag);

G_END_DECLS

#endif
