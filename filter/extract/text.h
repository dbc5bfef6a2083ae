/* text.h: plain text to a tree, its layout kept. */
#ifndef OFF_EXTRACT_TEXT_H
#define OFF_EXTRACT_TEXT_H

#include <glib.h>
#include <libxml/tree.h>

#define OFF_QUOTES_MAX 10u /* depth of quotation that is told apart */

/* A line of a text, without its quote marks and line end. */
typedef struct {
    char *text;     /* UTF-8, no blanks at its end */
    guint quotes;   /* ">" in front of it */
    guint indent;   /* columns in front of the first character */
    guint columns;  /* its width, with the indentation */
    gboolean blank; /* there is nothing in it */
} OffTextLine;

/* lines.c: the lines of a text (transfer full, of OffTextLine). If it is format=flowed, those that
 * belong together are joined (RFC 3676, 4); delsp: without the blank at which they were cut. */
GPtrArray *off_text_lines(const char *text, gboolean flowed, gboolean delsp);

/* text.c: the tree of a text as a page of HTML. Hard-wrapped prose is joined; all other lines stay
 * as they are: lists, columns, code, diffs, verse, addresses, signatures. */
xmlDoc *off_tree_of_text(const char *text, gboolean flowed, gboolean delsp);

#endif
