/* wrapped.h: text whose lines were broken at a width, with <br>, before it became HTML. */
#ifndef OFF_WRAPPED_H
#define OFF_WRAPPED_H

#include <libxml/tree.h>

/* Joins the lines in an element if they are wrapped: each is so long that the first word of the
 * next one had no room in it. A blank line, a line that had room for more, and an indent still end
 * a paragraph. Verse and addresses are left alone: their lines have room. */
void off_join_wrapped(xmlNode *element);

#endif
