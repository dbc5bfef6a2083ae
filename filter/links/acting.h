/* acting.h: does an address act? For the reader, which chooses links, and the fetcher, which
 * follows redirects. */
#ifndef OFF_ACTING_H
#define OFF_ACTING_H

#include <glib.h>

/* From harmless to dangerous (acting.def explains each). */
typedef enum { OFF_ACTS_NOT, OFF_ACTS_FORM, OFF_ACTS_DOOR, OFF_ACTS_CLICK } OffActs;

/* The action that the path and query of an absolute address name (acting.def); an invalid address
 * counts as the worst. Tracking parameters are ignored. */
OffActs off_address_acts(const char *url);

/* Is name=value a parameter that only tracks the reader (tracking.def)? */
gboolean off_is_tracking(const char *pair);

/* The same for those that only count clicks, whatever page they are on. */
gboolean off_is_counting(const char *pair);

#endif
