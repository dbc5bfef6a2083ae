/* spaces.c: white space in running text. */
#include "config.h"

#include "clean/spaces.h"

#include "dom/dom.h"
#include "wire/prefix.h"

#include <string.h>

#define IDEOGRAPHIC_SPACE "\xe3\x80\x80"
#define NO_BREAK_SPACE "\xc2\xa0"
#define INDENT_MAX 40 /* no-break spaces that indent a line */

gboolean
off_is_blank(const char *text)
{
    for (; *text; text++)
        if (off_has_prefix(text, "\xc2\xa0"))
            text++;
        else if (!g_ascii_isspace(*text))
            return FALSE;
    return TRUE;
}

void
off_trim_end(xmlNode *node)
{
    xmlNode *last = node->last;
    while (last && last->type == XML_ELEMENT_NODE && !off_is_named(last, "br") && last->last)
        last = last->last;
    while (last && last->type == XML_ELEMENT_NODE && off_is_named(last, "br")) {
        xmlNode *before = last->prev;
        off_remove(last);
        last = before;
    }
    if (!last || last->type != XML_TEXT_NODE)
        return;
    gsize n = strlen((const char *)last->content);
    for (;;) {
        if (n > 0 && (last->content[n - 1] == ' ' || last->content[n - 1] == '\n'))
            n--;
        else if (n > 1 && last->content[n - 2] == 0xc2 && last->content[n - 1] == 0xa0)
            n -= 2;
        else
            break;
    }
    if (n == 0) {
        off_remove(last);
        return;
    }
    g_autofree char *text = g_strndup((const char *)last->content, n);
    xmlNodeSetContent(last, NULL);
    xmlNodeAddContent(last, BAD_CAST text);
}

/* Bytes of the no-break and ideographic spaces that a text begins with. */
static gsize
indent_of(const char *text)
{
    gsize n = 0;
    for (;;) {
        if (off_has_prefix(text + n, NO_BREAK_SPACE))
            n += strlen(NO_BREAK_SPACE);
        else if (off_has_prefix(text + n, IDEOGRAPHIC_SPACE))
            n += strlen(IDEOGRAPHIC_SPACE);
        else if (n > 0 && text[n] == ' ')
            n++;
        else
            return n;
    }
}

void
off_trim_indent(xmlNode *phrase)
{
    xmlNode *first = phrase;
    while (first && first->type == XML_ELEMENT_NODE)
        first = first->children;
    if (!first || first->type != XML_TEXT_NODE || indent_of((const char *)first->content) == 0)
        return;
    for (xmlNode *n = phrase; n; n = off_next(phrase, n, FALSE))
        if (off_is_named(n, "br"))
            return;
    const char *text = (const char *)first->content + indent_of((const char *)first->content);
    if (*text == '\0') {
        off_remove(first);
        return;
    }
    g_autofree char *rest = g_strdup(text);
    xmlNodeSetContent(first, NULL);
    xmlNodeAddContent(first, BAD_CAST rest);
}

/* A text without no-break spaces, folded. */
static void
append_part(OffSpaces *s, GString *out, const char *text)
{
    g_autoptr(GString) folded = g_string_new(s->space ? "" : "x");
    off_append_folded(folded, text);
    const char *said = folded->str + !s->space;
    if (!*said)
        return;
    s->line = s->line && off_is_blank(said);
    s->space = folded->str[folded->len - 1] == ' ';
    g_string_append(out, said);
}

/* A run that begins with a no-break space. At the start of a line it is kept: verse is indented so.
 * One alone is kept, others are a space, as runs of spaces are. Returns the bytes read. */
static gsize
append_blanks(OffSpaces *s, GString *out, const char *text)
{
    gsize n = 0, kept = 0, plain = 0;
    if (!off_has_prefix(text, NO_BREAK_SPACE))
        return 0;
    for (;;) {
        if (off_has_prefix(text + n, NO_BREAK_SPACE)) {
            n += strlen(NO_BREAK_SPACE);
            kept++;
        } else if (g_ascii_isspace(text[n])) {
            n++;
            plain++;
        } else {
            break;
        }
    }
    if (s->line)
        for (gsize i = 0; i < MIN(kept, INDENT_MAX); i++)
            g_string_append(out, NO_BREAK_SPACE);
    else if (!s->space)
        g_string_append(out, kept == 1 && plain == 0 ? NO_BREAK_SPACE : " ");
    s->space = TRUE;
    return n;
}

void
off_spaces_append(OffSpaces *s, GString *out, const char *text)
{
    while (*text) {
        text += append_blanks(s, out, text);
        const char *next = strstr(text, NO_BREAK_SPACE);
        g_autofree char *part = g_strndup(text, next ? (gsize)(next - text) : strlen(text));
        append_part(s, out, part);
        text += strlen(part);
    }
}

/* Does it steer a terminal or a mail reader: a control character, or one that turns the direction
 * of all that follows (U+202A to U+202E, U+2066 to U+2069)? */
static gboolean
steers_direction(gunichar c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

void
off_append_preformatted(GString *out, const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!steers_direction(c))
            g_string_append_unichar(out, c == 0x2028 || c == 0x2029 ? ' ' : c);
    }
}
