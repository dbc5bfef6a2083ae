/* feedtext.c: which charset a feed is in. */
#include "config.h"

#include "input/feedtext.h"

#include "dom/charset.h"

#include <string.h>

#define DECLARATION_MAX 256 /* bytes in which the XML declaration ends */

/* By byte order marks, and by "<" in 16 or 32 bits without a mark (XML 1.0, F.1). Longer marks
 * first. */
static const struct {
    const char *bytes;
    gsize length;
    gsize skip; /* how much of it is no text */
    const char *encoding;
} beginnings[] = {
    {"\xff\xfe\0\0", 4, 4, "UTF-32LE"}, {"\0\0\xfe\xff", 4, 4, "UTF-32BE"},
    {"<\0\0\0", 4, 0, "UTF-32LE"},      {"\0\0\0<", 4, 0, "UTF-32BE"},
    {"\xff\xfe", 2, 2, "UTF-16LE"},     {"\xfe\xff", 2, 2, "UTF-16BE"},
    {"<\0", 2, 0, "UTF-16LE"},          {"\0<", 2, 0, "UTF-16BE"},
    {"{\0", 2, 0, "UTF-16LE"},          {"\0{", 2, 0, "UTF-16BE"},
};

/* The charset that the declaration names (transfer full), or NULL. */
static char *
declared_charset(const char *bytes, gsize length)
{
    g_autofree char *head = g_strndup(bytes, MIN(length, DECLARATION_MAX));
    g_autoptr(GRegex) form = g_regex_new(
        "^\\s*<\\?xml[^>]*?encoding\\s*=\\s*[\"']?\\s*([A-Za-z0-9_.:-]+)", G_REGEX_RAW, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    return g_regex_match(form, head, 0, &match) ? g_match_info_fetch(match, 1) : NULL;
}

/* UTF-8 with single invalid bytes: counts both. */
static void
count_sequences(const char *bytes, gsize length, gsize *good, gsize *bad)
{
    const char *p = bytes, *end = bytes + length;
    *good = *bad = 0;
    while (p < end) {
        if ((guchar)*p < 0x80) {
            p++;
            continue;
        }
        gunichar c = g_utf8_get_char_validated(p, end - p);
        gboolean valid = c != (gunichar)-1 && c != (gunichar)-2;
        *(valid ? good : bad) += 1;
        p = valid ? g_utf8_next_char(p) : p + 1;
    }
}

static const gunichar windows_1252[32] = {
    0x20ac, 0xfffd, 0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0xfffd, 0x17d,  0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0xfffd, 0x17e,  0x178};

/* Mixed text, as programs make it that paste quotations of another charset. */
static char *
decode_mixed(const char *bytes, gsize length, gsize *out_length)
{
    GString *out = g_string_sized_new(length + length / 16 + 16);
    const char *p = bytes, *end = bytes + length;
    while (p < end) {
        const char *stop;
        g_utf8_validate(p, end - p, &stop);
        g_string_append_len(out, p, stop - p);
        p = stop;
        if (p >= end)
            break;
        guchar c = (guchar)*p++;
        g_string_append_unichar(out, c == 0                  ? ' '
                                     : c >= 0x80 && c < 0xa0 ? windows_1252[c - 0x80]
                                                             : c);
    }
    *out_length = out->len;
    return g_string_free(out, FALSE);
}

/* Takes further marks off the front. */
static char *
without_marks(char *text, gsize *length)
{
    gsize skip = 0;
    while (*length - skip >= 3 && memcmp(text + skip, "\xef\xbb\xbf", 3) == 0)
        skip += 3;
    if (skip > 0)
        memmove(text, text + skip, *length - skip + 1);
    *length -= skip;
    return text;
}

static char *
decode_bytes(const char *bytes, gsize length, gsize *out_length, gboolean *same)
{
    gsize good, bad;
    g_autofree char *label = declared_charset(bytes, length);
    gboolean wide = label && (g_ascii_strncasecmp(label, "utf-16", 6) == 0 ||
                              g_ascii_strncasecmp(label, "utf-32", 6) == 0);
    gboolean shifts = label && g_ascii_strncasecmp(label, "iso-2022", 8) == 0;
    *same = !shifts && g_utf8_validate(bytes, (gssize)length, NULL);
    if (*same) {
        *out_length = length;
        return g_strndup(bytes, length);
    }
    gboolean utf8 = !label || wide || g_ascii_strncasecmp(label, "utf", 3) == 0;
    count_sequences(bytes, length, &good, &bad);
    if (utf8 && !shifts && (good >= bad || memchr(bytes, '\0', length)))
        return decode_mixed(bytes, length, out_length);
    return off_to_utf8(bytes, length, NULL, NULL, !wide, out_length);
}

char *
off_feed_text(const char *bytes, gsize length, gsize *out_length, gboolean *same)
{
    *same = FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(beginnings); i++) {
        if (length < beginnings[i].length ||
            memcmp(bytes, beginnings[i].bytes, beginnings[i].length) != 0)
            continue;
        gsize skip = beginnings[i].skip;
        char *text = off_to_utf8(bytes + skip, length - skip, beginnings[i].encoding, NULL, FALSE,
                                 out_length);
        return without_marks(text, out_length);
    }
    gsize skip = 0;
    while (length - skip >= 3 && memcmp(bytes + skip, "\xef\xbb\xbf", 3) == 0)
        skip += 3;
    char *text = decode_bytes(bytes + skip, length - skip, out_length, same);
    *same &= skip == 0;
    return text;
}
