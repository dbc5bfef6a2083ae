/* mathml.h: formulas as text. */
#ifndef OFF_MATHML_H
#define OFF_MATHML_H

#include <glib.h>
#include <libxml/tree.h>

/* May the page have formulas? Searches its bytes, which is quicker than walking the tree. */
gboolean off_has_formulas(const char *html, gsize length);

/* Rewrites every formula of the tree as text on one line, with strokes for fractions, signs for
 * roots, <sup> and <sub>: <math> (MathML Core, 3), shown or hidden next to a drawing, and TeX in a
 * script or in the words of a picture (tex.c). Each formula is written once. */
void off_write_formulas(xmlDoc *doc);

#endif
