/* spaces.h: white space in running text: folded, but for the no-break spaces that an author set. */
#ifndef OFF_SPACES_H
#define OFF_SPACES_H

#include <glib.h>
#include <libxml/tree.h>

typedef struct {
    gboolean space; /* the text so far ends with a space, or is empty */
    gboolean line;  /* its line is still empty */
} OffSpaces;

/* Appends text with white space folded. A no-break space between words stays; several at the start
 * of a line are its indentation, as in verse; elsewhere a run is one space. */
void off_spaces_append(OffSpaces *s, GString *out, const char *text);

/* Appends preformatted text with its white space, but without terminal control characters. U+2028
 * and U+2029, which end a line only in some programs, become spaces. */
void off_append_preformatted(GString *out, const char *text);

/* Blanks, no-break ones among them, and nothing else? */
gboolean off_is_blank(const char *text);

/* Takes the blanks and <br> at the end of an element away. */
void off_trim_end(xmlNode *node);

/* Takes the no-break and ideographic spaces away that indent a text of one line: its reader's
 * program parts paragraphs in its own way. */
void off_trim_indent(xmlNode *phrase);

#endif
