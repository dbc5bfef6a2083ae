/* lang.h: the language of a text that does not tell it. */
#ifndef OFF_LANG_H
#define OFF_LANG_H

#include <glib.h>

typedef struct OffLangGuess OffLangGuess;

OffLangGuess *off_lang_guess_new(void);
/* Counts the words and letters of one more piece of the text (UTF-8). */
void off_lang_guess_add(OffLangGuess *guess, const char *text);
/* The language (BCP 47, constant), or NULL if it is unclear. declared: the language that the page
 * declares, or NULL; another one is returned only if the text proves it. Frees the guess. */
const char *off_lang_guess_free(OffLangGuess *guess, const char *declared);

#endif
