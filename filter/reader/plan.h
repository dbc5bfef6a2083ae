/* plan.h: decides the kind of an item, its settings, and the request for its page. */
#ifndef OFF_READER_PLAN_H
#define OFF_READER_PLAN_H

#include "reader/job.h"

/* Plans an item, and asks for its page if one is needed. */
void off_work_begin(OffWork *work, const OffJob *job, OffChannel *channel);

/* The settings of an item and their origin, one per line (transfer full). */
char *off_work_settings(OffWork *work, const OffJob *job);

#endif
