/* render.h: article to plain text, HTML and Markdown. */
#ifndef OFFPRINT_RENDER_H
#define OFFPRINT_RENDER_H

#include <offprint/article.h>

G_BEGIN_DECLS

typedef struct {
    guint width;     /* columns of a line (Unicode width); 0: one line per paragraph */
    gboolean flowed; /* format=flowed (RFC 3676): soft line ends and space-stuffing */
    gboolean head;   /* title, byline, date, site and address on top */
    gboolean notes;  /* links as numbered notes at the end */
    gboolean delsp;  /* with flowed: DelSp=yes (RFC 3676, 4.1), for scripts without spaces */
} OffTextOptions;

/* Renders the article as plain text: UTF-8, LF line ends, no control characters (transfer full). */
char *off_render_text(const OffArticle *article, const OffTextOptions *options);

/* Only the article's own words, one block per line, without head, notes or wrapping (transfer
 * full).
 */
char *off_render_words(const OffArticle *article);

/* The article as a complete HTML5 document: UTF-8, no scripts or remote styles (transfer full). */
char *off_render_html(const OffArticle *article);

/* Only the body, as an HTML fragment (transfer full). */
char *off_render_html_body(const OffArticle *article);

/* The article as Markdown (CommonMark with GFM's tables, footnotes and strikethrough), UTF-8,
 * without raw HTML (transfer full). head: title, byline, date and site above it. */
char *off_render_markdown(const OffArticle *article, gboolean head);

/* The article's metadata as YAML between two lines "---", for use above Markdown (transfer
 * full). */
char *off_render_front_matter(const OffArticle *article);

G_END_DECLS

#endif
