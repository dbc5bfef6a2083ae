/* phrases.c: words that furniture is made of (words/). */
#include "config.h"

#include "classify/features.h"

#include "words/fold.h"
#include "words/match.h"

#include <string.h>

#define LOOKED_AT 400  /* bytes of a block */
#define HEADING_MAX 80 /* bytes of a block that is a heading */

static const OffPhrase phrases[] = {
#define OFF_FURNITURE(kind, phrase, langs) {phrase, OFF_FURNITURE_##kind},
#include "words/words.def"
};
static const OffPhrases table = {phrases, G_N_ELEMENTS(phrases)};

static const OffPhrase labels[] = {
#define OFF_SPONSOR(phrase, langs) {phrase, 0},
#include "words/words.def"
};
static const OffPhrases sponsors = {labels, G_N_ELEMENTS(labels)};

typedef struct {
    OffFurniture said;
    gboolean brief;
    gsize end;     /* of the last strong phrase */
    gsize covered; /* bytes in strong phrases, and in those that lead to other articles */
    gsize others;
} Look;

static gboolean
is_anywhere(guint kind)
{
    return kind == OFF_FURNITURE_WORD || kind >= OFF_FURNITURE_CALL;
}

/* Bytes that two phrases share count once. */
static void
cover_phrase(Look *look, const OffPhraseMatch *match)
{
    gsize end = match->start + match->length, from = MAX(match->start, look->end);
    if (match->phrase->kind == OFF_FURNITURE_OTHERS)
        look->others = MAX(look->others, match->length);
    if (end <= from)
        return;
    look->covered += end - from;
    look->end = end;
}

static void
note_phrase(const OffPhraseMatch *match, gpointer data)
{
    Look *look = data;
    guint kind = match->phrase->kind;
    if (!is_anywhere(kind) && match->start > 0)
        return;
    if (kind == OFF_FURNITURE_HEADING)
        look->said.heading = look->brief;
    else if (is_anywhere(kind))
        look->said.words++;
    else
        look->said.lead = TRUE;
    if (kind >= OFF_FURNITURE_OTHERS)
        cover_phrase(look, match);
}

/* Nothing but "Advertisement". */
static gboolean
is_sponsor_label(const char *words)
{
    gsize from = 0;
    OffPhraseMatch match;
    return off_next_phrase(&sponsors, words, &from, &match) && match.start == 0 &&
           words[match.length] == '\0';
}

OffFurniture
off_furniture_of(const char *text)
{
    g_autofree char *words = off_comparable(text, LOOKED_AT);
    Look look = {.brief = strlen(text) <= HEADING_MAX};
    float length = (float)MAX(strlen(words), 1);
    off_each_phrase(&table, words, note_phrase, &look);
    look.said.share = (float)look.covered / length;
    look.said.others = (float)look.others / length;
    if (look.brief && is_sponsor_label(words)) {
        look.said.words++;
        look.said.share = 1;
    }
    return look.said;
}
