/* compose.h: article and item to what is written. */
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
    const char *sender;   /* address in From of an item's message; NULL: one that exists nowhere */
    guint width;
    gboolean flowed, head, notes;
    const GPtrArray *pictures; /* OffPicture; NULL: none go along */
    const char *status;        /* of the verdict; set by the composers of this room */
} OffComposeOptions;

/* What is said of the work in X-Offprint and in JSON. */
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

/* The original that an offprint carries (transfer full), or NULL where the mail is none or it
 * cannot be had whole. */
GByteArray *off_restore(const char *bytes, gsize length);

/* gzip.c. Where there is no memory for it the process aborts, as GLib does: a message without its
 * original would be one that cannot be undone. Transfer full. */
GByteArray *off_gzip(const void *bytes, gsize length);
/* NULL where it is no gzip, broken, or longer than most. */
GByteArray *off_gunzip(const void *bytes, gsize length, gsize most);

/* body.c: the MIME entity of a message's body, its Content-* fields first, LF line ends (transfer
 * full). */
char *off_compose_body(const OffItem *item, const OffArticle *article,
                       const OffComposeOptions *options, gsize *length);

/* marks.c: the fields that say what we did, as lines (transfer full). */
char *off_own_fields(const OffItem *item, const OffArticle *article, const OffVerdict *verdict);

/* The mail with a field behind its others that says why it stayed as it was (transfer full); NULL
 * if it has no header, or has such a field. */
GByteArray *off_mark_mail(const OffItem *item, const OffVerdict *verdict);

#endif
