/* channel.h: the reader's end of the socket to the gate. */
#ifndef OFF_CHANNEL_H
#define OFF_CHANNEL_H

#include "wire/wire.h"

#include <glib.h>

typedef struct OffChannel OffChannel;

/* The fetcher's answer. If reason is set, the page could not be fetched. */
typedef struct {
    char *url; /* where it was found after redirects */
    char *content_type;
    GByteArray *body;
    const char *reason; /* a word of wire/reasons.def, constant */
    char *message;
    guint hops;
    gint64 waited; /* milliseconds, for it and for what sent to it */
    guint wire;    /* its number on the wire; 0: it was not sent */
    guint stored;  /* 1: from the cache; 2: from the cache, confirmed by the server;
                    * OFF_STORED_MADE: a finished article */
} OffFetched;

/* Lives as long as the process. */
OffChannel *off_channel_new(int fd);

/* The next frame that is no answer to a fetch; FALSE at the end. */
gboolean off_channel_read(OffChannel *channel, struct off_frame_view *view);
/* Sends a frame; if the gate is gone, the process ends. */
void off_channel_send(OffChannel *channel, enum off_frame type, const void *body, gsize length);

/* Queues a frame OFF_FRAME_MADE for the cache. Queued frames are sent together, at the latest by
 * off_channel_send_kept(). */
void off_channel_keep(OffChannel *channel, const void *body, gsize length);
void off_channel_send_kept(OffChannel *channel);

/* Reports the current stage of the work, for the gate's messages. */
void off_channel_stage(OffChannel *channel, const char *stage);
void off_channel_say(OffChannel *channel, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Reports the counts of a run; if items failed, a terminal shows them even without -v. */
void off_channel_summary(OffChannel *channel, gboolean failed, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
/* The same, told without -v too. */
void off_channel_complain(OffChannel *channel, const char *line);

/* A field of a frame as UTF-8 (transfer full), or NULL. */
char *off_channel_string(const struct off_frame_view *view, enum off_field field);

/* If a finished article of the page is kept: is the article wanted, or the page? */
typedef enum { OFF_MADE_OR_PAGE, OFF_MADE_ALONE, OFF_MADE_NOT } OffMadeWanted;

/* A page that is asked for. */
typedef struct {
    const char *url;
    const char *user_agent, *referer; /* NULL: the fetcher's own, none */
    const char *cookies;              /* a path of the configuration; NULL: none */
    const char *allow_net;            /* networks that the configuration opens; NULL: none */
    const char *listed;               /* keys of links/listed.h; NULL: none */
    gint64 keep;                      /* seconds that a stored page may be used; 0: as HTTP says */
    gboolean picture;                 /* no page is wanted but a picture */
    gboolean named;                   /* the user wrote the address himself */
    const char *made;                 /* key of its finished article; NULL: not kept */
    OffMadeWanted made_wanted;
} OffRequest;

/* Asks for a page. Returns its number. Only ask.c, which checks every request, calls this. */
guint off_channel_request(OffChannel *channel, const OffRequest *request);
/* A request that is not made: its answer is this failure. Returns its number. */
guint off_channel_refuse(OffChannel *channel, const char *reason, const char *message);
/* Waits for it until deadline (off_now_ms). Transfer full, never NULL. */
OffFetched *off_channel_wait(OffChannel *channel, guint id, gint64 deadline);
void off_fetched_free(OffFetched *fetched);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffFetched, off_fetched_free)

#endif
