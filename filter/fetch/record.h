/* record.h: what was fetched, into a WARC file. */
#ifndef OFF_RECORD_H
#define OFF_RECORD_H

#include "fetch/response.h"

/* Opens a WARC file to append to it; it is made if it is missing. NULL: it cannot be written, or is
 * something else; *why says so (transfer none). */
typedef struct OffRecorder OffRecorder;
OffRecorder *off_recorder_open(const char *path, const char **why);
void off_recorder_close(OffRecorder *recorder);
/* Writes a response with its request, or a page from the cache as a resource. Returns FALSE where
 * the file cannot be written. */
gboolean off_recorder_take(const OffRecorder *recorder, const char *url,
                           const OffResponse *response);

#endif
