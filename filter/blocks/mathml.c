/* mathml.c: formulas as text. MathML Core says with elements what is written on one line with
 * signs: a fraction by a stroke, a root by its sign, an exponent by <sup>, an index by <sub>. */
#include "config.h"

#include "blocks/mathml.h"

#include "dom/dom.h"

#define LOOKED_AT 64 /* nodes of a part of a fraction */

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
enclose(xmlNode *node)
{
    add_before(node, "(");
    add_behind(node, ")");
}

/* Puts the element into a new one of that name. */
static void
wrap(xmlNode *node, const char *name)
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
        enclose(above);
    if (is_long(below))
        enclose(below);
    xmlNode *next = node->next;
    while (next && next->type != XML_ELEMENT_NODE)
        next = next->next;
    if (next && !off_is_named(next, "mo"))
        enclose(node);
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
        wrap(element_at(node, 1), "sup");
    } else if (off_is_named(node, "msub") || off_is_named(node, "munder")) {
        wrap(element_at(node, 1), "sub");
    } else if (off_is_named(node, "msubsup") || off_is_named(node, "munderover")) {
        wrap(element_at(node, 1), "sub");
        wrap(element_at(node, 2), "sup");
    } else if (off_is_named(node, "mfrac")) {
        write_fraction(node);
    } else if (off_is_named(node, "msqrt")) {
        write_root(node);
    }
}

static void
write_formula(xmlNode *math)
{
    for (xmlNode *node = off_next(math, math, FALSE); node;) {
        gboolean note = off_is_named(node, "annotation") || off_is_named(node, "annotation-xml");
        xmlNode *next = off_next(math, node, note);
        if (note) {
            off_remove(node);
        } else if (node->type == XML_ELEMENT_NODE) {
            write_element(node);
        }
        node = next;
    }
}

void
off_write_formulas(xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    for (xmlNode *node = root; node;) {
        gboolean math = off_is_named(node, "math");
        xmlNode *next = off_next(root, node, math);
        if (math)
            write_formula(node);
        node = next;
    }
}
