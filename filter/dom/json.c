/* json.c: JSON as pages carry it. */
#include "config.h"

#include "dom/json.h"

#include <string.h>

json_t *
off_json_parse(const char *json)
{
    const char *start = json + strcspn(json, "{["), *brace = strrchr(start, '}'),
               *bracket = strrchr(start, ']');
    const char *end = MAX(brace, bracket);
    if (!*start || !end || end < start)
        return NULL;
    gsize length = (gsize)(end - start) + 1;
    json_t *root = json_loadb(start, length, OFF_JSON_FLAGS, NULL);
    if (root)
        return root;
    /* JSON knows white space only between tokens; a line end in a string is the usual fault. */
    g_autofree char *valid = g_utf8_make_valid(start, (gssize)length);
    for (char *p = valid; *p; p++)
        if ((guchar)*p < 0x20)
            *p = ' ';
    return json_loads(valid, OFF_JSON_FLAGS, NULL);
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
