/* warc.c: answers from a WARC file (ISO 28500: 1.0 and 1.1), plain or gzip, read from the start. */
#include "config.h"

#include "fetch.h"

#include "bounds.h"

#include <errno.h>
#include <string.h>
#include <zlib.h>

#define LINE_MAX_BYTES 65536
#define HTTP_HEADER_BYTES_MAX (256u * 1024u)

/* The header of a record: the named fields that matter here. */
typedef struct {
    char *type;
    char *content_type;
    char *target_uri;
    guint64 length; /* of its block, bytes */
} Record;

static void
record_clear(Record *record)
{
    g_clear_pointer(&record->type, g_free);
    g_clear_pointer(&record->content_type, g_free);
    g_clear_pointer(&record->target_uri, g_free);
    record->length = 0;
}

/* A line without its end, or NULL at the end of the file. */
static char *
read_line(gzFile file, char *line)
{
    if (!gzgets(file, line, LINE_MAX_BYTES))
        return NULL;
    return g_strchomp(line);
}

/* Splits "Name: value" in place. Returns the value, or NULL. */
static char *
field_value(char *line)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return NULL;
    *colon = '\0';
    g_strchomp(line);
    return g_strstrip(colon + 1);
}

static gboolean
read_record_header(gzFile file, Record *record)
{
    char line[LINE_MAX_BYTES];
    char *value;
    record_clear(record);
    do {
        if (!read_line(file, line))
            return FALSE;
    } while (line[0] == '\0');
    if (!g_str_has_prefix(line, "WARC/1."))
        return FALSE;
    while (read_line(file, line) && line[0] != '\0') {
        if (!(value = field_value(line)))
            continue;
        if (g_ascii_strcasecmp(line, "WARC-Type") == 0) {
            g_free(record->type);
            record->type = g_strdup(value);
        } else if (g_ascii_strcasecmp(line, "WARC-Target-URI") == 0) {
            /* WARC 1.0 wrote <URI> in places. */
            gsize n = strlen(value);
            g_free(record->target_uri);
            record->target_uri =
                value[0] == '<' && n > 2 ? g_strndup(value + 1, n - 2) : g_strdup(value);
        } else if (g_ascii_strcasecmp(line, "Content-Type") == 0) {
            g_free(record->content_type);
            record->content_type = g_strdup(value);
        } else if (g_ascii_strcasecmp(line, "Content-Length") == 0) {
            record->length = g_ascii_strtoull(value, NULL, 10);
        }
    }
    return TRUE;
}

static gboolean
skip(gzFile file, guint64 length)
{
    char chunk[LINE_MAX_BYTES];
    while (length > 0) {
        int n = gzread(file, chunk, (unsigned)MIN(length, sizeof chunk));
        if (n <= 0)
            return FALSE;
        length -= (guint64)n;
    }
    return TRUE;
}

static gboolean
same_url(const char *a, const char *b)
{
    gsize n = strcspn(a, "#"), m = strcspn(b, "#");
    return n == m && strncmp(a, b, n) == 0;
}

static GByteArray *
read_block(gzFile file, guint64 length)
{
    if (length > OFF_PAGE_MAX + HTTP_HEADER_BYTES_MAX)
        return NULL;
    GByteArray *block = g_byte_array_sized_new((guint)length + 1);
    g_byte_array_set_size(block, (guint)length);
    int n = length ? gzread(file, block->data, (unsigned)length) : 0;
    g_byte_array_set_size(block, (guint)MAX(n, 0));
    return block;
}

/* Where the header of the HTTP response ends, and its length; 0 where there is no end. */
static guint
header_length(const GByteArray *block, guint *blank)
{
    for (guint i = 0; i + 1 < block->len && i < HTTP_HEADER_BYTES_MAX; i++) {
        if (block->data[i] != '\n')
            continue;
        guint next = i + 1 + (block->data[i + 1] == '\r');
        if (next < block->len && block->data[next] == '\n') {
            *blank = next + 1;
            return i + 1;
        }
    }
    return 0;
}

static void
undo_codings(OffResponse *r, gboolean chunked, gboolean coded, const char *url)
{
    /* Crawlers undo the codings and keep the fields: what cannot be undone has been undone. */
    if (chunked)
        off_dechunk(&r->body);
    if (coded && r->body->len > 2 && !off_inflate(&r->body) && r->body->data[0] == 0x1f)
        off_response_fail(r, "transfer", "%s: the stored body cannot be decompressed", url);
}

static void
parse_http(GByteArray *block, const char *url, OffResponse *r)
{
    guint blank = 0, n = header_length(block, &blank);
    if (n == 0) {
        off_response_fail(r, "transfer", "%s: the stored response has no header", url);
        return;
    }
    g_autofree char *header = g_strndup((const char *)block->data, n);
    g_auto(GStrv) lines = g_strsplit(header, "\n", -1);
    gboolean chunked = FALSE, coded = FALSE;
    const char *code = strchr(lines[0], ' ');
    r->status = code ? strtol(code, NULL, 10) : 0;
    for (guint i = 1; lines[i]; i++) {
        char *value = field_value(lines[i]);
        if (!value)
            continue;
        if (g_ascii_strcasecmp(lines[i], "Content-Type") == 0 && !r->content_type)
            r->content_type = g_strdup(value);
        else if (g_ascii_strcasecmp(lines[i], "Location") == 0 && !r->location)
            r->location = g_strdup(value);
        else if (g_ascii_strcasecmp(lines[i], "Transfer-Encoding") == 0)
            chunked = g_ascii_strcasecmp(value, "chunked") == 0;
        else if (g_ascii_strcasecmp(lines[i], "Content-Encoding") == 0)
            coded = g_ascii_strcasecmp(value, "identity") != 0;
    }
    r->body = g_byte_array_sized_new(block->len - blank + 1);
    g_byte_array_append(r->body, block->data + blank, block->len - blank);
    undo_codings(r, chunked, coded, url);
}

static void
answer_from(gzFile file, const Record *record, OffResponse *r)
{
    g_autoptr(GByteArray) block = read_block(file, record->length);
    if (!block) {
        off_response_fail(r, "too-large", "%s is larger than %u MiB", record->target_uri,
                          OFF_PAGE_MAX / OFF_MIB);
    } else if (strcmp(record->type, "response") == 0) {
        parse_http(block, record->target_uri, r);
    } else {
        r->status = 200;
        r->content_type = g_strdup(record->content_type);
        r->body = g_steal_pointer(&block);
    }
}

void
off_warc_answer(const char *path, const char *url, OffResponse *response)
{
    gzFile file = gzopen(path, "rb");
    if (!file) {
        off_response_fail(response, "replay", "%s: %s", path, g_strerror(errno));
        return;
    }
    Record record = {0};
    gboolean found = FALSE;
    while (!found && read_record_header(file, &record)) {
        found = record.type && record.target_uri && same_url(record.target_uri, url) &&
                (strcmp(record.type, "response") == 0 || strcmp(record.type, "resource") == 0);
        if (found)
            answer_from(file, &record, response);
        else if (!skip(file, record.length))
            break;
    }
    if (!found)
        off_response_fail(response, "replay", "%s is not in %s", url, path);
    record_clear(&record);
    gzclose(file);
}
