/* markdown-inline.h: running text as Markdown (CommonMark 0.30, GFM). */
#ifndef OFF_MARKDOWN_INLINE_H
#define OFF_MARKDOWN_INLINE_H

#include <glib.h>
#include <libxml/tree.h>

/* The inline children of a clean element (transfer full). Text is escaped, so that nothing is
 * parsed as raw HTML or as markup that is not in the tree. A newline follows a backslash; with
 * one_line there is none. off_markdown_line() escapes characters that are special only at the start
 * of a line. */
char *off_markdown_inline(const xmlNode *node, gboolean one_line);

/* One line of running text so that nothing at its start makes it a block of another kind (transfer
 * full). */
char *off_markdown_line(const char *line, gsize length);

/* Plain words, escaped (transfer full). */
char *off_markdown_words(const char *words);

/* Appends "[words](address)"; words are Markdown. */
void off_markdown_append_link(GString *out, const char *words, const char *url);

#endif
