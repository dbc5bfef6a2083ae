/* jsontext.c: JSON in its own bytes (RFC 8259). Texts end with NUL; nothing here is recursive. */
#include "config.h"

#include "input/jsontext.h"

#include <stdlib.h>
#include <string.h>

static const char *
skip_blank(const char *p)
{
    return p + strspn(p, " \t\r\n");
}

/* After the string that begins at p ('"'). */
static const char *
skip_string(const char *p)
{
    for (p++; *p && *p != '"'; p++)
        if (*p == '\\' && p[1])
            p++;
    return *p ? p + 1 : p;
}

static const char *
skip_value(const char *p)
{
    guint depth = 0;
    if (*p == '"')
        return skip_string(p);
    if (*p != '{' && *p != '[')
        return p + strcspn(p, ",]} \t\r\n");
    while (*p) {
        if (*p == '"') {
            p = skip_string(p);
            continue;
        }
        depth += *p == '{' || *p == '[';
        depth -= *p == '}' || *p == ']';
        p++;
        if (depth == 0)
            break;
    }
    return p;
}

gboolean
off_json_member(const char *text, gsize object, const char *name, OffRange *value)
{
    gboolean found = FALSE;
    gsize length = strlen(name);
    const char *p = skip_blank(text + object + 1);
    while (*p == '"') {
        const char *key = p + 1;
        p = skip_string(p);
        gboolean same = (gsize)(p - key) == length + 1 && strncmp(key, name, length) == 0;
        p = skip_blank(p);
        if (*p != ':')
            break;
        const char *start = skip_blank(p + 1);
        p = skip_value(start);
        if (same)
            *value = (OffRange){(gsize)(start - text), (gsize)(p - text)};
        found |= same;
        p = skip_blank(p);
        if (*p == ',')
            p = skip_blank(p + 1);
    }
    return found;
}

GArray *
off_json_elements(const char *text, gsize array)
{
    GArray *elements = g_array_new(FALSE, FALSE, sizeof(OffRange));
    const char *p = skip_blank(text + array + 1);
    while (*p && *p != ']') {
        const char *start = p;
        p = skip_value(p);
        if (p == start)
            break;
        const OffRange range = {(gsize)(start - text), (gsize)(p - text)};
        g_array_append_val(elements, range);
        p = skip_blank(p);
        if (*p == ',')
            p = skip_blank(p + 1);
    }
    return elements;
}

static guint
read_hex4(const char *p)
{
    char digits[5] = {0};
    if (strspn(p, "0123456789abcdefABCDEF") < 4)
        return 0;
    memcpy(digits, p, 4);
    return (guint)strtoul(digits, NULL, 16);
}

/* The escape at p ('\\') in a string. Returns how much of it was taken. */
static gsize
append_escape(GString *out, const char *p)
{
    guint code = p[1] == 'u' ? read_hex4(p + 2) : 0;
    guint low =
        code >= 0xd800 && code <= 0xdbff && p[6] == '\\' && p[7] == 'u' ? read_hex4(p + 8) : 0;
    if (low >= 0xdc00 && low <= 0xdfff) {
        g_string_append_len(out, p, 12);
        return 12;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
        g_string_append(out, "\\ufffd");
        return 6;
    }
    if (p[1] && strchr("\"\\/bfnrtu", p[1])) {
        g_string_append_len(out, p, 2);
        return 2;
    }
    g_string_append(out, "\\\\"); /* a stroke that escapes nothing */
    return 1;
}

char *
off_json_mend(const char *text)
{
    GString *out = g_string_sized_new(strlen(text));
    gboolean inside = FALSE;
    for (const char *p = text; *p; p++) {
        if (inside && *p == '\\') {
            p += append_escape(out, p) - 1;
        } else if (inside && (guchar)*p < 0x20) {
            g_string_append(out, *p == '\n' ? "\\n" : *p == '\t' ? "\\t" : " ");
        } else if (!inside && *p == ',' && *skip_blank(p + 1) && strchr("]}", *skip_blank(p + 1))) {
            continue;
        } else {
            inside ^= *p == '"';
            g_string_append_c(out, *p);
        }
    }
    return g_string_free(out, FALSE);
}
