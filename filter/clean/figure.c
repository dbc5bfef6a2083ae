/* figure.c: pictures and their captions in a clean tree. */
#include "config.h"

#include "clean/figure.h"

#include "clean/spaces.h"
#include "clean/tidy.h"
#include "dom/dom.h"
#include "words/fold.h"

#include <string.h>

#define CREDIT_BYTES 240 /* of a line beside a picture */
#define LIFTED_MAX 16    /* pictures of one paragraph */

/* --- captions -------------------------------------------------------------------------------- */

static gboolean
is_block(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && (off_element(node)->flags & OFF_E_BLOCK);
}

/* A paragraph, or a heading, which is one in a caption. */
static gboolean
is_line(const xmlNode *node)
{
    return off_is_named(node, "p") || off_is_heading(off_tag(node));
}

static gboolean
holds_picture(const xmlNode *node)
{
    for (xmlNode *n = node->children; n; n = off_next(node, n, FALSE))
        if (off_is_named(n, "img"))
            return TRUE;
    return FALSE;
}

static gboolean
is_short(const xmlNode *node)
{
    g_autofree char *text = off_text_of(node);
    return *text && strlen(text) <= CREDIT_BYTES;
}

/* Each run of words between the blocks of a caption becomes a paragraph. */
static void
wrap_runs(xmlNode *caption)
{
    xmlNode *line = NULL;
    for (xmlNode *n = caption->children, *next; n; n = next) {
        next = n->next;
        if (is_block(n)) {
            line = NULL;
            continue;
        }
        if (!line) {
            line = xmlNewDocNode(caption->doc, NULL, BAD_CAST "p", NULL);
            line->_private = caption->_private;
            xmlAddPrevSibling(n, line);
        }
        xmlUnlinkNode(n);
        xmlAddChild(line, n);
    }
}

/* Drops the lines that say nothing, or nothing new. */
static void
drop_said(xmlNode *caption)
{
    g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (xmlNode *n = caption->children, *next; n; n = next) {
        next = n->next;
        if (is_line(n) && !holds_picture(n)) {
            char *text = off_text_of(n);
            gboolean known = !*text || g_hash_table_contains(said, text);
            g_hash_table_add(said, text);
            if (known)
                off_remove(n);
        }
    }
}

static gunichar
last_character(const char *text)
{
    return *text ? g_utf8_get_char(g_utf8_prev_char(text + strlen(text))) : 0;
}

/* Can the second line follow the first on one line, as a sentence follows a sentence? */
static gboolean
reads_on(const xmlNode *first, const xmlNode *second)
{
    static const char ends[] = ":;,/|\u2013\u2014\u00b7\u201d\u00bb\")",
                      begins[] = "([/|\u2013\u2014\u00b7";
    g_autofree char *text = off_text_of(first), *next = off_text_of(second);
    gunichar last = last_character(text);
    return last == 0 || off_is_sentence_end(last) || g_utf8_strchr(ends, -1, last) ||
           (*next && g_utf8_strchr(begins, -1, g_utf8_get_char(next)));
}

/* The paragraphs that a caption begins with are its text, a line each if they need one. */
static void
join_lines(xmlNode *caption)
{
    xmlNode *first = caption->children;
    if (!first || !is_line(first))
        return;
    caption->_private = first->_private;
    xmlNode *last = first;
    for (xmlNode *n = first->next, *next; n; n = next) {
        next = n->next;
        if (!is_line(n) || !n->_private != !caption->_private)
            break;
        xmlNode *between = reads_on(last, n)
                               ? xmlNewDocText(caption->doc, BAD_CAST " ")
                               : xmlNewDocNode(caption->doc, NULL, BAD_CAST "br", NULL);
        xmlAddPrevSibling(n, between);
        off_unwrap_element(last);
        last = n;
    }
    off_unwrap_element(last);
}

/* Moves a further caption to the end of the first. */
static void
add_caption(xmlNode *caption, xmlNode *further)
{
    wrap_runs(further);
    while (further->children) {
        xmlNode *line = further->children;
        xmlUnlinkNode(line);
        xmlAddChild(caption, line);
    }
    off_remove(further);
}

void
off_tidy_figure(xmlNode *figure)
{
    xmlNode *caption = NULL;
    gboolean picture = holds_picture(figure);
    for (xmlNode *n = figure->children, *next; n; n = next) {
        next = n->next;
        /* A credit is beside the caption, in a paragraph of its own. */
        gboolean credit = picture && off_is_named(n, "p") && is_short(n);
        if (!off_is_named(n, "figcaption") && !credit)
            continue;
        if (!caption) {
            caption = n;
            xmlNodeSetName(n, BAD_CAST "figcaption");
            wrap_runs(n);
        } else {
            add_caption(caption, n);
        }
    }
    if (!caption)
        return;
    drop_said(caption);
    join_lines(caption);
    if (caption->prev && caption->next) {
        xmlUnlinkNode(caption);
        xmlAddChild(figure, caption);
    }
}

/* --- pictures in paragraphs ------------------------------------------------------------------ */

/* The picture that a node is, or is the only thing in (a link, <strong>); NULL: it is something
 * else. */
static xmlNode *
picture_in(xmlNode *node)
{
    while (node && node->type == XML_ELEMENT_NODE && (off_element(node)->flags & OFF_E_INLINE) &&
           node->children && !node->children->next)
        node = node->children;
    return node && off_is_named(node, "img") ? node : NULL;
}

static xmlNode *
blank_or_self(xmlNode *node, gboolean forward)
{
    while (node && (off_is_named(node, "br") ||
                    (node->type == XML_TEXT_NODE &&
                     (!node->content || off_is_blank((const char *)node->content)))))
        node = forward ? node->next : node->prev;
    return node;
}

/* Moves the first picture of a paragraph that begins with one, or the last of one that ends with
 * one; a picture in the middle of a line stays. Returns TRUE if one was moved. */
static gboolean
lift_picture(xmlNode *paragraph)
{
    xmlNode *first = blank_or_self(paragraph->children, TRUE);
    xmlNode *last = blank_or_self(paragraph->last, FALSE);
    xmlNode *image = picture_in(first);
    gboolean before = image != NULL;
    if (!image)
        image = picture_in(last);
    if (!image || first == last)
        return FALSE;
    xmlNode *figure = xmlNewDocNode(paragraph->doc, NULL, BAD_CAST "figure", NULL);
    xmlNode *outer = before ? first : last;
    xmlUnlinkNode(image);
    xmlAddChild(figure, image);
    if (outer != image)
        off_remove(outer);
    if (before)
        xmlAddPrevSibling(paragraph, figure);
    else
        xmlAddNextSibling(paragraph, figure);
    off_trim_end(paragraph);
    for (first = paragraph->children; first && first != blank_or_self(first, TRUE);
         first = paragraph->children)
        off_remove(first);
    return TRUE;
}

/* Has an element pictures, and neither text nor a word for one of them? */
static gboolean
is_wordless(const xmlNode *element)
{
    gboolean pictures = FALSE;
    for (xmlNode *n = element->children; n; n = off_next(element, n, FALSE)) {
        const char *alt = off_is_named(n, "img") ? off_attribute(n, "alt") : NULL;
        if ((alt && *alt) ||
            (n->type == XML_TEXT_NODE && n->content && !off_is_blank((const char *)n->content)))
            return FALSE;
        pictures = pictures || off_is_named(n, "img");
    }
    return pictures;
}

/* A heading of pictures alone becomes a figure of them. */
static void
unhead_caption(xmlNode *heading)
{
    xmlNode *figure = xmlNewDocNode(heading->doc, NULL, BAD_CAST "figure", NULL);
    for (xmlNode *n = heading->children, *next; n; n = next) {
        next = off_next(heading, n, FALSE);
        if (!off_is_named(n, "img"))
            continue;
        xmlUnlinkNode(n);
        xmlAddChild(figure, n);
    }
    xmlAddPrevSibling(heading, figure);
    off_remove(heading);
}

void
off_lift_pictures(xmlNode *root)
{
    for (xmlNode *node = root, *next; node; node = next) {
        next = off_next(root, node, FALSE);
        if (off_is_heading(off_tag(node)) && !off_is_named(node->parent, "summary") &&
            is_wordless(node)) {
            next = off_next(root, node, TRUE);
            unhead_caption(node);
        } else if (off_is_named(node, "p") && !node->_private) {
            guint moved = 0;
            while (moved < LIFTED_MAX && lift_picture(node))
                moved++;
            next = off_next(root, node, FALSE);
        }
    }
}
