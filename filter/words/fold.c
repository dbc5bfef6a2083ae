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
    gsize n = strlen(text);
    GString *out = g_string_sized_new((max > 0 ? MIN(n, max) : n) + 1);
    for (const char *p = text; *p && (max == 0 || (gsize)(p - text) < max);
         p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!is_of_word(c)) {
            if (out->len > 0 && out->str[out->len - 1] != ' ')
                g_string_append_c(out, ' ');
        } else if (c < 0x80) {
            g_string_append_c(out, (char)(g_ascii_isupper((char)c) ? c | 0x20 : c));
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

static char *
normalize_text(const char *text, uninorm_t form)
{
    if (!may_be_decomposed(text))
        return g_strdup(text);
    size_t length = 0;
    uint8_t *normal = u8_normalize(form, (const uint8_t *)text, strlen(text), NULL, &length);
    char *out = normal ? g_strndup((const char *)normal, length) : g_strdup(text);
    free(normal);
    return out;
}

char *
off_composed(const char *text)
{
    return normalize_text(text, UNINORM_NFC);
}

/* Full width and ligatures (Unicode, Halfwidth and Fullwidth Forms; Alphabetic Presentation Forms):
 * letters that only look otherwise. */
static gboolean
holds_presentation_forms(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if ((c >= 0xff01 && c <= 0xffee) || (c >= 0xfb00 && c <= 0xfb06))
            return TRUE;
    }
    return FALSE;
}

char *
off_comparable_composed(const char *text)
{
    uninorm_t form = holds_presentation_forms(text) ? UNINORM_NFKC : UNINORM_NFC;
    g_autofree char *composed = normalize_text(text, form);
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
