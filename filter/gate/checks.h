/* checks.h: options that check or query the helpers and read no input. Each function returns the
 * exit status. */
#ifndef OFF_CHECKS_H
#define OFF_CHECKS_H

#include "gate/options.h"

#include <signal.h>

/* --cache-info, --cache-clear: the fetcher alone knows the cache. */
int off_check_cache(const struct off_options *options, const sigset_t *while_waiting);

/* --sandbox-test: each attempt to break out runs in a helper process of its own. */
int off_check_sandbox(const struct off_options *options, const sigset_t *while_waiting);

/* --check-sites: the reader reads all rules, and its messages go to standard output. */
int off_check_rules(const struct off_options *options, const sigset_t *while_waiting);

#endif
