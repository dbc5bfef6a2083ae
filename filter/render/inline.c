/* inline.c: running text of a clean element. */
#include "config.h"

#include "render/inline.h"

#include "clean/clean.h"
#include "wire/prefix.h"
#include "words/words.h"

#include <string.h>

#define OWN_NOTE_DIGITS 3 /* [1999] is a year */
#define INDEX_CHARS 24    /* of an exponent or index */

struct OffInline {
    gboolean notes;
    guint first;        /* number of the first link */
    GPtrArray *urls;    /* char *, in the order of their numbers */
    GHashTable *number; /* url -> its place in urls, from 1 */
    GHashTable *said;   /* words of pictures that have been printed */
    char *title;        /* of the article, printed above it; NULL: none */
    char *lang;
};

/* The highest n of all [n] in the article: its own notes, which those of links must not be taken
 * for. */
static guint
highest_own_note(const xmlNode *article)
{
    xmlChar *text = xmlNodeGetContent(article);
    guint highest = 0;
    for (const char *p = (const char *)text; p && (p = strchr(p, '[')); p++) {
        gsize digits = strspn(p + 1, "0123456789");
        if (digits > 0 && digits <= OWN_NOTE_DIGITS && p[1 + digits] == ']')
            highest = MAX(highest, (guint)g_ascii_strtoull(p + 1, NULL, 10));
    }
    xmlFree(text);
    return highest;
}

/* Notes of the article's own that are numbered by their list: [n] in text, though not in the tree.
 */
static guint
numbered_own_notes(const xmlNode *article)
{
    guint notes = 0;
    for (xmlNode *n = article->children; n; n = off_next(article, n, FALSE))
        notes += off_is_note(n);
    return notes;
}

OffInline *
off_inline_new(const xmlNode *article, gboolean notes, const char *lang)
{
    OffInline *in = g_new0(OffInline, 1);
    in->notes = notes;
    in->urls = g_ptr_array_new_with_free_func(g_free);
    in->number = g_hash_table_new(g_str_hash, g_str_equal);
    in->said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    in->lang = g_strdup(lang);
    if (article && notes)
        in->first = MAX(highest_own_note(article), numbered_own_notes(article));
    in->first++;
    return in;
}

void
off_inline_free(OffInline *in)
{
    if (!in)
        return;
    g_hash_table_unref(in->number);
    g_hash_table_unref(in->said);
    g_ptr_array_unref(in->urls);
    g_free(in->lang);
    g_free(in->title);
    g_free(in);
}

const GPtrArray *
off_inline_notes(const OffInline *in, guint *first)
{
    *first = in->first;
    return in->urls;
}

static guint
note_number(OffInline *in, const char *url)
{
    guint place = GPOINTER_TO_UINT(g_hash_table_lookup(in->number, url));
    if (place == 0) {
        char *copy = g_strdup(url);
        g_ptr_array_add(in->urls, copy);
        place = in->urls->len;
        g_hash_table_insert(in->number, copy, GUINT_TO_POINTER(place));
    }
    return in->first + place - 1;
}

gboolean
off_is_block(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && (off_element(node)->flags & OFF_E_BLOCK);
}

gboolean
off_is_note(const xmlNode *node)
{
    const char *id = off_attribute(node, "id");
    return id && off_has_prefix(id, OFF_NOTE_ID);
}

gboolean
off_is_back_link(const xmlNode *node)
{
    const char *href = off_is_named(node, "a") ? off_attribute(node, "href") : NULL;
    return href && off_has_prefix(href, "#" OFF_REFERENCE_ID);
}

/* An address without its scheme, "www." and a final slash; *length is set to its length. */
static const char *
bare_address(const char *text, gsize *length)
{
    const char *bare = strstr(text, "://");
    bare = bare ? bare + 3 : off_has_prefix(text, "mailto:") ? text + 7 : text;
    if (g_ascii_strncasecmp(bare, "www.", 4) == 0)
        bare += 4;
    *length = strlen(bare);
    while (*length > 0 && strchr("/ \n", bare[*length - 1]))
        (*length)--;
    return bare;
}

/* A link whose words are its address needs no note. A page often escapes only one of them. */
static gboolean
says_itself(const char *text, const char *url)
{
    gsize n, m;
    g_autofree char *plain = g_uri_unescape_string(url, NULL);
    g_autofree char *said = g_uri_unescape_string(text, NULL);
    const char *bare = bare_address(plain ? plain : url, &n);
    const char *words = bare_address(said ? said : text, &m);
    return n == m && g_ascii_strncasecmp(bare, words, n) == 0;
}

static void append_inline(GString *out, const xmlNode *node, OffInline *in);

static void
append_children(GString *out, const xmlNode *node, OffInline *in)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        append_inline(out, child, in);
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

/* A superscript word is an ending (1st, Mme) or a mark; letters among digits and signs are an
 * exponent. A subscript is always an index. */
static gboolean
is_of_formula(const char *text, gboolean above)
{
    gboolean letters = FALSE, others = FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == '[' || c == '\n')
            return FALSE;
        letters = letters || g_unichar_isalnum(c);
        others = others || !g_ascii_isalpha((char)MIN(c, 127));
    }
    return letters && (others || !above) && g_utf8_strlen(text, -1) <= INDEX_CHARS;
}

char *
off_raised_text(const char *plain, gboolean above)
{
    gboolean all = TRUE;
    g_autoptr(GString) moved = g_string_new(NULL);
    for (const char *p = plain; *p && all; p = g_utf8_next_char(p)) {
        guint i = 0;
        while (i < G_N_ELEMENTS(raised) && raised[i].plain != g_utf8_get_char(p))
            i++;
        all = i < G_N_ELEMENTS(raised);
        if (all)
            g_string_append(moved, above ? raised[i].above : raised[i].below);
    }
    if (all)
        return g_strdup(moved->str);
    if (!is_of_formula(plain, above))
        return g_strdup(plain);
    gboolean one = g_utf8_strlen(plain, -1) == 1 || (!above && !strpbrk(plain, " +-=(,"));
    return g_strdup_printf(one ? "%c%s" : "%c(%s)", above ? '^' : '_', plain);
}

static void
append_raised(GString *out, const xmlNode *node, OffInline *in)
{
    gsize start = out->len;
    append_children(out, node, in);
    g_autofree char *moved = off_raised_text(out->str + start, off_is_named(node, "sup"));
    g_string_truncate(out, start);
    g_string_append(out, moved);
}

/* Appends text, before a blank at the end. */
static void
append_before_blank(GString *out, const char *text)
{
    gsize blank = g_str_has_suffix(out->str, " ")          ? 1
                  : g_str_has_suffix(out->str, "\xc2\xa0") ? 2
                                                           : 0;
    g_string_insert(out, (gssize)(out->len - blank), text);
}

static gboolean
is_blank(const char *text)
{
    while (off_has_prefix(text, "\xc2\xa0") || *text == ' ' || *text == '\n')
        text = g_utf8_next_char(text);
    return *text == '\0';
}

/* "3", "[3]" and "(3)" are all [3]; a mark such as * stays what it is. */
static void
append_reference(GString *out, const xmlNode *node)
{
    g_autofree char *label = off_text_of(node);
    g_strdelimit(label, "[]().", ' ');
    g_strstrip(label);
    if (*label && g_utf8_strchr("*†‡§¶", -1, g_utf8_get_char(label)))
        g_string_append(out, label);
    else if (*label)
        g_string_append_printf(out, "[%s]", label);
}

static void
append_link(GString *out, const xmlNode *node, OffInline *in)
{
    const char *url = off_attribute(node, "href");
    if (off_is_back_link(node)) {
        /* A link at the start of a note is its number; the arrow at its end is left out of text. */
        if (in && !node->prev)
            append_reference(out, node);
        return;
    }
    if (in && url && off_has_prefix(url, "#" OFF_NOTE_ID)) {
        append_reference(out, node);
        return;
    }
    gsize start = out->len;
    append_children(out, node, in);
    const char *text = out->str + start;
    if (!in || !in->notes || !url || *url == '#' || is_blank(text) || says_itself(text, url))
        return;
    g_autofree char *note = g_strdup_printf("[%u]", note_number(in, url));
    append_before_blank(out, note);
}

void
off_inline_set_title(OffInline *in, const char *title)
{
    g_free(in->title);
    in->title = g_strdup(title);
}

gboolean
off_inline_is_title(const OffInline *in, const char *words)
{
    return words && g_strcmp0(words, in->title) == 0;
}

gboolean
off_inline_is_said(const OffInline *in, const char *words)
{
    return off_inline_is_title(in, words) || g_hash_table_contains(in->said, words);
}

char *
off_inline_picture(OffInline *in, const char *words)
{
    const char *picture = off_printed(OFF_PRINTED_PICTURE, in->lang);
    if (!words)
        return g_strdup_printf("[%s]", picture);
    g_hash_table_add(in->said, g_strdup(words));
    return g_strdup_printf("[%s: %s]", picture, words);
}

/* The base of each part, then its reading: 漢字(かんじ), whatever the parts it was set in. The
 * page's own parentheses (<rp>) are used if it has some. */
static void
append_ruby(GString *out, const xmlNode *node, OffInline *in)
{
    g_autoptr(GString) reading = g_string_new(NULL);
    g_autofree char *open = NULL, *close = NULL;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (off_is_named(child, "rt")) {
            append_children(reading, child, in);
        } else if (off_is_named(child, "rp")) {
            char **end = reading->len == 0 ? &open : &close;
            g_free(*end);
            *end = off_inline_text(child, NULL);
        } else {
            append_inline(out, child, in);
        }
    }
    g_strstrip(reading->str);
    if (*reading->str)
        g_string_append_printf(out, "%s%s%s", open && *open ? open : "(", reading->str,
                               close && *close ? close : ")");
}

static void
append_struck(GString *out, const xmlNode *node, OffInline *in)
{
    gsize start = out->len;
    append_children(out, node, in);
    if (!in || is_blank(out->str + start))
        return;
    gsize blanks = strspn(out->str + start, " \n");
    g_string_insert(out, (gssize)(start + blanks), "~~");
    append_before_blank(out, "~~");
}

static void
append_inline(GString *out, const xmlNode *node, OffInline *in)
{
    if (node->type == XML_TEXT_NODE && node->content) {
        g_string_append(out, (const char *)node->content);
        return;
    }
    if (node->type != XML_ELEMENT_NODE || off_is_block(node))
        return;
    switch (off_tag(node)) {
    case OFF_TAG_br:
        while (out->len > 0 && out->str[out->len - 1] == ' ')
            g_string_truncate(out, out->len - 1);
        g_string_append_c(out, '\n');
        break;
    case OFF_TAG_img: {
        const char *alt = off_attribute(node, "alt");
        g_autofree char *picture = in && alt && *alt ? off_inline_picture(in, alt) : NULL;
        if (picture)
            g_string_append(out, picture);
        break;
    }
    case OFF_TAG_a: append_link(out, node, in); break;
    case OFF_TAG_ruby: append_ruby(out, node, in); break;
    case OFF_TAG_del:
    case OFF_TAG_s: append_struck(out, node, in); break;
    case OFF_TAG_sup:
    case OFF_TAG_sub:
        if (in)
            append_raised(out, node, in);
        else
            append_children(out, node, in);
        break;
    case OFF_TAG_q:
        g_string_append(out, "\u201c");
        append_children(out, node, in);
        g_string_append(out, "\u201d");
        break;
    default: append_children(out, node, in);
    }
}

char *
off_inline_text(const xmlNode *node, OffInline *in)
{
    GString *out = g_string_new(NULL);
    append_children(out, node, in);
    while (out->len > 0 && (out->str[out->len - 1] == ' ' || out->str[out->len - 1] == '\n'))
        g_string_truncate(out, out->len - 1);
    /* What follows a picture without words begins with a space. */
    g_string_erase(out, 0, (gssize)strspn(out->str, " \n"));
    return g_string_free(out, FALSE);
}
