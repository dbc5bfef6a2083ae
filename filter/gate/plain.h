/* plain.h: the plainest rendering, for the gate alone. */
#ifndef OFF_PLAIN_H
#define OFF_PLAIN_H

#include "wire/wire.h"

/* Renders the input as kind ("text", "html", "json", "links") without a parser: it removes tags and
 * control characters. This is the fall-back if the reader process has died twice; reason is a word
 * for the JSON forms. Returns false if memory is out. */
bool off_plain_render(struct off_buffer *out, const char *kind, const unsigned char *input,
                      size_t length, const char *reason);

/* A page of an archive that could not be read, as a line of JSON: its record's number, its address
 * (or NULL), its text. Returns false where memory is out. */
bool off_plain_page(struct off_buffer *out, long long record, const char *url,
                    const unsigned char *input, size_t length, const char *reason);

#endif
