/* serialize.c: a clean tree as HTML, a block a line (WHATWG HTML, 13.3). */
#include "config.h"

#include "clean/clean.h"
#include "words/fold.h"

#include <string.h>

static gboolean
is_one_of(const xmlNode *node, const char *names)
{
    gsize n = strlen((const char *)node->name);
    for (const char *at = names; (at = strstr(at, (const char *)node->name)); at += n)
        if ((at == names || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return TRUE;
    return FALSE;
}

/* quotes: '"' too, for attributes. */
static void
append_escaped(GString *out, const char *text, gboolean quotes)
{
    for (const char *p = text; *p; p++) {
        switch (*p) {
        case '&': g_string_append(out, "&amp;"); break;
        case '<': g_string_append(out, "&lt;"); break;
        case '>': g_string_append(out, "&gt;"); break;
        case '"': g_string_append(out, quotes ? "&quot;" : "\""); break;
        default: g_string_append_c(out, *p);
        }
    }
}

/* Character for character as readers and searches expect it (Charmod-Norm, NFC). */
static void
append_text(GString *out, const char *text, gboolean quotes)
{
    g_autofree char *composed = g_str_is_ascii(text) ? NULL : off_composed(text);
    append_escaped(out, composed ? composed : text, quotes);
}

void
off_append_escaped(GString *out, const char *text)
{
    append_text(out, text, TRUE);
}

static void serialize_node(GString *out, const xmlNode *node, gboolean xml);

/* Adjacent texts count as one, because a letter and its accent may be in two nodes. Returns the
 * following node. */
static const xmlNode *
serialize_child(GString *out, const xmlNode *child, gboolean xml)
{
    const xmlNode *next = child->next;
    if (child->type != XML_TEXT_NODE || !next || next->type != XML_TEXT_NODE) {
        serialize_node(out, child, xml);
        return next;
    }
    g_autoptr(GString) text = g_string_new(NULL);
    for (next = child; next && next->type == XML_TEXT_NODE; next = next->next)
        g_string_append(text, next->content ? (const char *)next->content : "");
    append_text(out, text->str, FALSE);
    return next;
}

static void
open_tag(GString *out, const xmlNode *node, gboolean xml)
{
    g_string_append_printf(out, "<%s", (const char *)node->name);
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *value =
            a->children && a->children->content ? (const char *)a->children->content : "";
        g_string_append_printf(out, " %s=\"", (const char *)a->name);
        append_text(out, value, TRUE);
        g_string_append_c(out, '"');
        if (xml && strcmp((const char *)a->name, "lang") == 0)
            g_string_append_printf(out, " xml:lang=\"%s\"", value);
    }
}

static void
serialize_content(GString *out, const xmlNode *node, gboolean xml)
{
    /* They hold blocks alone: a line each. */
    static const char holders[] =
        "blockquote ul ol dl figure table thead tbody tfoot tr article aside details";
    gboolean holds = is_one_of(node, holders);
    /* In HTML a line end right after <pre> is ignored, so an extra one is written before a real
     * one. */
    const xmlNode *first = node->children;
    if (holds ||
        (!xml && is_one_of(node, "pre") && first && first->content && first->content[0] == '\n'))
        g_string_append_c(out, '\n');
    for (const xmlNode *child = node->children; child;)
        child = serialize_child(out, child, xml);
    if (holds && out->str[out->len - 1] != '\n')
        g_string_append_c(out, '\n');
}

static void
serialize_node(GString *out, const xmlNode *node, gboolean xml)
{
    if (node->type == XML_TEXT_NODE) {
        if (node->content)
            append_text(out, (const char *)node->content, FALSE);
        return;
    }
    if (node->type != XML_ELEMENT_NODE)
        return;
    gboolean block = (off_element(node)->flags & OFF_E_BLOCK) != 0;
    if (block && out->len > 0 && out->str[out->len - 1] != '\n')
        g_string_append_c(out, '\n');
    open_tag(out, node, xml);
    if (is_one_of(node, "br img hr")) {
        g_string_append(out, xml ? "/>" : ">");
    } else {
        g_string_append_c(out, '>');
        serialize_content(out, node, xml);
        g_string_append_printf(out, "</%s>", (const char *)node->name);
    }
    if (block)
        g_string_append_c(out, '\n');
}

void
off_serialize(GString *out, const xmlNode *node)
{
    serialize_node(out, node, FALSE);
}

void
off_serialize_xml(GString *out, const xmlNode *node)
{
    serialize_node(out, node, TRUE);
}
