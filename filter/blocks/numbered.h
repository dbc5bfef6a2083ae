/* numbered.h: the numbers of a listing's lines, which are none of it. */
#ifndef OFF_NUMBERED_H
#define OFF_NUMBERED_H

#include <glib.h>
#include <libxml/tree.h>

/* Removes the numbers beside a listing: for a <td>, the cell before it, if it is nothing but
 * numbers that follow each other and the <td> holds code; for a <pre>, elements in it that are
 * named as line numbers and follow each other. */
void off_drop_line_numbers(xmlNode *node);

#endif
