/* acting.h: what an address says it does, for the reader that chooses links and the fetcher that
 * follows redirects. */
#ifndef OFF_ACTING_H
#define OFF_ACTING_H

#include <glib.h>

/* In the order of what is feared (acting.def says what each is). */
typedef enum { OFF_ACTS_NOT, OFF_ACTS_FORM, OFF_ACTS_DOOR, OFF_ACTS_CLICK } OffActs;

/* What the path and the query of an absolute address say (acting.def); one that cannot be read is
 * of the worst kind. Parameters that trackers add do not count. */
OffActs off_address_acts(const char *url);

/* Is name=value of a query of those that follow a reader and change nothing (tracking.def)? */
gboolean off_is_tracking(const char *pair);

/* The same for those that only count clicks, whatever page they are on. */
gboolean off_is_counting(const char *pair);

#endif
