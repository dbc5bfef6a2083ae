/* replace.h: another content for a file, all of it or nothing (--in-place). */
#ifndef OFF_REPLACE_H
#define OFF_REPLACE_H

#include <stddef.h>
#include <sys/stat.h>

struct off_replacement {
    char *path, *copy; /* without symbolic links; the new file beside it, NULL: not begun */
    int fd;            /* of the new file */
    struct stat seen;  /* what was opened and read */
};

/* Opens the file at path for reading. Returns its descriptor, or -1 with errno. */
int off_replacement_open(struct off_replacement *r, const char *path);

/* Appends to what the file will hold. Returns 0 or errno. */
int off_replacement_add(struct off_replacement *r, const void *data, size_t length);

/* Puts the new file in the place of the old, with its mode and owner. Returns 0 or errno; the file
 * is then as it was: EBUSY if it was changed since it was opened, EMLINK if it has several names.
 */
int off_replacement_commit(struct off_replacement *r);

/* Frees all; what was not committed is gone. */
void off_replacement_end(struct off_replacement *r);

/* What an error of these functions means, for a person. */
const char *off_replacement_error(int error);

#endif
