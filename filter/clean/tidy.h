/* tidy.h: the last hand on a clean tree. */
#ifndef OFF_TIDY_H
#define OFF_TIDY_H

#include <libxml/tree.h>

/* Makes a clean tree one that the HTML standard allows, where the page was none: headings follow
 * each other without a gap from h2 on, figures have one caption at an end, lists of terms have
 * descriptions, tables their parts in order and rows of one length; no inline element is empty or
 * stands in itself; languages are tags (RFC 5646). */
void off_tidy(xmlNode *root);

/* Makes lists of what is set as one with marks: tables and paragraphs. Before off_tidy. */
void off_tidy_bullets(xmlNode *root);

/* Puts the children of an element in its place. */
void off_unwrap_element(xmlNode *node);

#endif
