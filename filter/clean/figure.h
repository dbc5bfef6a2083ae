/* figure.h: pictures and their captions in a clean tree. */
#ifndef OFF_FIGURE_H
#define OFF_FIGURE_H

#include <libxml/tree.h>

/* A picture that a paragraph begins or ends with stood beside its text: it becomes a figure of its
 * own, as does a heading that is nothing but pictures without words. */
void off_lift_pictures(xmlNode *root);

/* Leaves a figure one caption, first or last, with its lines joined and none of them twice. */
void off_tidy_figure(xmlNode *figure);

#endif
