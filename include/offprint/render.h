/* render.h: article to plain text, article to HTML. */
#ifndef OFFPRINT_RENDER_H
#define OFFPRINT_RENDER_H

#include <offprint/article.h>

G_BEGIN_DECLS

typedef struct {
    guint width;     /* columns of a line (Unicode width); 0: a paragraph a line */
    gboolean flowed; /* format=flowed (RFC 3676): soft line ends and space-stuffing */
    gboolean head;   /* title, byline, date, site and address on top */
    gboolean notes;  /* links as numbered notes at the end */
    gboolean delsp;  /* with flowed: DelSp=yes (RFC 3676, 4.1), for scripts without spaces */
} OffTextOptions;

/* Renders the article as plain text: UTF-8, LF line ends, no control characters (transfer full). */
char *off_render_text(const OffArticle *article, const OffTextOptions *options);

/* The article's own words alone, a block a line, without head, notes or wrapping (transfer full).
 */
char *off_render_words(const OffArticle *article);

/* The article as a whole HTML5 document: UTF-8, no script, no remote style (transfer full). */
char *off_render_html(const OffArticle *article);

/* The body alone, as an HTML fragment (transfer full). */
char *off_render_html_body(const OffArticle *article);

G_END_DECLS

#endif
