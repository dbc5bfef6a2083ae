/* wrap.c: lines of text. */
#include "config.h"

#include "wrap.h"

#include <string.h>
#include <unilbrk.h>
#include <uniwidth.h>

#define NARROWEST 20 /* columns that are left for text, however deep it stands */

guint
off_columns(const char *text)
{
    int n = u8_strwidth((const uint8_t *)text, "UTF-8");
    return n > 0 ? (guint)n : 0;
}

/* RFC 3676, 4.4: a line that begins with a space, "From " or, unquoted, ">" has a space put before
 * it. */
static void
put_start(GString *out, const OffWrap *wrap, const char *line)
{
    for (guint i = 0; i < wrap->quotes; i++)
        g_string_append_c(out, '>');
    if (wrap->quotes > 0 && *line)
        g_string_append_c(out, ' ');
    else if (wrap->quotes == 0 && wrap->flowed &&
             (line[0] == ' ' || line[0] == '>' || g_str_has_prefix(line, "From ")))
        g_string_append_c(out, ' ');
}

static void
put_line(GString *out, const OffWrap *wrap, const char *line, gsize length, gboolean soft)
{
    while (length > 0 && line[length - 1] == ' ')
        length--;
    g_autofree char *bare = g_strndup(line, length);
    put_start(out, wrap, bare);
    g_string_append(out, bare);
    if (soft && wrap->flowed)
        g_string_append_c(out, ' ');
    g_string_append_c(out, '\n');
}

void
off_wrap_line(GString *out, const OffWrap *wrap, const char *line)
{
    put_line(out, wrap, line, strlen(line), FALSE);
}

/* "-- " alone on a line begins a signature (RFC 3676, 4.3): no soft line may look like one. */
static gboolean
is_signature_mark(const char *line, gsize length)
{
    while (length > 0 && line[length - 1] == ' ')
        length--;
    return length == 2 && line[0] == '-' && line[1] == '-';
}

/* One line without '\n' in it: broken where it has to be. */
static void
wrap_hard_line(GString *out, const OffWrap *wrap, const char *first, const char *rest,
               const char *text, gsize length)
{
    g_autofree char *line = g_strdup_printf("%s%.*s", first, (int)length, text);
    gsize n = strlen(line);
    guint used = wrap->quotes ? wrap->quotes + 1 : 0;
    /* One column is the soft line's space, one may be stuffing. */
    guint room = wrap->width > used + 2 + NARROWEST ? wrap->width - used - 2 : NARROWEST;
    if (wrap->width == 0 || n == 0) {
        put_line(out, wrap, line, n, FALSE);
        return;
    }
    guint indent = wrap->flowed ? 0 : off_columns(rest);
    g_autofree char *breaks = g_new0(char, n + 1);
    gsize prefix = strlen(first);
    room = room > indent + NARROWEST ? room : indent + NARROWEST;
    u8_width_linebreaks((const uint8_t *)line, n, (int)(room - indent), -(int)indent, 0, NULL,
                        "UTF-8", breaks);
    gsize start = 0;
    for (gsize i = 1; i <= n; i++) {
        gboolean here = i == n || (breaks[i] == UC_BREAK_POSSIBLE && i > prefix);
        if (!here || (i < n && is_signature_mark(line + start, i - start)))
            continue;
        if (start > 0 && !wrap->flowed) {
            g_autofree char *indented =
                g_strdup_printf("%s%.*s", rest, (int)(i - start), line + start);
            put_line(out, wrap, indented, strlen(indented), FALSE);
        } else {
            /* Scripts without spaces must not be given one where the line is joined again: such a
             * line is hard (RFC 3676, 4.5, DelSp is not in wide use). */
            gboolean soft = i < n && line[i - 1] == ' ';
            put_line(out, wrap, line + start, i - start, soft);
        }
        start = i;
    }
}

void
off_wrap(GString *out, const OffWrap *wrap, const char *first, const char *rest, const char *text)
{
    const char *at = text;
    for (;;) {
        gsize n = strcspn(at, "\n");
        wrap_hard_line(out, wrap, at == text ? first : rest, rest, at, n);
        if (at[n] == '\0')
            return;
        at += n + 1;
    }
}
