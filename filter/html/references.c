/* references.c: character references (HTML, 13.2.5.72 to 13.2.5.80). */
#include "config.h"

#include "html/references.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 32 /* of the longest name, with its ';' */
#define BARE_MAX_BYTES 6  /* of the longest that needs no ';' */
#define REPLACEMENT 0xfffd

/* No pointers: the table is not touched by the dynamic linker. */
typedef struct {
    char name[NAME_MAX_BYTES + 1];
    char characters[8];
} Reference;

static const Reference table[] = {
#define OFF_REFERENCE(name, characters) {name, characters},
#include "html/references.def"
#undef OFF_REFERENCE
};

/* What a number from 0x80 to 0x9f means: windows-1252 (13.2.5.80). 0: itself. */
static const gunichar windows_1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

typedef struct {
    const char *text;
    gsize length;
} Name;

static int
compare_name(const void *wanted, const void *reference)
{
    const Name *name = wanted;
    const char *have = ((const Reference *)reference)->name;
    int order = strncmp(name->text, have, name->length);
    return order == 0 && have[name->length] != '\0' ? -1 : order;
}

static const Reference *
find_reference(const char *text, gsize length)
{
    Name name = {text, length};
    return bsearch(&name, table, G_N_ELEMENTS(table), sizeof *table, compare_name);
}

static gunichar
character_of_number(guint number)
{
    if (number == 0 || number > 0x10ffff || (number >= 0xd800 && number <= 0xdfff))
        return REPLACEMENT;
    if (number >= 0x80 && number <= 0x9f && windows_1252[number - 0x80])
        return windows_1252[number - 0x80];
    return number;
}

static gsize
read_number(const char *text, const char *end, GString *out)
{
    gboolean hex = end - text > 2 && (text[2] | 0x20) == 'x';
    const char *first = text + 2 + hex, *p = first;
    guint number = 0;
    for (; p < end; p++) {
        int digit = hex ? g_ascii_xdigit_value(*p) : g_ascii_digit_value(*p);
        if (digit < 0)
            break;
        number = MIN(number * (hex ? 16 : 10) + (guint)digit, 0x110000u);
    }
    if (p == first)
        return 0;
    g_string_append_unichar(out, character_of_number(number));
    return (gsize)(p - text) + (p < end && *p == ';');
}

/* The longest name that the text begins with. */
static const Reference *
longest_name(const char *name, gsize length, gboolean closed)
{
    const Reference *found = closed ? find_reference(name, length + 1) : NULL;
    for (gsize n = MIN(length, BARE_MAX_BYTES); !found && n > 1; n--)
        found = find_reference(name, n);
    return found;
}

gsize
off_html_reference(const char *text, const char *end, gboolean attribute, GString *out)
{
    if (end - text > 2 && text[1] == '#')
        return read_number(text, end, out);
    const char *name = text + 1;
    gsize length = 0, room = (gsize)(end - name);
    while (length < room && length < NAME_MAX_BYTES && g_ascii_isalnum(name[length]))
        length++;
    gboolean closed = length < room && length < NAME_MAX_BYTES && name[length] == ';';
    const Reference *found = length > 0 ? longest_name(name, length, closed) : NULL;
    if (!found)
        return 0;
    gsize taken = strlen(found->name);
    gboolean more = taken < room && (name[taken] == '=' || g_ascii_isalnum(name[taken]));
    if (attribute && found->name[taken - 1] != ';' && more)
        return 0;
    g_string_append(out, found->characters);
    return taken + 1;
}
