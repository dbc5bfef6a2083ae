/* jsontext.h: JSON in its own bytes: where its values lie, and small faults mended. */
#ifndef OFF_JSONTEXT_H
#define OFF_JSONTEXT_H

#include <glib.h>

typedef struct {
    gsize start, end;
} OffRange;

/* The value of a member of the object that begins at object ("{"); the last of that name, as
 * parsers have it. FALSE if it has none. */
gboolean off_json_member(const char *text, gsize object, const char *name, OffRange *value);
/* The elements of the array that begins at array ("["): OffRange (transfer full). */
GArray *off_json_elements(const char *text, gsize array);

/* The text with what parsers refuse and people write taken out (transfer full): line ends and other
 * control characters in strings, halves of surrogate pairs, commas before a closing bracket. */
char *off_json_mend(const char *text);

#endif
