/* say.h: messages to standard error.
 *
 * A message contains no control characters. If standard error is a pipe that nobody reads, messages
 * are dropped and nothing waits. */
#ifndef OFF_SAY_H
#define OFF_SAY_H

#include "gate/options.h"

#include <stddef.h>

/* A line, at -v. */
void off_say(const struct off_options *options, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* An error, with "offprint: " in front; told without -v, and at -q too. */
void off_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A line, told without -v too: something that the user wrote is wrong. words need no NUL after
 * them. */
void off_complain(const struct off_options *options, const char *words, size_t length);

/* A line that is written over the one before, if standard error is a terminal; else nothing. An
 * empty one wipes it. words need no NUL after them. */
void off_say_progress(const struct off_options *options, const char *words, size_t length);

/* The last line of a run in which items failed: at -v, and on a terminal, which is told that -v
 * names them. words need no NUL after them. */
void off_say_summary(const struct off_options *options, const char *words, size_t length);

#endif
