/* mathml.h: formulas as text. */
#ifndef OFF_MATHML_H
#define OFF_MATHML_H

#include <libxml/tree.h>

/* Rewrites every <math> of the tree (MathML Core, 3) so that its text reads as on one line: strokes
 * of fractions, signs of roots, <sup> and <sub>. */
void off_write_formulas(xmlDoc *doc);

#endif
