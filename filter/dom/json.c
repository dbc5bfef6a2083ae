/* json.c: JSON as pages carry it. */
#include "config.h"

#include "dom/json.h"

#include "wire/prefix.h"

#include <string.h>

/* After white space. */
static const char *
skip_blanks(const char *p)
{
    return p + strspn(p, " \t\r\n\f");
}

/* The position after a JavaScript comment that begins here, or p itself. */
static const char *
skip_comment(const char *p)
{
    if (off_has_prefix(p, "//"))
        return p + strcspn(p, "\r\n");
    if (!off_has_prefix(p, "/*"))
        return p;
    const char *end = strstr(p + 2, "*/");
    return end ? end + 2 : p + strlen(p);
}

/* Does a quotation mark end its string? rest follows it. A mark in the middle of words was left
 * unescaped. */
static gboolean
ends_string(const char *rest)
{
    const char *next = skip_blanks(rest);
    return !*next || strchr(",:}]", *next);
}

/* Copies the string whose opening mark precedes p; returns the position after it. */
static const char *
repair_string(GString *out, const char *p)
{
    g_string_append_c(out, '"');
    for (; *p; p++) {
        if (*p == '"' && ends_string(p + 1)) {
            p++;
            break;
        }
        if (*p == '\\' && p[1] && strchr("\"\\/bfnrtu", p[1])) {
            g_string_append_c(out, *p++);
            g_string_append_c(out, *p);
        } else if (*p == '"') {
            g_string_append(out, "\\\"");
        } else if (*p != '\\') {
            g_string_append_c(out, (guchar)*p < 0x20 ? ' ' : *p);
        }
    }
    g_string_append_c(out, '"');
    return p;
}

/* Repairs hand-written JSON: line breaks and quotation marks in strings, commas before a closing
 * bracket, comments. Anything after the value, such as an extra bracket, is dropped. */
static char *
repair_json(const char *p)
{
    GString *out = g_string_new(NULL);
    while (*p) {
        const char *behind = skip_comment(p);
        if (behind > p) {
            p = behind;
        } else if (*p == '"') {
            p = repair_string(out, p + 1);
        } else if (*p == ',' && strchr(",}]", *skip_blanks(p + 1))) {
            p++;
        } else {
            g_string_append_c(out, (guchar)*p < 0x20 ? ' ' : *p);
            p++;
        }
    }
    return g_string_free(out, FALSE);
}

json_t *
off_json_parse(const char *json)
{
    /* Pages that were XHTML once hide their scripts from its parser. */
    const char *cdata = strstr(json, "<![CDATA[");
    const char *start = json + strcspn(json, "{[");
    if (cdata && cdata < start) {
        start = cdata + strlen("<![CDATA[");
        start += strcspn(start, "{[");
    } else {
        cdata = NULL;
    }
    const char *close = cdata ? g_strrstr(start, "]]>") : NULL;
    gsize length = close ? (gsize)(close - start) : strlen(start);
    char end = *start == '{' ? '}' : ']';
    while (length > 0 && start[length - 1] != end)
        length--;
    if (length == 0)
        return NULL;
    json_t *root = json_loadb(start, length, OFF_JSON_FLAGS, NULL);
    if (root)
        return root;
    g_autofree char *valid = g_utf8_make_valid(start, (gssize)length);
    g_autofree char *repaired = repair_json(valid);
    return json_loads(repaired, OFF_JSON_FLAGS | JSON_DISABLE_EOF_CHECK, NULL);
}

static int
append_bytes(const char *bytes, size_t length, void *out)
{
    g_byte_array_append(out, (const guint8 *)bytes, (guint)length);
    return 0;
}

void
off_json_append(GByteArray *out, const json_t *value, size_t flags)
{
    json_dump_callback(value, append_bytes, out, flags);
    g_byte_array_append(out, (const guint8 *)"\n", 1);
}
