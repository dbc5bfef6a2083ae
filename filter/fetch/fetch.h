/* fetch.h: what the files of the fetcher share. */
#ifndef OFF_FETCH_H
#define OFF_FETCH_H

#include "fetch/guard.h"

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
    char *retry_after;   /* RFC 9110, 10.2.3 */
    OffFetchError error; /* reason set: nothing of the above counts */
} OffResponse;

/* What a stored response is known by (RFC 9110, 8.8); NULL: unknown. */
typedef struct {
    char *etag, *last_modified;
} OffValidators;

/* A page that was asked for, and how far it has got. */
typedef struct {
    gint64 id;
    char *url;                /* of the present hop */
    guint hops;               /* redirects followed */
    guint retries;            /* times that it waited because the server asked for it */
    gint64 not_before;        /* off_now_ms() before which it must not be asked for again */
    gboolean picture;         /* no page is wanted but a picture */
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

/* The seconds that Retry-After asks for, or -1 where it is not there. */
gint64 off_retry_seconds(const OffResponse *response, gint64 now);

/* transfer.c: HTTP by libcurl. */
typedef struct OffTransfers OffTransfers;
typedef void (*OffTransferDone)(OffFetch *fetch, OffResponse *response, void *data);

typedef struct {
    gint64 deadline;
    long connections, connections_per_host; /* 0: 16, 4 */
    gboolean record;                        /* the headers are kept */
    const char *cookies; /* a Netscape cookie file, which stays the caller's; NULL: no cookies */
} OffTransferLimits;

/* deadline: monotonic milliseconds (off_now_ms). done is called from off_transfers_run, with the
 * fetch handed back (transfer full). guard stays the caller's. */
OffTransfers *off_transfers_new(const OffGuard *guard, const OffTransferLimits *limits,
                                OffTransferDone done, void *data);
void off_transfers_free(OffTransfers *transfers);
/* Begins one hop; takes the fetch. */
void off_transfers_start(OffTransfers *transfers, OffFetch *fetch);
/* Works until fd can be read or milliseconds have gone by. */
void off_transfers_run(OffTransfers *transfers, int fd, int milliseconds);

/* replay.c: answers from a WARC file (ISO 28500, 1.0 and 1.1). A file that cannot be opened
 * says so at each answer. */
typedef struct OffReplay OffReplay;
OffReplay *off_replay_open(const char *path);
void off_replay_free(OffReplay *replay);
void off_replay_answer(OffReplay *replay, const char *url, OffResponse *response);

/* record.c: what was fetched, into a WARC file that is made where it is missing. NULL: it cannot be
 * written. */
typedef struct OffRecorder OffRecorder;
OffRecorder *off_recorder_open(const char *path);
void off_recorder_close(OffRecorder *recorder);
/* Writes a response with its request, or a page from the cache as a resource. Returns FALSE where
 * the file cannot be written. */
gboolean off_recorder_take(const OffRecorder *recorder, const char *url,
                           const OffResponse *response);

#endif
