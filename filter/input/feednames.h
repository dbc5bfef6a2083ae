/* feednames.h: names the elements of a feed by their namespaces. */
#ifndef OFF_FEEDNAMES_H
#define OFF_FEEDNAMES_H

#include <glib.h>
#include <libxml/tree.h>

/* The prefix by which this program knows a namespace (constant): "" for RSS; NULL: it is another.
 */
const char *off_vocabulary_of(const char *address);

/* Is the element called that: "dc:creator" by the namespace, or by the prefix as it is written if
 * that was never declared; "title" if it is of its parent's own language? */
gboolean off_feed_is(const xmlNode *node, const char *name);
/* The first child of that name, or NULL. */
const xmlNode *off_feed_child(const xmlNode *parent, const char *name);
/* The same for a path of two: "media:group/media:title". */
const xmlNode *off_feed_find(const xmlNode *parent, const char *path);

/* An item or an entry of a feed? */
gboolean off_feed_is_item(const xmlNode *node);
/* The text of an element without blanks around it (transfer full); NULL if there is none. */
char *off_feed_content(const xmlNode *node);
/* The base address of an element (XML Base, relative values included), resolved against the feed's
 * base (transfer full; NULL: there is none). */
char *off_feed_base(const xmlNode *node, const char *feed);

#endif
