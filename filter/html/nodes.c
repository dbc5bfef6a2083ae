/* nodes.c: creates the nodes of the tree (HTML, 13.2.6.1).
 *
 * The nodes are laid out as by libxml2: names in the document's dictionary, short text inside the
 * node. libxml2's own functions would look for IDs, neighbours and namespaces at each step. */
#include "config.h"

#include "html/builder.h"

#include "wire/bounds.h"

#include <libxml/parserInternals.h>

#include <string.h>

/* A longer text is not extended but gets a sibling: extending costs as much as it is long. */
#define JOIN_MAX_BYTES 65536u

static gpointer
new_struct(gsize size)
{
    gpointer made = xmlMalloc(size);
    if (!made)
        g_error("out of memory");
    memset(made, 0, size);
    return made;
}

static xmlNode *
new_node(OffHtmlBuilder *b, xmlElementType type, const xmlChar *name)
{
    xmlNode *node = new_struct(sizeof *node);
    node->type = type;
    node->name = name;
    node->doc = b->doc;
    return node;
}

/* The room in a text node where libxml2 keeps short content. */
static gsize
inner_room(void)
{
    return sizeof(((xmlNode *)NULL)->properties) + sizeof(((xmlNode *)NULL)->psvi);
}

static xmlNode *
new_text(OffHtmlBuilder *b, const char *text, gsize length)
{
    xmlNode *node = new_node(b, XML_TEXT_NODE, xmlStringText);
    if (length < inner_room()) {
        node->content = (xmlChar *)&node->properties;
        memcpy(node->content, text, length);
    } else {
        node->content = xmlStrndup(BAD_CAST text, (int)MIN(length, (gsize)G_MAXINT - 1));
        if (!node->content)
            g_error("out of memory");
    }
    return node;
}

/* --- where */

static const OffHtmlOpen *
last_open(const OffHtmlBuilder *b, OffHtmlTag tag)
{
    for (guint i = b->depth; b->count[tag] > 0 && i-- > 0;)
        if (off_html_is(&b->open[i], tag))
            return &b->open[i];
    return NULL;
}

static OffHtmlPlace
foster_place(const OffHtmlBuilder *b)
{
    const OffHtmlOpen *template = last_open(b, OFF_HTML_template);
    const OffHtmlOpen *table = last_open(b, OFF_HTML_table);
    if (template && (!table || template > table))
        return (OffHtmlPlace){template->node, NULL};
    if (!table)
        return (OffHtmlPlace){b->open[0].node, NULL};
    if (table->node->parent)
        return (OffHtmlPlace){table->node->parent, table->node};
    return (OffHtmlPlace){(table - 1)->node, NULL};
}

OffHtmlPlace
off_html_place(OffHtmlBuilder *b, const OffHtmlOpen *target)
{
    if (!target)
        target = off_html_current(b);
    gboolean row = target->space == OFF_SPACE_HTML && (off_html_flags(target->tag) & OFF_HTML_ROW);
    if (b->foster && row)
        return foster_place(b);
    return (OffHtmlPlace){target->node, NULL};
}

void
off_html_link(OffHtmlPlace place, xmlNode *node)
{
    xmlNode *next = place.before, *prev = next ? next->prev : place.parent->last;
    node->parent = place.parent;
    node->prev = prev;
    node->next = next;
    *(prev ? &prev->next : &place.parent->children) = node;
    *(next ? &next->prev : &place.parent->last) = node;
}

void
off_html_unlink(xmlNode *node)
{
    xmlNode *parent = node->parent;
    if (node->prev)
        node->prev->next = node->next;
    else if (parent)
        parent->children = node->next;
    if (node->next)
        node->next->prev = node->prev;
    else if (parent)
        parent->last = node->prev;
    node->parent = node->prev = node->next = NULL;
}

/* --- elements */

static void
add_attribute(OffHtmlBuilder *b, xmlNode *node, xmlAttr **last, const xmlChar *name,
              const char *value, gsize length)
{
    xmlAttr *a = new_struct(sizeof *a);
    a->type = XML_ATTRIBUTE_NODE;
    a->name = name;
    a->doc = b->doc;
    a->parent = node;
    a->prev = *last;
    a->children = a->last = new_text(b, value, length);
    a->children->parent = (xmlNode *)a;
    *(*last ? &(*last)->next : &node->properties) = a;
    *last = a;
}

static xmlNode *
new_element(OffHtmlBuilder *b, const xmlChar *name)
{
    b->full |= ++b->tags >= OFF_TAGS_MAX;
    return new_node(b, XML_ELEMENT_NODE, name);
}

xmlNode *
off_html_element(OffHtmlBuilder *b, const xmlChar *name)
{
    xmlNode *node = new_element(b, name);
    xmlAttr *last = NULL;
    for (guint i = 0; i < b->token->attributes->len; i++) {
        const OffHtmlAttribute *a = &g_array_index(b->token->attributes, OffHtmlAttribute, i);
        add_attribute(b, node, &last, a->name, a->value, a->length);
    }
    return node;
}

static const char *
value_of(const xmlAttr *a)
{
    return a->children && a->children->content ? (const char *)a->children->content : "";
}

xmlNode *
off_html_clone(OffHtmlBuilder *b, const xmlNode *node)
{
    xmlNode *clone = new_element(b, node->name);
    xmlAttr *last = NULL;
    for (const xmlAttr *a = node->properties; a; a = a->next)
        add_attribute(b, clone, &last, a->name, value_of(a), strlen(value_of(a)));
    return clone;
}

void
off_html_add_missing(OffHtmlBuilder *b, xmlNode *node)
{
    for (guint i = 0; i < b->token->attributes->len; i++) {
        const OffHtmlAttribute *a = &g_array_index(b->token->attributes, OffHtmlAttribute, i);
        xmlAttr *last = NULL;
        gboolean has = FALSE;
        for (xmlAttr *have = node->properties; have; last = have, have = have->next)
            has |= have->name == a->name;
        if (!has)
            add_attribute(b, node, &last, a->name, a->value, a->length);
    }
}

gboolean
off_html_has_room(const OffHtmlBuilder *b)
{
    return b->depth < OFF_HTML_DEPTH_MAX;
}

static xmlNode *
open_node(OffHtmlBuilder *b, xmlNode *node, OffHtmlTag tag, OffHtmlSpace space)
{
    off_html_link(off_html_place(b, NULL), node);
    if (b->depth < G_N_ELEMENTS(b->open))
        off_html_push(b, node, tag, space);
    return node;
}

xmlNode *
off_html_insert_part(OffHtmlBuilder *b)
{
    return open_node(b, off_html_element(b, b->token->name), b->token->tag, OFF_SPACE_HTML);
}

xmlNode *
off_html_insert(OffHtmlBuilder *b)
{
    if (off_html_has_room(b))
        return off_html_insert_part(b);
    xmlNode *node = off_html_element(b, b->token->name);
    off_html_link(off_html_place(b, NULL), node);
    return node;
}

xmlNode *
off_html_insert_implied(OffHtmlBuilder *b, OffHtmlTag tag)
{
    xmlNode *node = new_element(b, off_html_dict_name(b->tokenizer, tag));
    return open_node(b, node, tag, OFF_SPACE_HTML);
}

void
off_html_insert_root(OffHtmlBuilder *b)
{
    const xmlChar *name = off_html_dict_name(b->tokenizer, OFF_HTML_html);
    xmlNode *root =
        off_html_is_start(b, OFF_HTML_html) ? off_html_element(b, name) : new_element(b, name);
    off_html_link((OffHtmlPlace){(xmlNode *)b->doc, NULL}, root);
    off_html_push(b, root, OFF_HTML_html, OFF_SPACE_HTML);
}

xmlNode *
off_html_insert_foreign(OffHtmlBuilder *b, const xmlChar *name, OffHtmlSpace space)
{
    xmlNode *node = off_html_element(b, name);
    if (b->token->closes || !off_html_has_room(b))
        off_html_link(off_html_place(b, NULL), node);
    else
        open_node(b, node, b->token->tag, space);
    return node;
}

void
off_html_insert_void(OffHtmlBuilder *b)
{
    off_html_link(off_html_place(b, NULL), off_html_element(b, b->token->name));
}

/* --- text */

/* Appends to a text. The buffer doubles, so that many short pieces cost no more than one long
 * piece. */
static void
add_text(OffHtmlBuilder *b, xmlNode *node, const char *text, gsize length)
{
    if (b->text != node) {
        b->text = node;
        b->text_length = strlen((const char *)node->content);
        b->text_room = 0;
    }
    gsize needed = b->text_length + length + 1;
    if (needed > b->text_room) {
        gboolean inner = node->content == (xmlChar *)&node->properties;
        xmlChar *more = xmlRealloc(inner ? NULL : node->content, needed * 2);
        if (!more)
            g_error("out of memory");
        if (inner) {
            memcpy(more, &node->properties, b->text_length);
            node->properties = NULL;
            node->psvi = NULL;
        }
        node->content = more;
        b->text_room = needed * 2;
    }
    memcpy(node->content + b->text_length, text, length);
    b->text_length += length;
    node->content[b->text_length] = '\0';
}

static gboolean
is_data(const xmlNode *script)
{
    for (const xmlAttr *a = script->properties; a; a = a->next)
        if (strcmp((const char *)a->name, "type") == 0)
            return strstr(value_of(a), "json") || strstr(value_of(a), "math/tex");
    return FALSE;
}

static gboolean
is_one_of(OffHtmlBuilder *b, const xmlNode *node, const OffHtmlTag *tags)
{
    for (; *tags; tags++)
        if (node->name == off_html_dict_name(b->tokenizer, *tags))
            return TRUE;
    return FALSE;
}

/* Is it white space that only indents rows, cells or entries? */
static gboolean
only_indents(OffHtmlBuilder *b, OffHtmlPlace place, const char *text, gsize length)
{
    static const OffHtmlTag holders[] = {OFF_HTML_table, OFF_HTML_thead, OFF_HTML_tbody,
                                         OFF_HTML_tfoot, OFF_HTML_tr,    OFF_HTML_ul,
                                         OFF_HTML_ol,    OFF_HTML_dl,    OFF_HTML_OTHER};
    static const OffHtmlTag parts[] = {OFF_HTML_thead, OFF_HTML_tbody, OFF_HTML_tfoot, OFF_HTML_tr,
                                       OFF_HTML_td,    OFF_HTML_th,    OFF_HTML_li,    OFF_HTML_dt,
                                       OFF_HTML_dd,    OFF_HTML_OTHER};
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isspace(text[i]))
            return FALSE;
    const xmlNode *last = place.parent->last;
    return !place.before && is_one_of(b, place.parent, holders) &&
           (!last || is_one_of(b, last, parts));
}

/* The text of a script or style, as libxml2 keeps it. */
static void
insert_raw(OffHtmlBuilder *b, xmlNode *parent, const char *text, gsize length)
{
    gboolean script = parent->name == off_html_dict_name(b->tokenizer, OFF_HTML_script);
    if ((b->options & OFF_HTML_LEAN) && !(script && is_data(parent)))
        return;
    xmlNode *node = xmlNewCDataBlock(b->doc, BAD_CAST text, (int)MIN(length, (gsize)G_MAXINT - 1));
    off_html_link((OffHtmlPlace){parent, NULL}, node);
}

void
off_html_insert_text(OffHtmlBuilder *b, const char *text, gsize length)
{
    OffHtmlPlace place = off_html_place(b, NULL);
    if (length == 0)
        return;
    if (off_html_current_is(b, OFF_HTML_script) || off_html_current_is(b, OFF_HTML_style)) {
        insert_raw(b, place.parent, text, length);
        return;
    }
    if ((b->options & OFF_HTML_LEAN) && only_indents(b, place, text, length))
        return;
    xmlNode *prev = place.before ? place.before->prev : place.parent->last;
    if (prev && prev->type == XML_TEXT_NODE &&
        (prev == b->text || strnlen((const char *)prev->content, JOIN_MAX_BYTES) < JOIN_MAX_BYTES))
        add_text(b, prev, text, length);
    else
        off_html_link(place, new_text(b, text, length));
}

void
off_html_insert_comment(OffHtmlBuilder *b, xmlNode *parent)
{
    if (b->options & OFF_HTML_LEAN)
        return;
    g_autofree char *text = g_strndup(b->token->text, b->token->length);
    xmlNode *node = xmlNewDocComment(b->doc, BAD_CAST text);
    OffHtmlPlace place = parent ? (OffHtmlPlace){parent, NULL} : off_html_place(b, NULL);
    off_html_link(place, node);
}
