/* files.h: the places of the user's files, and reading small ones for the reader: site rules, the
 * configuration. */
#ifndef OFF_FILES_H
#define OFF_FILES_H

#include "gate/options.h"
#include "wire/wire.h"

/* The path of the cache: the one given, or the default. False if there is none. */
bool off_cache_path(const struct off_options *options, char *path, size_t size);

/* The path of a file or directory of offprint's (XDG Base Directory Specification): below the
 * directory that the variable names, or else below directory in the home directory. False if
 * neither is known. */
bool off_xdg_path(char *path, size_t size, const char *variable, const char *directory,
                  const char *name);

/* Reads a regular file of at most OFF_SITE_FILE_MAX bytes. Returns 0, or errno: EFBIG if it is
 * longer, EINVAL if it is not a regular file. */
int off_file_read(const char *path, struct off_buffer *text);

/* The same into a frame: its path and its text. */
int off_file_send(struct off_buffer *out, enum off_frame type, const char *path);

#endif
