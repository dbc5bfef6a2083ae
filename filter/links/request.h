/* request.h: may an address be asked for? The one place where that is decided: the reader asks here
 * before each request, the fetcher before each hop. */
#ifndef OFF_REQUEST_H
#define OFF_REQUEST_H

#include <glib.h>

/* follow in offprint.conf(5): which links of an input may be asked for. */
typedef enum {
    OFF_FOLLOW_ALL,
    OFF_FOLLOW_PLAIN, /* those that many readers were sent */
    OFF_FOLLOW_NEVER,
} OffFollow;

typedef struct {
    const char *listed; /* keys of what the mail's header names (off_listed_keys); NULL: none */
    OffFollow follow;
    gboolean named;    /* the user wrote this address himself: he is not refused it */
    gboolean from_web; /* a page or a server led to it, and no input: follow says nothing of it */
    gboolean personal; /* it carries what only one reader was sent */
    gboolean picture;  /* a picture is wanted, and no page */
} OffRequestFacts;

/* Why the address must not be asked for, as a reason word (constant), or NULL. */
const char *off_refuses_request(const char *url, const OffRequestFacts *facts);

#endif
