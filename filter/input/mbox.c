/* mbox.c: mails between From_ lines (RFC 4155), their "From " lines quoted as mboxrd does. */
#include "config.h"

#include "input/input.h"

#include <string.h>

/* "From sender Tue Nov 24 08:00:00 2026", with or without a zone: a line that text does not have.
 */
static gboolean
has_asctime(const char *line, gsize length)
{
    static const char *const days[] = {" Sun ", " Mon ", " Tue ", " Wed ",
                                       " Thu ", " Fri ", " Sat "};
    for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
        const char *day = g_strstr_len(line, (gssize)length, days[i]);
        const char *clock = day ? memchr(day, ':', length - (gsize)(day - line)) : NULL;
        if (clock && clock - day >= 10 && g_ascii_isdigit(clock[-1]))
            return TRUE;
    }
    return FALSE;
}

static gboolean
begins_with_field(const char *bytes, gsize length)
{
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    off_scan_fields(bytes, off_line_length(bytes, length, 0), 0, fields);
    return fields->len > 0;
}

/* Is this a From_ line, after a blank line or at the start? It has a date, or a header field
 * follows; a sentence that begins with "From" has neither. */
static gboolean
begins_mail(const char *bytes, gsize length, gsize at)
{
    if (length - at < 6 || memcmp(bytes + at, "From ", 5) != 0)
        return FALSE;
    if (at > 0 && !(at >= 2 && bytes[at - 2] == '\n') &&
        !(at >= 3 && memcmp(bytes + at - 3, "\n\r\n", 3) == 0))
        return FALSE;
    gsize line = off_line_length(bytes, length, at);
    if (!off_is_from_line(bytes + at, line))
        return FALSE;
    if (has_asctime(bytes + at, line))
        return TRUE;
    gsize header = at + off_envelope_length(bytes + at, length - at);
    return header < length && begins_with_field(bytes + header, length - header);
}

/* The end of the mail that begins at start: the next From_ line. */
static gsize
end_of_mail(const char *bytes, gsize length, gsize start)
{
    gsize at = start + off_line_length(bytes, length, start);
    while (at < length && !begins_mail(bytes, length, at))
        at += off_line_length(bytes, length, at);
    return at;
}

/* Its length without the blank line that parts it from the next. */
static gsize
without_blank_line(const char *bytes, gsize length)
{
    if (length >= 2 && bytes[length - 1] == '\n' && bytes[length - 2] == '\n')
        return length - 1;
    if (length >= 3 && memcmp(bytes + length - 3, "\n\r\n", 3) == 0)
        return length - 2;
    return length;
}

/* Takes one ">" from each quoted From_ line of the body (transfer full); NULL if there is none. */
static char *
unquote_lines(const char *bytes, gsize length, gsize body, gsize *left)
{
    GString *out = NULL;
    gsize kept = 0;
    for (gsize at = body; at < length; at += off_line_length(bytes, length, at)) {
        if (off_from_quotes(bytes + at, length - at) < 1)
            continue;
        if (!out)
            out = g_string_sized_new(length);
        g_string_append_len(out, bytes + kept, (gssize)(at - kept));
        kept = at + 1;
    }
    if (!out)
        return NULL;
    g_string_append_len(out, bytes + kept, (gssize)(length - kept));
    *left = out->len;
    return g_string_free(out, FALSE);
}

static gsize
body_of(const char *bytes, gsize length)
{
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    return off_scan_fields(bytes, length, off_envelope_length(bytes, length), fields);
}

/* What is between two From_ lines and is no mail: it stays as it is. */
static void
add_broken(const char *raw, gsize length, GPtrArray *items)
{
    OffItem *item = off_item_new(OFF_INPUT_MAIL, raw, length);
    item->fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    item->header_start = off_envelope_length(raw, length);
    item->untouchable = "input";
    item->raw = raw;
    item->raw_length = length;
    g_ptr_array_add(items, item);
}

static void
add_mail(const OffSource *source, const char *raw, gsize raw_length, GPtrArray *items)
{
    gsize length = without_blank_line(raw, raw_length);
    char *unquoted = unquote_lines(raw, length, body_of(raw, length), &length);
    guint before = items->len;
    if (!off_input_read_mail(source, unquoted ? unquoted : raw, length, items, NULL) ||
        items->len != before + 1) {
        g_ptr_array_set_size(items, (int)before);
        g_free(unquoted);
        add_broken(raw, raw_length, items);
        return;
    }
    OffItem *item = items->pdata[before];
    item->unquoted = unquoted;
    item->raw = raw;
    item->raw_length = raw_length;
}

gboolean
off_read_mbox(const OffSource *source, GPtrArray *items, GError **error)
{
    const char *bytes = source->bytes;
    gsize length = source->length;
    if (!source->read_mail)
        return off_input_read_mail(source, bytes, length, items, error);
    if (!begins_mail(bytes, length, 0)) {
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                            "not an mbox: it does not begin with a From_ line and a header");
        return FALSE;
    }
    for (gsize start = 0, end; start < length; start = end) {
        end = end_of_mail(bytes, length, start);
        add_mail(source, bytes + start, end - start, items);
    }
    return TRUE;
}
