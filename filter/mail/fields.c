/* fields.c: header fields of our own (RFC 5322, 2047). */
#include "config.h"

#include "mail/fields.h"

#include <string.h>

#define LINE_MAX_CHARS 76 /* of a line with an encoded word (RFC 2047, 2) */
#define WORD_MAX_CHARS 75 /* of an encoded word */
#define ATOM_MAX_CHARS 70 /* a longer word is encoded, so that it can be folded */
#define ENCODED_START "=?utf-8?B?"

/* Characters that end a line or change its direction: controls, separators, embeddings and isolates
 * of the bidirectional algorithm (UAX #9). */
static gboolean
is_of_layout(gunichar c)
{
    return g_unichar_iscntrl(c) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

char *
off_header_text(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == '?' && out->len > 0 && out->str[out->len - 1] == '=')
            g_string_append(out, " ?");
        else if (!is_of_layout(c))
            g_string_append_unichar(out, c);
        else if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    return g_strstrip(g_string_free(out, FALSE));
}

OffFieldWriter
off_field_begin(GString *out, const char *name)
{
    g_string_append_printf(out, "%s:", name);
    return (OffFieldWriter){.out = out, .line = strlen(name) + 1};
}

void
off_field_end(OffFieldWriter *w)
{
    g_string_append_c(w->out, '\n');
}

/* Begins a word of that length, on a line of its own if this one has no room. */
static void
begin_word(OffFieldWriter *w, gsize length)
{
    gboolean fold = w->line + 1 + length > LINE_MAX_CHARS && w->line > 1;
    g_string_append(w->out, fold ? "\n " : " ");
    w->line = (fold ? 1 : w->line + 1) + length;
}

void
off_field_add_token(OffFieldWriter *w, const char *token, gboolean glue)
{
    gsize length = strlen(token);
    if (glue)
        w->line += length;
    else
        begin_word(w, length);
    g_string_append(w->out, token);
}

static gboolean
has_to_be_encoded(const char *text)
{
    gsize run = 0;
    for (const char *p = text; *p; p++) {
        run = *p == ' ' ? 0 : run + 1;
        if ((guchar)*p >= 0x7f || (guchar)*p < 0x20 || run > ATOM_MAX_CHARS)
            return TRUE;
    }
    return FALSE;
}

/* Whole characters in base64, as many words as it takes. */
static void
add_encoded(OffFieldWriter *w, const char *text)
{
    const gsize frame = strlen(ENCODED_START "?=");
    for (const char *p = text; *p;) {
        gsize room = LINE_MAX_CHARS - MIN(w->line + 1, LINE_MAX_CHARS);
        /* If little room is left, the word begins the next line. */
        gsize most = room < frame + 16 ? WORD_MAX_CHARS : MIN(room, WORD_MAX_CHARS);
        gsize bytes = (most - frame) / 4 * 3, n = 0;
        while (p[n]) {
            gsize step = (gsize)(g_utf8_next_char(p + n) - (p + n));
            if (n + step > bytes)
                break;
            n += step;
        }
        g_autofree char *base64 = g_base64_encode((const guchar *)p, n);
        g_autofree char *word = g_strconcat(ENCODED_START, base64, "?=", NULL);
        off_field_add_token(w, word, FALSE);
        p += n;
    }
}

static void
add_words(OffFieldWriter *w, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    for (guint i = 0; words[i]; i++)
        if (*words[i])
            off_field_add_token(w, words[i], FALSE);
}

void
off_field_add_text(OffFieldWriter *w, const char *text)
{
    if (has_to_be_encoded(text))
        add_encoded(w, text);
    else
        add_words(w, text);
}

void
off_field_add_phrase(OffFieldWriter *w, const char *text)
{
    if (has_to_be_encoded(text)) {
        add_encoded(w, text);
        return;
    }
    if (!strpbrk(text, "()<>[]:;@\\,.\"")) {
        add_words(w, text);
        return;
    }
    GString *quoted = g_string_new("\"");
    for (const char *p = text; *p; p++) {
        if (*p == '"' || *p == '\\')
            g_string_append_c(quoted, '\\');
        g_string_append_c(quoted, *p);
    }
    g_string_append_c(quoted, '"');
    add_words(w, quoted->str);
    g_string_free(quoted, TRUE);
}
