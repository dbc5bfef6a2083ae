/* wrap.h: lines of text (RFC 3676; Unicode UAX #14 and #11 by libunistring). */
#ifndef OFF_WRAP_H
#define OFF_WRAP_H

#include <glib.h>

typedef struct {
    guint width;     /* columns; 0: no line is broken */
    gboolean flowed; /* soft line ends: a space before the line end; lines are stuffed */
    gboolean delsp;  /* a soft line end is no space of the text (RFC 3676, 4.1) */
    guint quotes;    /* depth of quoting: that many '>' before the line */
} OffWrap;

/* Appends one paragraph. text may hold '\n': a line that ends there whatever its length. first and
 * rest stand before the first and the other lines (with flowed only the first: a soft line has no
 * indent). */
void off_wrap(GString *out, const OffWrap *wrap, const char *first, const char *rest,
              const char *text);

/* Appends one line as it is, with quotes and stuffing. */
void off_wrap_line(GString *out, const OffWrap *wrap, const char *line);

/* Columns that text takes on a terminal. */
guint off_columns(const char *text);

#endif
