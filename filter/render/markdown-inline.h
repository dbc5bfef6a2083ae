/* markdown-inline.h: running text as Markdown (CommonMark 0.30, GFM). */
#ifndef OFF_MARKDOWN_INLINE_H
#define OFF_MARKDOWN_INLINE_H

#include <glib.h>
#include <libxml/tree.h>

/* The inline children of a clean element (transfer full). Nothing in it is read as raw HTML, and
 * nothing that is not marked in the tree as markup. '\n' is the end of a line, behind a backslash;
 * with one_line there is none. What is special only at the start of a line is escaped by
 * off_markdown_line(). */
char *off_markdown_inline(const xmlNode *node, gboolean one_line);

/* One line of running text so that nothing at its start makes it a block of another kind (transfer
 * full). */
char *off_markdown_line(const char *line, gsize length);

/* Plain words, escaped (transfer full). */
char *off_markdown_words(const char *words);

/* Appends "[words](address)"; words are Markdown. */
void off_markdown_append_link(GString *out, const char *words, const char *url);

#endif
