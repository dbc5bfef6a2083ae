/* http.c: an HTTP response out of an archive. */
#include "config.h"

#include "warc/warc.h"

#include "wire/bounds.h"

#include <string.h>

char *
off_warc_split_field(char *line)
{
    char *colon = strchr(line, ':');
    if (!colon)
        return NULL;
    *colon = '\0';
    g_strchomp(line);
    return g_strstrip(colon + 1);
}

/* Where the header ends, and (blank) where the body begins; 0 where there is no end. */
static guint
header_length(const GByteArray *block, guint *blank)
{
    for (guint i = 0; i + 1 < block->len && i < OFF_HTTP_HEADER_MAX; i++) {
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

gboolean
off_warc_read_http(const GByteArray *block, OffWarcHttp *http, char **trouble)
{
    guint blank = 0, n = header_length(block, &blank);
    memset(http, 0, sizeof *http);
    *trouble = NULL;
    if (n == 0 || block->data[0] == '\0') {
        *trouble = g_strdup("the stored response has no header");
        return FALSE;
    }
    g_autofree char *header = g_strndup((const char *)block->data, n);
    g_auto(GStrv) lines = g_strsplit(header, "\n", -1);
    gboolean chunked = FALSE, coded = FALSE;
    const char *code = strchr(lines[0], ' ');
    http->status = code ? strtol(code, NULL, 10) : 0;
    for (guint i = 1; lines[i]; i++) {
        char *value = off_warc_split_field(lines[i]);
        if (!value)
            continue;
        if (g_ascii_strcasecmp(lines[i], "Content-Type") == 0 && !http->content_type)
            http->content_type = g_strdup(value);
        else if (g_ascii_strcasecmp(lines[i], "Location") == 0 && !http->location)
            http->location = g_strdup(value);
        else if (g_ascii_strcasecmp(lines[i], "Transfer-Encoding") == 0)
            chunked = g_ascii_strcasecmp(value, "chunked") == 0;
        else if (g_ascii_strcasecmp(lines[i], "Content-Encoding") == 0)
            coded = g_ascii_strcasecmp(value, "identity") != 0;
    }
    http->body = g_byte_array_sized_new(block->len - blank + 1);
    g_byte_array_append(http->body, block->data + blank, block->len - blank);
    /* Crawlers store decoded bodies but keep the fields; if decoding fails, the body is decoded
     * already. */
    if (chunked)
        off_dechunk(&http->body);
    if (coded && http->body->len > 2 && !off_inflate(&http->body) && http->body->data[0] == 0x1f) {
        *trouble = g_strdup("the stored body cannot be decompressed");
        off_warc_http_clear(http);
        return FALSE;
    }
    return TRUE;
}

void
off_warc_http_clear(OffWarcHttp *http)
{
    g_free(http->content_type);
    g_free(http->location);
    if (http->body)
        g_byte_array_unref(http->body);
    memset(http, 0, sizeof *http);
}
