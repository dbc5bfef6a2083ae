/* doctype.h: the entities that a document declares itself (XML 1.0, 4.2). */
#ifndef OFF_DOCTYPE_H
#define OFF_DOCTYPE_H

#include <glib.h>

/* The length of a document type declaration at "<!DOCTYPE", or 0 if it does not end. */
gsize off_doctype_length(const char *at, const char *end);

/* The general entities of a declaration with their text (char * to char *; transfer full); NULL if
 * it has none. Values are text: markup in them is not read as such. No value refers to another. */
GHashTable *off_doctype_entities(const char *at, gsize length);

#endif
