/* entities.c: character and entity references in feeds, valid and invalid. */
#include "config.h"

#include "input/entities.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 64 /* of a name that is looked for; the longest of HTML has 31 */

typedef struct {
    const char *name;
    gunichar first, second;
} Entity;

static const Entity entities[] = {
#define OFF_ENTITY(name, first, second) {name, first, second},
#include "input/entities.def"
#undef OFF_ENTITY
};

static int
compare_name(const void *key, const void *entity)
{
    return strcmp(key, ((const Entity *)entity)->name);
}

guint
off_entity_find(const char *name, gsize length, gunichar characters[2])
{
    if (length == 0 || length >= NAME_MAX_BYTES)
        return 0;
    g_autofree char *key = g_strndup(name, length);
    const Entity *found =
        bsearch(key, entities, G_N_ELEMENTS(entities), sizeof entities[0], compare_name);
    if (!found)
        return 0;
    characters[0] = found->first;
    characters[1] = found->second;
    return found->second ? 2 : 1;
}

gunichar
off_html_character(gunichar number)
{
    static const gunichar upper[32] = {
        0x20ac, 0,      0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
        0x2039, 0x152,  0,      0x17d,  0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0,      0x17e,  0x178};
    gboolean control = number >= 0x80 && number < 0xa0 && upper[number - 0x80];
    return control ? upper[number - 0x80] : number;
}

/* Is a character allowed in XML (XML 1.0, 2.2)? */
static gboolean
is_xml_character(gunichar c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xd7ff) ||
           (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

/* The number of "&#8217;" or "&#x2019;". Returns the length of the reference, or 0 if it is none.
 */
static gsize
number_at(const char *at, const char *end, gunichar *number)
{
    const char *p = at + 2;
    gboolean hex = p < end && (*p == 'x' || *p == 'X');
    gunichar n = 0;
    p += hex;
    const char *digits = p;
    for (; p < end && (hex ? g_ascii_isxdigit(*p) : g_ascii_isdigit(*p)); p++)
        if (n <= 0x10ffff)
            n = n * (hex ? 16 : 10) + (gunichar)g_ascii_xdigit_value(*p);
    *number = n;
    return p > digits && p < end && *p == ';' ? (gsize)(p - at) + 1 : 0;
}

/* A character number that XML does not allow. Two surrogates, as JavaScript counts characters, make
 * one character; a single one becomes U+FFFD; a control character is dropped. */
static gsize
append_odd_number(GString *out, const char *at, const char *end, gunichar number, gsize length)
{
    gunichar low = 0;
    const char *next = at + length;
    gsize more =
        number >= 0xd800 && number <= 0xdbff && end - next > 3 && next[0] == '&' && next[1] == '#'
            ? number_at(next, end, &low)
            : 0;
    if (more > 0 && low >= 0xdc00 && low <= 0xdfff) {
        g_string_append_printf(out, "&#%u;", 0x10000 + ((number - 0xd800) << 10) + (low - 0xdc00));
        return length + more;
    }
    if (number >= 0x20)
        g_string_append(out, "&#65533;");
    return length;
}

static gsize
append_number(GString *out, const char *at, const char *end, gboolean *changed)
{
    gunichar number;
    gsize length = number_at(at, end, &number);
    if (length == 0) {
        *changed = TRUE;
        g_string_append(out, "&amp;");
        return 1;
    }
    if (!is_xml_character(number)) {
        *changed = TRUE;
        return append_odd_number(out, at, end, number, length);
    }
    if (at[2] == 'X') { /* XML writes it small */
        *changed = TRUE;
        g_string_append_printf(out, "&#%u;", number);
        return length;
    }
    g_string_append_len(out, at, (gssize)length);
    return length;
}

static gboolean
is_known(const char *name, gsize length, GHashTable *declared)
{
    static const char *const own[] = {"amp", "lt", "gt", "quot", "apos"};
    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
        if (strlen(own[i]) == length && memcmp(own[i], name, length) == 0)
            return TRUE;
    g_autofree char *key = declared ? g_strndup(name, length) : NULL;
    return key && g_hash_table_contains(declared, key);
}

gsize
off_reference_append(GString *out, const char *at, const char *end, GHashTable *declared,
                     gboolean *changed)
{
    gunichar characters[2];
    if (end - at > 2 && at[1] == '#')
        return append_number(out, at, end, changed);
    const char *name = at + 1, *p = name;
    while (p < end && p - name < NAME_MAX_BYTES &&
           (g_ascii_isalnum(*p) || (declared && (*p == '_' || *p == '-' || *p == '.'))))
        p++;
    gsize length = (gsize)(p - name);
    gboolean closed = length > 0 && p < end && *p == ';';
    if (closed && is_known(name, length, declared)) {
        g_string_append_len(out, at, p - at + 1);
        return length + 2;
    }
    *changed = TRUE;
    guint n = closed ? off_entity_find(name, length, characters) : 0;
    if (n == 0) {
        g_string_append(out, "&amp;");
        return 1;
    }
    for (guint i = 0; i < n; i++)
        if (characters[i] == '&' || characters[i] == '<')
            g_string_append(out, characters[i] == '&' ? "&amp;" : "&lt;");
        else
            g_string_append_printf(out, "&#%u;", characters[i]);
    return length + 2;
}
