/* wrap.c: lines of text. */
#include "config.h"

#include "render/wrap.h"

#include "wire/prefix.h"

#include <string.h>
#include <unilbrk.h>
#include <uniwidth.h>

#define FIRST_IDEOGRAPH 0x2e80
#define NARROWEST 20 /* columns that are left for text at any indent */

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
             (line[0] == ' ' || line[0] == '>' || off_has_prefix(line, "From ")))
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

/* With DelSp=yes: the space of the text, then the one that makes the line a soft one. */
static void
put_soft_space(GString *out, const OffWrap *wrap, const char *line)
{
    put_line(out, wrap, line, strlen(line), FALSE);
    g_string_truncate(out, out->len - 1);
    g_string_append(out, "  \n");
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

/* Korean has spaces, and readers expect lines to end at them (CSS: word-break: keep-all). */
static gboolean
is_hangul(gunichar c)
{
    return (c >= 0x1100 && c <= 0x11ff) || (c >= 0x3130 && c <= 0x318f) ||
           (c >= 0xa960 && c <= 0xa97f) || (c >= 0xac00 && c <= 0xd7ff);
}

/* French sets a space inside its quotation marks and before ; : ! ? that no line may end at. */
static gboolean
is_tied_space(const char *line, gsize at)
{
    const char *space = line + at - 1;
    gunichar next = g_utf8_get_char(line + at);
    gunichar behind = next ? g_utf8_get_char(g_utf8_next_char(line + at)) : 0;
    if (space > line) {
        gunichar before = g_utf8_get_char(g_utf8_prev_char(space));
        if (before == 0xab || before == 0x2039)
            return TRUE;
    }
    return next && g_utf8_strchr("\u00bb\u203a;:!?", -1, next) && !g_unichar_isalnum(behind);
}

/* May the line be broken before at? At spaces, and between characters of scripts that have none; a
 * break that Unicode allows elsewhere (U.|S.) would stay in the text when the lines are joined
 * again. */
static gboolean
may_break(const char *line, gsize at, char possible)
{
    if (possible != UC_BREAK_POSSIBLE)
        return FALSE;
    if (line[at - 1] == ' ')
        return !is_tied_space(line, at);
    gunichar before = g_utf8_get_char(g_utf8_prev_char(line + at));
    gunichar next = g_utf8_get_char(line + at);
    if (is_hangul(before) || is_hangul(next))
        return FALSE;
    return before >= FIRST_IDEOGRAPH || next >= FIRST_IDEOGRAPH;
}

static void
put_broken(GString *out, const OffWrap *wrap, const char *rest, const char *line, gsize start,
           gsize end, gboolean last)
{
    if (start > 0 && !wrap->flowed) {
        g_autofree char *indented =
            g_strdup_printf("%s%.*s", rest, (int)(end - start), line + start);
        put_line(out, wrap, indented, strlen(indented), FALSE);
        return;
    }
    gboolean space = line[end - 1] == ' ';
    /* A soft line end is a space, which DelSp=yes takes away when lines are joined (RFC 3676, 4.1).
     * Without it a line that is broken between ideographs is a hard one. */
    if (wrap->delsp && space && !last) {
        g_autofree char *spaced = g_strndup(line + start, end - start);
        put_soft_space(out, wrap, spaced);
        return;
    }
    put_line(out, wrap, line + start, end - start, !last && (space || wrap->delsp));
}

/* No-break spaces at the start of a line are its indentation, as in verse: plain spaces (transfer
 * full); *length of those read. */
static char *
lead_of(const char *text, gsize most, gsize *length)
{
    gsize n = 0, spaces = 0;
    for (; n + 1 < most && text[n] == '\xc2' && text[n + 1] == '\xa0'; spaces++)
        n += 2;
    *length = n;
    return g_strnfill(spaces, ' ');
}

/* One line without '\n' in it: broken where it has to be. */
static void
wrap_hard_line(GString *out, const OffWrap *wrap, const char *first, const char *rest,
               const char *text, gsize length)
{
    gsize lead;
    g_autofree char *shift = lead_of(text, length, &lead);
    g_autofree char *line =
        g_strdup_printf("%s%s%.*s", first, shift, (int)(length - lead), text + lead);
    gsize n = strlen(line), prefix = strlen(first) + strlen(shift), start = 0, allowed = 0;
    guint used = wrap->quotes ? wrap->quotes + 1 : 0;
    /* One column is the soft line's space, one may be stuffing. */
    guint room = wrap->width > used + 2 + NARROWEST ? wrap->width - used - 2 : NARROWEST;
    if (wrap->width == 0 || n == 0) {
        put_line(out, wrap, line, n, FALSE);
        return;
    }
    guint indent = wrap->flowed ? 0 : off_columns(rest), column = 0, since_allowed = 0;
    room = MAX(room, indent + NARROWEST);
    g_autofree char *breaks = g_new0(char, n + 1);
    u8_possible_linebreaks((const uint8_t *)line, n, "UTF-8", breaks);
    for (gsize i = 0; i < n;) {
        gsize size = (gsize)(g_utf8_next_char(line + i) - (line + i));
        int width = g_ascii_isprint(line[i]) ? 1 : uc_width(g_utf8_get_char(line + i), "UTF-8");
        if (i > prefix && may_break(line, i, breaks[i]) &&
            !is_signature_mark(line + start, i - start)) {
            allowed = i;
            since_allowed = 0;
        }
        column += width > 0 ? (guint)width : 0;
        since_allowed += width > 0 ? (guint)width : 0;
        guint limit = start > 0 ? room - indent : room;
        if (column > limit && allowed > start && line[i] != ' ') {
            put_broken(out, wrap, rest, line, start, allowed, FALSE);
            start = allowed;
            column = since_allowed;
        }
        i += size;
    }
    put_broken(out, wrap, rest, line, start, n, TRUE);
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
