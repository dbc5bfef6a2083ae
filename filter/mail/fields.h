/* fields.h: header fields of our own (RFC 5322, 2047). */
#ifndef OFF_MAIL_FIELDS_H
#define OFF_MAIL_FIELDS_H

#include <glib.h>

/* A field that is being written: no line of it has an encoded word and more than 76 characters, and
 * no encoded word has more than 75. */
typedef struct {
    GString *out;
    gsize line; /* characters of the last line */
} OffFieldWriter;

/* "Name:"; what is added comes after a blank. */
OffFieldWriter off_field_begin(GString *out, const char *name);
/* Words as they are in an unstructured field (Subject). */
void off_field_add_text(OffFieldWriter *w, const char *text);
/* Words as a phrase: a name before an address, a keyword. */
void off_field_add_phrase(OffFieldWriter *w, const char *text);
/* Text that must not be encoded: "<address>". glue: add no blank before it. */
void off_field_add_token(OffFieldWriter *w, const char *token, gboolean glue);
void off_field_end(OffFieldWriter *w);

/* Text for a header field, without line breaks and without anything that would be decoded again
 * (transfer full): untrusted words must not become fields. */
char *off_header_text(const char *text);

#endif
