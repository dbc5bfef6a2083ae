/* read.c: one record of a WARC file after the other.
 *
 * What is broken costs itself alone: after a gzip member that cannot be read the next one is
 * looked for by its first bytes, and in a plain file the next line that begins a record. */
#include "config.h"

#include "warc/warc.h"
#include "wire/prefix.h"

#include <string.h>
#include <zlib.h>

#define RAW_BYTES 65536
#define PLAIN_BYTES 65536
#define LINE_BYTES_MAX 65536
#define FIELDS_MAX 1000

static const guchar gzip_magic[] = {0x1f, 0x8b, 8}; /* RFC 1952, 2.3 */

struct OffWarc {
    OffWarcSource source;
    void *data;
    guchar raw[RAW_BYTES]; /* as it came */
    gsize raw_at, raw_end;
    guint64 raw_offset;        /* of raw[0] in the source */
    guchar plain[PLAIN_BYTES]; /* decompressed */
    gsize plain_at, plain_end;
    gboolean begun, gzip;
    z_stream z;
    gboolean in_member;
    guint64 member;     /* offset of the present gzip member */
    guint64 inside;     /* bytes of it (or of the file) before plain[0] */
    const char *broken; /* why reading the member or file has failed; NULL: it has not */
    guint64 left;       /* bytes of the present block that were not read */
    OffWarcRecord record;
};

OffWarc *
off_warc_new(OffWarcSource source, void *data)
{
    OffWarc *w = g_new0(OffWarc, 1);
    w->source = source;
    w->data = data;
    return w;
}

static void
record_clear(OffWarcRecord *r)
{
    g_clear_pointer(&r->type, g_free);
    g_clear_pointer(&r->target_uri, g_free);
    g_clear_pointer(&r->content_type, g_free);
    r->length = 0;
}

void
off_warc_free(OffWarc *w)
{
    if (!w)
        return;
    if (w->in_member)
        inflateEnd(&w->z);
    record_clear(&w->record);
    g_free(w);
}

/* --- bytes ----------------------------------------------------------------------------------- */

static gboolean
fill_raw(OffWarc *w)
{
    if (w->raw_at > 0) {
        memmove(w->raw, w->raw + w->raw_at, w->raw_end - w->raw_at);
        w->raw_offset += w->raw_at;
        w->raw_end -= w->raw_at;
        w->raw_at = 0;
    }
    gsize n = w->raw_end < RAW_BYTES
                  ? w->source(w->raw + w->raw_end, RAW_BYTES - w->raw_end, w->data)
                  : 0;
    w->raw_end += n;
    return n > 0;
}

static gboolean
raw_has(OffWarc *w, gsize n)
{
    while (w->raw_end - w->raw_at < n)
        if (!fill_raw(w))
            return FALSE;
    return TRUE;
}

static gboolean
is_gzip_here(OffWarc *w)
{
    if (!raw_has(w, sizeof gzip_magic))
        return FALSE;
    return memcmp(w->raw + w->raw_at, gzip_magic, sizeof gzip_magic) == 0;
}

static void
begin_member(OffWarc *w)
{
    memset(&w->z, 0, sizeof w->z);
    w->member = w->raw_offset + w->raw_at;
    w->inside = 0;
    w->plain_at = w->plain_end = 0;
    w->in_member = inflateInit2(&w->z, 16 + MAX_WBITS) == Z_OK;
    if (!w->in_member)
        w->broken = "there is no memory for it";
}

static void
end_member(OffWarc *w)
{
    inflateEnd(&w->z);
    w->in_member = FALSE;
}

/* Decompresses more of the current member. FALSE at its end, or if it is broken. */
static gboolean
fill_member(OffWarc *w)
{
    int code = Z_OK;
    w->z.next_out = w->plain;
    w->z.avail_out = PLAIN_BYTES;
    while (code == Z_OK && w->z.avail_out == PLAIN_BYTES) {
        if (!raw_has(w, 1)) {
            w->broken = "the file ends inside it";
            break;
        }
        w->z.next_in = w->raw + w->raw_at;
        w->z.avail_in = (uInt)(w->raw_end - w->raw_at);
        code = inflate(&w->z, Z_NO_FLUSH);
        w->raw_at = w->raw_end - w->z.avail_in;
    }
    w->plain_end = PLAIN_BYTES - w->z.avail_out;
    if (code == Z_STREAM_END)
        end_member(w);
    else if (code != Z_OK && code != Z_BUF_ERROR)
        w->broken = "its gzip member is broken";
    return w->plain_end > 0;
}

static gboolean
fill_plain(OffWarc *w)
{
    if (!w->begun) {
        w->begun = TRUE;
        w->gzip = is_gzip_here(w);
    }
    w->inside += w->plain_end;
    w->plain_at = w->plain_end = 0;
    if (!w->gzip) {
        gsize n = raw_has(w, 1) ? MIN(w->raw_end - w->raw_at, PLAIN_BYTES) : 0;
        memcpy(w->plain, w->raw + w->raw_at, n);
        w->raw_at += n;
        w->plain_end = n;
        return n > 0;
    }
    while (!w->broken) {
        if (!w->in_member && !raw_has(w, 1))
            return FALSE;
        if (!w->in_member && !is_gzip_here(w))
            w->broken = "there are bytes that are no gzip member";
        else if (!w->in_member)
            begin_member(w);
        if (w->in_member && fill_member(w))
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_plain(OffWarc *w)
{
    return w->plain_at < w->plain_end || (!w->broken && fill_plain(w));
}

/* The place of the next byte. */
static OffWarcPlace
place_of(OffWarc *w)
{
    has_plain(w); /* which may begin a member */
    guint64 inside = w->inside + w->plain_at;
    return w->gzip ? (OffWarcPlace){w->member, inside} : (OffWarcPlace){inside, 0};
}

/* A line without its end into line; FALSE where none is whole. */
static gboolean
read_line(OffWarc *w, GString *line)
{
    g_string_truncate(line, 0);
    while (line->len < LINE_BYTES_MAX) {
        gboolean member_ends = w->gzip && !w->in_member && w->plain_at == w->plain_end;
        if ((member_ends && line->len > 0) || !has_plain(w))
            return line->len > 0 && member_ends;
        const guchar *from = w->plain + w->plain_at;
        const guchar *end = memchr(from, '\n', w->plain_end - w->plain_at);
        gsize n = end ? (gsize)(end - from) : w->plain_end - w->plain_at;
        g_string_append_len(line, (const char *)from, (gssize)n);
        w->plain_at += n + (end != NULL);
        if (!end)
            continue;
        if (line->len > 0 && line->str[line->len - 1] == '\r')
            g_string_truncate(line, line->len - 1);
        return TRUE;
    }
    return FALSE;
}

static gboolean
take_bytes(OffWarc *w, guint64 length, GByteArray *into)
{
    while (length > 0 && has_plain(w)) {
        gsize n = (gsize)MIN(length, w->plain_end - w->plain_at);
        if (into)
            g_byte_array_append(into, w->plain + w->plain_at, (guint)n);
        w->plain_at += n;
        length -= n;
    }
    return length == 0;
}

gboolean
off_warc_pass(OffWarc *w, guint64 bytes)
{
    return take_bytes(w, bytes, NULL);
}

/* --- records --------------------------------------------------------------------------------- */

static void
set_field(OffWarcRecord *r, const char *name, const char *value)
{
    gsize n = strlen(value);
    if (g_ascii_strcasecmp(name, "WARC-Type") == 0) {
        g_free(r->type);
        r->type = g_ascii_strdown(value, -1);
    } else if (g_ascii_strcasecmp(name, "WARC-Target-URI") == 0) {
        g_free(r->target_uri);
        r->target_uri = value[0] == '<' && n > 2 ? g_strndup(value + 1, n - 2) : g_strdup(value);
    } else if (g_ascii_strcasecmp(name, "Content-Type") == 0) {
        g_free(r->content_type);
        r->content_type = g_strdup(value);
    } else if (g_ascii_strcasecmp(name, "Content-Length") == 0) {
        r->length = g_ascii_strtoull(value, NULL, 10);
    }
}

static gboolean
read_fields(OffWarc *w, GString *line)
{
    for (guint i = 0; i < FIELDS_MAX && read_line(w, line); i++) {
        if (line->len == 0)
            return TRUE;
        const char *value = off_warc_split_field(line->str);
        if (value)
            set_field(&w->record, line->str, value);
    }
    return FALSE;
}

/* Skips a broken member, to the next bytes that may begin one. FALSE if there are none. */
static gboolean
next_member(OffWarc *w)
{
    if (w->in_member)
        end_member(w);
    w->broken = NULL;
    w->plain_at = w->plain_end = 0;
    /* What was taken for a part of it may already be the next one. */
    if (w->member >= w->raw_offset && w->member < w->raw_offset + w->raw_at)
        w->raw_at = (gsize)(w->member - w->raw_offset) + 1;
    while (raw_has(w, sizeof gzip_magic)) {
        const guchar *from = w->raw + w->raw_at;
        gsize n = w->raw_end - w->raw_at - (sizeof gzip_magic - 1);
        const guchar *found = memchr(from, gzip_magic[0], n);
        w->raw_at += found ? (gsize)(found - from) : n;
        if (found && is_gzip_here(w))
            return TRUE;
        w->raw_at += found != NULL;
    }
    return FALSE;
}

/* Reads up to and with the line that begins the next record. FALSE where there is none. */
static gboolean
find_record(OffWarc *w, GString *line, char **trouble)
{
    for (;;) {
        w->record.place = place_of(w);
        gboolean more = has_plain(w), whole = more && read_line(w, line);
        if (whole && off_has_prefix(line->str, "WARC/1."))
            return TRUE;
        if (whole && line->len == 0)
            continue;
        if (!more && !w->broken)
            return FALSE;
        if (!*trouble)
            *trouble =
                g_strdup_printf("after record %" G_GUINT64_FORMAT ": %s", w->record.number,
                                w->broken ? w->broken : "there are bytes that are not a record");
        if (!more && !next_member(w))
            return FALSE;
    }
}

const OffWarcRecord *
off_warc_next(OffWarc *w, char **trouble)
{
    g_autoptr(GString) line = g_string_new(NULL);
    *trouble = NULL;
    take_bytes(w, w->left, NULL);
    w->left = 0;
    record_clear(&w->record);
    if (!find_record(w, line, trouble))
        return NULL;
    w->record.number++;
    if (!read_fields(w, line) && !*trouble)
        *trouble = g_strdup_printf("record %" G_GUINT64_FORMAT ": its header has no end",
                                   w->record.number);
    w->left = w->record.length;
    return &w->record;
}

/* The checksum of a member follows the two line ends that end a record. */
static void
check_end(OffWarc *w)
{
    while (w->plain_at < w->plain_end && strchr("\r\n", w->plain[w->plain_at]))
        w->plain_at++;
    if (!w->in_member || w->plain_at < w->plain_end)
        return;
    w->inside += w->plain_end;
    w->plain_at = w->plain_end = 0;
    fill_member(w);
}

GByteArray *
off_warc_block(OffWarc *w, gsize most, char **trouble)
{
    guint64 length = w->left;
    *trouble = NULL;
    if (length > most) {
        *trouble =
            g_strdup_printf("record %" G_GUINT64_FORMAT " is larger than %" G_GSIZE_FORMAT " bytes",
                            w->record.number, most);
        return NULL;
    }
    g_autoptr(GByteArray) block = g_byte_array_sized_new((guint)length + 1);
    gboolean whole = take_bytes(w, length, block);
    w->left = 0;
    if (whole)
        check_end(w);
    if (whole && !w->broken)
        return g_steal_pointer(&block);
    *trouble = g_strdup_printf("record %" G_GUINT64_FORMAT ": %s", w->record.number,
                               w->broken ? w->broken : "the file ends inside it");
    if (w->broken)
        next_member(w);
    return NULL;
}
