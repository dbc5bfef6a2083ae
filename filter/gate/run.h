/* run.h: one run of the reader over an input, with the fetcher when it asks for a page. */
#ifndef OFF_RUN_H
#define OFF_RUN_H

#include "gate/fetches.h"
#include "gate/options.h"
#include "gate/peer.h"
#include "gate/request.h"
#include "wire/reasons.h"

#include <signal.h>
#include <stdbool.h>

/* What became of the items of an input. */
enum off_count {
    OFF_COUNT_FETCHED,
    OFF_COUNT_INCLUDED,
    OFF_COUNT_FAILED,
    OFF_COUNT_UNTOUCHED,
    OFF_COUNTS
};

struct off_run {
    const struct off_options *options;
    const char *sandbox_test; /* what the helper is to try from inside; NULL: nothing */
    struct off_hand input;
    unsigned long long first_item; /* its number in a mailbox done in pieces; 0: it is no piece */
    long long deadline;            /* off_now_ms() at which it is over */
    const sigset_t *while_waiting;

    /* what came of it */
    struct off_buffer result;
    struct off_buffer ends;       /* size_t: where each message of the result ends, for a Maildir */
    struct off_buffer marks;      /* OFF_MARK_SIZE digits, or blanks, for each of these */
    bool done;                    /* the result is whole, and the following fields count */
    const char *reason;           /* the reason in OFF_FRAME_DONE (reasons.def); NULL: none */
    char *status, *url, *message; /* its other fields */
    unsigned long long counts[OFF_COUNTS];
    struct off_reason_counts failed; /* why items failed */
    bool of_feed;                    /* the messages are items of a feed */
    int exit_status;
    int wait_status;      /* of the reader, -1: it was not started */
    const char *why_word; /* not done: why, as a word and for a person */
    char why[256];

    /* while it lasts */
    struct off_peer reader, fetcher;
    bool fetcher_gone;
    bool keeps; /* the fetcher was given something to keep */
    struct off_fetches fetches;
    unsigned questions;                /* for site rules */
    unsigned long long answered_until; /* byte of reader.out where the last answer to one ends */
    char *cookies;     /* the file that the configuration names for the first page; NULL: none */
    char *allow_net;   /* the networks that the configuration opens; NULL: none */
    bool cookies_told; /* that a file of cookies cannot be read */
    char stage[32];    /* the room the reader was in last */
};

/* Runs the reader over run->input. plain: it is to make no more than the plainest rendering. */
void off_run(struct off_run *run, bool plain);

/* Records why there is no result; what names the thing, or is NULL. Always returns false. */
bool off_run_fail(struct off_run *run, const char *word, const char *why, const char *what);

void off_run_free(struct off_run *run);

/* Starts the fetcher for one answer (OFF_FRAME_OUTPUT) and waits for it. Returns it malloc'ed, or
 * NULL; *wait_status is how the fetcher ended. */
char *off_run_ask_fetcher(struct off_run *run, int *wait_status);

/* The bytes of the result. */
const unsigned char *off_run_result(const struct off_run *run, size_t *length);

#endif
