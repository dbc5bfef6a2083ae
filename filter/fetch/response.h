/* response.h: one page that was asked for, and what came of one hop to it. */
#ifndef OFF_RESPONSE_H
#define OFF_RESPONSE_H

#include <glib.h>

#define OFF_NOT_MODIFIED 304 /* RFC 9110, 15.4.5 */

/* A failure, as the reason word of X-Offprint (RFC 5322 atom) and a sentence for -v. */
typedef struct {
    const char *reason; /* constant */
    char *message;      /* transfer full */
} OffFetchError;

/* What one hop gave. body has its content coding undone. */
typedef struct {
    long status; /* HTTP status code */
    char *location;
    char *content_type;
    GByteArray *body;
    /* fields that a cache asks for (RFC 9111), NULL where the response has none */
    char *cache_control, *expires, *date, *age, *etag, *last_modified, *vary;
    /* for --record, NULL elsewhere: the headers as they went over the wire, and the server's
     * address */
    GString *header, *request;
    char *address;
    char *retry_after;      /* RFC 9110, 10.2.3 */
    char *content_encoding; /* RFC 9110, 8.4 */
    gboolean multiplexed;   /* it came over a connection that carries many (HTTP/2) */
    OffFetchError error;    /* reason set: nothing of the above counts */
} OffResponse;

/* What a stored response is known by (RFC 9110, 8.8); NULL: unknown. */
typedef struct {
    char *etag, *last_modified;
} OffValidators;

/* If its page was worked on before: is the outcome of that wanted, or the page? */
typedef enum { OFF_MADE_OR_PAGE, OFF_MADE_ALONE, OFF_MADE_NOT } OffMadeWanted;

/* A page that was asked for, and how far it has got. */
typedef struct {
    gint64 id;
    char *url;         /* of the present hop */
    guint hops;        /* redirects followed */
    guint retries;     /* times that it waited because the server asked for it */
    gint64 not_before; /* off_now_ms() before which it must not be asked for again */
    gboolean picture;  /* no page is wanted but a picture */
    gboolean named;    /* the user wrote the first address himself */
    char *listed;      /* keys of links/listed.h that no redirect may lead to; NULL: none */
    char *cookies;     /* lines of the user's file that go to this host; NULL: none */
    char *key;         /* what the cache knows this hop by (off_cache_key) */
    gint64 keep;       /* for how many seconds a stored page may be used, whatever its server
                        * says */
    char *made;        /* the reader's key for the finished article; NULL: it is not kept */
    OffMadeWanted made_wanted;
    char *made_key;           /* what the cache knows that work by */
    gint64 since;             /* when the oldest of its hops was fetched, seconds since 1970 */
    gboolean is_made;         /* the answer is no page, but what was made of it */
    gint64 flight_owner;      /* the process that is fetching it, as far as known; 0: none */
    gint64 flight_since;      /* off_now_ms() since which that is so */
    gboolean stored;          /* the last hop's response is the cache's */
    gboolean confirmed;       /* and the server said that it still holds */
    OffValidators validators; /* of what is stored of this hop */
    char *user_agent,
        *referer; /* what site rules ask for, on this host alone; NULL: our own, none */
} OffFetch;

void off_response_clear(OffResponse *response);
void off_response_fail(OffResponse *response, const char *reason, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
void off_fetch_free(OffFetch *fetch);

/* However long a server wants to be left alone. */
#define OFF_RETRY_SECONDS_MAX 3600

/* The seconds that Retry-After asks for, OFF_RETRY_SECONDS_MAX at most, or -1 if it is not there or
 * says nothing. */
gint64 off_retry_seconds(const OffResponse *response, gint64 now);

#endif
