/* files.h: where files of the user lie, and small ones for the reader: site rules, the
 * configuration. */
#ifndef OFF_FILES_H
#define OFF_FILES_H

#include "gate/options.h"
#include "wire/wire.h"

/* Where the cache lies, as said or in the usual place. False if there is none. */
bool off_cache_path(const struct off_options *options, char *path, size_t size);

/* Where a file or directory of offprint's own lies (XDG Base Directory Specification): below the
 * directory that the variable names, or else below directory in the home directory. False where
 * neither is known. */
bool off_xdg_path(char *path, size_t size, const char *variable, const char *directory,
                  const char *name);

/* Reads a regular file of at most OFF_SITE_FILE_MAX bytes. Returns 0, or errno: EFBIG, EINVAL for
 * what is none. */
int off_file_read(const char *path, struct off_buffer *text);

/* The same into a frame: its path and its text. */
int off_file_send(struct off_buffer *out, enum off_frame type, const char *path);

#endif
