/* fold.h: text as it is compared. */
#ifndef OFF_FOLD_H
#define OFF_FOLD_H

#include <glib.h>

G_BEGIN_DECLS

/* The words of UTF-8 text as they are compared: letters, marks and digits in lower case, one blank
 * between words and none at the ends (transfer full). The phrases of words.def are written so.
 * max: bytes of text that are looked at, or 0 for all. */
char *off_comparable(const char *text, gsize max);

/* The same of the composed form (Unicode, NFC), as the phrases of words.def are. Letters of full
 * width and ligatures are what they stand for (NFKC) (transfer full). */
char *off_comparable_composed(const char *text);

/* The same without the blanks (transfer full). */
char *off_comparable_letters(const char *text);

/* UTF-8 text in Unicode Normalization Form C (transfer full). GLib's own function takes quadratic
 * time. */
char *off_composed(const char *text);

/* Does the character end a sentence, in any script? */
gboolean off_is_sentence_end(gunichar c);

G_END_DECLS

#endif
