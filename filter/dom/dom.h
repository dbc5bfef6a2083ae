/* dom.h: small queries on a libxml2 tree. Strings are UTF-8. */
#ifndef OFF_DOM_H
#define OFF_DOM_H

#include <glib.h>
#include <libxml/tree.h>

enum { OFF_E_BLOCK = 1, OFF_E_INLINE = 2, OFF_E_SKIP = 4, OFF_E_MEDIA = 8, OFF_E_VOID = 16 };

typedef enum {
    OFF_TAG_UNKNOWN,
#define OFF_ELEMENT(name, flags, becomes) OFF_TAG_##name,
#include "dom/elements.def"
#undef OFF_ELEMENT
    OFF_TAGS
} OffTag;

typedef struct {
    const char *name;
    const char *becomes;
    guint flags;
    OffTag tag;
} OffElement;

/* The properties of an element; an unknown one is a block without special properties. */
const OffElement *off_element(const xmlNode *node);
OffTag off_tag(const xmlNode *node);
const OffElement *off_element_of_tag(OffTag tag);
gboolean off_is_heading(OffTag tag); /* h1 to h6 */
/* An element of this name? */
gboolean off_is_named(const xmlNode *node, const char *name);

/* The tree of a page (transfer full), without parts that no article needs: see html/parser.h. html
 * is UTF-8. Never NULL. No entities, DTDs or files are loaded. */
xmlDoc *off_dom_parse(const char *html, gsize length);

/* An attribute's value (transfer none; NULL where absent). Valid until the attribute is changed. */
const char *off_attribute(const xmlNode *node, const char *name);
gboolean off_attribute_is(const xmlNode *node, const char *name, const char *value);

/* Is token one of the white-space-parted words of list, whatever its case? list may be NULL. */
gboolean off_has_token(const char *list, const char *token);

/* The same for one of some tokens. */
gboolean off_has_a_token(const char *list, const char *const *tokens, guint count);

/* The next node in document order inside root; skip: leave out node's children. */
xmlNode *off_next(const xmlNode *root, xmlNode *node, gboolean skip);

/* All text below node with white space folded (transfer full). */
char *off_text_of(const xmlNode *node);

/* Appends text with white space folded (HTML's own and U+00A0) to out. A run becomes one space;
 * none at the start of out or after a newline. */
void off_append_folded(GString *out, const char *text);

/* The same text with white space folded and trimmed (transfer full); NULL stays NULL. */
char *off_fold(const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)

/* Is it a language tag: language, then script, region and variants where they are said (RFC
 * 5646, 2.1)? */
gboolean off_is_language(const char *tag);
/* Is an element of that name among the first nodes in it? What is in an element at all is near its
 * beginning; a long one is not searched to its end. */
gboolean off_holds_element(const xmlNode *node, const char *name);
/* Takes a node out of its tree and frees it with all in it. */
void off_remove(xmlNode *node);
/* Moves the children of one element to the end of another; adjacent texts may be joined. */
void off_move_children(xmlNode *to, xmlNode *from);
/* How many columns or rows a cell takes: its colspan or rowspan (HTML, 4.9.11), from 1 to most. */
guint off_span_of(const xmlNode *cell, const char *name, guint most);

#endif
