/* references.h: character references (HTML, 13.2.5.72 to 13.2.5.80). */
#ifndef OFF_HTML_REFERENCES_H
#define OFF_HTML_REFERENCES_H

#include <glib.h>

/* Reads the character reference that begins with the '&' at text[0] and ends before end. Appends
 * its characters to out and returns its length in bytes; 0, and appends nothing, if there is none.
 * attribute: the reference is in an attribute's value, where a name without ';' before '=', a
 * letter or a digit is plain text (13.2.5.73). */
gsize off_html_reference(const char *text, const char *end, gboolean attribute, GString *out);

#endif
