/* encoded.h: how encoded words (RFC 2047) are read. */
#ifndef OFF_MAIL_ENCODED_H
#define OFF_MAIL_ENCODED_H

#include <gmime/gmime.h>

/* What GMime is to be given for a mail, or for one field of it (transfer full): it forgives
 * mistakes in encoded words, unless so many have no end that it would look for each through all
 * that follows, which takes the square of their number. */
GMimeParserOptions *off_encoded_options(const char *bytes, gsize length);

/* The text of a field, decoded (transfer full). */
char *off_decode_field(const char *field);

#endif
