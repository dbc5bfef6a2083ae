/* mend.c: bogus comments and references to controls, as the HTML standard reads them. */
#include "config.h"

#include "dom/mend.h"

#include <string.h>

#define DIGITS_MAX 8 /* of a reference, leading zeros included */

/* The characters of windows-1252 from 0x80 to 0x9f; 0: it has none there. */
static const gunichar windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

/* The end of the comment that begins here, or NULL if it has none. */
static const char *
end_of_comment(const char *at, const char *end)
{
    const char *close = memmem(at + 2, (gsize)(end - at) - 2, "-->", 3);
    return close ? close + 3 : NULL;
}

static gboolean
starts(const char *at, const char *end, const char *word)
{
    gsize n = strlen(word);
    return (gsize)(end - at) >= n && g_ascii_strncasecmp(at, word, n) == 0;
}

/* The end of a bogus comment that begins here, or NULL. */
static const char *
end_of_bogus(const char *at, const char *end)
{
    if (!starts(at, end, "<!") || starts(at, end, "<!doctype") || starts(at, end, "<![CDATA["))
        return NULL;
    const char *close = memchr(at, '>', (gsize)(end - at));
    return close ? close + 1 : NULL;
}

/* The character of a reference "&#146;" or "&#x92;" to a control; 0 if it is none. */
static gunichar
character_of(const char *at, const char *end, const char **behind)
{
    if (!starts(at, end, "&#"))
        return 0;
    gboolean hex = at + 2 < end && (at[2] == 'x' || at[2] == 'X');
    const char *p = at + 2 + hex, *first = p;
    guint value = 0;
    for (; p < end && p - first < DIGITS_MAX; p++) {
        int digit = hex ? g_ascii_xdigit_value(*p) : g_ascii_digit_value(*p);
        if (digit < 0)
            break;
        value = value * (hex ? 16 : 10) + (guint)digit;
    }
    *behind = p < end && *p == ';' ? p + 1 : p;
    return p > first && value >= 0x80 && value <= 0x9f ? windows_1252[value - 0x80] : 0;
}

char *
off_mend_markup(const char *html, gsize length, gsize *mended)
{
    const char *end = html + length, *kept = html, *at = html;
    GString *out = NULL;
    while (at < end) {
        const char *behind = NULL;
        gunichar c = 0;
        if (*at == '<' && starts(at, end, "<!--")) {
            const char *close = end_of_comment(at, end);
            if (!close)
                break;
            at = close;
            continue;
        }
        if (*at == '<')
            behind = end_of_bogus(at, end);
        else if (*at == '&' && (c = character_of(at, end, &behind)) == 0)
            behind = NULL;
        if (!behind) {
            at++;
            continue;
        }
        out = out ? out : g_string_sized_new(length);
        g_string_append_len(out, kept, at - kept);
        if (c)
            g_string_append_unichar(out, c);
        kept = at = behind;
    }
    if (!out)
        return NULL;
    g_string_append_len(out, kept, end - kept);
    *mended = out->len;
    return g_string_free(out, FALSE);
}
