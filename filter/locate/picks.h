/* picks.h: which links of a mail are picked. */
#ifndef OFF_LOCATE_PICKS_H
#define OFF_LOCATE_PICKS_H

#include "locate/anchors.h"

/* Fills the plan, whose kind is known, with the links that are picked, refused, and the candidates
 * with their worth. */
void off_pick(const OffAnchors *anchors, OffPlan *plan);

#endif
