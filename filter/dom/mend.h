/* mend.h: markup that libxml2 reads otherwise than the HTML standard has it. */
#ifndef OFF_DOM_MEND_H
#define OFF_DOM_MEND_H

#include <glib.h>

/* Bogus comments (HTML, 13.2.5.42: "<![if !mso]>") go, and references to 128 to 159 become the
 * characters of windows-1252 (13.2.5.80). Returns a copy (transfer full) and sets its length, or
 * NULL if there is nothing to mend. */
char *off_mend_markup(const char *html, gsize length, gsize *mended);

#endif
