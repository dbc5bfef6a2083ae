/* phrases.c: words that furniture is made of (words/). */
#include "config.h"

#include "classify/features.h"

#include "words/fold.h"

#include <string.h>

#define LOOKED_AT 400 /* bytes of a block */
#define HEADING_MAX 80

typedef enum { LEAD, HEADING, WORD } Kind;

static const struct {
    Kind kind;
    const char *phrase;
} phrases[] = {
#define OFF_FURNITURE(kind, phrase, langs) {kind, phrase},
#include "words/words.def"
};

/* " word word ": a phrase in it has a blank on both sides. */
static char *
padded_words(const char *text)
{
    g_autofree char *words = off_comparable(text, LOOKED_AT);
    return g_strconcat(" ", words, *words ? " " : "", NULL);
}

static gboolean
begins_with_phrase(const char *words, const char *phrase)
{
    gsize n = strlen(phrase);
    if (strncmp(words + 1, phrase, n) != 0)
        return FALSE;
    /* Scripts without spaces end a phrase anywhere. */
    return words[1 + n] == ' ' || (phrase[0] & 0x80 && (words[1 + n] & 0x80)) ||
           words[1 + n] == '\0';
}

/* Is the phrase at the start of rest, as whole words? */
static gboolean
stands_at(const char *rest, const char *phrase)
{
    gsize n = strlen(phrase);
    return strncmp(rest, phrase, n) == 0 && rest[n] == ' ';
}

/* Like strcmp(), of the first two bytes of a phrase and of text. The blank that ends a word goes
 * for the NUL that ends a phrase of one letter. */
static int
compare_start(const char *phrase, const char *text)
{
    int order = (guchar)phrase[0] - (guchar)text[0];
    return order != 0 ? order : (guchar)phrase[1] - (text[1] == ' ' ? 0 : (guchar)text[1]);
}

/* The first phrase that begins with the two bytes that the text begins with, or one that is
 * greater. */
static guint
first_phrase(const char *text)
{
    guint first = 0, end = G_N_ELEMENTS(phrases);
    while (first < end) {
        guint middle = (first + end) / 2;
        if (compare_start(phrases[middle].phrase, text) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

OffFurniture
off_furniture_of(const char *text)
{
    OffFurniture said = {0};
    g_autofree char *words = padded_words(text);
    gboolean brief = strlen(text) <= HEADING_MAX, found[G_N_ELEMENTS(phrases)] = {0};
    for (const char *word = words; word && word[1]; word = strchr(word + 1, ' ')) {
        for (guint i = first_phrase(word + 1);
             i < G_N_ELEMENTS(phrases) && compare_start(phrases[i].phrase, word + 1) == 0; i++) {
            const char *phrase = phrases[i].phrase;
            if (phrases[i].kind == WORD && !found[i] && stands_at(word + 1, phrase)) {
                found[i] = TRUE;
                said.words++;
            }
            if (word > words)
                continue;
            said.lead = said.lead || (phrases[i].kind == LEAD && begins_with_phrase(words, phrase));
            said.heading = said.heading || (brief && phrases[i].kind == HEADING &&
                                            begins_with_phrase(words, phrase));
        }
    }
    return said;
}
