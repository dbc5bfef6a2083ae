/* options.h: reads the command line. What it may hold is in wire/options.def. */
#ifndef OFF_OPTIONS_H
#define OFF_OPTIONS_H

#include "wire/options.h"

enum off_parse { OFF_PARSE_RUN, OFF_PARSE_DONE, OFF_PARSE_USAGE, OFF_PARSE_FAILED };

/* Reads the command line into o. RUN: continue; DONE: --help or --version was answered on standard
 * output; USAGE: what is wrong was said on standard error; FAILED: standard output cannot be
 * written, which was said. Strings stay
 * argv's, except o->addresses, which the caller frees. */
enum off_parse off_options_parse(struct off_options *o, int argc, char **argv);

#endif
