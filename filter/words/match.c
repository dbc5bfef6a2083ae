/* match.c: phrases of a sorted table, looked for in a text.
 *
 * The table is walked as a trie: each byte of the text narrows the range of phrases that begin so
 * far. A look-up costs the length of the longest phrase, however many phrases there are. */
#include "config.h"

#include "words/match.h"

#include <string.h>

gboolean
off_is_spaceless(const char *text)
{
    gunichar first = g_utf8_get_char(text);
    return (first >= 0x0e00 && first < 0x0e80) || (first >= 0x2e80 && first <= 0xffdc);
}

/* The first phrase in [low, high) whose byte at depth is not less than c. */
static gsize
lower_bound(const OffPhrases *t, gsize low, gsize high, gsize depth, guchar c)
{
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        if ((guchar)t->phrases[middle].phrase[depth] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static gboolean
ends_word(const char *text)
{
    return *text == '\0' || *text == ' ';
}

static guint
count_words(const char *phrase)
{
    guint words = 1;
    for (; *phrase; phrase++)
        words += *phrase == ' ';
    return words;
}

/* Tells the phrases from an index on before high that end at depth as it does: one phrase may be
 * there for several kinds. */
static void
tell_ends(const OffPhrases *t, gsize index, gsize high, gsize depth, OffPhraseFunc tell,
          OffPhraseMatch *match, gpointer data)
{
    char end = t->phrases[index].phrase[depth];
    for (; index < high && t->phrases[index].phrase[depth] == end; index++) {
        match->phrase = &t->phrases[index];
        match->length = depth;
        match->words = count_words(match->phrase->phrase);
        tell(match, data);
    }
}

/* Tells each phrase that is at the start of the text, shortest first. */
static void
each_at(const OffPhrases *t, const char *text, OffPhraseFunc tell, OffPhraseMatch *match,
        gpointer data)
{
    gsize low = 0, high = t->count;
    for (gsize depth = 0; low < high; depth++) {
        if (depth > 0 && (ends_word(text + depth) || off_is_spaceless(text)) &&
            t->phrases[low].phrase[depth] == '\0')
            tell_ends(t, low, high, depth, tell, match, data);
        gsize star = depth > 0 ? lower_bound(t, low, high, depth, '*') : high;
        if (star < high && t->phrases[star].phrase[depth] == '*')
            tell_ends(t, star, high, depth, tell, match, data);
        guchar c = (guchar)text[depth];
        if (c == '\0' || c == '*')
            break;
        low = lower_bound(t, low, high, depth, c);
        high = lower_bound(t, low, high, depth, (guchar)(c + 1));
    }
}

/* Moves past a word, or a character of a script without spaces. */
static gsize
next_start(const char *plain, gsize at)
{
    if (off_is_spaceless(plain + at))
        at += (gsize)(g_utf8_next_char(plain + at) - (plain + at));
    else
        at += strcspn(plain + at, " ");
    return at + (plain[at] == ' ');
}

void
off_each_phrase(const OffPhrases *table, const char *plain, OffPhraseFunc tell, gpointer data)
{
    for (gsize at = 0; plain[at]; at = next_start(plain, at)) {
        OffPhraseMatch match = {.start = at};
        each_at(table, plain + at, tell, &match, data);
    }
}

static void
keep_last(const OffPhraseMatch *match, gpointer data)
{
    *(OffPhraseMatch *)data = *match;
}

gboolean
off_next_phrase(const OffPhrases *table, const char *plain, gsize *from, OffPhraseMatch *match)
{
    while (plain[*from]) {
        OffPhraseMatch here = {.start = *from};
        match->phrase = NULL;
        each_at(table, plain + *from, keep_last, &here, match);
        *from = next_start(plain, *from);
        if (match->phrase)
            return TRUE;
    }
    return FALSE;
}

gboolean
off_has_phrase(const OffPhrases *table, const char *plain)
{
    gsize from = 0;
    OffPhraseMatch match;
    return off_next_phrase(table, plain, &from, &match);
}
