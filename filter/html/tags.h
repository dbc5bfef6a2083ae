/* tags.h: the elements that the parser knows by name (HTML, 13.2.4.2 and 13.2.6). */
#ifndef OFF_HTML_TAGS_H
#define OFF_HTML_TAGS_H

#include <glib.h>

typedef enum {
    OFF_HTML_OTHER, /* any other element */
#define OFF_HTML_TAG(id, name, flags, start, end) OFF_HTML_##id,
#include "html/tags.def"
#undef OFF_HTML_TAG
    OFF_HTML_TAGS
} OffHtmlTag;

enum {
    OFF_HTML_SPECIAL = 1,
    OFF_HTML_FORMATTING = 2,
    OFF_HTML_SCOPE = 4,
    OFF_HTML_MARKS = 8,
    OFF_HTML_IMPLIED = 16,
    OFF_HTML_ROW = 32,
    OFF_HTML_BREAKS = 64
};

/* Maps names to elements: an open hash, built for each page, because that costs less than
 * relocating a table of pointers. */
#define OFF_HTML_SLOTS 512u
typedef struct {
    guint8 slot[OFF_HTML_SLOTS];
} OffHtmlNames;

void off_html_names_init(OffHtmlNames *names);
/* The element of a lower-case name of length bytes. */
OffHtmlTag off_html_tag(const OffHtmlNames *names, const char *name, gsize length);
/* Its name (static), and its flags. */
const char *off_html_name(OffHtmlTag tag);
guint off_html_flags(OffHtmlTag tag);

#endif
