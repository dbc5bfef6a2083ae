/* furniture.c: small parts of an article that are not its words. */
#include "config.h"

#include "clean/furniture.h"

#include "wire/bounds.h"
#include "dom/dom.h"
#include "wire/prefix.h"

#include <string.h>

#define CALLOUT_SHARE 3 /* a callout is less than one part in that many of the kept text */

/* Marks that a link of a heading to itself is made of. */
static gboolean
is_mark(gunichar c)
{
    return g_unichar_isspace(c) ||
           (c < 0x80 ? strchr("#[]()", (int)c) != NULL
                     : g_utf8_strchr("¶§∞🔗⚓⛓🖇↩⁋", -1, c) != NULL || c == 0xfe0f ||
                           g_unichar_type(c) == G_UNICODE_PRIVATE_USE);
}

static gboolean
is_marks(const char *text)
{
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (!is_mark(g_utf8_get_char(p)))
            return FALSE;
    return TRUE;
}

/* Does one of the classes of an element begin with one of the names? */
static gboolean
has_class(const xmlNode *node, const char *const *names)
{
    const char *said = off_attribute(node, "class");
    for (const char *p = said ? said : ""; *p; p += strcspn(p, " \t\r\n")) {
        p += strspn(p, " \t\r\n");
        for (guint j = 0; names[j]; j++)
            if (off_has_prefix(p, names[j]))
                return TRUE;
    }
    return FALSE;
}

gboolean
off_is_unseen(const xmlNode *node)
{
    static const char *const names[] = {
        "sr-only", "visually-hidden", "visuallyhidden", "screen-reader", "off-screen", "offscreen",
        NULL};
    return has_class(node, names);
}

/* The words of an element that a style sheet shows to nobody's eyes. */
static gboolean
holds_hidden_words(const xmlNode *link)
{
    static const char *const hidden[] = {
        "sr-only", "visually-hidden", "visuallyhidden", "screen-reader", "u-hidden", "hidden",
        NULL};
    for (const xmlNode *n = link->children; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE
                ? !has_class(n, hidden) && (off_element(n)->flags & OFF_E_INLINE)
                : n->type == XML_TEXT_NODE && !is_marks((const char *)n->content))
            return FALSE;
    return TRUE;
}

/* A link to a place on the page, set beside the words of a heading. */
static gboolean
is_self_link(const xmlNode *link)
{
    static const char *const names[] = {"headerlink",     "anchor",      "header-anchor",
                                        "heading-anchor", "hash-link",   "permalink",
                                        "heading-link",   "direct-link", NULL};
    static const char *const says[] = {"permalink", "direct link", "link to ", "copy link"};
    const char *href = off_attribute(link, "href");
    g_autofree char *text = off_text_of(link);
    if (!href)
        return FALSE;
    if (strstr(href, "action=edit") || strstr(href, "veaction="))
        return TRUE;
    if (is_marks(text))
        return strchr(href, '#') != NULL || *text;
    if (!strchr(href, '#'))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(says); i++)
        if (g_ascii_strncasecmp(text, says[i], strlen(says[i])) == 0)
            return TRUE;
    return holds_hidden_words(link) || has_class(link, names);
}

/* Letters and digits of an element, all or without what is_self_link() finds; no more than most. */
static guint
letters_of(const xmlNode *element, gboolean whole, guint most)
{
    guint letters = 0;
    for (xmlNode *n = (xmlNode *)(guintptr)element; n && letters < most;) {
        gboolean skip = !whole && n != element && off_is_named(n, "a") && is_self_link(n);
        for (const char *p = n->type == XML_TEXT_NODE ? (const char *)n->content : ""; *p;
             p = g_utf8_next_char(p))
            letters += g_unichar_isalnum(g_utf8_get_char(p));
        n = off_next(element, n, skip);
    }
    return letters;
}

gboolean
off_is_heading_furniture(const xmlNode *node, const xmlNode *heading)
{
    static const char *const names[] = {"mw-editsection", "editsection", NULL};
    if (has_class(node, names))
        return TRUE;
    if (!off_is_named(node, "a") || !is_self_link(node))
        return FALSE;
    /* A heading that is a link to itself keeps its words. */
    return letters_of(heading, FALSE, 1) > 0;
}

/* An extension of pictures at the end, or a counter as cameras write it: IMG_1234, DSC00042. */
gboolean
off_is_file_name(const char *alt)
{
    static const char *const extensions[] = {".jpg",  ".jpeg", ".png", ".gif",  ".svg", ".webp",
                                             ".avif", ".heic", ".tif", ".tiff", ".bmp"};
    static const char *const counters[] = {"img", "dsc",        "dscn",        "dscf",     "image",
                                           "pxl", "screenshot", "screen shot", "untitled", "photo"};
    gsize n = strlen(alt);
    for (guint i = 0; i < G_N_ELEMENTS(extensions); i++) {
        gsize m = strlen(extensions[i]);
        if (n > m && g_ascii_strcasecmp(alt + n - m, extensions[i]) == 0)
            return TRUE;
    }
    for (guint i = 0; i < G_N_ELEMENTS(counters); i++) {
        gsize m = strlen(counters[i]);
        const char *rest = alt + MIN(m, n);
        if (g_ascii_strncasecmp(alt, counters[i], m) == 0 && strpbrk(rest, "0123456789") &&
            rest[strspn(rest, "0123456789_-()., :at")] == '\0')
            return TRUE;
    }
    return FALSE;
}

/* --- callouts ----------------------------------------------------------------------------------
 */

/* Classes as Sphinx, Asciidoctor, GitHub, Docusaurus, Ghost and Bootstrap write them; a word by
 * itself counts only whole. */
static gboolean
is_named_callout(const xmlNode *box)
{
    static const char *const begins[] = {
        "admonition", "callout",       "markdown-alert", "kg-callout",    "theme-admonition",
        "alert-info", "alert-warning", "alert-danger",   "alert-success", "alert-note",
        NULL};
    static const char *const words[] = {"note",   "tip",       "hint",   "warning", "caution",
                                        "danger", "important", "notice", "seealso", "versionadded"};
    const char *said = off_attribute(box, "class");
    if (has_class(box, begins) || off_attribute_is(box, "role", "note"))
        return TRUE;
    return off_has_a_token(said, words, G_N_ELEMENTS(words));
}

gboolean
off_is_callout(const OffPage *page, const xmlNode *node, guint whole)
{
    guint index = GPOINTER_TO_UINT(node->_private);
    OffTag tag = off_tag(node);
    if (index == 0 || !node->properties ||
        (tag != OFF_TAG_div && tag != OFF_TAG_aside && tag != OFF_TAG_section) ||
        !is_named_callout(node))
        return FALSE;
    /* Inside another there is no second frame. */
    guint level = 0;
    for (const xmlNode *n = node->parent;
         n && n->type == XML_ELEMENT_NODE && level < OFF_LEVELS_MAX; n = n->parent, level++)
        if (n->properties && off_tag(n) == tag && is_named_callout(n))
            return FALSE;
    const OffBox *box = off_box(page, index - 1);
    guint inside = off_kept_chars(page, box->first, box->end);
    return inside > 0 && inside < whole / CALLOUT_SHARE;
}
