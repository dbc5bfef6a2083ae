/* archive.h: a WARC in the reader: the pages in it are found, or read one after the other. */
#ifndef OFF_ARCHIVE_H
#define OFF_ARCHIVE_H

#include "reader/channel.h"

/* Reads a WARC from the channel's input to its end, and sends each page on (OFF_FRAME_RECORD,
 * OUTPUT, NEXT): answers with status 200 and resources, of HTML. skip: records that are passed
 * over. */
void off_archive_find(OffChannel *channel, guint64 skip);

/* A page that was handed over to be read. Strings are owned, NULL where they are not known. */
typedef struct {
    guint64 record; /* its number in the archive, from 1 */
    char *url, *content_type;
    GString *body;
} OffArchivePage;

/* The next page to be read; FALSE at the end. What page held before is freed. */
gboolean off_archive_next(OffChannel *channel, OffArchivePage *page);
void off_archive_page_clear(OffArchivePage *page);

#endif
