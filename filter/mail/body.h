/* body.h: pieces of a message's body. */
#ifndef OFF_MAIL_BODY_H
#define OFF_MAIL_BODY_H

#include <gmime/gmime.h>

/* The field of the part that is the original: the only one that --restore believes. Parts of the
 * mail lose it. Its value is the form, gzip or message. */
#define OFF_ORIGINAL_FIELD "X-Offprint-Original"

/* attach.c: adds a part of the mail. If the coding that it has would not keep its bytes, base64
 * does. crlf: the message's lines end with CR LF. */
void off_attach(GMimeMultipart *multipart, GMimeObject *part, gboolean crlf);

/* Can these bytes be lines of a message whose lines all end that way? */
gboolean off_fits_lines(const char *bytes, gsize length, gboolean crlf);

/* boundary.c: the names of the boundaries of one message (RFC 2046, 5.1.1). They are made of a hash
 * of all that the message holds: nobody can put a name into what it is made of. */
typedef struct {
    GChecksum *seed;
    guint round;     /* counts up if a name occurs in what it separates */
    GPtrArray *made; /* GMimeMultipart, not owned */
} OffBoundaries;

void off_boundaries_set(OffBoundaries *boundaries, GMimeMultipart *multipart, int number);
/* Does each name occur in the written message as often as it has parts, and once more? */
gboolean off_boundaries_hold(const OffBoundaries *boundaries, const GByteArray *written);

#endif
