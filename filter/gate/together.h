/* together.h: which options go together. */
#ifndef OFF_TOGETHER_H
#define OFF_TOGETHER_H

#include "wire/options.h"

/* Can the options be combined? If not, a message names the contradiction. */
bool off_options_agree(const struct off_options *o);

/* Says at -v which of the given options have no effect on this input and output. given: by the
 * index of off_options_table. */
void off_options_say_idle(const struct off_options *o, const bool *given);

#endif
