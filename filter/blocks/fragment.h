/* fragment.h: links of a page that lead to a place in itself. */
#ifndef OFF_FRAGMENT_H
#define OFF_FRAGMENT_H

#include <libxml/tree.h>

/* Shortens each link to "#ID" that names the page by its own canonical address (RFC 6596) and an
 * element of the tree by its ID: notes and tables of contents are known by such links. */
void off_shorten_own_links(xmlDoc *doc);

#endif
