/* job.h: what the reader is asked to do, and one item's way through the rooms. */
#ifndef OFF_JOB_H
#define OFF_JOB_H

#include "reader/archive.h"
#include "reader/channel.h"
#include "mail/compose.h"
#include "input/input.h"
#include "mail/mailroom.h"
#include "reader/rules.h"
#include "reader/settings.h"

typedef enum {
    OFF_TO_MIME,
    OFF_TO_MBOX,
    OFF_TO_HTML,
    OFF_TO_TEXT,
    OFF_TO_JSON,
    OFF_TO_LINKS,
    OFF_TO_EXPLAIN,
    OFF_TO_EXPLAIN_HTML,
    OFF_TO_FEED,
    OFF_TO_MAILDIR,
    OFF_TO_CONFIG
} OffTo;

typedef struct {
    OffInputKind from;
    OffTo to;
    char *base_url, *charset;
    OffConf *conf;                      /* what the user wrote and said */
    const char *user_agent, *cookies;   /* that apply; NULL: none */
    struct OffExplanation *explanation; /* NULL: nobody wants to know */
    const OffMailRoom *mail;            /* NULL: no mail is read or written */
    OffRuleBook *rules;                 /* NULL: there are none */
    OffFeed *feed;                      /* the one that is written again, NULL where none is */
    GArray *ends;    /* guint: where each message of the output ends, for a Maildir */
    guint *filled;   /* items of it that got new content */
    guint articles;  /* of a digest, to be fetched */
    gboolean single; /* one item is all there is */
    gboolean embed_images;
    gboolean always_fetch; /* where the article is in the input too */
    gboolean no_fetch, restore, plain, drop_images, check_sites, require_sandbox;
    char *sandbox_test; /* NULL: none */
    char *archive;      /* "find", "read"; NULL: it is none */
    gint64 skip_records;
    guint conf_errors;          /* of the configuration */
    const OffArchivePage *page; /* of an archive, the present one; NULL: it is none */
    OffComposeOptions compose;
    gint64 deadline; /* off_now_ms() */
    gint64 now;      /* seconds since 1970 */
} OffJob;

/* How an item, or the whole run, ended. */
typedef struct {
    const char *status, *reason; /* constant */
    char *url, *message;
    int exit_status; /* sysexits, for --strict */
} OffOutcome;

/* An item with what has been found out about it. */
typedef struct {
    OffItem *item; /* not owned */
    OffJob job;    /* as the settings for it have it */
    OffPlan *plan; /* NULL for pages */
    guint request; /* 0: none is under way */
    GArray *more;  /* guint: requests for the articles of a digest; NULL: none */
    char *target;
} OffWork;

/* Does it make messages, whose fall-back is the mail itself? */
gboolean off_job_makes_messages(const OffJob *job);

/* What applies to an item, and who said so, a setting a line (transfer full). */
char *off_work_settings(OffWork *work, const OffJob *job);

/* Plans an item, and asks for its page where one is needed. */
void off_work_begin(OffWork *work, const OffJob *job, OffChannel *channel);
/* Brings it to its end; explanation is NULL where nobody wants to know. Appends to out what is to
 * be written, nothing where the original has to stand. */
void off_work_finish(OffWork *work, struct OffExplanation *explanation, OffChannel *channel,
                     GByteArray *out, OffOutcome *outcome);
void off_work_clear(OffWork *work);
void off_outcome_clear(OffOutcome *outcome);

#endif
