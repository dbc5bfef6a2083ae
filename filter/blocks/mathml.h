/* mathml.h: formulas as text. */
#ifndef OFF_MATHML_H
#define OFF_MATHML_H

#include <glib.h>
#include <libxml/tree.h>

/* May the page have formulas? A look at its bytes, which is quicker than a walk. */
gboolean off_has_formulas(const char *html, gsize length);

/* Rewrites every formula of the tree so that its text reads as on one line, with strokes of
 * fractions, signs of roots, <sup> and <sub>: <math> (MathML Core, 3), whether it is shown or
 * hidden beside a drawing of it, and TeX in a script or in the words of a picture (tex.c). Each is
 * written once. */
void off_write_formulas(xmlDoc *doc);

#endif
