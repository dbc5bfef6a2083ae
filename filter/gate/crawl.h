/* crawl.h: the pages of a WARC of any size, worked through in constant memory. */
#ifndef OFF_CRAWL_H
#define OFF_CRAWL_H

#include "gate/options.h"

#include <signal.h>

/* Reads a WARC from fd to its end, and writes a line of JSON for each of its pages to standard
 * output, in its order. while_waiting: how a signal is waited for. Returns the exit status
 * (sysexits.h). */
int off_crawl_run(const struct off_options *options, int fd, const sigset_t *while_waiting);

#endif
