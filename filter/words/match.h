/* match.h: phrases of a sorted table, looked for in a text. */
#ifndef OFF_WORDS_MATCH_H
#define OFF_WORDS_MATCH_H

#include <glib.h>

G_BEGIN_DECLS

/* A phrase in lower case, letters and digits alone, one blank between words; a * at the end stands
 * for any ending of the last word. kind is the table's own. */
typedef struct {
    const char *phrase;
    guint kind;
} OffPhrase;

/* Sorted by the bytes of the phrases, as words.def gives them. */
typedef struct {
    const OffPhrase *phrases;
    gsize count;
} OffPhrases;

typedef struct {
    const OffPhrase *phrase;
    gsize start, length; /* bytes of the text */
    guint words;         /* of the phrase */
} OffPhraseMatch;

/* Finds the first match at or after *from, and the longest phrase there. plain: made by
 * off_comparable (words/fold.h). In scripts without spaces (and in Korean) a phrase may match
 * anywhere; in others it begins and ends at word boundaries. Sets *from after the match's first
 * word. Returns FALSE if there is none. */
gboolean off_next_phrase(const OffPhrases *table, const char *plain, gsize *from,
                         OffPhraseMatch *match);

typedef void (*OffPhraseFunc)(const OffPhraseMatch *match, gpointer data);

/* Tells every phrase that is anywhere in the text. */
void off_each_phrase(const OffPhrases *table, const char *plain, OffPhraseFunc tell, gpointer data);

/* Is the text, or a part of it, one of the phrases? */
gboolean off_has_phrase(const OffPhrases *table, const char *plain);

/* Is the script that begins the text written without spaces, or with endings that grow together? */
gboolean off_is_spaceless(const char *text);

G_END_DECLS

#endif
