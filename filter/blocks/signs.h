/* signs.h: content that readers see as text, but that is not text in the markup. */
#ifndef OFF_SIGNS_H
#define OFF_SIGNS_H

#include <glib.h>
#include <libxml/tree.h>

/* May the page have any of these? Searches its bytes, which is quicker than walking the tree. */
gboolean off_has_signs(const char *html, gsize length);

/* Writes as text: the box of a task (an <input> that begins an entry of a list), a picture that
 * stands for one character, a mail address that a script would decode. */
void off_write_signs(xmlDoc *doc);

#endif
