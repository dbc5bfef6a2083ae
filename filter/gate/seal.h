/* seal.h: the secret that authenticates finished articles in the cache.
 *
 * It is stored next to the cache in a file that the fetcher cannot open. So an article from the
 * cache is used only if the reader itself made it. */
#ifndef OFF_SEAL_H
#define OFF_SEAL_H

#include "gate/options.h"
#include "wire/bounds.h"

/* Fills in the secret, and makes the file (mode 0600) and its folder if there are none. False if
 * the run keeps nothing, or the file cannot be made or trusted. */
bool off_seal_read(const struct off_options *options, unsigned char seal[OFF_SEAL_SIZE]);

#endif
