/* usable.h: whether a file that an option names can be used. */
#ifndef OFF_USABLE_H
#define OFF_USABLE_H

#include "wire/options.h"

/* Why the file cannot be used as the type wants it, for a person; NULL: it can, or the type names
 * no file. */
const char *off_file_trouble(enum off_value type, const char *path);

/* /dev/fd/N, as a shell's <(...) gives it, as a name that another process can open too (malloc'ed);
 * NULL: path needs no other name, or has none. */
char *off_file_other_name(const char *path);

/* The descriptor that an argument names, as /dev/fd/N or --option=/dev/fd/N; -1: none. */
int off_argument_descriptor(const char *argument);

#endif
