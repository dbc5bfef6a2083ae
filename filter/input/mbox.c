/* mbox.c: mails between From_ lines (RFC 4155). */
#include "config.h"

#include "input/input.h"

#include "wire/bounds.h"

#include <string.h>

/* A line "From ", behind a blank line or at the start, with a header behind it. */
static gboolean
begins_mail(const char *bytes, gsize length, gsize at)
{
    if (length - at < 5 || strncmp(bytes + at, "From ", 5) != 0)
        return FALSE;
    if (at > 0 && !(at >= 2 && bytes[at - 2] == '\n') &&
        !(at >= 3 && strncmp(bytes + at - 3, "\n\r\n", 3) == 0))
        return FALSE;
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    gsize header = at + off_envelope_length(bytes + at, length - at);
    off_scan_fields(bytes, MIN(length, header + 65536), header, fields);
    return fields->len > 0;
}

gboolean
off_read_mbox(const OffSource *source, GPtrArray *items, GError **error)
{
    const char *bytes = source->bytes;
    gsize length = source->length, start = 0;
    if (!begins_mail(bytes, length, 0)) {
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                            "not an mbox: it does not begin with a From_ line and a header");
        return FALSE;
    }
    while (start < length && items->len < OFF_ITEMS_MAX) {
        const char *next = bytes + start;
        gsize end = length;
        while ((next = memchr(next, '\n', length - (gsize)(next - bytes)))) {
            next++;
            if (begins_mail(bytes, length, (gsize)(next - bytes))) {
                end = (gsize)(next - bytes);
                break;
            }
        }
        if (!off_input_read_mail(source, start, end, items, error))
            return FALSE;
        start = end;
    }
    return TRUE;
}
