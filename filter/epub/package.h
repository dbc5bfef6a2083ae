/* package.h: the files that describe a book's other files (EPUB 3.3, 5 and 7). */
#ifndef OFF_PACKAGE_H
#define OFF_PACKAGE_H

#include <glib.h>

typedef struct {
    char *title, *author, *lang, *date, *url;
    char *file;
} OffBookPage;

typedef struct {
    char *file, *type;
} OffBookPicture;

/* The package document: metadata, manifest, spine (transfer full). pages: OffBookPage; pictures:
 * OffBookPicture; title is never NULL. */
char *off_package_document(const char *title, const GPtrArray *pages, const GPtrArray *pictures,
                           gint64 now);

/* The navigation document: a list of the chapters (transfer full). */
char *off_package_navigation(const char *title, const GPtrArray *pages);

/* Where the package document is (OCF, 4.2.6.3.1; constant). */
const char *off_package_container(void);

#endif
