/* signs.h: what a reader of the page sees as text, and the markup has as something else. */
#ifndef OFF_SIGNS_H
#define OFF_SIGNS_H

#include <glib.h>
#include <libxml/tree.h>

/* May the page have any of these? A look at its bytes, which is quicker than a walk. */
gboolean off_has_signs(const char *html, gsize length);

/* Writes as text: the box of a task (an <input> that begins an entry of a list), a picture that
 * stands for one character, a mail address that a script would decode. */
void off_write_signs(xmlDoc *doc);

#endif
