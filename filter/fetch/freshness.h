/* freshness.h: how long a response may be used without asking again (RFC 9111). */
#ifndef OFF_FRESHNESS_H
#define OFF_FRESHNESS_H

#include "fetch/response.h"

/* Seconds; -1: it may not be stored (RFC 9111, 3, 4.2). now: seconds since 1970. */
gint64 off_lifetime(const OffResponse *response, gint64 now);

/* A failure's reason as the constant that is worth remembering, or NULL. */
const char *off_lasting_failure(const char *reason);

#endif
