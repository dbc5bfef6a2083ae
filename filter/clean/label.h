/* label.h: the label that an entry of a list brings in its own text. */
#ifndef OFF_LABEL_H
#define OFF_LABEL_H

#include <glib.h>
#include <libxml/tree.h>

/* Bytes of the label a text begins with, as "36.", "(b)", "[12]", "iv)" or a box; 0: none. Blanks
 * after it do not count. */
gsize off_label_length(const char *text);

/* Handles lists whose entries begin with numbers: a bullet list becomes a numbered one, a numbered
 * one loses the duplicate numbers, and any other label is separated from the text after it. */
void off_tidy_labels(xmlNode *root);

#endif
