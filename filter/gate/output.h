/* output.h: the one write. */
#ifndef OFF_OUTPUT_H
#define OFF_OUTPUT_H

#include "wire/wire.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes all of data to fd, waiting where fd would block. Returns 0 or errno. */
int off_write_all(int fd, const void *data, size_t length);

/* Ends a file that was written to: on the disk, closed. error: what went wrong before, or 0.
 * Returns the first errno. */
int off_finish_file(int fd, int error);

/* Writes to standard output and closes it. Returns 0 or the errno of whatever failed. */
int off_write_stdout(const void *data, size_t length);

/* Reads fd to its end into b. Returns 0, an errno of read, or ENOMEM with b holding what was read.
 */
int off_read_all(int fd, struct off_buffer *b);

#endif
