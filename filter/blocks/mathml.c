/* mathml.c: formulas as text. A fraction becomes a stroke, a root its sign, an exponent <sup>, an
 * index <sub>. */
#include "config.h"

#include "blocks/mathml.h"

#include "blocks/tex.h"
#include "dom/dom.h"
#include "wire/bytes.h"

#include <string.h>

#define LOOKED_AT 64   /* nodes of a part of a fraction */
#define WRAPPERS_MAX 4 /* elements around a formula, within which it is drawn again */

/* The n-th element in it, or NULL. */
static xmlNode *
element_at(const xmlNode *node, guint n)
{
    for (xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && n-- == 0)
            return child;
    return NULL;
}

static void
add_before(xmlNode *node, const char *text)
{
    xmlAddPrevSibling(node, xmlNewDocText(node->doc, BAD_CAST text));
}

static void
add_behind(xmlNode *node, const char *text)
{
    xmlAddNextSibling(node, xmlNewDocText(node->doc, BAD_CAST text));
}

static void
enclose_element(xmlNode *node)
{
    add_before(node, "(");
    add_behind(node, ")");
}

/* Puts the element into a new one of that name. */
static void
wrap_node(xmlNode *node, const char *name)
{
    if (!node)
        return;
    xmlNode *around = xmlNewDocNode(node->doc, NULL, BAD_CAST name, NULL);
    xmlAddPrevSibling(node, around);
    xmlUnlinkNode(node);
    xmlAddChild(around, node);
}

/* More than a number or a letter. What is nested deep is. */
static gboolean
is_long(const xmlNode *node)
{
    guint letters = 0, digits = 0, seen = 0;
    for (xmlNode *n = (xmlNode *)node; n && seen < LOOKED_AT;
         n = off_next(node, n, FALSE), seen++) {
        if (n->type != XML_TEXT_NODE || !n->content)
            continue;
        for (const char *p = (const char *)n->content; *p && letters < 2; p = g_utf8_next_char(p)) {
            if (g_ascii_isdigit(*p) || *p == '.' || *p == ',')
                digits++;
            else if (!g_ascii_isspace(*p))
                letters++;
        }
    }
    return seen >= LOOKED_AT || letters > 1 || (letters > 0 && digits > 0);
}

static void
write_fraction(xmlNode *node)
{
    xmlNode *above = element_at(node, 0), *below = element_at(node, 1);
    if (!above || !below)
        return;
    if (is_long(above))
        enclose_element(above);
    if (is_long(below))
        enclose_element(below);
    xmlNode *next = node->next;
    while (next && next->type != XML_ELEMENT_NODE)
        next = next->next;
    if (next && !off_is_named(next, "mo"))
        enclose_element(node);
    xmlNode *stroke = below->prev && below->prev->type == XML_TEXT_NODE ? below->prev : below;
    add_before(stroke, "/");
}

static void
write_root(xmlNode *node)
{
    if (!node->children)
        return;
    add_before(node->children, "√(");
    add_behind(node->last, ")");
}

static void
write_element(xmlNode *node)
{
    if (off_is_named(node, "msup") || off_is_named(node, "mover")) {
        wrap_node(element_at(node, 1), "sup");
    } else if (off_is_named(node, "msub") || off_is_named(node, "munder")) {
        wrap_node(element_at(node, 1), "sub");
    } else if (off_is_named(node, "msubsup") || off_is_named(node, "munderover")) {
        wrap_node(element_at(node, 1), "sub");
        wrap_node(element_at(node, 2), "sup");
    } else if (off_is_named(node, "mfrac")) {
        write_fraction(node);
    } else if (off_is_named(node, "msqrt")) {
        write_root(node);
    }
}

/* The sign between a function and its argument cannot be seen (U+2061): a space. */
static void
write_application(xmlNode *node)
{
    if (node->children && node->children->type == XML_TEXT_NODE &&
        strcmp((const char *)node->children->content, "\u2061") == 0)
        xmlNodeSetContent(node, BAD_CAST " ");
}

static void
write_formula(xmlNode *math)
{
    for (xmlNode *node = off_next(math, math, FALSE); node;) {
        gboolean note = off_is_named(node, "annotation") || off_is_named(node, "annotation-xml");
        xmlNode *next = off_next(math, node, note);
        if (note) {
            off_remove(node);
        } else if (off_is_named(node, "mo")) {
            write_application(node);
        } else if (node->type == XML_ELEMENT_NODE) {
            write_element(node);
        }
        node = next;
    }
}

/* --- what is beside a formula for those who cannot read it ------------------------------- */

static gboolean
has_word(const xmlNode *node, const char *attribute, const char *word)
{
    const char *said = off_attribute(node, attribute);
    g_autofree char *low = said ? g_ascii_strdown(said, -1) : NULL;
    return low && strstr(low, word);
}

/* A picture of a formula: its class or address says so, or its words are TeX. */
static gboolean
is_picture(const xmlNode *node)
{
    const char *alt = off_is_named(node, "img") ? off_attribute(node, "alt") : NULL;
    return alt && (has_word(node, "class", "math") || has_word(node, "class", "tex") ||
                   has_word(node, "src", "latex") || strstr(alt, "\\displaystyle"));
}

/* The same formula again, drawn for the eye. */
static gboolean
is_drawing(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE &&
           (off_attribute_is(node, "aria-hidden", "true") || is_picture(node));
}

/* Removes the drawings next to a node; FALSE: there are none. left: for each element that was
 * searched, the drawing that stayed in it, or NULL, because a line can hold thousands of
 * formulas. */
static gboolean
remove_drawings(GHashTable *left, xmlNode *branch)
{
    gpointer last = NULL;
    gboolean drawn = FALSE, seen = g_hash_table_lookup_extended(left, branch->parent, NULL, &last);
    xmlNode *first = seen ? last : branch->parent->children;
    for (xmlNode *n = first, *next; n; n = next) {
        next = seen ? NULL : n->next;
        if (n == branch || !is_drawing(n))
            continue;
        drawn = TRUE;
        off_remove(n);
    }
    if (!seen || drawn)
        g_hash_table_insert(left, branch->parent, is_drawing(branch) ? branch : NULL);
    return drawn;
}

/* A formula that exists both as MathML, hidden or not, and as a drawing loses the drawing. */
static void
show_formula(GHashTable *left, xmlNode *math)
{
    xmlNode *branch = math;
    for (guint up = 0; up < WRAPPERS_MAX && branch->parent; up++, branch = branch->parent) {
        if (remove_drawings(left, branch)) {
            for (xmlNode *n = math; n != branch->parent; n = n->parent) {
                xmlUnsetProp(n, BAD_CAST "style");
                xmlUnsetProp(n, BAD_CAST "class");
                xmlUnsetProp(n, BAD_CAST "hidden");
            }
            return;
        }
        OffTag tag = off_tag(branch->parent);
        if (tag != OFF_TAG_span && tag != OFF_TAG_UNKNOWN && tag != OFF_TAG_div)
            return;
    }
}

/* A <span> with the formula takes the node's place. */
static void
replace_by_tex(xmlNode *node, const char *tex)
{
    xmlNode *span = xmlNewDocNode(node->doc, NULL, BAD_CAST "span", NULL);
    off_tex_append(span, tex);
    xmlReplaceNode(node, span);
    xmlFreeNode(node);
}

/* MathJax writes a formula before its source, and keeps that. */
static void
write_script(xmlNode *script)
{
    xmlChar *tex = xmlNodeGetContent(script);
    while (script->prev && script->prev->type == XML_ELEMENT_NODE &&
           has_word(script->prev, "class", "mathjax"))
        off_remove(script->prev);
    replace_by_tex(script, (const char *)tex);
    xmlFree(tex);
}

gboolean
off_has_formulas(const char *html, gsize length)
{
    static const char *const words[] = {"<math", "math/tex", "mwe-math", "latex", "displaystyle"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (off_bytes_hold(html, length, words[i]))
            return TRUE;
    return FALSE;
}

void
off_write_formulas(xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    g_autoptr(GHashTable) left = g_hash_table_new(NULL, NULL);
    /* Drawings are removed first: a picture that stays has no MathML next to it. */
    for (xmlNode *node = root; node; node = off_next(root, node, off_is_named(node, "math")))
        if (off_is_named(node, "math"))
            show_formula(left, node);
    for (xmlNode *node = root, *next; node; node = next) {
        gboolean math = off_is_named(node, "math");
        gboolean script = off_is_named(node, "script") && has_word(node, "type", "math/tex");
        next = off_next(root, node, math || script);
        if (math) {
            write_formula(node);
        } else if (script) {
            write_script(node);
        } else if (is_picture(node)) {
            g_autofree char *tex = g_strdup(off_attribute(node, "alt"));
            if (*tex)
                replace_by_tex(node, tex);
        }
    }
}
