/* usage.h: messages about the command line. */
#ifndef OFF_USAGE_H
#define OFF_USAGE_H

#include "wire/options.h"

#include <stdbool.h>

/* Writes the answer to --help; returns whether standard output took it. */
bool off_usage_print(void);

/* Says what is wrong in the command line, as "offprint: --width 72x: not a number ...", without the
 * control characters of its arguments. value may be NULL. Returns false. */
bool off_usage_error(const char *option, const char *value, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Says that there is no such option, and which one may have been meant. argument is as it was
 * typed. */
void off_usage_unknown(const char *argument);

#endif
