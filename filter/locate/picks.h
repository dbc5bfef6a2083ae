/* picks.h: which links of a mail are picked. */
#ifndef OFF_LOCATE_PICKS_H
#define OFF_LOCATE_PICKS_H

#include "locate/evidence.h"

/* Fills the plan, whose kind is known, with the links that are picked, refused, and the candidates
 * with their worth. A digest that has but one story becomes another kind. */
void off_pick(const OffAnchors *anchors, const float evidence[OFF_MAIL_FEATURES], OffPlan *plan);

#endif
