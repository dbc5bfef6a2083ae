/* wire.c: frames, fields and the buffers they grow in. */
#include "config.h"

#include "wire/wire.h"

#include "wire/bounds.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define READ_CHUNK 65536u

bool
off_buffer_reserve(struct off_buffer *b, size_t length)
{
    if (b->start > 0 && b->start >= b->length / 2) {
        memmove(b->data, b->data + b->start, b->length - b->start);
        b->length -= b->start;
        b->start = 0;
    }
    if (length > b->room - b->length) {
        size_t room = b->room ? b->room : 4096;
        while (room - b->length < length) {
            if (room > SIZE_MAX / 2)
                return false;
            room *= 2;
        }
        unsigned char *grown = realloc(b->data, room);
        if (!grown)
            return false;
        b->data = grown;
        b->room = room;
    }
    return true;
}

bool
off_buffer_add(struct off_buffer *b, const void *data, size_t length)
{
    if (length == 0)
        return true;
    if (!off_buffer_reserve(b, length))
        return false;
    memcpy(b->data + b->length, data, length);
    b->length += length;
    return true;
}

void
off_buffer_consume(struct off_buffer *b, size_t length)
{
    b->start += length;
    if (b->start >= b->length)
        b->start = b->length = 0;
}

void
off_buffer_free(struct off_buffer *b)
{
    free(b->data);
    memset(b, 0, sizeof *b);
}

static void
put_be32(unsigned char *at, uint32_t value)
{
    at[0] = (unsigned char)(value >> 24);
    at[1] = (unsigned char)(value >> 16);
    at[2] = (unsigned char)(value >> 8);
    at[3] = (unsigned char)value;
}

static uint32_t
get_be32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

int
off_frame_peek(const struct off_buffer *b, struct off_frame_view *view)
{
    size_t have = b->length - b->start;
    if (have < OFF_HEAD_SIZE)
        return 0;
    const unsigned char *head = b->data + b->start;
    uint32_t length = get_be32(head + 4);
    if (head[1] || head[2] || head[3] || length > OFF_FRAME_MAX)
        return -1;
    if (have - OFF_HEAD_SIZE < length)
        return 0;
    view->type = head[0];
    view->body = head + OFF_HEAD_SIZE;
    view->length = length;
    return 1;
}

bool
off_frame_head(struct off_buffer *b, enum off_frame type, size_t length)
{
    if (length > OFF_FRAME_MAX)
        return false;
    unsigned char head[OFF_HEAD_SIZE] = {(unsigned char)type, 0, 0, 0};
    put_be32(head + 4, (uint32_t)length);
    return off_buffer_add(b, head, sizeof head);
}

bool
off_frame_add(struct off_buffer *b, enum off_frame type, const void *body, size_t length)
{
    return off_frame_head(b, type, length) && off_buffer_add(b, body, length);
}

static size_t
field_bound(unsigned tag)
{
    switch (tag) {
#define OFF_FIELD(name, number, max)                                                               \
    case number:                                                                                   \
        return max;
#include "wire/wire-fields.def"
#undef OFF_FIELD
    default: return 0;
    }
}

bool
off_field_add(struct off_buffer *b, enum off_field tag, const void *value, size_t length)
{
    if (length > field_bound(tag))
        return false;
    unsigned char head[OFF_FIELD_HEAD_SIZE] = {(unsigned char)tag};
    put_be32(head + 1, (uint32_t)length);
    return off_buffer_add(b, head, sizeof head) && off_buffer_add(b, value, length);
}

bool
off_field_add_string(struct off_buffer *b, enum off_field tag, const char *value)
{
    return !value || off_field_add(b, tag, value, strlen(value));
}

bool
off_field_add_number(struct off_buffer *b, enum off_field tag, long long value)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lld", value);
    return n > 0 && off_field_add(b, tag, digits, (size_t)n);
}

const unsigned char *
off_field_find(const unsigned char *body, size_t size, enum off_field tag, size_t *length)
{
    while (size >= OFF_FIELD_HEAD_SIZE) {
        size_t n = get_be32(body + 1);
        if (n > size - OFF_FIELD_HEAD_SIZE || n > field_bound(body[0]))
            return NULL;
        if (body[0] == tag) {
            *length = n;
            return body + OFF_FIELD_HEAD_SIZE;
        }
        body += OFF_FIELD_HEAD_SIZE + n;
        size -= OFF_FIELD_HEAD_SIZE + n;
    }
    return NULL;
}

char *
off_field_string(const unsigned char *body, size_t size, enum off_field tag)
{
    size_t n;
    const unsigned char *value = off_field_find(body, size, tag, &n);
    char *copy = value ? malloc(n + 1) : NULL;
    if (!copy)
        return NULL;
    memcpy(copy, value, n);
    copy[n] = '\0';
    return copy;
}

long long
off_field_number(const unsigned char *body, size_t size, enum off_field tag, long long otherwise)
{
    char digits[32];
    size_t n;
    const unsigned char *value = off_field_find(body, size, tag, &n);
    if (!value || n == 0 || n >= sizeof digits)
        return otherwise;
    memcpy(digits, value, n);
    digits[n] = '\0';
    char *end;
    errno = 0;
    long long number = strtoll(digits, &end, 10);
    return errno || *end ? otherwise : number;
}

bool
off_wire_write(int fd, const struct off_buffer *b)
{
    size_t at = b->start;
    while (at < b->length) {
        ssize_t n = send(fd, b->data + at, b->length - at, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

int
off_wire_read(int fd, struct off_buffer *b, struct off_frame_view *view)
{
    unsigned char chunk[READ_CHUNK];
    for (;;) {
        int whole = off_frame_peek(b, view);
        if (whole != 0)
            return whole;
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            return 0;
        if (n < 0 || !off_buffer_add(b, chunk, (size_t)n))
            return -1;
    }
}

long long
off_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
