/* xhtml.h: an article as a chapter of a book. */
#ifndef OFF_XHTML_H
#define OFF_XHTML_H

#include <offprint/article.h>

/* The article as a whole XHTML document (EPUB 3.3, 6.1), with its style in style.css (transfer
 * full). Its pictures are what their src says. */
char *off_render_xhtml(const OffArticle *article);

#endif
