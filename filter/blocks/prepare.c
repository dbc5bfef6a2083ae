/* prepare.c: what scripts would change in a page before it is read. */
#include "config.h"

#include "blocks/prepare.h"

#include "blocks/fragment.h"
#include "blocks/mathml.h"
#include "blocks/numbered.h"
#include "blocks/page.h"
#include "blocks/signs.h"
#include "blocks/wrapped.h"

#include "dom/dom.h"
#include "dom/json.h"
#include "wire/bounds.h"
#include "wire/prefix.h"

#include <stdlib.h>
#include <string.h>

#define NOSCRIPT_BYTES 600 /* of prose in a <noscript> that is read */
#define TWIN_BYTES 24      /* of words that occur twice in a line */
#define TWIN_BYTES_MAX 2000
#define FIGURE_LEVELS 4
#define LARGE_SIDE 200

static void
rename_node(xmlNode *node, const char *name)
{
    xmlNodeSetName(node, BAD_CAST name);
}

/* --- noscript ---------------------------------------------------------------------------------
 */

/* Text that is markup: a page without scripts would be shown it as such (HTML, 4.12.2). */
static void
parse_escaped(xmlNode *node)
{
    const xmlNode *only = node->children;
    if (!only || only->next || only->type != XML_TEXT_NODE)
        return;
    const char *text = (const char *)only->content;
    text += strspn(text, " \t\r\n");
    if (*text != '<' || !g_ascii_isalpha(text[1]))
        return;
    g_autoptr(xmlDoc) inner = off_dom_parse(text, strlen(text));
    xmlNode *root = inner ? xmlDocGetRootElement(inner) : NULL;
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
        if (!off_is_named(n, "body"))
            continue;
        xmlNode *copy = xmlDocCopyNodeList(node->doc, n->children);
        off_remove(node->children);
        xmlAddChildList(node, copy);
        return;
    }
}

/* The link that a script beside it would put its own content in the place of. */
static gboolean
stands_for_script(const xmlNode *node)
{
    const xmlNode *script = node->prev;
    while (script && script->type == XML_TEXT_NODE && xmlIsBlankNode(script))
        script = script->prev;
    const char *source =
        script && off_is_named(script, "script") ? off_attribute(script, "src") : NULL;
    for (xmlNode *n = node->children; source && n; n = off_next(node, n, FALSE)) {
        const char *ref = off_is_named(n, "a") ? off_attribute(n, "href") : NULL;
        if (ref && *ref && off_has_prefix(source, ref))
            return TRUE;
    }
    return FALSE;
}

/* Without scripts <noscript> is what a page shows. One that holds as much prose as an article is
 * read; in the others are trackers and complaints, or a picture (page.c). */
static void
open_noscript(xmlNode *node)
{
    gboolean link = stands_for_script(node);
    parse_escaped(node);
    g_autofree char *text = off_text_of(node);
    if (link || (text && strlen(text) >= NOSCRIPT_BYTES))
        rename_node(node, "div");
}

/* --- pictures ---------------------------------------------------------------------------------
 */

static gboolean
is_picture_address(const char *address)
{
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"};
    if (!address)
        return FALSE;
    gsize n = strcspn(address, "?#");
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++) {
        gsize m = strlen(endings[i]);
        if (n > m && g_ascii_strncasecmp(address + n - m, endings[i], m) == 0)
            return TRUE;
    }
    return FALSE;
}

/* amp-img and the like, and an element of a page's own that has the address of a picture. */
static void
name_component(xmlNode *node)
{
    static const struct {
        const char *name, *becomes;
    } known[] = {{"amp-img", "img"},
                 {"amp-anim", "img"},
                 {"amp-video", "video"},
                 {"amp-iframe", "iframe"},
                 {"amp-audio", "audio"}};
    static const char *const sources[] = {"src", "data-src", "data-srcset", "srcset", "data-image"};
    for (guint i = 0; i < G_N_ELEMENTS(known); i++)
        if (off_is_named(node, known[i].name)) {
            rename_node(node, known[i].becomes);
            return;
        }
    for (guint i = 0; i < G_N_ELEMENTS(sources); i++) {
        const char *address = off_attribute(node, sources[i]);
        gboolean set = strstr(sources[i], "srcset") != NULL;
        g_autofree char *first = address && set ? g_strndup(address, strcspn(address, " ,")) : NULL;
        if (!is_picture_address(first ? first : address) || off_holds_element(node, "img"))
            continue;
        if (strcmp(sources[i], "data-image") == 0 && !off_attribute(node, "src"))
            xmlNewProp(node, BAD_CAST "src", BAD_CAST address);
        rename_node(node, "img");
        return;
    }
}

static int
side_of(const xmlNode *image)
{
    const char *width = off_attribute(image, "width"), *height = off_attribute(image, "height");
    int w = width ? atoi(width) : 0, h = height ? atoi(height) : 0;
    return MAX(w, h);
}

/* A button that shows its picture larger, or that a heading is made of, is what is in it. */
static void
open_button(xmlNode *node)
{
    const xmlNode *up = node->parent;
    gboolean large = FALSE;
    for (guint level = 0; up && level < FIGURE_LEVELS; level++, up = up->parent)
        if (up->type == XML_ELEMENT_NODE &&
            (off_is_heading(off_tag(up)) || off_is_named(up, "figure"))) {
            rename_node(node, "span");
            return;
        }
    for (xmlNode *n = node->children; n && !large; n = off_next(node, n, FALSE))
        large = off_is_named(n, "img") && side_of(n) >= LARGE_SIDE;
    if (large)
        rename_node(node, "span");
}

/* A caption right after a figure, or named as one, is a part of it. */
static void
take_caption(xmlNode *figure)
{
    xmlNode *n = figure->next;
    while (n && n->type == XML_TEXT_NODE && xmlIsBlankNode(n))
        n = n->next;
    if (!n || n->type != XML_ELEMENT_NODE || off_holds_element(figure, "figcaption") ||
        !off_holds_element(figure, "img"))
        return;
    gboolean named = (off_is_named(n, "p") || off_is_named(n, "div")) &&
                     (off_names_of(n) & OFF_NAMED_CAPTION) && !off_holds_element(n, "img");
    if (!off_is_named(n, "figcaption") && !named)
        return;
    xmlUnlinkNode(n);
    rename_node(n, "figcaption");
    xmlAddChild(figure, n);
}

/* --- data that a script reads -----------------------------------------------------------------
 */

/* A name or an address that waits in an attribute, as JSON. */
static void
use_data(xmlNode *node)
{
    const char *data = off_attribute(node, "data-attrs");
    if (!data || *data != '{' || node->children)
        return;
    json_t *value = off_json_parse(data);
    const char *name = json_string_value(json_object_get(value, "name"));
    const char *source = json_string_value(json_object_get(value, "src"));
    const char *said = off_attribute(node, "src");
    if (off_is_named(node, "img") && source && (!said || !*said))
        xmlSetProp(node, BAD_CAST "src", BAD_CAST source);
    else if (!(off_element(node)->flags & (OFF_E_MEDIA | OFF_E_VOID)) && name)
        xmlAddChild(node, xmlNewDocText(node->doc, BAD_CAST name));
    json_decref(value);
}

/* --- lines ------------------------------------------------------------------------------------
 */

static gboolean
has_word(const xmlNode *node, const char *attribute, const char *word)
{
    const char *value = off_attribute(node, attribute);
    return value && strstr(value, word);
}

/* A link in a heading that edits it, or leads to itself. */
static gboolean
is_heading_tool(const xmlNode *node)
{
    if (!off_is_named(node, "a"))
        return FALSE;
    g_autofree char *text = off_text_of(node);
    gboolean sign =
        *text == '\0' || g_utf8_strlen(text, -1) <= 1 || off_has_prefix(text, "Section titled");
    return has_word(node, "href", "action=edit") || has_word(node, "class", "headerlink") ||
           ((has_word(node, "class", "anchor") || has_word(node, "class", "permalink") || sign) &&
            off_attribute(node, "href") && off_attribute(node, "href")[0] == '#' &&
            (sign || node->prev));
}

/* Wikis set the link that edits a section beside its heading. */
static gboolean
is_edit_section(const xmlNode *node)
{
    return has_word(node, "class", "editsection");
}

static void
clean_heading(xmlNode *heading)
{
    for (xmlNode *n = heading->children; n;) {
        gboolean tool = n->type == XML_ELEMENT_NODE && is_heading_tool(n);
        xmlNode *next = off_next(heading, n, tool);
        if (tool)
            off_remove(n);
        n = next;
    }
}

static const char *
first_text(const xmlNode *node)
{
    for (xmlNode *n = node->children; n; n = off_next(node, n, FALSE))
        if (n->type == XML_TEXT_NODE && !xmlIsBlankNode(n))
            return (const char *)n->content;
    return "";
}

/* The same words in two spans side by side: one of them is for another width of the screen. */
static void
drop_twin(xmlNode *node)
{
    xmlNode *twin = node->next;
    while (twin && twin->type == XML_TEXT_NODE && xmlIsBlankNode(twin))
        twin = twin->next;
    if (!twin || !off_is_named(twin, "span"))
        return;
    const char *words = first_text(node);
    gsize n = strlen(words);
    if (n < TWIN_BYTES || n > TWIN_BYTES_MAX || strcmp(words, first_text(twin)) != 0)
        return;
    g_autofree char *a = off_text_of(node), *b = off_text_of(twin);
    if (strcmp(a, b) == 0)
        off_remove(twin);
}

/* --- listings ---------------------------------------------------------------------------------
 */

/* Lines of <code> that are parted by <br>, and nothing beside them: a listing. */
static void
name_listing(xmlNode *code)
{
    xmlNode *around = code->parent;
    gboolean breaks = off_holds_element(code, "br");
    if (off_is_named(around, "pre") || !(off_element(around)->flags & OFF_E_BLOCK))
        return;
    for (const xmlNode *n = around->children; n; n = n->next) {
        gboolean line = off_is_named(n, "br");
        breaks = breaks || line;
        if (!line && !off_is_named(n, "code") && !(n->type == XML_TEXT_NODE && xmlIsBlankNode(n)))
            return;
    }
    if (!breaks)
        return;
    for (xmlNode *n = around->children; n; n = off_next(around, n, FALSE)) {
        if (n->type != XML_TEXT_NODE)
            continue;
        g_autoptr(GString) text = g_string_new((const char *)n->content);
        g_string_replace(text, "\xc2\xa0", " ", 0);
        g_string_replace(text, "\n", " ", 0);
        xmlNodeSetContent(n, NULL);
        xmlNodeAddContent(n, BAD_CAST text->str);
    }
    rename_node(around, "pre");
}

/* --- all --------------------------------------------------------------------------------------
 */

static void
prepare_element(xmlNode *node)
{
    if (off_is_named(node, "noscript"))
        open_noscript(node);
    else if (off_is_named(node, "button"))
        open_button(node);
    else if (off_is_named(node, "span"))
        drop_twin(node);
    else if (off_is_named(node, "figure"))
        take_caption(node);
    else if (off_is_named(node, "code"))
        name_listing(node);
    else if (off_is_named(node, "pre") || off_is_named(node, "td"))
        off_drop_line_numbers(node);
    else if (off_is_heading(off_tag(node)))
        clean_heading(node);
    else if (strchr((const char *)node->name, '-'))
        name_component(node);
    if (node->properties)
        use_data(node);
    off_join_wrapped(node);
}

void
off_prepare_tree(xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    guint seen = 0;
    for (xmlNode *n = root; n && seen++ < OFF_ELEMENTS_MAX;) {
        gboolean tool = off_is_named(n, "span") && is_edit_section(n);
        if (n->type == XML_ELEMENT_NODE && n != root && !tool)
            prepare_element(n);
        xmlNode *next = off_next(root, n, tool);
        if (tool)
            off_remove(n);
        n = next;
    }
}

xmlDoc *
off_read_tree(const char *html, gsize length)
{
    xmlDoc *doc = off_dom_parse(html, length);
    off_prepare_tree(doc);
    off_shorten_own_links(doc);
    if (off_has_formulas(html, length))
        off_write_formulas(doc);
    if (off_has_signs(html, length))
        off_write_signs(doc);
    return doc;
}
