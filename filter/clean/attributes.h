/* attributes.h: the attributes that an element of a clean tree may keep. */
#ifndef OFF_ATTRIBUTES_H
#define OFF_ATTRIBUTES_H

#include <glib.h>
#include <libxml/tree.h>

/* Copies the attributes of the allow-list whose values are valid. */
void off_copy_attributes(const xmlNode *from, xmlNode *to);

/* Copies width and height of a picture if the page gives both, scaled down to the width of a text
 * column. */
void off_copy_size(const xmlNode *from, xmlNode *to);

/* A date of RFC 3339 as the value of a datetime (HTML, 2.3.5; transfer full). */
char *off_html_date(const char *date);

#endif
