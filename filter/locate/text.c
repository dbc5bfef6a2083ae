/* text.c: a mail in plain text as HTML, so that its stories are found as those of an HTML mail.
 *
 * In plain text a link's words are those before its address on the line, or the line above. */
#include "config.h"

#include "locate/letter.h"

#include "wire/bounds.h"
#include "dom/dom.h"
#include "wire/prefix.h"

#include <string.h>

#define WRAPPED_CHARS 50 /* a line that is shorter ends its paragraph */
#define TITLE_BYTES 220  /* a paragraph above an address that can be its title */
#define RULE_MARKS "-=_*~#+"
#define RULE_MIN 4

typedef struct {
    GString *out;
    GString *paragraph;  /* lines that are not written yet */
    char *last;          /* the last line of the paragraph that was written last; NULL: none */
    GHashTable *numbers; /* from "7" to the address of "[7]" */
    GRegex *address;
    gboolean quoted;
} Writer;

/* A line of one repeated character, at least four of them: a rule, or the underline of a heading.
 * Returns the character, or 0. */
static char
rule_mark(const char *line)
{
    gsize n = strlen(line);
    if (n < RULE_MIN || !strchr(RULE_MARKS, *line))
        return 0;
    return strspn(line, (char[]){*line, ' ', '\0'}) == n ? *line : 0;
}

static void
append_escaped(GString *out, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_string_append(out, escaped);
}

static void
append_link(GString *out, const char *url, const char *said, const char *shown)
{
    g_string_append(out, "<a href=\"");
    append_escaped(out, url);
    if (said && *said) {
        g_string_append(out, "\" " OFF_LINK_WORDS "=\"");
        append_escaped(out, said);
    }
    g_string_append(out, "\">");
    append_escaped(out, shown);
    g_string_append(out, "</a>");
}

static void
flush_lines(Writer *w, const char *element)
{
    if (w->paragraph->len == 0)
        return;
    g_string_append_printf(w->out, "<%s>%s</%s>\n", element, w->paragraph->str, element);
    g_string_truncate(w->paragraph, 0);
}

static void
quote_lines(Writer *w, gboolean quoted)
{
    if (quoted == w->quoted)
        return;
    flush_lines(w, "p");
    g_string_append(w->out, quoted ? "<blockquote type=\"cite\">" : "</blockquote>");
    w->quoted = quoted;
}

static gboolean
has_letters(const char *text)
{
    for (; *text; text = g_utf8_next_char(text))
        if (g_unichar_isalnum(g_utf8_get_char(text)))
            return TRUE;
    return FALSE;
}

/* The words before an address, without the marks between (transfer full). A frame drawn around them
 * is left out. */
static char *
words_before(const char *line, gsize end)
{
    char *words = g_strndup(line, end);
    g_strstrip(words);
    for (gsize n = strlen(words); n > 0 && strchr(":<([-|> ", words[n - 1]); n--)
        words[n - 1] = '\0';
    if (!has_letters(words))
        *words = '\0';
    return words;
}

/* An address that is alone on its line: the line above says what it is. */
static void
write_lone_address(Writer *w, const char *url)
{
    const char *above = w->last ? w->last : "";
    if (w->paragraph->len > 0 && w->paragraph->len <= TITLE_BYTES &&
        !strchr(w->paragraph->str, '<')) {
        g_autofree char *title = g_strdup(w->paragraph->str);
        g_string_truncate(w->paragraph, 0);
        g_string_append(w->paragraph, "<a href=\"");
        append_escaped(w->paragraph, url);
        g_string_append_printf(w->paragraph, "\">%s</a>", title);
    } else {
        flush_lines(w, "p");
        append_link(w->paragraph, url, above, url);
    }
    flush_lines(w, "p");
}

/* "[7]" after words: they are those of the address with this number. Returns NULL if the line has
 * no such number. */
static const char *
numbered_address(const Writer *w, const char *line, gsize *start)
{
    for (const char *open = strchr(line, '['); open; open = strchr(open + 1, '[')) {
        gsize digits = strspn(open + 1, "0123456789");
        if (digits == 0 || digits > 3 || open[1 + digits] != ']')
            continue;
        g_autofree char *number = g_strndup(open + 1, digits);
        *start = (gsize)(open - line);
        return g_hash_table_lookup(w->numbers, number);
    }
    return NULL;
}

static void
write_words(Writer *w, const char *line)
{
    gsize end = 0;
    const char *url = numbered_address(w, line, &end);
    if (w->paragraph->len > 0)
        g_string_append_c(w->paragraph, ' ');
    if (!url) {
        append_escaped(w->paragraph, line);
        return;
    }
    g_autofree char *words = words_before(line, end);
    append_link(w->paragraph, url, NULL, words);
    append_escaped(w->paragraph, line + end);
}

/* Finds the first address in a line (transfer full), or NULL. GLib checks all of a text before each
 * match: only the piece that can be an address is given to it, as a line may hold thousands. */
static char *
next_address(const Writer *w, const char *line, gsize *start)
{
    for (const char *at = strstr(line, "http"); at; at = strstr(at + 1, "http")) {
        if (!off_has_prefix(at, "http://") && !off_has_prefix(at, "https://"))
            continue;
        g_autoptr(GMatchInfo) match = NULL;
        gssize most = (gssize)strcspn(at, " \t<>\"'");
        if (g_regex_match_full(w->address, at, most, 0, G_REGEX_MATCH_ANCHORED, &match, NULL)) {
            *start = (gsize)(at - line);
            return g_match_info_fetch(match, 0);
        }
    }
    return NULL;
}

static void
write_line_with_addresses(Writer *w, const char *line)
{
    gsize start;
    if (w->paragraph->len > 0)
        g_string_append_c(w->paragraph, ' ');
    for (char *url = next_address(w, line, &start); url; url = next_address(w, line, &start)) {
        g_autofree char *before = g_strndup(line, start);
        g_autofree char *words = words_before(before, start);
        append_escaped(w->paragraph, before);
        append_link(w->paragraph, url, words, url);
        line += start + strlen(url);
        g_free(url);
    }
    append_escaped(w->paragraph, line);
    flush_lines(w, "p");
}

static void
write_line(Writer *w, const char *line)
{
    gsize start;
    if (*line == '\0') {
        flush_lines(w, "p");
        return;
    }
    char mark = rule_mark(line);
    if (mark) {
        gboolean heading = (mark == '=' || mark == '-') && w->paragraph->len > 0;
        flush_lines(w, heading ? "h3" : "p");
        g_string_append(w->out, heading ? "" : "<hr>");
        return;
    }
    if (strcmp(line, "--") == 0) {
        flush_lines(w, "p");
        g_string_append(w->out, "<hr class=\"signature\">");
        return;
    }
    g_autofree char *url = next_address(w, line, &start);
    if (!url) {
        write_words(w, line);
        if (g_utf8_strlen(line, -1) < WRAPPED_CHARS)
            flush_lines(w, "p");
    } else {
        g_autofree char *bare = g_strndup(line, strcspn(line, " \t"));
        gboolean lone = strlen(bare) == strlen(line) && strlen(line) <= strlen(url) + 2;
        if (lone)
            write_lone_address(w, url);
        else
            write_line_with_addresses(w, line);
    }
    g_free(w->last);
    w->last = g_strdup(line);
}

/* "[7] https://..." or "7. https://..." alone on a line: what a number in the text stands for. */
static GHashTable *
read_numbers(char **lines, GHashTable *list_lines)
{
    GHashTable *numbers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GRegex) regex = g_regex_new(
        "^\\s*\\[?(\\d{1,3})[\\].:)]+\\s*<?(https?://[^\\s<>\"']+?)>?\\s*$", 0, 0, NULL);
    for (guint i = 0; lines[i]; i++) {
        g_autoptr(GMatchInfo) match = NULL;
        if (!g_regex_match(regex, lines[i], 0, &match))
            continue;
        g_hash_table_insert(numbers, g_match_info_fetch(match, 1), g_match_info_fetch(match, 2));
        g_hash_table_add(list_lines, lines[i]);
    }
    return numbers;
}

char *
off_letter_html_of_text(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);
    g_autoptr(GHashTable) list_lines = g_hash_table_new(g_direct_hash, g_direct_equal);
    g_autoptr(GHashTable) numbers = read_numbers(lines, list_lines);
    g_autoptr(GRegex) address =
        g_regex_new("https?://[^\\s<>\"']+[^\\s<>\"'.,;:!?)\\]]", 0, 0, NULL);
    Writer w = {.out = g_string_new("<body>"),
                .paragraph = g_string_new(NULL),
                .numbers = numbers,
                .address = address};
    for (guint i = 0; lines[i]; i++) {
        const char *line = g_strstrip(lines[i]);
        if (g_hash_table_contains(list_lines, lines[i]))
            continue;
        quote_lines(&w, *line == '>');
        write_line(&w, line + strspn(line, "> "));
    }
    quote_lines(&w, FALSE);
    flush_lines(&w, "p");
    g_string_free(w.paragraph, TRUE);
    g_free(w.last);
    return g_string_free(w.out, FALSE);
}
