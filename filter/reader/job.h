/* job.h: the reader's task, and how one item passes through the modules. */
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
    const char *made; /* key of the item's finished article; NULL: it is not kept */
    OffMadeWanted made_wanted;
    gboolean named;      /* the user wrote the item's address himself, */
    gboolean named_acts; /* and that address acts */
    const char *listed;  /* keys of what the mail's header names (links/listed.h); NULL: none */
} OffItemSettings;

/* Where a message ends, and the hash of its item with its words; "": none. */
typedef struct {
    guint at;
    char mark[OFF_MARK_SIZE + 1];
} OffEnd;

/* The state that the items of a run share. */
typedef struct {
    OffConf *conf; /* what the user wrote and said */
    guint conf_errors;
    const OffMailRoom *mail;  /* NULL: no mail is read or written */
    const OffBookRoom *books; /* NULL: no book is written, or none can be */
    OffBook *book;            /* the one that is written; NULL: no chapter of it is there yet */
    gsize picture_bytes;      /* in it */
    guint8 *seal;             /* OFF_SEAL_SIZE bytes (made.h); NULL: nothing is kept */
    OffRuleBook *rules;       /* NULL: there are none */
    OffFeed *feed;            /* the feed to write; NULL: the input is not a feed */
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
    GPtrArray *ruled; /* char *: pages to which site rules applied; NULL: not recorded */
} OffJob;

/* How an item, or the whole run, ended. */
typedef struct {
    const char *status, *reason; /* constant */
    char *url, *message;
    int exit_status; /* sysexits, for --strict */
} OffOutcome;

/* An item and everything known about it. */
typedef struct {
    OffItem *item;     /* not owned */
    OffJob job;        /* as the settings for it have it */
    OffPlan *plan;     /* NULL for pages */
    OffFetched *page;  /* that was fetched already; NULL: none */
    OffFetched *first; /* the answer to request, taken already; NULL: it was not */
    guint request;     /* 0: none is under way */
    guint spare;       /* request for its finished article; 0: none */
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

/* Finishes a planned item (plan.h); explanation may be NULL. Appends the output, or nothing if the
 * original is to be written. */
void off_work_finish(OffWork *work, struct OffExplanation *explanation, OffChannel *channel,
                     GByteArray *out, OffOutcome *outcome);
void off_work_clear(OffWork *work);

#endif
