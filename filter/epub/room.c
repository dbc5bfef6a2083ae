/* room.c: the interface of the module offprint-epub.so. */
#include "config.h"

#include "epub/bookroom.h"

extern const OffBookRoom off_book_room;

const OffBookRoom off_book_room = {.new_book = off_book_new,
                                   .add_chapter = off_book_add_chapter,
                                   .add_picture = off_book_add_picture,
                                   .finish = off_book_finish,
                                   .free_book = off_book_free};
