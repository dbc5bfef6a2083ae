/* tex.h: formulas in TeX as text. */
#ifndef OFF_TEX_H
#define OFF_TEX_H

#include <libxml/tree.h>

/* Appends a formula to an element as text with <sup> and <sub>: fractions by a stroke, roots by
 * their sign, symbols by their characters (tex.def). What is unknown stays as its name. */
void off_tex_append(xmlNode *parent, const char *tex);

#endif
