/* record.c: what was fetched, written into a WARC file (ISO 28500:2017, WARC 1.1), one gzip member
 * a record.
 *
 * The codings of a body are undone, so the recorded header has no Content-Encoding and no
 * Transfer-Encoding, and the length of what is there. A record is written at once, at the end of
 * the file: several processes may share it. */
#include "config.h"

#include "fetch/record.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

struct OffRecorder {
    int fd;
    char *info_id; /* of the warcinfo record of this process */
};

/* RFC 4648, 6, without padding: how WARC files write digests. */
static char *
base32_of(const guint8 *bytes, gsize length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    GString *out = g_string_new(NULL);
    guint bits = 0, held = 0;
    for (gsize i = 0; i < length; i++) {
        held = (held << 8) | bytes[i];
        for (bits += 8; bits >= 5; bits -= 5)
            g_string_append_c(out, digits[(held >> (bits - 5)) & 31]);
    }
    if (bits > 0)
        g_string_append_c(out, digits[(held << (5 - bits)) & 31]);
    return g_string_free(out, FALSE);
}

static char *
digest_of(const void *bytes, gsize length)
{
    guint8 raw[20];
    gsize n = sizeof raw;
    g_autoptr(GChecksum) sha1 = g_checksum_new(G_CHECKSUM_SHA1);
    g_checksum_update(sha1, bytes, (gssize)length);
    g_checksum_get_digest(sha1, raw, &n);
    g_autofree char *text = base32_of(raw, n);
    return g_strconcat("sha1:", text, NULL);
}

static char *
new_id(void)
{
    g_autofree char *uuid = g_uuid_string_random();
    return g_strdup_printf("<urn:uuid:%s>", uuid);
}

static char *
now_as_date(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    return g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
}

/* One member: gzip (RFC 1952). */
static GByteArray *
compress_member(const GByteArray *plain)
{
    z_stream z = {0};
    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    GByteArray *out = g_byte_array_new();
    g_byte_array_set_size(out, (guint)deflateBound(&z, plain->len));
    z.next_in = plain->data;
    z.avail_in = plain->len;
    z.next_out = out->data;
    z.avail_out = out->len;
    gboolean whole = deflate(&z, Z_FINISH) == Z_STREAM_END;
    g_byte_array_set_size(out, (guint)z.total_out);
    deflateEnd(&z);
    if (!whole)
        g_clear_pointer(&out, g_byte_array_unref);
    return out;
}

/* fields: lines of the record's header that come after the usual ones, each with its end. */
static gboolean
write_record(const OffRecorder *recorder, const char *type, const char *id, const char *fields,
             const GByteArray *block)
{
    g_autoptr(GByteArray) plain = g_byte_array_new();
    g_autofree char *date = now_as_date();
    g_autofree char *digest = digest_of(block->data, block->len);
    g_autofree char *header =
        g_strdup_printf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: %s\r\nWARC-Date: %s\r\n"
                        "%sWARC-Block-Digest: %s\r\nContent-Length: %u\r\n\r\n",
                        type, id, date, fields, digest, block->len);
    g_byte_array_append(plain, (const guint8 *)header, (guint)strlen(header));
    g_byte_array_append(plain, block->data, block->len);
    g_byte_array_append(plain, (const guint8 *)"\r\n\r\n", 4);
    g_autoptr(GByteArray) member = compress_member(plain);
    return member && write(recorder->fd, member->data, member->len) == (gssize)member->len;
}

/* May records be appended: is it empty, or an archive, compressed or not? A record is at the
 * start, and a member of gzip has one inside. */
static gboolean
is_archive(int fd)
{
    static const char magic[] = "WARC/";
    guint8 packed[512], plain[sizeof magic - 1] = {0};
    ssize_t n = pread(fd, packed, sizeof packed, 0);
    if (n <= 0)
        return n == 0;
    if ((gsize)n >= sizeof plain && memcmp(packed, magic, sizeof plain) == 0)
        return TRUE;
    z_stream z = {
        .next_in = packed, .avail_in = (uInt)n, .next_out = plain, .avail_out = sizeof plain};
    if (inflateInit2(&z, 15 + 16) != Z_OK)
        return FALSE;
    inflate(&z, Z_SYNC_FLUSH);
    gboolean whole = z.avail_out == 0 && memcmp(plain, magic, sizeof plain) == 0;
    inflateEnd(&z);
    return whole;
}

/* A FIFO or a device is no archive, and to open one may take for ever. */
static int
open_archive(const char *path, const char **why)
{
    struct stat about;
    int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
    *why = fd < 0 ? g_strerror(errno) : NULL;
    if (fd >= 0 && (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)))
        *why = "not a regular file";
    else if (fd >= 0 && !is_archive(fd))
        *why = "not a WARC file";
    if (!*why)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

OffRecorder *
off_recorder_open(const char *path, const char **why)
{
    int fd = open_archive(path, why);
    if (fd < 0)
        return NULL;
    OffRecorder *recorder = g_new0(OffRecorder, 1);
    recorder->fd = fd;
    recorder->info_id = new_id();
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *fields =
        g_strdup_printf("WARC-Filename: %s\r\nContent-Type: application/warc-fields\r\n", base);
    static const char info[] = "software: offprint/" PACKAGE_VERSION "\r\n"
                               "format: WARC File Format 1.1\r\n"
                               "conformsTo: "
                               "http://iipc.github.io/warc-specifications/specifications/"
                               "warc-format/warc-1.1/\r\n";
    g_autoptr(GByteArray) block = g_byte_array_new();
    g_byte_array_append(block, (const guint8 *)info, sizeof info - 1);
    if (!write_record(recorder, "warcinfo", recorder->info_id, fields, block)) {
        *why = g_strerror(errno);
        g_clear_pointer(&recorder, off_recorder_close);
    }
    return recorder;
}

void
off_recorder_close(OffRecorder *recorder)
{
    if (!recorder)
        return;
    close(recorder->fd);
    g_free(recorder->info_id);
    g_free(recorder);
}

/* The header as it came, without the fields that were true of the coded body. */
static GByteArray *
http_block(const OffResponse *r)
{
    static const char *const gone[] = {
        "Content-Encoding:", "Transfer-Encoding:", "Content-Length:"};
    GByteArray *block = g_byte_array_new();
    g_auto(GStrv) lines = g_strsplit(r->header->str, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        g_strchomp(lines[i]);
        gboolean kept = *lines[i] != '\0';
        for (guint k = 0; k < G_N_ELEMENTS(gone); k++)
            kept = kept && g_ascii_strncasecmp(lines[i], gone[k], strlen(gone[k])) != 0;
        if (!kept)
            continue;
        g_byte_array_append(block, (const guint8 *)lines[i], (guint)strlen(lines[i]));
        g_byte_array_append(block, (const guint8 *)"\r\n", 2);
    }
    g_autofree char *length = g_strdup_printf("Content-Length: %u\r\n\r\n", r->body->len);
    g_byte_array_append(block, (const guint8 *)length, (guint)strlen(length));
    g_byte_array_append(block, r->body->data, r->body->len);
    return block;
}

static gboolean
record_request(const OffRecorder *recorder, const char *url, const OffResponse *r,
               const char *response_id)
{
    g_autoptr(GByteArray) block = g_byte_array_new();
    g_autofree char *id = new_id();
    g_autofree char *fields =
        g_strdup_printf("WARC-Target-URI: %s\r\nWARC-Warcinfo-ID: %s\r\nWARC-Concurrent-To: %s\r\n"
                        "Content-Type: application/http;msgtype=request\r\n",
                        url, recorder->info_id, response_id);
    g_byte_array_append(block, (const guint8 *)r->request->str, (guint)r->request->len);
    return write_record(recorder, "request", id, fields, block);
}

gboolean
off_recorder_take(const OffRecorder *recorder, const char *url, const OffResponse *r)
{
    g_autofree char *id = new_id();
    g_autofree char *payload = digest_of(r->body->data, r->body->len);
    gboolean fetched = r->header && r->header->len > 0;
    const char *type = r->content_type ? r->content_type : "application/octet-stream";
    g_autofree char *address =
        r->address ? g_strdup_printf("WARC-IP-Address: %s\r\n", r->address) : g_strdup("");
    g_autofree char *fields = g_strdup_printf(
        "WARC-Target-URI: %s\r\nWARC-Warcinfo-ID: %s\r\n%sWARC-Payload-Digest: %s\r\n"
        "Content-Type: %s\r\n",
        url, recorder->info_id, address, payload,
        fetched ? "application/http;msgtype=response" : type);
    if (!fetched) /* it was in the cache: the page itself is all there is */
        return write_record(recorder, "resource", id, fields, r->body);
    g_autoptr(GByteArray) block = http_block(r);
    return write_record(recorder, "response", id, fields, block) &&
           (!r->request || record_request(recorder, url, r, id));
}
