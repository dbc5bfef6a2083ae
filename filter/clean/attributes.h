/* attributes.h: what may stay on an element of a clean tree. */
#ifndef OFF_ATTRIBUTES_H
#define OFF_ATTRIBUTES_H

#include <glib.h>
#include <libxml/tree.h>

/* Those of the allow-list whose values are valid. */
void off_copy_attributes(const xmlNode *from, xmlNode *to);

/* Width and height of a picture, if the page says both: no wider than a column of text. */
void off_copy_size(const xmlNode *from, xmlNode *to);

/* A date of RFC 3339 as the value of a datetime (HTML, 2.3.5; transfer full). */
char *off_html_date(const char *date);

#endif
