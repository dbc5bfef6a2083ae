/* polish.h: small things that an editor corrects in a clean tree. */
#ifndef OFF_POLISH_H
#define OFF_POLISH_H

#include <libxml/tree.h>

/* Before off_tidy(): headings that are paragraphs become some, and lose their bold; a row of signs
 * becomes a rule; links do not begin or end with a blank, and no comma stands behind one. */
void off_polish(xmlNode *root);

#endif
