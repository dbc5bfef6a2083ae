/* nearest.h: which of some names was meant by a misspelt one. libc only. */
#ifndef OFF_NEAREST_H
#define OFF_NEAREST_H

#include <stddef.h>

struct off_nearest {
    const char *name;  /* as it was typed */
    const char *found; /* the nearest of those that were tried; NULL: none is near */
    size_t best;       /* letters that would have to change */
};

/* Begins a search; call off_nearest_try for each name there is, then look at found. Letters count
 * as changed that are put in, left out or replaced; two that are swapped count as one, and _ is
 * like -. At most a third of the letters may change. */
void off_nearest_begin(struct off_nearest *n, const char *name);
void off_nearest_try(struct off_nearest *n, const char *candidate);

#endif
