/* fetcher.h: what the files of the process share: its state, its answers, and a request's way. */
#ifndef OFF_FETCHER_H
#define OFF_FETCHER_H

#include "fetch/cache.h"
#include "fetch/cookies.h"
#include "fetch/record.h"
#include "fetch/replay.h"
#include "fetch/servers.h"
#include "fetch/transfer.h"

#include "wire/wire.h"

/* What is made of a page is kept by the key, as old as the page. */
typedef struct {
    char *key;
    gint64 since;
} OffMaking;

typedef struct {
    OffGuard *guard;
    OffTransfers *transfers; /* NULL if replay is set */
    OffReplay *replay;       /* NULL: there is a network */
    OffRecorder *recorder;   /* NULL: nothing is recorded */
    OffCache *cache;         /* NULL: there is none */
    OffCookies *cookies;     /* NULL: none are sent */
    char *cookies_missing;   /* why the user's cookies cannot be read, so that no page may be
                              * fetched; NULL: they can */
    OffServers *servers;     /* requests that wait for their turn */
    GHashTable *under_way;   /* key -> GPtrArray of OffFetch that wait for the one under way */
    GHashTable *makes;       /* number of an answered request -> OffMaking: what is made of its page
                                may be kept */
    GPtrArray *waiting;      /* OffFetch: another process is at it */
    GPtrArray *later;        /* OffFetch: its page wants to be asked for again later */
    gint64 deadline;
    guint open;      /* requests that have no answer yet */
    gboolean broken; /* the gate does not take our frames any more */
} OffFetcher;

/* answers.c: frames to the gate. */
void off_answer_page(OffFetcher *fetcher, const OffFetch *fetch, const OffResponse *response);
void off_answer_failure(OffFetcher *fetcher, const OffFetch *fetch, const OffFetchError *error);
void off_answer_text(OffFetcher *fetcher, enum off_frame type, const char *text);
void off_say(OffFetcher *fetcher, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* hops.c: a request's way, which ends in an answer. Takes the fetch. */
void off_hops_begin(OffFetcher *fetcher, OffFetch *fetch);
/* What a transfer came to. */
void off_hops_done(OffFetch *fetch, OffResponse *response, void *fetcher);
/* Starts what may be started by now. */
void off_hops_turn(OffFetcher *fetcher);
/* Milliseconds until that is worth while again. */
int off_hops_wait(const OffFetcher *fetcher);

#endif
