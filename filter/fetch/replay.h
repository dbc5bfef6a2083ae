/* replay.h: answers from a WARC file (ISO 28500, 1.0 and 1.1). */
#ifndef OFF_REPLAY_H
#define OFF_REPLAY_H

#include "fetch/response.h"

/* If the file cannot be opened, every answer reports it. */
typedef struct OffReplay OffReplay;
OffReplay *off_replay_open(const char *path);
void off_replay_free(OffReplay *replay);
/* url as off_address_clean gives it. */
void off_replay_answer(OffReplay *replay, const char *url, OffResponse *response);

#endif
