/* json.h: JSON as pages carry it, by jansson. */
#ifndef OFF_JSON_H
#define OFF_JSON_H

#include <glib.h>
#include <jansson.h>

/* Flags for parsing untrusted JSON: any value at the top, NUL in strings, numbers of any length. */
#define OFF_JSON_FLAGS (JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL)

/* The JSON value of a script (new reference), or NULL if it is not valid JSON. Common errors are
 * repaired: line breaks and unescaped quotation marks in strings, extra commas, comments, CDATA. */
json_t *off_json_parse(const char *json);

/* Appends a value and a line end; flags: JSON_COMPACT, JSON_INDENT(n). */
void off_json_append(GByteArray *out, const json_t *value, size_t flags);

#endif
