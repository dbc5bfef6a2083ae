/* polish.h: small things that an editor corrects in a clean tree. */
#ifndef OFF_POLISH_H
#define OFF_POLISH_H

#include <libxml/tree.h>

/* Call this before off_tidy(). Headings that are paragraphs become paragraphs and lose their bold;
 * a row of signs becomes a rule; links do not begin or end with a blank, and no blank precedes a
 * comma after one. */
void off_polish(xmlNode *root);

#endif
