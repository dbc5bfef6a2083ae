/* furniture.h: small things inside an article that are none of its words. */
#ifndef OFF_FURNITURE_H
#define OFF_FURNITURE_H

#include "blocks/page.h"

/* Is an inline element of a heading none of its words: a link to copy or to edit the section, as a
 * mark (#, a pilcrow, a chain), as hidden words, as "[edit]"? */
gboolean off_is_heading_furniture(const xmlNode *node, const xmlNode *heading);

/* Is an inline element for screen readers alone, as its class says: "opens in a new window"? */
gboolean off_is_unseen(const xmlNode *node);

/* Is an alternative text only the name of a file, as cameras and programs give it? */
gboolean off_is_file_name(const char *alt);

/* Is a box a note beside the text (an admonition, a hint, a warning), as its class or role says?
 * One that holds a good part of what is kept is the text itself; whole: characters of all that is.
 */
gboolean off_is_callout(const OffPage *page, const xmlNode *box, guint whole);

#endif
