/* seal.h: the secret that vouches for what is kept of earlier runs.
 *
 * It lies next to the cache, in a file that the fetcher cannot open: what the cache gives back is
 * the reader's own work, or it is not used. */
#ifndef OFF_SEAL_H
#define OFF_SEAL_H

#include "gate/options.h"
#include "wire/bounds.h"

/* Fills in the secret, and makes the file (mode 0600) and its folder if there are none. False if
 * the run keeps nothing, or the file cannot be made or trusted. */
bool off_seal_read(const struct off_options *options, unsigned char seal[OFF_SEAL_SIZE]);

#endif
