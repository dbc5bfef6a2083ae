/* dom.c: small queries on a libxml2 tree. */
#include "config.h"

#include "dom/dom.h"

#include "html/parser.h"
#include "wire/prefix.h"

#include <stdlib.h>
#include <string.h>

#define LOOKED_AT 100           /* nodes of an element */
#define WHITE_SPACE " \t\r\n\f" /* between the tokens of a list (HTML, 2.3.7) */

/* Sorted by name. */
static const OffElement elements[] = {
#define OFF_ELEMENT(name, flags, becomes) {#name, becomes, flags, OFF_TAG_##name},
#include "dom/elements.def"
#undef OFF_ELEMENT
};

static const OffElement unknown = {"", "", OFF_E_BLOCK, OFF_TAG_UNKNOWN};

const OffElement *
off_element(const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE)
        return &unknown;
    guint first = 0, end = G_N_ELEMENTS(elements);
    while (first < end) {
        guint middle = (first + end) / 2;
        int order = off_compare(elements[middle].name, (const char *)node->name);
        if (order == 0)
            return &elements[middle];
        if (order < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return &unknown;
}

const OffElement *
off_element_of_tag(OffTag tag)
{
    return tag == OFF_TAG_UNKNOWN ? &unknown : &elements[tag - 1];
}

OffTag
off_tag(const xmlNode *node)
{
    return off_element(node)->tag;
}

gboolean
off_is_heading(OffTag tag)
{
    return tag >= OFF_TAG_h1 && tag <= OFF_TAG_h6;
}

gboolean
off_is_named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && off_compare((const char *)node->name, name) == 0;
}

xmlDoc *
off_dom_parse(const char *html, gsize length)
{
    return off_html_parse(html, length, OFF_HTML_LEAN);
}

const char *
off_attribute(const xmlNode *node, const char *name)
{
    if (node->type != XML_ELEMENT_NODE)
        return NULL;
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if (off_compare((const char *)a->name, name) == 0)
            return a->children && a->children->content ? (const char *)a->children->content : "";
    return NULL;
}

gboolean
off_attribute_is(const xmlNode *node, const char *name, const char *value)
{
    const char *have = off_attribute(node, name);
    return have && g_ascii_strcasecmp(have, value) == 0;
}

gboolean
off_has_token(const char *list, const char *token)
{
    return off_has_a_token(list, &token, 1);
}

gboolean
off_has_a_token(const char *list, const char *const *tokens, guint count)
{
    for (const char *p = list ? list : ""; *p;) {
        gsize n = strcspn(p, WHITE_SPACE);
        for (guint i = 0; i < count; i++)
            if ((tokens[i][0] | 0x20) == (*p | 0x20) && strlen(tokens[i]) == n &&
                g_ascii_strncasecmp(p, tokens[i], n) == 0)
                return TRUE;
        p += n;
        p += *p != '\0';
    }
    return FALSE;
}

xmlNode *
off_next(const xmlNode *root, xmlNode *node, gboolean skip)
{
    if (!skip && node->children && node->type == XML_ELEMENT_NODE)
        return node->children;
    while (node && node != root) {
        if (node->next)
            return node->next;
        node = node->parent;
    }
    return NULL;
}

gboolean
off_holds_element(const xmlNode *node, const char *name)
{
    guint seen = 0;
    for (xmlNode *n = node->children; n && seen++ < LOOKED_AT; n = off_next(node, n, FALSE))
        if (off_is_named(n, name))
            return TRUE;
    return FALSE;
}

static gboolean
is_space(const guchar *p)
{
    return *p == ' ' || (*p >= '\t' && *p <= '\r');
}

/* Length of a character that counts as a space here, or 0: white space, U+00A0, U+2028, U+2029;
 * characters that are invisible and meaningless once text is set anew: U+200B, U+FEFF, U+00AD,
 * U+2060 to U+2064; characters that change the direction of all text after them (U+202A to U+202E,
 * U+2066 to U+2069); U+E000 to U+F8FF, which only the page's own fonts can show. */
static gsize
blank_length(const guchar *p, gboolean *visible)
{
    *visible = TRUE;
    if (is_space(p))
        return 1;
    if (p[0] == 0xc2 && p[1] == 0xa0)
        return 2;
    if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9))
        return 3;
    *visible = FALSE;
    if (p[0] == 0xc2 && (p[1] == 0xad || p[1] < 0xa0)) /* soft hyphen, C1 controls */
        return 2;
    if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0x8b || (p[2] >= 0xaa && p[2] <= 0xae)))
        return 3;
    if (p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa0 && p[2] <= 0xa9 && p[2] != 0xa5)
        return 3;
    if (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf)
        return 3;
    if (p[0] == 0xee || (p[0] == 0xef && p[1] >= 0x80 && p[1] <= 0xa3))
        return 3;
    if (p[0] < 0x20 || p[0] == 0x7f)
        return 1;
    return 0;
}

/* Length of a character that joins the letters around it or keeps them apart (U+200C, U+200D,
 * U+034F), or 0. After a space it has no effect: mailers fill lines with them. */
static gsize
joiner_length(const guchar *p)
{
    if (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0x8c || p[2] == 0x8d))
        return 3;
    return p[0] == 0xcd && p[1] == 0x8f ? 2 : 0;
}

static gboolean
ends_in_space(const GString *out)
{
    return out->len == 0 || out->str[out->len - 1] == ' ' || out->str[out->len - 1] == '\n';
}

void
off_append_folded(GString *out, const char *text)
{
    const guchar *p = (const guchar *)text;
    gboolean visible;
    while (*p) {
        const guchar *start = p;
        while (*p > 0x20 && *p < 0x7f)
            p++;
        if (p > start)
            g_string_append_len(out, (const char *)start, p - start);
        if (!*p)
            return;
        gsize n = blank_length(p, &visible), joiner = n > 0 ? 0 : joiner_length(p);
        if (n > 0) {
            if (visible && !ends_in_space(out))
                g_string_append_c(out, ' ');
            p += n;
        } else if (joiner > 0 && ends_in_space(out)) {
            p += joiner;
        } else {
            g_string_append_c(out, (char)*p++);
            while ((*p & 0xc0) == 0x80)
                g_string_append_c(out, (char)*p++);
        }
    }
}

static void
trim_end(GString *s)
{
    while (s->len > 0 && (s->str[s->len - 1] == ' ' || s->str[s->len - 1] == '\n'))
        g_string_truncate(s, s->len - 1);
}

char *
off_text_of(const xmlNode *node)
{
    GString *out = g_string_new(NULL);
    for (xmlNode *n = (xmlNode *)(guintptr)node; n;) {
        gboolean skip =
            n != node && n->type == XML_ELEMENT_NODE && (off_element(n)->flags & OFF_E_SKIP);
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
            off_append_folded(out, (const char *)n->content);
        else if (n != node && n->type == XML_ELEMENT_NODE &&
                 ((off_element(n)->flags & OFF_E_BLOCK) || off_tag(n) == OFF_TAG_br))
            off_append_folded(out, " ");
        n = off_next(node, n, skip);
    }
    trim_end(out);
    return g_string_free(out, FALSE);
}

char *
off_fold(const char *text)
{
    if (!text)
        return NULL;
    GString *out = g_string_new(NULL);
    off_append_folded(out, text);
    trim_end(out);
    return g_string_free(out, FALSE);
}

/* Letters alone, or letters and digits, of a length. */
static gboolean
is_subtag(const char *part, gsize least, gsize most, gboolean digits)
{
    gsize n = strlen(part);
    for (gsize i = 0; i < n; i++)
        if (!g_ascii_isalpha(part[i]) && !(digits && g_ascii_isdigit(part[i])))
            return FALSE;
    return n >= least && n <= most;
}

gboolean
off_is_language(const char *tag)
{
    g_auto(GStrv) part = g_strsplit(tag, "-", -1);
    guint i = 1;
    if (!part[0] || !is_subtag(part[0], 2, 3, FALSE))
        return FALSE;
    if (part[i] && is_subtag(part[i], 4, 4, FALSE)) /* script */
        i++;
    if (part[i] && (is_subtag(part[i], 2, 2, FALSE) ||
                    (strlen(part[i]) == 3 && strspn(part[i], "0123456789") == 3))) /* region */
        i++;
    while (part[i] && is_subtag(part[i], 5, 8, TRUE)) /* variants */
        i++;
    return part[i] == NULL;
}

void
off_remove(xmlNode *node)
{
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

void
off_move_children(xmlNode *to, xmlNode *from)
{
    while (from->children) {
        xmlNode *child = from->children;
        xmlUnlinkNode(child);
        xmlAddChild(to, child);
    }
}

guint
off_span_of(const xmlNode *cell, const char *name, guint most)
{
    const char *said = off_attribute(cell, name);
    gint64 span = said ? g_ascii_strtoll(said, NULL, 10) : 1;
    return (guint)CLAMP(span, 1, (gint64)most);
}
