/* inline.c: running text of a clean element. */
#include "config.h"

#include "render/inline.h"

#include <string.h>

OffNotes *
off_notes_new(void)
{
    OffNotes *notes = g_new0(OffNotes, 1);
    notes->urls = g_ptr_array_new_with_free_func(g_free);
    notes->number = g_hash_table_new(g_str_hash, g_str_equal);
    return notes;
}

void
off_notes_free(OffNotes *notes)
{
    if (!notes)
        return;
    g_hash_table_unref(notes->number);
    g_ptr_array_unref(notes->urls);
    g_free(notes);
}

static guint
note_number(OffNotes *notes, const char *url)
{
    guint number = GPOINTER_TO_UINT(g_hash_table_lookup(notes->number, url));
    if (number)
        return number;
    char *copy = g_strdup(url);
    g_ptr_array_add(notes->urls, copy);
    g_hash_table_insert(notes->number, copy, GUINT_TO_POINTER(notes->urls->len));
    return notes->urls->len;
}

gboolean
off_is_block_name(const char *name)
{
    static const char *const names[] = {
        "p",       "h2",    "h3",    "h4",    "h5", "h6", "blockquote", "pre",        "ul",
        "ol",      "li",    "dl",    "dt",    "dd", "hr", "figure",     "figcaption", "table",
        "caption", "thead", "tbody", "tfoot", "tr", "td", "th"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(name, names[i]) == 0)
            return TRUE;
    return FALSE;
}

/* A link whose words are its address needs no note. */
static gboolean
says_itself(const char *text, const char *url)
{
    const char *bare = strstr(url, "://");
    bare = bare ? bare + 3 : g_str_has_prefix(url, "mailto:") ? url + 7 : url;
    const char *said = strstr(text, "://");
    said = said ? said + 3 : text;
    if (g_str_has_prefix(bare, "www."))
        bare += 4;
    if (g_str_has_prefix(said, "www."))
        said += 4;
    gsize n = strlen(bare), m = strlen(said);
    while (n > 0 && bare[n - 1] == '/')
        n--;
    while (m > 0 && said[m - 1] == '/')
        m--;
    return n == m && g_ascii_strncasecmp(bare, said, n) == 0;
}

static void append_inline(GString *out, const xmlNode *node, OffNotes *notes);

static void
append_children(GString *out, const xmlNode *node, OffNotes *notes)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        append_inline(out, child, notes);
}

/* Digits and signs that Unicode has above and below the line (Superscripts and Subscripts, U+2070).
 */
static const struct {
    gunichar plain;
    const char *above, *below;
} raised[] = {
    {'0', "⁰", "₀"},    {'1', "¹", "₁"}, {'2', "²", "₂"}, {'3', "³", "₃"}, {'4', "⁴", "₄"},
    {'5', "⁵", "₅"},    {'6', "⁶", "₆"}, {'7', "⁷", "₇"}, {'8', "⁸", "₈"}, {'9', "⁹", "₉"},
    {'+', "⁺", "₊"},    {'-', "⁻", "₋"}, {'=', "⁼", "₌"}, {'(', "⁽", "₍"}, {')', "⁾", "₎"},
    {0x2212, "⁻", "₋"}, {'n', "ⁿ", "ₙ"}, {'i', "ⁱ", "ᵢ"},
};

/* H₂O, x², a note's ¹; what Unicode has no such characters for stands as it is. */
static void
append_raised(GString *out, const xmlNode *node, OffNotes *notes)
{
    gsize start = out->len;
    append_children(out, node, notes);
    g_autofree char *plain = g_strdup(out->str + start);
    gboolean above = off_is_named(node, "sup");
    g_autoptr(GString) moved = g_string_new(NULL);
    for (const char *p = plain; *p; p = g_utf8_next_char(p)) {
        guint i = 0;
        while (i < G_N_ELEMENTS(raised) && raised[i].plain != g_utf8_get_char(p))
            i++;
        if (i == G_N_ELEMENTS(raised))
            return;
        g_string_append(moved, above ? raised[i].above : raised[i].below);
    }
    g_string_truncate(out, start);
    g_string_append(out, moved->str);
}

static void
append_link(GString *out, const xmlNode *node, OffNotes *notes)
{
    gsize start = out->len;
    append_children(out, node, notes);
    const char *url = off_attribute(node, "href");
    const char *text = out->str + start;
    if (!notes || !url || strspn(text, " \n") == strlen(text) || says_itself(text, url))
        return;
    guint number = note_number(notes, url);
    gboolean space = out->str[out->len - 1] == ' ';
    if (space)
        g_string_truncate(out, out->len - 1);
    g_string_append_printf(out, "[%u]%s", number, space ? " " : "");
}

static void
append_inline(GString *out, const xmlNode *node, OffNotes *notes)
{
    if (node->type == XML_TEXT_NODE) {
        g_string_append(out, (const char *)node->content);
    } else if (node->type != XML_ELEMENT_NODE || off_is_block_name((const char *)node->name)) {
        return;
    } else if (off_is_named(node, "br")) {
        while (out->len > 0 && out->str[out->len - 1] == ' ')
            g_string_truncate(out, out->len - 1);
        g_string_append_c(out, '\n');
    } else if (off_is_named(node, "img")) {
        const char *alt = off_attribute(node, "alt");
        if (notes && alt && *alt)
            g_string_append_printf(out, "[Picture: %s]", alt);
    } else if (off_is_named(node, "a")) {
        append_link(out, node, notes);
    } else if (notes && (off_is_named(node, "sup") || off_is_named(node, "sub"))) {
        append_raised(out, node, notes);
    } else if (off_is_named(node, "q")) {
        g_string_append(out, "\u201c");
        append_children(out, node, notes);
        g_string_append(out, "\u201d");
    } else {
        append_children(out, node, notes);
    }
}

char *
off_inline_text(const xmlNode *node, OffNotes *notes)
{
    GString *out = g_string_new(NULL);
    append_children(out, node, notes);
    while (out->len > 0 && (out->str[out->len - 1] == ' ' || out->str[out->len - 1] == '\n'))
        g_string_truncate(out, out->len - 1);
    /* What follows a picture without words begins with a space. */
    g_string_erase(out, 0, (gssize)strspn(out->str, " \n"));
    return g_string_free(out, FALSE);
}
