/* parts.h: finds the part that is a mail's text, and decides about the others. */
#ifndef OFF_MAIL_PARTS_H
#define OFF_MAIL_PARTS_H

#include "input/item.h"

#include <gmime/gmime.h>

/* A picture that goes along with a mail, and that its HTML shows (RFC 2392). */
typedef struct {
    char *id; /* Content-ID, without the <> */
    GMimeObject *part;
    gboolean attached; /* it is kept although the HTML no longer shows it */
} OffMailPicture;

/* Sets html and text, their types, attachments, leading, continued and pictures of the item, and
 * untouchable if one of the parts is. */
void off_read_parts(OffItem *item, GMimeMessage *message);

/* The Content-IDs that HTML points to by cid: (RFC 2392), as a set (transfer full). */
GHashTable *off_cids_of(const char *html, gsize length);

/* own.c: reduces the html of a message that we made to the article's own words, and moves its head
 * into the item's fields. field: the value of X-Offprint. */
void off_read_own(OffItem *item, const char *field);

/* read.c: sets untouchable if a mail with a part of that type has to be left alone. */
void off_check_type(OffItem *item, GMimeObject *part);

#endif
