/* markdown-inline.c: running text as Markdown. */
#include "config.h"

#include "render/markdown-inline.h"

#include "clean/clean.h"
#include "dom/dom.h"
#include "render/inline.h"
#include "wire/prefix.h"

#include <string.h>

#define NO_BREAK_SPACE 0xa0

typedef struct {
    GString *out;
    gboolean one_line;
    gboolean guard; /* a mark has just ended: what follows must not be a letter to the parser */
    gboolean strong, emphasis, struck, linked; /* stand around what is written now */
    char around;                               /* the mark right around it, or '\0' */
} Inline;

/* --- characters ------------------------------------------------------------------------------ */

/* Both sorts that CommonMark 0.30 tells apart at the ends of emphasis; a sign such as + or € is a
 * letter to some parsers. */
static gboolean
is_space(gunichar c)
{
    return c == 0 || c == NO_BREAK_SPACE || g_unichar_isspace(c);
}

static gboolean
is_punctuation(gunichar c)
{
    if (c < 0x80)
        return g_ascii_ispunct((char)c);
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONNECT_PUNCTUATION:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_OPEN_PUNCTUATION: return TRUE;
    default: return FALSE;
    }
}

static gunichar
last_character(const GString *out)
{
    return out->len > 0 ? g_utf8_get_char(g_utf8_prev_char(out->str + out->len)) : 0;
}

/* As a reference (CommonMark, 2.5), which begins and ends with punctuation. */
static void
append_reference(GString *out, gunichar c)
{
    g_string_append_printf(out, "&#x%X;", c);
}

/* An ampersand that a name or a number follows would be read as a reference. */
static void
append_ampersand(GString *out, char next)
{
    g_string_append(out, g_ascii_isalnum(next) || next == '#' ? "&amp;" : "&");
}

static void
append_escaped(GString *out, const char *p, gunichar before)
{
    gunichar c = g_utf8_get_char(p), next = c ? g_utf8_get_char(g_utf8_next_char(p)) : 0;
    if (c == '&') {
        append_ampersand(out, p[1]);
    } else if (c == '<') {
        g_string_append(out, "&lt;");
    } else if (c == '_' && g_unichar_isalnum(before) && g_unichar_isalnum(next)) {
        g_string_append_c(out, '_');
    } else if (c < 0x80 && strchr("\\`*_[]~|", (int)c)) {
        g_string_append_c(out, '\\');
        g_string_append_c(out, (char)c);
    } else {
        g_string_append_unichar(out, c);
    }
}

static void
append_text(Inline *m, const char *text)
{
    gunichar before = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (m->guard && !is_space(c) && !is_punctuation(c))
            append_reference(m->out, c);
        else if (c == '\n')
            g_string_append_c(m->out, ' ');
        else
            append_escaped(m->out, p, before);
        m->guard = FALSE;
        before = c;
    }
}

/* "!" right before a bracket would make a link a picture. */
static void
part_from_bang(GString *out)
{
    gsize n = out->len;
    if (n > 0 && out->str[n - 1] == '!' && (n < 2 || out->str[n - 2] != '\\'))
        g_string_insert_c(out, (gssize)n - 1, '\\');
}

/* --- elements -------------------------------------------------------------------------------- */

static void append_node(Inline *m, const xmlNode *node);

static void
append_children(Inline *m, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        append_node(m, child);
}

/* The children by themselves (transfer full). */
static char *
children_of(const Inline *m, const xmlNode *node)
{
    Inline inner = *m;
    inner.out = g_string_new(NULL);
    inner.guard = FALSE;
    append_children(&inner, node);
    return g_string_free(inner.out, FALSE);
}

/* Bytes of blanks at the start or at the end; a backslash before a line end belongs to it. */
static gsize
blanks_before(const char *text)
{
    const char *p = text;
    while (*p && (is_space(g_utf8_get_char(p)) || (p[0] == '\\' && p[1] == '\n')))
        p = g_utf8_next_char(p);
    return (gsize)(p - text);
}

static gsize
blanks_behind(const char *text, gsize length)
{
    const char *end = text + length;
    while (end > text) {
        const char *p = g_utf8_prev_char(end);
        if (!is_space(g_utf8_get_char(p)) && !(*p == '\\' && *end == '\n'))
            break;
        end = p;
    }
    return (gsize)(text + length - end);
}

/* Text between marks. CommonMark recognizes a mark only next to certain characters (6.2): a letter
 * that touches it from outside is written as a character reference. */
static void
append_marked(Inline *m, const char *text, const char *mark)
{
    gsize n = strlen(text), lead = blanks_before(text);
    if (lead == n) {
        g_string_append(m->out, text);
        return;
    }
    gsize tail = blanks_behind(text, n);
    gunichar first = g_utf8_get_char(text + lead), before = lead > 0 ? ' ' : last_character(m->out);
    gunichar last = g_utf8_get_char(g_utf8_prev_char(text + n - tail));
    gboolean narrow = *mark == '_';
    g_string_append_len(m->out, text, (gssize)lead);
    if (!is_space(before) && !is_punctuation(before) && (narrow || !g_unichar_isalnum(first))) {
        gsize size =
            (gsize)(m->out->str + m->out->len - g_utf8_prev_char(m->out->str + m->out->len));
        g_string_truncate(m->out, m->out->len - size);
        append_reference(m->out, before);
    }
    g_string_append_printf(m->out, "%s%.*s%s", mark, (int)(n - lead - tail), text + lead, mark);
    g_string_append_len(m->out, text + n - tail, (gssize)tail);
    m->guard = tail == 0 && (narrow || !g_unichar_isalnum(last));
}

static void
append_emphasis(Inline *m, const xmlNode *node, gboolean *inside, const char *mark,
                const char *other)
{
    if (*inside) {
        append_children(m, node);
        return;
    }
    /* Two that touch take different marks. */
    gunichar before = m->out->len > 0 ? last_character(m->out) : (gunichar)m->around;
    char around = m->around;
    mark = before == (gunichar)*mark ? other : mark;
    *inside = TRUE;
    m->around = *mark;
    g_autofree char *text = children_of(m, node);
    m->around = around;
    *inside = FALSE;
    append_marked(m, text, mark);
}

static void
append_code_span(Inline *m, const char *text)
{
    guint longest = 0, run = 0;
    gsize n = strlen(text);
    g_autofree char *line = g_strdelimit(g_strdup(text), "\n\t", ' ');
    for (const char *p = line; *p; p++) {
        run = *p == '`' ? run + 1 : 0;
        longest = MAX(longest, run);
    }
    if (n == 0 || strspn(line, " ") == n) {
        g_string_append(m->out, line);
        return;
    }
    gboolean pad = line[0] == '`' || line[n - 1] == '`' || (line[0] == ' ' && line[n - 1] == ' ');
    g_autofree char *fence = g_strnfill(longest + 1, '`');
    if (last_character(m->out) == '`')
        g_string_append(m->out, "\u200b"); /* two spans would be one */
    g_string_append(m->out, fence);
    g_string_append(m->out, pad ? " " : "");
    /* A pipe ends a cell, even in code (GFM, 4.10). */
    for (const char *p = line; *p; p++) {
        if (*p == '|' && m->one_line)
            g_string_append_c(m->out, '\\');
        g_string_append_c(m->out, *p);
    }
    g_string_append(m->out, pad ? " " : "");
    g_string_append(m->out, fence);
    m->guard = FALSE;
}

/* A link or a line end in code parts it; other elements in it are its text. */
static void
append_code(Inline *m, const xmlNode *node)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (xmlNode *n = node->children; n;) {
        gboolean link = off_is_named(n, "a") && !m->linked, line = off_is_named(n, "br");
        if (n->type == XML_TEXT_NODE)
            g_string_append(text, (const char *)n->content);
        if (link || line) {
            append_code_span(m, text->str);
            g_string_truncate(text, 0);
            if (line)
                append_node(m, n);
        }
        if (link) {
            g_autofree char *words = off_text_of(n);
            Inline inner = *m;
            inner.out = g_string_new(NULL);
            append_code_span(&inner, words);
            part_from_bang(m->out);
            off_markdown_append_link(m->out, inner.out->str, off_attribute(n, "href"));
            g_string_free(inner.out, TRUE);
        }
        n = off_next(node, n, link);
    }
    append_code_span(m, text->str);
}

/* An address in parentheses; in angle brackets if it contains characters that would end it. */
static void
append_address(GString *out, const char *url)
{
    gboolean angles = strpbrk(url, "() ") != NULL || !*url;
    if (angles)
        g_string_append_c(out, '<');
    for (const char *p = url; *p; p++) {
        if (*p == '&')
            append_ampersand(out, p[1]);
        else if (*p == '<' || *p == '>' || (guchar)*p <= 0x20)
            g_string_append_printf(out, "%%%02X", (guchar)*p);
        else if (*p == '|' || *p == '\\')
            g_string_append_printf(out, "\\%c", *p);
        else
            g_string_append_c(out, *p);
    }
    if (angles)
        g_string_append_c(out, '>');
}

void
off_markdown_append_link(GString *out, const char *words, const char *url)
{
    g_string_append_printf(out, "[%s](", words);
    append_address(out, url);
    g_string_append_c(out, ')');
}

/* Could the address be in angles by itself (CommonMark, 6.5)? */
static gboolean
is_plain_address(const char *url)
{
    return (off_has_prefix(url, "http://") || off_has_prefix(url, "https://")) &&
           !strpbrk(url, "<> |\\");
}

static void
append_link(Inline *m, const xmlNode *node)
{
    const char *url = off_attribute(node, "href");
    if (off_is_back_link(node))
        return;
    if (url && off_has_prefix(url, "#" OFF_NOTE_ID)) {
        part_from_bang(m->out);
        g_string_append_printf(m->out, "[^%s]", url + strlen("#" OFF_NOTE_ID));
        m->guard = FALSE;
        return;
    }
    if (!url || m->linked) {
        append_children(m, node);
        return;
    }
    g_autofree char *said = off_text_of(node);
    const xmlNode *only = node->children;
    gboolean bare = only && only->type == XML_TEXT_NODE && !only->next;
    if (bare && strcmp(said, url) == 0 && is_plain_address(url)) {
        g_string_append_printf(m->out, "<%s>", url);
        m->guard = FALSE;
        return;
    }
    char around = m->around;
    m->linked = TRUE;
    m->around = '[';
    g_autofree char *words = children_of(m, node);
    m->linked = FALSE;
    m->around = around;
    gsize n = strlen(words), lead = blanks_before(words),
          tail = n > lead ? blanks_behind(words, n) : 0;
    g_autofree char *trimmed = g_strndup(words + lead, n - lead - tail);
    g_string_append_len(m->out, words, (gssize)lead);
    if (*trimmed) {
        part_from_bang(m->out);
        off_markdown_append_link(m->out, trimmed, url);
    }
    g_string_append_len(m->out, words + n - tail, (gssize)tail);
    m->guard = FALSE;
}

static void
append_picture(Inline *m, const xmlNode *node)
{
    const char *alt = off_attribute(node, "alt"), *src = off_attribute(node, "src");
    g_autofree char *words = off_markdown_words(alt ? alt : "");
    if (!src)
        return;
    g_string_append_c(m->out, '!');
    off_markdown_append_link(m->out, words, src);
    m->guard = FALSE;
}

static void
append_ruby(Inline *m, const xmlNode *node)
{
    xmlNode *copy = xmlNewNode(NULL, BAD_CAST "p");
    xmlAddChild(copy, xmlCopyNode((xmlNode *)(guintptr)node, 1));
    g_autofree char *plain = off_inline_text(copy, NULL);
    xmlFreeNode(copy);
    append_text(m, plain);
}

static gboolean
holds_link(const xmlNode *node)
{
    for (const xmlNode *n = node->children; n; n = n->next)
        if (off_is_named(n, "a") || holds_link(n))
            return TRUE;
    return FALSE;
}

/* Superscripts are written with Unicode's characters; if there are none, as they are, with their
 * links and emphasis. */
static void
append_raised(Inline *m, const xmlNode *node)
{
    g_autofree char *text = off_inline_text(node, NULL);
    g_autofree char *raised = off_raised_text(text, off_is_named(node, "sup"));
    if (holds_link(node) || strcmp(raised, text) == 0)
        append_children(m, node);
    else
        append_text(m, raised);
}

static void
append_node(Inline *m, const xmlNode *node)
{
    if (node->type == XML_TEXT_NODE && node->content) {
        append_text(m, (const char *)node->content);
        return;
    }
    if (node->type != XML_ELEMENT_NODE || off_is_block(node))
        return;
    switch (off_tag(node)) {
    case OFF_TAG_br:
        g_string_append(m->out, m->one_line ? " " : "\\\n");
        m->guard = FALSE;
        break;
    case OFF_TAG_img: append_picture(m, node); break;
    case OFF_TAG_a: append_link(m, node); break;
    case OFF_TAG_b:
    case OFF_TAG_strong: append_emphasis(m, node, &m->strong, "**", "__"); break;
    case OFF_TAG_i:
    case OFF_TAG_em: append_emphasis(m, node, &m->emphasis, "_", "*"); break;
    case OFF_TAG_s:
    case OFF_TAG_del: append_emphasis(m, node, &m->struck, "~~", "~~"); break;
    case OFF_TAG_code:
    case OFF_TAG_kbd:
    case OFF_TAG_samp: append_code(m, node); break;
    case OFF_TAG_sup:
    case OFF_TAG_sub: append_raised(m, node); break;
    case OFF_TAG_ruby: append_ruby(m, node); break;
    case OFF_TAG_q:
        append_text(m, "\u201c");
        append_children(m, node);
        append_text(m, "\u201d");
        break;
    default: append_children(m, node);
    }
}

char *
off_markdown_inline(const xmlNode *node, gboolean one_line)
{
    Inline m = {.out = g_string_new(NULL), .one_line = one_line};
    append_children(&m, node);
    gsize n = m.out->len - blanks_behind(m.out->str, m.out->len);
    g_string_truncate(m.out, n);
    g_string_erase(m.out, 0, (gssize)strspn(m.out->str, " \n"));
    return g_string_free(m.out, FALSE);
}

char *
off_markdown_words(const char *words)
{
    Inline m = {.out = g_string_new(NULL)};
    append_text(&m, words);
    return g_string_free(m.out, FALSE);
}

/* --- lines ----------------------------------------------------------------------------------- */

/* The position of the character that would make a line begin a block; -1: there is none. */
static gssize
block_mark(const char *line, gsize length)
{
    char next = length > 1 ? line[1] : ' ';
    if (length == 0)
        return -1;
    switch (*line) {
    case '#': return strspn(line, "#") <= 6 ? 0 : -1;
    case '>':
    case '=': return 0;
    case ':': return next == '-' || next == ' ' ? 0 : -1;
    case '-':
    case '+': return next == ' ' || next == *line || next == '\n' ? 0 : -1;
    default: break;
    }
    gsize digits = strspn(line, "0123456789");
    gboolean item = digits > 0 && digits <= 9 && (line[digits] == '.' || line[digits] == ')') &&
                    (length == digits + 1 || line[digits + 1] == ' ');
    return item ? (gssize)digits : -1;
}

char *
off_markdown_line(const char *line, gsize length)
{
    GString *out = g_string_new_len(line, (gssize)length);
    gsize blanks = strspn(out->str, " ");
    g_string_erase(out, 0, (gssize)blanks);
    gssize mark = block_mark(out->str, out->len);
    if (mark >= 0)
        g_string_insert_c(out, mark, '\\');
    return g_string_free(out, FALSE);
}
