/* chapter.h: an article as a chapter of the book that --to epub writes. */
#ifndef OFF_CHAPTER_H
#define OFF_CHAPTER_H

#include "reader/job.h"

#define OFF_BOOK_PICTURES "pictures/" /* the folder of a book's pictures */

/* Writes the book when all items are done. Appends nothing if there was no item, or if the module
 * that writes books is missing (the outcome then says so). */
void off_book_end(OffJob *job, GByteArray *out, OffOutcome *outcome);

#endif
