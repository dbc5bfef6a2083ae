/* furniture.h: small parts of an article that are not its words. */
#ifndef OFF_FURNITURE_H
#define OFF_FURNITURE_H

#include "blocks/page.h"

/* Is an inline element of a heading not part of its words: a link to copy or edit the section,
 * shown as a mark (#, a pilcrow, a chain), as hidden words, or as "[edit]"? */
gboolean off_is_heading_furniture(const xmlNode *node, const xmlNode *heading);

/* Is an inline element only for screen readers, by its class: "opens in a new window"? */
gboolean off_is_unseen(const xmlNode *node);

/* Is an alternative text only the name of a file, as cameras and programs give it? */
gboolean off_is_file_name(const char *alt);

/* Is a box a callout (an admonition, a hint, a warning), by its class or role? A box with a large
 * part of the kept text is the text itself; whole: characters of all kept text. */
gboolean off_is_callout(const OffPage *page, const xmlNode *box, guint whole);

#endif
