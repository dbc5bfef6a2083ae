/* picks.h: which links of a mail are picked. */
#ifndef OFF_LOCATE_PICKS_H
#define OFF_LOCATE_PICKS_H

#include "locate/evidence.h"

/* Adds the picked and refused links and the scored candidates to the plan, whose kind is known. A
 * digest with only one story becomes another kind. */
void off_pick(const OffAnchors *anchors, const float evidence[OFF_MAIL_FEATURES], OffPlan *plan);

#endif
