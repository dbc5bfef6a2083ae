/* tidy.h: the last hand on a clean tree. */
#ifndef OFF_TIDY_H
#define OFF_TIDY_H

#include <libxml/tree.h>

/* Makes a clean tree valid HTML if the page was not: heading levels from h2 on have no gaps,
 * figures have one caption, first or last, lists of terms have descriptions, tables have their
 * parts in order and rows of equal length; no inline element is empty or nested in its own kind;
 * languages are valid tags (RFC 5646). */
void off_tidy(xmlNode *root);

/* Turns tables and paragraphs with bullets into lists. Call it before off_tidy(). */
void off_tidy_bullets(xmlNode *root);

/* Puts the children of an element in its place. */
void off_unwrap_element(xmlNode *node);

#endif
