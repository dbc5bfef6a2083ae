/* request.h: may an address be requested? All decisions are made here: the reader calls this before
 * each request, the fetcher before each hop. */
#ifndef OFF_REQUEST_H
#define OFF_REQUEST_H

#include <glib.h>

/* follow in offprint.conf(5): which links of an input may be requested. */
typedef enum {
    OFF_FOLLOW_ALL,
    OFF_FOLLOW_PLAIN, /* those that many readers were sent */
    OFF_FOLLOW_NEVER,
} OffFollow;

typedef struct {
    const char *listed; /* keys of what the mail's header names (off_listed_keys); NULL: none */
    OffFollow follow;
    gboolean named;    /* the user gave this address, so it is not refused */
    gboolean from_web; /* the address comes from a page or a server, so follow does not apply */
    gboolean personal; /* the link is personal: only one reader was sent it */
    gboolean picture;  /* a picture is wanted, and no page */
} OffRequestFacts;

/* Why the address must not be requested, as a reason word (constant), or NULL. */
const char *off_refuses_request(const char *url, const OffRequestFacts *facts);

#endif
