/* fold.c: text as it is compared. */
#include "config.h"

#include "words/fold.h"

#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

static const gunichar sentence_ends[] = {
    0x2026, /* … */
    0x3002, /* 。 */
    0xff01, /* ！ */
    0xff1f, /* ？ */
    0xff0e, /* ． */
    0xff61, /* ｡ */
    0x061f, /* ؟ */
    0x06d4, /* ۔ */
    0x0964, /* । */
    0x104b, /* ။ */
    0x1362, /* ። */
    0x17d4, /* ។ */
    0x0589, /* ։ */
};

static gboolean
is_of_word(gunichar c)
{
    return c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c) || g_unichar_ismark(c);
}

char *
off_comparable(const char *text, gsize max)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p && (max == 0 || (gsize)(p - text) < max);
         p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!is_of_word(c)) {
            if (out->len > 0 && out->str[out->len - 1] != ' ')
                g_string_append_c(out, ' ');
        } else if (c < 0x80) {
            g_string_append_c(out, g_ascii_tolower((char)c));
        } else {
            g_string_append_unichar(out, g_unichar_tolower(c));
        }
    }
    if (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

/* Below U+0300 every character is composed; so are most above, but there the tables are asked. */
#define COMPOSED_BELOW 0x300

static gboolean
may_be_decomposed(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (g_utf8_get_char(p) >= COMPOSED_BELOW)
            return TRUE;
    return FALSE;
}

char *
off_composed(const char *text)
{
    if (!may_be_decomposed(text))
        return g_strdup(text);
    size_t length = 0;
    uint8_t *composed =
        u8_normalize(UNINORM_NFC, (const uint8_t *)text, strlen(text), NULL, &length);
    char *out = composed ? g_strndup((const char *)composed, length) : g_strdup(text);
    free(composed);
    return out;
}

char *
off_comparable_composed(const char *text)
{
    g_autofree char *composed = off_composed(text);
    return off_comparable(composed, 0);
}

char *
off_comparable_letters(const char *text)
{
    char *letters = off_comparable(text, 0), *to = letters;
    for (const char *from = letters; *from; from++)
        if (*from != ' ')
            *to++ = *from;
    *to = '\0';
    return letters;
}

gboolean
off_is_sentence_end(gunichar c)
{
    if (c < 0x80)
        return c == '.' || c == '!' || c == '?';
    for (guint i = 0; i < G_N_ELEMENTS(sentence_ends); i++)
        if (sentence_ends[i] == c)
            return TRUE;
    return FALSE;
}
