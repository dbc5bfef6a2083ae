/* label.h: the label that an entry of a list brings in its own text. */
#ifndef OFF_LABEL_H
#define OFF_LABEL_H

#include <glib.h>
#include <libxml/tree.h>

/* Bytes of the label a text begins with, as "36.", "(b)", "[12]", "iv)" or a box; 0: none. Blanks
 * behind it do not count. */
gsize off_label_length(const char *text);

/* Lists whose entries bring numbers of their own: a list of bullets becomes a numbered one, a
 * numbered one loses its second numbers, and what stays a label is set apart from what follows. */
void off_tidy_labels(xmlNode *root);

#endif
