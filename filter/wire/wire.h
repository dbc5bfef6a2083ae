/* wire.h: the framed protocol between gate, reader and fetcher. libc only.
 *
 * A frame is a head of eight bytes (type, three zero bytes, length as 32-bit big-endian) and up to
 * OFF_FRAME_MAX bytes. Frames that carry structure hold fields: tag (one byte), length (32-bit
 * big-endian), bytes. Each tag has a largest length (wire-fields.def); a frame that breaks any
 * bound ends the conversation. */
#ifndef OFF_WIRE_H
#define OFF_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum off_frame {
    OFF_FRAME_OPTIONS = 'O', /* gate to reader, fetcher: fields */
    OFF_FRAME_INPUT = 'I',   /* gate to reader: bytes of the input */
    OFF_FRAME_INPUT_END = 'E',
    OFF_FRAME_RECORD = 'A', /* a page of an archive: fields; reader to gate, then OUTPUT and NEXT;
                               gate to reader, then INPUT and INPUT_END */
    OFF_FRAME_STAGE = 'S',  /* reader to gate: the stage it has reached */
    OFF_FRAME_SITE = 'W',   /* site rules: the host, and the files that apply */
    OFF_FRAME_CONF = 'K',   /* gate to reader: a file of the configuration */
    OFF_FRAME_COMPLAINT = 'C', /* reader to gate: a message that is shown even without -v */
    OFF_FRAME_FETCH = 'F',     /* reader by gate to fetcher: fields */
    OFF_FRAME_MADE = 'Q',      /* the same: a request's number and its finished article, for the
                                * cache */
    OFF_FRAME_PAGE = 'P',      /* fetcher by gate to reader: fields, then ... */
    OFF_FRAME_BODY = 'B',      /* ... bytes of the body, then ... */
    OFF_FRAME_END = 'Z',       /* ... fields: id, error */
    OFF_FRAME_VERBOSE = 'V',   /* a line for standard error at -v */
    OFF_FRAME_PROGRESS = 'G',  /* reader to gate: progress, for a terminal */
    OFF_FRAME_SUMMARY = 'M',   /* reader to gate: how many items failed, for a terminal or -v */
    OFF_FRAME_OUTPUT = 'R',    /* reader to gate: bytes of the result */
    OFF_FRAME_NEXT = 'N', /* reader to gate: a message of the result ends here; its mark, if any */
    OFF_FRAME_DONE = 'D', /* reader to gate: fields; the result is whole */
};

enum off_field {
#define OFF_FIELD(name, tag, max) OFF_FIELD_##name = tag,
#include "wire/wire-fields.def"
#undef OFF_FIELD
};

#define OFF_HEAD_SIZE 8u
#define OFF_FIELD_HEAD_SIZE 5u

/* Bytes that grow. data is malloc'ed; start is how many of them are used up. */
struct off_buffer {
    unsigned char *data;
    size_t start, length, room;
};

/* Makes room for length more bytes after b->length; false where there is no memory. */
bool off_buffer_reserve(struct off_buffer *b, size_t length);
/* Appends. Returns false where there is no memory; the buffer is then as it was. */
bool off_buffer_add(struct off_buffer *b, const void *data, size_t length);
void off_buffer_consume(struct off_buffer *b, size_t length);
void off_buffer_free(struct off_buffer *b);

/* A frame inside a buffer; body points into it. */
struct off_frame_view {
    unsigned char type;
    const unsigned char *body;
    size_t length;
};

/* Looks at the start of b. Returns 1 and fills view where a whole frame is there, 0 where bytes are
 * missing, -1 where the bytes cannot be a frame. The frame takes OFF_HEAD_SIZE + view->length
 * bytes. */
int off_frame_peek(const struct off_buffer *b, struct off_frame_view *view);

/* Appends the head of a frame whose body of length bytes is sent separately. */
bool off_frame_head(struct off_buffer *b, enum off_frame type, size_t length);

/* Appends a frame; false where it is over OFF_FRAME_MAX or memory is out. */
bool off_frame_add(struct off_buffer *b, enum off_frame type, const void *body, size_t length);

/* Appends a field to the body of a frame under construction; false where it is over its bound. */
bool off_field_add(struct off_buffer *b, enum off_field tag, const void *value, size_t length);
bool off_field_add_string(struct off_buffer *b, enum off_field tag, const char *value);
bool off_field_add_number(struct off_buffer *b, enum off_field tag, long long value);

/* Finds a field in a frame's body. Returns its bytes (not ended by NUL) and sets length; NULL where
 * the field is absent or the frame is malformed up to there. */
const unsigned char *off_field_find(const unsigned char *body, size_t size, enum off_field tag,
                                    size_t *length);
/* The same as a malloc'ed string (transfer full), or NULL; NUL bytes inside end it. */
char *off_field_string(const unsigned char *body, size_t size, enum off_field tag);
/* The same as a number, or otherwise. */
long long off_field_number(const unsigned char *body, size_t size, enum off_field tag,
                           long long otherwise);

/* Blocking helpers for reader and fetcher. write: all of b or false. read: one whole frame at the
 * start of b; 1, 0 at end of file, -1 on error. */
bool off_wire_write(int fd, const struct off_buffer *b);
int off_wire_read(int fd, struct off_buffer *b, struct off_frame_view *view);

/* Milliseconds of the monotonic clock, the same for all processes of this machine. */
long long off_now_ms(void);

#endif
