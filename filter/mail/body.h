/* body.h: pieces of a message's body. */
#ifndef OFF_MAIL_BODY_H
#define OFF_MAIL_BODY_H

#include <gmime/gmime.h>

/* The field that marks the part with the original; --restore trusts no other sign. Parts of the
 * mail lose this field. Its value is the form: gzip or message. */
#define OFF_ORIGINAL_FIELD "X-Offprint-Original"

/* attach.c: adds a part of the mail, in base64 if its encoding would not preserve the bytes. crlf:
 * the message's lines end with CR LF. */
void off_attach(GMimeMultipart *multipart, GMimeObject *part, gboolean crlf);

/* Can these bytes be copied into a message whose lines all have that ending? */
gboolean off_fits_lines(const char *bytes, gsize length, gboolean crlf);

/* boundary.c: the boundaries of one message (RFC 2046, 5.1.1). They come from a hash of the whole
 * message, so a sender cannot know them in advance. */
typedef struct {
    GChecksum *seed;
    guint round;     /* counts up if a name occurs in what it separates */
    GPtrArray *made; /* GMimeMultipart, not owned */
} OffBoundaries;

void off_boundaries_set(OffBoundaries *boundaries, GMimeMultipart *multipart, int number);
/* Does each name occur in the written message as often as it has parts, and once more? */
gboolean off_boundaries_hold(const OffBoundaries *boundaries, const GByteArray *written);

#endif
