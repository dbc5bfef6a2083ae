/* lines.c: the lines of a plain text (RFC 3676). */
#include "config.h"

#include "extract/text.h"

#include "blocks/wrapped.h"
#include "wire/bounds.h"

#include <string.h>

#define TAB 8

static void
line_free(void *data)
{
    OffTextLine *line = data;
    g_free(line->text);
    g_free(line);
}

/* Sets what can be measured of a line. */
static void
measure_line(OffTextLine *line)
{
    gboolean leading = TRUE;
    line->blank = TRUE;
    for (const char *p = line->text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == '\t')
            line->columns += TAB - line->columns % TAB;
        else
            line->columns += off_columns_of(c);
        leading = leading && (c == ' ' || c == '\t' || c == 0xa0);
        if (leading)
            line->indent = line->columns;
        else
            line->blank = FALSE;
    }
}

static void
add_line(GPtrArray *lines, guint quotes, char *text)
{
    OffTextLine *line = g_new0(OffTextLine, 1);
    line->text = g_strchomp(text);
    line->quotes = quotes;
    measure_line(line);
    const OffTextLine *last = lines->len > 0 ? lines->pdata[lines->len - 1] : NULL;
    if (last && last->blank && line->blank)
        line_free(line);
    else
        g_ptr_array_add(lines, line);
}

/* The text after the quote marks. In a text that is not flowed a ">" is a mark if something parts
 * it from the words: "> so", ">> so". */
static const char *
behind_quotes(const char *line, gsize length, gboolean flowed, guint *quotes)
{
    const char *p = line, *end = line + length;
    *quotes = 0;
    while (p < end && *p == '>') {
        p++;
        if (*quotes < OFF_QUOTES_MAX)
            (*quotes)++;
        if (!flowed && end - p > 1 && *p == ' ' && p[1] == '>')
            p++;
    }
    if (!flowed && p > line && p < end && *p != ' ' && *p != '\t') {
        *quotes = 0;
        return line;
    }
    /* The blank after the marks, or a stuffed one (RFC 3676, 4.4). */
    if (p < end && *p == ' ' && (p > line || flowed))
        p++;
    return p;
}

/* A soft line end: a blank at the end, but not that of the signature's mark (4.1, 4.3). */
static gboolean
is_soft(const char *text, gsize length)
{
    return length > 0 && text[length - 1] == ' ' && !(length == 3 && memcmp(text, "-- ", 3) == 0);
}

GPtrArray *
off_text_lines(const char *text, gboolean flowed, gboolean delsp)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
    g_autoptr(GString) open = NULL;
    guint depth = 0;
    for (const char *p = text; *p;) {
        guint quotes;
        if (lines->len >= OFF_TEXT_LINES_MAX) {
            add_line(lines, 0, g_strdup(p));
            break;
        }
        gsize n = strcspn(p, "\n");
        const char *next = p + n + (p[n] == '\n');
        if (n > 0 && p[n - 1] == '\r')
            n--;
        const char *start = behind_quotes(p, n, flowed, &quotes);
        gsize length = n - (gsize)(start - p);
        gboolean soft = flowed && is_soft(start, length),
                 sign = length == 3 && memcmp(start, "-- ", 3) == 0;
        /* A soft line of another depth ends where its depth does (4.5). */
        if (open && (quotes != depth || sign))
            add_line(lines, depth, g_string_free(g_steal_pointer(&open), FALSE));
        depth = quotes;
        if (!open)
            open = g_string_new(NULL);
        g_string_append_len(open, start, (gssize)(length - (soft && delsp)));
        if (!soft)
            add_line(lines, depth, g_string_free(g_steal_pointer(&open), FALSE));
        p = next;
    }
    if (open)
        add_line(lines, depth, g_string_free(g_steal_pointer(&open), FALSE));
    return lines;
}
