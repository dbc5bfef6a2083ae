/* xhtml.h: an article as a chapter of a book. */
#ifndef OFF_XHTML_H
#define OFF_XHTML_H

#include <offprint/article.h>

/* The article as a complete XHTML document (EPUB 3.3, 6.1) that uses style.css (transfer full). The
 * src of each picture is used unchanged. */
char *off_render_xhtml(const OffArticle *article);

#endif
