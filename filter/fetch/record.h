/* record.h: what was fetched, into a WARC file. */
#ifndef OFF_RECORD_H
#define OFF_RECORD_H

#include "fetch/response.h"

/* Opens the file, which is made if it is missing. NULL: it cannot be written. */
typedef struct OffRecorder OffRecorder;
OffRecorder *off_recorder_open(const char *path);
void off_recorder_close(OffRecorder *recorder);
/* Writes a response with its request, or a page from the cache as a resource. Returns FALSE where
 * the file cannot be written. */
gboolean off_recorder_take(const OffRecorder *recorder, const char *url,
                           const OffResponse *response);

#endif
