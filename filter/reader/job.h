/* job.h: what the reader is asked to do, and one item's way through the modules. */
#ifndef OFF_JOB_H
#define OFF_JOB_H

#include "reader/archive.h"
#include "reader/channel.h"
#include "mail/compose.h"
#include "input/input.h"
#include "links/request.h"
#include "epub/bookroom.h"
#include "mail/mailroom.h"
#include "reader/rules.h"
#include "reader/settings.h"
#include "wire/bounds.h"
#include "wire/options.h"
#include "wire/reasons.h"

#include <offprint/locate.h>

typedef enum {
#define OFF_TO(name, word, result, writer) OFF_TO_##name,
#define OFF_TO_INNER OFF_TO
#include "wire/kinds.def"
} OffTo;

/* The kind of a word of --to; OFF_TO_MIME if word is NULL or none. */
OffTo off_to_kind(const char *word);

/* What the command line asks for: the same for every item. */
typedef struct {
    struct off_options asked; /* the options, as far as the reader is told */
    OffInputKind from;
    OffTo to;
    char *base_url, *charset;
    gboolean restore, check_sites, require_sandbox;
    gboolean plain;     /* no judgement, no page: the plainest rendering of the input */
    char *sandbox_test; /* NULL: none */
    char *archive;      /* "find", "read"; NULL: the input is no archive */
    gint64 skip_records;
    guint64 first_item; /* its number in a mailbox that is done in pieces; 0: the input is all */
    gint64 deadline;    /* off_now_ms() */
    gint64 begun;       /* off_now_ms() */
    gint64 now;         /* seconds since 1970 */
} OffCommand;

/* What applies to one item: the command line's options and the user's configuration. */
typedef struct {
    OffComposeOptions compose;
    guint articles; /* of a digest, to be fetched */
    gboolean drop_images, embed_images;
    gboolean no_fetch;
    gboolean always_fetch;                        /* also if the article is in the input */
    const char *user_agent, *cookies, *allow_net; /* NULL: none */
    OffFollow follow;
    gint64 keep;      /* seconds that the page of a feed's item is kept; 0: as HTTP says */
    const char *made; /* what is made of the item is known by this; NULL: it is not kept */
    OffMadeWanted made_wanted;
    gboolean named;      /* the user wrote the item's address himself, */
    gboolean named_acts; /* and that address acts */
    const char *listed;  /* keys of what the mail's header names (links/listed.h); NULL: none */
} OffItemSettings;

/* Where a message ends, and what its item with its words is known by; "": nothing. */
typedef struct {
    guint at;
    char mark[OFF_MARK_SIZE + 1];
} OffEnd;

/* What the items of a run share, and what has been done so far. */
typedef struct {
    OffConf *conf; /* what the user wrote and said */
    guint conf_errors;
    const OffMailRoom *mail;  /* NULL: no mail is read or written */
    const OffBookRoom *books; /* NULL: no book is written, or none can be */
    OffBook *book;            /* the one that is written; NULL: no chapter of it is there yet */
    gsize picture_bytes;      /* in it */
    guint8 *seal;             /* OFF_SEAL_SIZE bytes (made.h); NULL: nothing is kept */
    OffRuleBook *rules;       /* NULL: there are none */
    OffFeed *feed;            /* the feed that is written again; NULL: the input is none */
    gboolean of_feed;         /* the items are those of a feed */
    guint filled;             /* items of it that got new content */
    GArray *pages;            /* of --suggest-rules (sites/suggest.h); NULL: none yet */
    guint counts[4];          /* of items: fetched, included, failed, untouched */
    struct off_reason_counts failed; /* why they failed */
    GArray *ends;               /* OffEnd: where each message of the output ends, for a Maildir */
    gboolean single;            /* one item is all there is */
    const OffArchivePage *page; /* the present page of an archive; NULL: it is none */
} OffRun;

typedef struct {
    OffCommand *command;
    OffRun *run;
    OffItemSettings settings;
    struct OffExplanation *explanation; /* NULL: nobody asked for one */
    GPtrArray *ruled; /* char *: pages whose site rules applied; NULL: nobody wants to know */
} OffJob;

/* How an item, or the whole run, ended. */
typedef struct {
    const char *status, *reason; /* constant */
    char *url, *message;
    int exit_status; /* sysexits, for --strict */
} OffOutcome;

/* An item with what has been found out about it. */
typedef struct {
    OffItem *item;     /* not owned */
    OffJob job;        /* as the settings for it have it */
    OffPlan *plan;     /* NULL for pages */
    OffFetched *page;  /* that was fetched already; NULL: none */
    OffFetched *first; /* the answer to request, taken already; NULL: it was not */
    guint request;     /* 0: none is under way */
    guint spare;       /* a request for what was made of its page; 0: none */
    guint wire;        /* the number of its page on the wire, once that was read; 0: none */
    char *made;        /* for settings.made */
    GPtrArray *ruled;  /* for job.ruled */
    GArray *more;      /* guint: requests for the articles of a digest; NULL: none */
    char *target;
    char *listed; /* for settings.listed */
} OffWork;

/* Are messages asked for? Then the fall-back is the mail itself. */
gboolean off_job_makes_messages(const OffJob *job);

/* Fails an item: reason is a word of wire/reasons.def (constant), message is copied. */
void off_outcome_fail(OffOutcome *outcome, const char *reason, const char *message);
void off_outcome_clear(OffOutcome *outcome);

/* Brings an item that was planned (plan.h) to its end; explanation: NULL if nobody asked for one.
 * Appends to out what is to be written, nothing if the original has to stand. */
void off_work_finish(OffWork *work, struct OffExplanation *explanation, OffChannel *channel,
                     GByteArray *out, OffOutcome *outcome);
void off_work_clear(OffWork *work);

#endif
