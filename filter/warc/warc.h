/* warc.h: records of a WARC file (ISO 28500: 1.0 and 1.1), plain or with a gzip member a record,
 * from any source, in constant memory. The fetcher answers from them, the reader works through
 * them. */
#ifndef OFF_WARC_H
#define OFF_WARC_H

#include <glib.h>

/* Fills buffer with up to size bytes. Returns how many; 0 at the end, or after an error. */
typedef gsize (*OffWarcSource)(guchar *buffer, gsize size, void *data);

typedef struct OffWarc OffWarc;

/* A place in the source to which one can go back. */
typedef struct {
    guint64 offset; /* offset in the source: of the gzip member, or of the record */
    guint64 inside; /* bytes from there, decompressed */
} OffWarcPlace;

typedef struct {
    guint64 number; /* from 1 */
    OffWarcPlace place;
    char *type;         /* response, resource, request ...; NULL: not said */
    char *target_uri;   /* without the <> that WARC 1.0 has in places */
    char *content_type; /* of the block */
    guint64 length;     /* of the block, bytes */
} OffWarcRecord;

OffWarc *off_warc_new(OffWarcSource source, void *data);
void off_warc_free(OffWarc *warc);

/* Skips decompressed bytes, from the offset of a place to the place itself. */
gboolean off_warc_pass(OffWarc *warc, guint64 bytes);

/* The next record; the unread rest of the previous block is skipped. The record is owned by the
 * reader and valid until the next call. NULL at the end. Invalid bytes are skipped up to the next
 * record; *trouble (transfer full) then describes them, otherwise it is NULL. */
const OffWarcRecord *off_warc_next(OffWarc *warc, char **trouble);

/* The block of the current record (transfer full). NULL if it is longer than most, or incomplete
 * (*trouble, transfer full, tells which). Call it once per record. */
GByteArray *off_warc_block(OffWarc *warc, gsize most, char **trouble);

/* http.c: a response as it is stored, an HTTP message (RFC 9112). */
typedef struct {
    long status;
    char *content_type, *location; /* NULL: not said */
    GByteArray *body;              /* without transfer and content coding */
} OffWarcHttp;

/* Returns FALSE if it is invalid, or its coding cannot be undone; *trouble (transfer full) tells
 * which. */
gboolean off_warc_read_http(const GByteArray *block, OffWarcHttp *http, char **trouble);
void off_warc_http_clear(OffWarcHttp *http);

/* Splits "Name: value" in place: the line is then the name. Returns the value, or NULL. */
char *off_warc_split_field(char *line);

/* decode.c: undo a coding in place. FALSE where the bytes have none, or are longer than a page may
 * be: they stay as they were. */
gboolean off_dechunk(GByteArray **body);
gboolean off_inflate(GByteArray **body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffWarc, off_warc_free)

#endif
