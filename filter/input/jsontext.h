/* jsontext.h: JSON text: finding the positions of values, and repairing small errors. */
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

/* The text without common errors that parsers reject (transfer full): line ends and other control
 * characters in strings, lone surrogates, commas before a closing bracket. */
char *off_json_mend(const char *text);

#endif
