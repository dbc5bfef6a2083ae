/* book.h: articles as one book (EPUB 3.3; OCF 4 for the ZIP container). */
#ifndef OFF_BOOK_H
#define OFF_BOOK_H

#include <glib.h>

typedef struct OffBook OffBook;

/* A chapter: an article as a page of XHTML, whose pictures are named as off_book_add_picture() was
 * told. All strings are UTF-8; title, author, lang and date may be NULL. */
typedef struct {
    const char *title, *author, *lang, *date, *url;
    const char *xhtml;
} OffChapter;

#define OFF_BOOK_ERROR off_book_error_quark()
typedef enum { OFF_BOOK_ERROR_ZIP, OFF_BOOK_ERROR_EMPTY } OffBookError;
GQuark off_book_error_quark(void);

/* title: of the whole book; NULL: that of its only chapter, or of the first. */
OffBook *off_book_new(const char *title);
void off_book_free(OffBook *book);

void off_book_add_chapter(OffBook *book, const OffChapter *chapter);

/* name: of the file, as used in chapters; type: "image/png" and the like. A second picture of the
 * same name is ignored. */
void off_book_add_picture(OffBook *book, const char *name, const char *type, GBytes *bytes);

/* The file (transfer full), or NULL. now: seconds since 1970, when it was made; the same articles
 * at the same time give the same bytes. */
GByteArray *off_book_finish(OffBook *book, gint64 now, GError **error);

#endif
