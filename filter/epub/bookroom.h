/* bookroom.h: the functions of epub/, which needs libzip, as a module of its own: offprint-epub.so
 * is loaded for --to epub alone. */
#ifndef OFF_BOOKROOM_H
#define OFF_BOOKROOM_H

#include "epub/book.h"

/* Functions of book.h, without their off_book_. */
typedef struct {
    OffBook *(*new_book)(const char *title);
    void (*add_chapter)(OffBook *book, const OffChapter *chapter);
    void (*add_picture)(OffBook *book, const char *name, const char *type, GBytes *bytes);
    GByteArray *(*finish)(OffBook *book, gint64 now, GError **error);
    void (*free_book)(OffBook *book);
} OffBookRoom;

/* Loads the module that lies beside the program (a path). Returns its functions, or NULL: it was
 * not built, or libzip is not there. */
const OffBookRoom *off_book_room_load(const char *program);

#endif
