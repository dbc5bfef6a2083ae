/* bookroom.h: the functions of epub/ as a separate module, because they need libzip:
 * offprint-epub.so is loaded only for --to epub. */
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

/* Loads the module from the program's folder (a path). Returns its functions, or NULL if the module
 * was not built or libzip is missing. */
const OffBookRoom *off_book_room_load(const char *program);

#endif
