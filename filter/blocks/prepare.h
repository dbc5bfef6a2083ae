/* prepare.h: a page's tree as its scripts and styles would leave it. */
#ifndef OFF_PREPARE_H
#define OFF_PREPARE_H

#include <glib.h>
#include <libxml/tree.h>

/* The tree of a page as blocks are made of it (transfer full). html is UTF-8. */
xmlDoc *off_read_tree(const char *html, gsize length);

/* Changes the tree before blocks are made of it: <noscript> with something to read is opened,
 * pictures in elements of other names become <img>, lines that <br> broke at a width are joined
 * (wrapped.h), the numbers of a listing's lines go (numbered.h), and so do links that edit a
 * heading and words that occur twice in a line. */
void off_prepare_tree(xmlDoc *doc);

#endif
