/* polish.c: small things that an editor corrects in a clean tree. */
#include "config.h"

#include "clean/polish.h"

#include "clean/tidy.h"
#include "dom/dom.h"
#include "words/fold.h"

#include <string.h>

#define DECK_CHARS 50      /* of a sentence that is set as the first heading */
#define SENTENCE_CHARS 120 /* of one further down: a heading may end in a full stop */
#define HEADING_CHARS 240  /* a longer one is not a heading, whatever its element */
#define RULE_SIGNS 3       /* of a row */

static gboolean
is_heading(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && off_is_heading(off_tag(node));
}

/* --- headings -------------------------------------------------------------------------------- */

static guint
count_sentences(const char *text)
{
    guint sentences = 0;
    for (const char *p = text; *p;) {
        gunichar c = g_utf8_get_char(p);
        p = g_utf8_next_char(p);
        sentences += off_is_sentence_end(c) && (*p == ' ' || *p == '\0' || c > 0x2000);
    }
    return sentences;
}

/* "4. ..." and "Question 4: ..." are headings, however long. */
static gboolean
is_numbered(const char *text)
{
    const char *digit = strpbrk(text, "0123456789");
    gsize n = digit ? strspn(digit, "0123456789") : 0;
    return digit && digit - text < 16 && strchr(".:)", digit[n]);
}

/* Is a heading really a paragraph? A question is a heading, except at the top. */
static gboolean
is_paragraph(const char *text, gboolean first)
{
    glong chars = g_utf8_strlen(text, -1);
    gsize n = strlen(text);
    gboolean question = g_str_has_suffix(text, "?") || g_str_has_suffix(text, "\uff1f");
    gboolean stop = g_str_has_suffix(text, ".") || g_str_has_suffix(text, "\u3002");
    if (chars > HEADING_CHARS)
        return TRUE;
    if (n > 2 && stop && text[n - 2] == '.') /* "And so on..." */
        return FALSE;
    if (first)
        return chars >= DECK_CHARS && (stop || (question && count_sentences(text) > 1));
    return chars >= SENTENCE_CHARS && stop && !is_numbered(text);
}

/* The first heading, if only pictures are above it, and text or a picture below. */
static gboolean
is_first(const xmlNode *heading)
{
    const xmlNode *before = heading->prev, *next = heading->next;
    while (before && off_is_named(before, "figure"))
        before = before->prev;
    return !before && next && (off_is_named(next, "p") || off_is_named(next, "figure"));
}

/* A sentence marked up as a heading is a standfirst: bold, but not a heading. More than one or two
 * of them are plain text. */
static void
make_paragraph(xmlNode *heading, glong chars)
{
    xmlNodeSetName(heading, BAD_CAST "p");
    if (chars > HEADING_CHARS)
        return;
    xmlNode *strong = xmlNewDocNode(heading->doc, NULL, BAD_CAST "strong", NULL);
    off_move_children(strong, heading);
    xmlAddChild(heading, strong);
}

/* What is bold by itself needs no <strong> around all of it. */
static void
drop_bold(xmlNode *node)
{
    g_autofree char *text = off_text_of(node);
    for (xmlNode *n = node->children, *next; n; n = next) {
        next = off_next(node, n, FALSE);
        if (!off_is_named(n, "strong") && !off_is_named(n, "b"))
            continue;
        g_autofree char *bold = off_text_of(n);
        if (strcmp(bold, text) != 0)
            return;
        next = n->children ? n->children : off_next(node, n, TRUE);
        off_unwrap_element(n);
        return;
    }
}

static void
polish_heading(xmlNode *heading, const xmlNode *root)
{
    g_autofree char *text = off_text_of(heading);
    if (heading->parent == root && is_paragraph(text, is_first(heading)))
        make_paragraph(heading, g_utf8_strlen(text, -1));
    else
        drop_bold(heading);
}

/* --- rules ----------------------------------------------------------------------------------- */

/* "* * *", "____", "-----". */
static gboolean
is_rule(const xmlNode *paragraph)
{
    g_autofree char *text = off_text_of(paragraph);
    gunichar sign = g_utf8_get_char(text);
    guint signs = 0;
    if (!sign || !g_utf8_strchr("*_-=~\u2013\u2014\u2022\u00b7\u2500", -1, sign))
        return FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        if (g_utf8_get_char(p) != sign && *p != ' ')
            return FALSE;
        signs += *p != ' ';
    }
    for (const xmlNode *n = paragraph->children; n; n = n->next)
        if (off_is_named(n, "img"))
            return FALSE;
    return signs >= RULE_SIGNS;
}

/* A rule is between two blocks; returns the node after it. It keeps the signs (clean.h). */
static xmlNode *
set_rule(xmlNode *paragraph)
{
    xmlNode *next = paragraph->next, *before = paragraph->prev;
    if (before && next && !off_is_named(before, "hr") && !off_is_named(next, "hr"))
        xmlNodeSetName(paragraph, BAD_CAST "hr");
    else
        off_remove(paragraph);
    return next;
}

/* --- blanks ---------------------------------------------------------------------------------- */

/* Elements whose blanks are visible: they are underlined, struck through or coloured. */
static gboolean
shows_blanks(const xmlNode *node)
{
    static const char *const names[] = {"a", "u", "s", "del", "ins", "mark", NULL};
    return node->type == XML_ELEMENT_NODE && g_strv_contains(names, (const char *)node->name);
}

static xmlNode *
text_at_end(xmlNode *node, gboolean last)
{
    while (node && node->type == XML_ELEMENT_NODE)
        node = last ? node->last : node->children;
    return node && node->type == XML_TEXT_NODE && node->content ? node : NULL;
}

static void
set_text(xmlNode *node, const char *text, gsize length)
{
    g_autofree char *copy = g_strndup(text, length);
    xmlNodeSetContent(node, NULL);
    xmlNodeAddContent(node, BAD_CAST copy);
}

/* The node right after (or before) an element in its line; NULL: the line ends there. */
static const xmlNode *
neighbour_node(const xmlNode *node, gboolean behind)
{
    const xmlNode *next = behind ? node->next : node->prev;
    while (!next && (off_element(node->parent)->flags & OFF_E_INLINE)) {
        node = node->parent;
        next = behind ? node->next : node->prev;
    }
    return next;
}

/* Is there a space at the start of what follows, or none needed? */
static gboolean
is_parted_behind(const xmlNode *node)
{
    const xmlNode *next = neighbour_node(node, TRUE);
    return !next || off_is_named(next, "br") ||
           (next->type == XML_TEXT_NODE && next->content && strchr(" ,.)", next->content[0]));
}

static gboolean
is_parted_before(const xmlNode *node)
{
    const xmlNode *prev = neighbour_node(node, FALSE);
    gsize n = prev && prev->type == XML_TEXT_NODE && prev->content
                  ? strlen((const char *)prev->content)
                  : 0;
    return !prev || off_is_named(prev, "br") || (n > 0 && prev->content[n - 1] == ' ');
}

/* Removes the blank at the end or start of an element; FALSE: there is none. */
static gboolean
take_blank(xmlNode *node, gboolean last)
{
    xmlNode *text = text_at_end(node, last);
    const char *said = text ? (const char *)text->content : "";
    gsize n = strlen(said);
    if (n == 0 || said[last ? n - 1 : 0] != ' ')
        return FALSE;
    if (n > 1)
        set_text(text, said + !last, n - 1);
    else if (text->parent == node && (text->prev || text->next))
        off_remove(text);
    else
        return FALSE;
    return TRUE;
}

/* Moves the blanks that an element begins and ends with out of it. */
static void
move_blanks(xmlNode *node)
{
    if (take_blank(node, FALSE) && !is_parted_before(node))
        xmlAddPrevSibling(node, xmlNewDocText(node->doc, BAD_CAST " "));
    if (take_blank(node, TRUE) && !is_parted_behind(node))
        xmlAddNextSibling(node, xmlNewDocText(node->doc, BAD_CAST " "));
}

/* A blank before a comma or full stop after an element comes from the page's template. */
static void
join_mark(xmlNode *text)
{
    const char *said = (const char *)text->content;
    gboolean mark = said && said[0] == ' ' && (said[1] == ',' || said[1] == '.') &&
                    (said[2] == ' ' || said[2] == '\0');
    if (mark && text->prev && text->prev->type == XML_ELEMENT_NODE &&
        !off_is_named(text->prev, "br"))
        set_text(text, said + 1, strlen(said + 1));
}

/* --- the whole ------------------------------------------------------------------------------- */

void
off_polish(xmlNode *root)
{
    for (xmlNode *node = root->children, *next; node; node = next) {
        if (node->type == XML_TEXT_NODE)
            join_mark(node);
        gboolean bold = off_is_named(node, "th") || off_is_named(node, "dt");
        if (off_is_named(node, "pre")) {
            next = off_next(root, node, TRUE);
        } else if (off_is_named(node, "p") && node->parent == root && is_rule(node)) {
            next = set_rule(node);
        } else {
            if (is_heading(node))
                polish_heading(node, root);
            else if (bold)
                drop_bold(node);
            else if (shows_blanks(node))
                move_blanks(node);
            next = off_next(root, node, FALSE);
        }
    }
}
