/* compose.h: composes messages from articles and items. */
#ifndef OFF_COMPOSE_H
#define OFF_COMPOSE_H

#include "input/item.h"

#include <offprint/article.h>

/* A picture that the HTML part points to (RFC 2392). */
typedef struct {
    char *id;         /* of its part, without the <> */
    const char *type; /* constant: image/png and the like */
    GBytes *bytes;
} OffPicture;

void off_picture_free(void *picture);

typedef struct {
    const char *original; /* gzip, message, drop */
    const char *sender;   /* From address of an item's message; NULL: one below .invalid */
    guint width;
    gboolean flowed, head, notes;
    const GPtrArray *pictures; /* OffPicture; NULL: none go along */
    const char *status;        /* of the verdict; set by the composers of this room */
} OffComposeOptions;

/* The outcome, as reported in X-Offprint and in JSON. */
typedef struct {
    const char *status; /* fetched included digest untouched failed */
    const char *reason; /* a word, or NULL */
    const char *kind;   /* full teaser digest none page */
    const char *url;    /* the article's address, or NULL */
} OffVerdict;

/* Reads a mail (RFC 5322, MIME) and appends it to items (OffReadMail of input/input.h). */
gboolean off_read_mail(const char *bytes, gsize length, GPtrArray *items, GError **error);

/* The mail as its article: its own header fields, then a body of ours (transfer full). */
GByteArray *off_compose_mail(const OffItem *item, const OffArticle *article,
                             const OffVerdict *verdict, const OffComposeOptions *options);

/* A message of its own for an item of a feed or a page; now: seconds since 1970 for an item without
 * a date. */
GByteArray *off_compose_item(const OffItem *item, const OffArticle *article,
                             const OffVerdict *verdict, const OffComposeOptions *options,
                             gint64 now);

/* date.c. Seconds since 1970 of a date as mails, feeds and people write it; otherwise if it is
 * NULL or not a date. */
gint64 off_mail_seconds(const char *date, gint64 otherwise);
/* The value of a Date field, in UTC (transfer full). */
char *off_mail_date(gint64 seconds);

/* mbox.c. Puts a From_ line before the message if it has none, quotes the "From " lines of its
 * body (mboxrd) and ends it with a blank line. */
void off_append_mbox(GByteArray *out, const GByteArray *message, const OffItem *item, gint64 now);

/* The original attached to an offprint (transfer full), or NULL if the mail is not an offprint or
 * the original is damaged. */
GByteArray *off_restore(const char *bytes, gsize length);

/* gzip.c. If memory is out the process aborts, as GLib does, because a message without its original
 * could not be undone. Transfer full. */
GByteArray *off_gzip(const void *bytes, gsize length);
/* NULL if it is not gzip, broken, or longer than most. */
GByteArray *off_gunzip(const void *bytes, gsize length, gsize most);

/* body.c: the MIME entity of a message's body, its Content-* fields first, LF line ends (transfer
 * full). */
char *off_compose_body(const OffItem *item, const OffArticle *article,
                       const OffComposeOptions *options, gsize *length);

/* marks.c: the X-Offprint fields, as lines (transfer full). */
char *off_own_fields(const OffItem *item, const OffArticle *article, const OffVerdict *verdict);

/* The mail with an added field that gives the reason why it stayed as it was (transfer full); NULL
 * if it has no header, or already has such a field. */
GByteArray *off_mark_mail(const OffItem *item, const OffVerdict *verdict);

#endif
