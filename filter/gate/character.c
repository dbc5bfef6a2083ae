/* character.c: UTF-8 (RFC 3629), and the characters that steer a terminal. */
#include "config.h"

#include "gate/character.h"

#include <stdint.h>

/* How many bytes a character has by its first one (RFC 3629, 3); 0 if none begins with it. */
static size_t
length_by_first(unsigned c)
{
    static const struct {
        unsigned below;
        size_t length;
    } firsts[] = {{0x80, 1}, {0xc0, 0}, {0xe0, 2}, {0xf0, 3}, {0xf8, 4}};
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++)
        if (c < firsts[i].below)
            return firsts[i].length;
    return 0;
}

/* The code point at p, or UINT32_MAX if the bytes are no UTF-8: overlong, a surrogate, cut off. */
static uint32_t
decode_character(const unsigned char *p, const unsigned char *end, size_t *length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned c = *p;
    size_t n = length_by_first(c);
    *length = 1;
    if (n == 0 || n > (size_t)(end - p))
        return UINT32_MAX;
    uint32_t code = n == 1 ? c : c & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return UINT32_MAX;
        code = code << 6 | (p[i] & 0x3fu);
    }
    if (code < least[n] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return UINT32_MAX;
    *length = n;
    return code;
}

enum off_character
off_character_at(const unsigned char *p, const unsigned char *end, size_t *length)
{
    static const struct {
        uint32_t first, last;
    } controls[] = {{0, 0x1f},        {0x7f, 0x9f},     {0x2028, 0x202e},
                    {0x2066, 0x2069}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};
    uint32_t code = decode_character(p, end, length);
    if (code == UINT32_MAX)
        return OFF_CHARACTER_BROKEN;
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        if (code >= controls[i].first && code <= controls[i].last)
            return OFF_CHARACTER_CONTROL;
    return OFF_CHARACTER_TEXT;
}
