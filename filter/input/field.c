/* field.c: the header of a mail as ranges of its bytes (RFC 5322, 2.2).
 *
 * GMime parses the mail, but header fields that are kept must keep their exact bytes. */
#include "config.h"

#include "input/input.h"

#include <string.h>

gsize
off_line_length(const char *bytes, gsize length, gsize at)
{
    const char *end = memchr(bytes + at, '\n', length - at);
    return end ? (gsize)(end - (bytes + at)) + 1 : length - at;
}

gboolean
off_is_from_line(const char *line, gsize length)
{
    if (length < 6 || memcmp(line, "From ", 5) != 0)
        return FALSE;
    gsize at = 5;
    while (at < length && (line[at] == ' ' || line[at] == '\t'))
        at++;
    return at == length || line[at] != ':';
}

int
off_from_quotes(const char *line, gsize length)
{
    gsize at = 0;
    while (at < length && at < G_MAXINT && line[at] == '>')
        at++;
    return length - at >= 5 && memcmp(line + at, "From ", 5) == 0 ? (int)at : -1;
}

gsize
off_envelope_length(const char *bytes, gsize length)
{
    gsize at = 0;
    while (at < length) {
        gsize n = off_line_length(bytes, length, at), quoted = bytes[at] == '>';
        if (!off_is_from_line(bytes + at + quoted, n - quoted))
            break;
        at += n;
    }
    return at;
}

/* The end of the name of a field that begins at start, or 0. */
static gsize
name_end(const char *bytes, gsize start, gsize end)
{
    gsize at = start;
    while (at < end && bytes[at] > 0x20 && bytes[at] < 0x7f && bytes[at] != ':')
        at++;
    gsize name = at;
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t'))
        at++;
    return name > start && at < end && bytes[at] == ':' ? name : 0;
}

gsize
off_scan_fields(const char *bytes, gsize length, gsize start, GArray *fields)
{
    gsize at = start;
    while (at < length) {
        gsize n = off_line_length(bytes, length, at), end = at + n;
        if (bytes[at] == '\n' || (bytes[at] == '\r' && n == 2))
            return end;
        if ((bytes[at] == ' ' || bytes[at] == '\t') && fields->len > 0) {
            g_array_index(fields, OffField, fields->len - 1).end = end;
        } else {
            gsize name = name_end(bytes, at, end);
            if (name == 0)
                return at; /* no field: the body begins without a blank line */
            OffField field = {at, name, end};
            g_array_append_val(fields, field);
        }
        at = end;
    }
    return at;
}

static const OffField *
find_field(const OffItem *item, const char *name)
{
    gsize n = strlen(name);
    for (guint i = 0; item->fields && i < item->fields->len; i++) {
        const OffField *f = &g_array_index(item->fields, OffField, i);
        if (f->name_end - f->start == n &&
            g_ascii_strncasecmp(item->bytes + f->start, name, n) == 0)
            return f;
    }
    return NULL;
}

gboolean
off_has_field(const OffItem *item, const char *name)
{
    return find_field(item, name) != NULL;
}

/* A field's value, unfolded (transfer full). */
static char *
value_of(const OffItem *item, const OffField *f)
{
    const char *value = memchr(item->bytes + f->name_end, ':', f->end - f->name_end);
    g_autofree char *raw = g_strndup(value + 1, (gsize)(item->bytes + f->end - value - 1));
    g_strdelimit(raw, "\r\n\t", ' ');
    return g_strdup(g_strstrip(raw));
}

char *
off_field_value(const OffItem *item, const char *name)
{
    const OffField *f = find_field(item, name);
    return f ? value_of(item, f) : NULL;
}

char **
off_field_pairs(const OffItem *item)
{
    GPtrArray *pairs = g_ptr_array_new();
    for (guint i = 0; item->fields && i < item->fields->len; i++) {
        const OffField *f = &g_array_index(item->fields, OffField, i);
        g_autofree char *value = value_of(item, f);
        g_ptr_array_add(pairs, g_strndup(item->bytes + f->start, f->name_end - f->start));
        g_ptr_array_add(pairs, g_utf8_make_valid(value, -1));
    }
    g_ptr_array_add(pairs, NULL);
    return (char **)g_ptr_array_free(pairs, FALSE);
}
