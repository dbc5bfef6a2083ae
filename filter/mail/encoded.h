/* encoded.h: how encoded words (RFC 2047) are read. */
#ifndef OFF_MAIL_ENCODED_H
#define OFF_MAIL_ENCODED_H

#include <gmime/gmime.h>

/* GMime's options for a mail or one field of it (transfer full). They tolerate mistakes in encoded
 * words, unless very many are unterminated: GMime would search for each end through the whole text,
 * in quadratic time. */
GMimeParserOptions *off_encoded_options(const char *bytes, gsize length);

/* The text of a field, decoded (transfer full). */
char *off_decode_field(const char *field);

#endif
