/* files.h: small files that the user wrote, for the reader: site rules, the configuration. */
#ifndef OFF_FILES_H
#define OFF_FILES_H

#include "wire.h"

/* Reads a regular file of at most OFF_SITE_FILE_MAX bytes. Returns 0, or errno: EFBIG, EINVAL for
 * what is none. */
int off_file_read(const char *path, struct off_buffer *text);

/* The same into a frame: its path and its text. */
int off_file_send(struct off_buffer *out, enum off_frame type, const char *path);

#endif
