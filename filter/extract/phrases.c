/* phrases.c: words that furniture is made of (phrases.def). */
#include "config.h"

#include "features.h"

#include <string.h>

#define LOOKED_AT 400 /* bytes of a block */
#define HEADING_MAX 80

typedef enum { LEAD, HEADING, WORD } Kind;

static const struct {
    Kind kind;
    const char *phrase;
} phrases[] = {
#define OFF_PHRASE(kind, phrase) {kind, phrase},
#include "phrases.def"
#undef OFF_PHRASE
};

/* " word word " in lower case; everything that is no letter or digit parts words. */
char *
off_folded_words(const char *text)
{
    GString *out = g_string_new(" ");
    for (const char *p = text; *p && p - text < LOOKED_AT; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c) || g_unichar_ismark(c)) {
            if (c < 0x80)
                g_string_append_c(out, g_ascii_tolower((char)c));
            else
                g_string_append_unichar(out, g_unichar_tolower(c));
        } else if (out->str[out->len - 1] != ' ') {
            g_string_append_c(out, ' ');
        }
    }
    if (out->str[out->len - 1] != ' ')
        g_string_append_c(out, ' ');
    return g_string_free(out, FALSE);
}

static gboolean
begins(const char *words, const char *phrase)
{
    gsize n = strlen(phrase);
    if (strncmp(words + 1, phrase, n) != 0)
        return FALSE;
    /* Scripts without spaces end a phrase anywhere. */
    return words[1 + n] == ' ' || (phrase[0] & 0x80 && (words[1 + n] & 0x80)) ||
           words[1 + n] == '\0';
}

static gboolean
contains(const char *words, const char *phrase)
{
    gsize n = strlen(phrase);
    for (const char *at = strstr(words, phrase); at; at = strstr(at + 1, phrase))
        if (at[-1] == ' ' && at[n] == ' ')
            return TRUE;
    return FALSE;
}

OffFurniture
off_furniture_of(const char *text)
{
    OffFurniture said = {0};
    g_autofree char *words = off_folded_words(text);
    gboolean brief = strlen(text) <= HEADING_MAX;
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) {
        const char *phrase = phrases[i].phrase;
        if (phrases[i].kind == WORD)
            said.words += contains(words, phrase);
        else if (phrase[0] != words[1])
            continue;
        else if (phrases[i].kind == LEAD)
            said.lead = said.lead || begins(words, phrase);
        else if (brief)
            said.heading = said.heading || begins(words, phrase);
    }
    return said;
}
