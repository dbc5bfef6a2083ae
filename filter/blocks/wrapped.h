/* wrapped.h: text whose lines were broken at a width, with <br>, before it became HTML. */
#ifndef OFF_WRAPPED_H
#define OFF_WRAPPED_H

#include <glib.h>
#include <libxml/tree.h>

/* Columns that a character takes on a terminal: 0, 1 or 2. */
guint off_columns_of(gunichar c);

/* What goes between two lines that are joined, by the last character of the one and the first of
 * the other: a blank, or nothing in a script without blanks between words (constant). Korean has
 * blanks. */
const char *off_joint(gunichar last, gunichar first);

/* Joins the lines in an element if they are wrapped: each is so long that the first word of the
 * next one had no room in it. A blank line, a line that had room for more, and an indent still end
 * a paragraph. Verse and addresses are left alone: their lines have room. */
void off_join_wrapped(xmlNode *element);

#endif
