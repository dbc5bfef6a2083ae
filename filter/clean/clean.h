/* clean.h: from the kept blocks of a page to a tree of our own.
 *
 * The tree is rebuilt, never patched: nothing is in it but what this room put there. Its root is
 * <article>; the elements below are
 */
/* clang-format off */
/* blocks: p h2 h3 h4 h5 h6 blockquote pre ul ol li dl dt dd figure figcaption hr
 *         table caption thead tbody tfoot tr th td aside details summary
 * inline: a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small
 *         strong sub sup time u var
 */
/* clang-format on */
/* with the attributes of the table in clean.c. Addresses are absolute http, https or mailto, or
 * lead to a note of the article's own (footnote.c). A <figcaption> or <p> whose _private is set
 * belongs to its picture or film alone: it is shown, but is none of the article's own words. An
 * <hr> holds the signs that it was set with, if it was: they are words, but are not shown. */
#ifndef OFF_CLEAN_H
#define OFF_CLEAN_H

#include "blocks/page.h"

/* Ids of our own: of the article's notes, and of the places in the text that refer to them. */
#define OFF_NOTE_ID "note-"
#define OFF_REFERENCE_ID "ref-"

typedef struct {
    const char *base; /* address of the page; NULL: relative links are dropped */
    const char *lang; /* of the words that are added; NULL: English */
    gboolean rtl;     /* the article runs to the left; its listings do not */
    gboolean drop_images;
} OffCleanOptions;

/* The clean tree of the kept blocks of page (transfer full); its root is empty if there are
 * none. */
xmlDoc *off_clean_page(const OffPage *page, const OffCleanOptions *options);

/* Replaces each link's address by the result of target (transfer full); NULL keeps the address. */
void off_clean_map_links(xmlDoc *body, char *(*target)(const char *url));

/* Appends a tree of clean elements as HTML (WHATWG HTML, 13.3), a block a line. */
void off_serialize(GString *out, const xmlNode *node);

/* The same as XHTML: empty elements end with a slash, languages are said in both ways. */
void off_serialize_xml(GString *out, const xmlNode *node);

/* Appends text with the characters of HTML escaped. */
void off_append_escaped(GString *out, const char *text);

#endif
