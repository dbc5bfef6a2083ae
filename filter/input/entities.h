/* entities.h: references in markup (XML 1.0, 4.1; WHATWG HTML, 13.5). */
#ifndef OFF_ENTITIES_H
#define OFF_ENTITIES_H

#include <glib.h>

/* The characters of a name of the HTML standard ("eacute"; not ended by NUL). Returns how many: 0
 * if the standard does not have that name. */
guint off_entity_find(const char *name, gsize length, gunichar characters[2]);

/* What HTML means by the number of a control character from 128 to 159: that of windows-1252
 * (WHATWG HTML, 13.2.5.80). Any other number is itself. */
gunichar off_html_character(gunichar number);

/* Appends the reference at "&" in a form that XML without a DTD allows: references that XML knows
 * unchanged, names of HTML as numbers, anything else with "&amp;" for the "&". declared: names that
 * the document declares, which stay (may be NULL). Returns how many bytes of at were used; *changed
 * is set if the output differs from them. */
gsize off_reference_append(GString *out, const char *at, const char *end, GHashTable *declared,
                           gboolean *changed);

#endif
