/* archive.c: a WARC in the reader (RFC 9110 messages in ISO 28500 records). */
#include "config.h"

#include "reader/archive.h"

#include "wire/bounds.h"
#include "warc/warc.h"

#include <string.h>

/* The gate's frames as a stream of bytes. */
typedef struct {
    OffChannel *channel;
    struct off_frame_view view;
    gsize taken;
    gboolean ended;
} Source;

static gsize
read_frames(guchar *buffer, gsize size, void *data)
{
    Source *s = data;
    while (!s->ended && s->taken == s->view.length) {
        s->taken = 0;
        s->ended = !off_channel_read(s->channel, &s->view) || s->view.type != OFF_FRAME_INPUT;
        if (s->ended)
            s->view.length = 0;
    }
    gsize n = MIN(size, s->view.length - s->taken);
    memcpy(buffer, s->view.body + s->taken, n);
    s->taken += n;
    return n;
}

static gboolean
is_html(const char *content_type)
{
    static const char *const types[] = {"text/html", "application/xhtml+xml"};
    for (guint i = 0; content_type && i < G_N_ELEMENTS(types); i++)
        if (g_ascii_strncasecmp(content_type, types[i], strlen(types[i])) == 0)
            return TRUE;
    return FALSE;
}

/* Announces a record to the gate: a page whose bytes follow, or (trouble) one that cannot be
 * read. */
static void
send_record(OffChannel *channel, guint64 number, const char *url, const char *content_type,
            const char *trouble)
{
    struct off_buffer fields = {0};
    off_field_add_number(&fields, OFF_FIELD_RECORD_NUMBER, (long long)number);
    if (url && strlen(url) <= OFF_URL_MAX)
        off_field_add_string(&fields, OFF_FIELD_URL, url);
    if (content_type && strlen(content_type) <= 1024)
        off_field_add_string(&fields, OFF_FIELD_CONTENT_TYPE, content_type);
    if (trouble)
        off_field_add_string(&fields, OFF_FIELD_MESSAGE, trouble);
    off_channel_send(channel, OFF_FRAME_RECORD, fields.data, fields.length);
    off_buffer_free(&fields);
}

static void
send_page(OffChannel *channel, const OffWarcRecord *record, const char *content_type,
          const GByteArray *body)
{
    send_record(channel, record->number, record->target_uri, content_type, NULL);
    for (guint at = 0; at < body->len; at += OFF_FRAME_MAX)
        off_channel_send(channel, OFF_FRAME_OUTPUT, body->data + at,
                         MIN(body->len - at, OFF_FRAME_MAX));
    off_channel_send(channel, OFF_FRAME_NEXT, NULL, 0);
}

static void
send_response(OffChannel *channel, const OffWarcRecord *record, const GByteArray *block)
{
    g_autofree char *trouble = NULL;
    OffWarcHttp http;
    if (!off_warc_read_http(block, &http, &trouble)) {
        g_autofree char *line =
            g_strdup_printf("record %" G_GUINT64_FORMAT ": %s", record->number, trouble);
        send_record(channel, record->number, record->target_uri, NULL, line);
        return;
    }
    if (http.status == 200 && is_html(http.content_type) && http.body->len > 0)
        send_page(channel, record, http.content_type, http.body);
    off_warc_http_clear(&http);
}

static void
look_at(OffChannel *channel, OffWarc *warc, const OffWarcRecord *record)
{
    gboolean response = g_strcmp0(record->type, "response") == 0;
    gboolean resource = g_strcmp0(record->type, "resource") == 0 && is_html(record->content_type);
    g_autofree char *trouble = NULL;
    if (!response && !resource)
        return;
    g_autoptr(GByteArray) block = off_warc_block(warc, OFF_STORED_MAX, &trouble);
    if (!block)
        send_record(channel, record->number, record->target_uri, NULL, trouble);
    else if (response)
        send_response(channel, record, block);
    else if (block->len > 0)
        send_page(channel, record, record->content_type, block);
}

void
off_archive_find(OffChannel *channel, guint64 skip)
{
    Source source = {.channel = channel};
    g_autoptr(OffWarc) warc = off_warc_new(read_frames, &source);
    const OffWarcRecord *record;
    guint64 number = 0;
    do {
        g_autofree char *trouble = NULL;
        record = off_warc_next(warc, &trouble);
        number = record ? record->number : number;
        if (trouble && number >= skip)
            send_record(channel, number, NULL, NULL, trouble);
        if (record && number > skip)
            look_at(channel, warc, record);
    } while (record);
    struct off_buffer fields = {0};
    off_field_add_number(&fields, OFF_FIELD_RECORD_NUMBER, (long long)number);
    off_channel_send(channel, OFF_FRAME_DONE, fields.data, fields.length);
    off_buffer_free(&fields);
}

void
off_archive_page_clear(OffArchivePage *page)
{
    g_clear_pointer(&page->url, g_free);
    g_clear_pointer(&page->content_type, g_free);
    if (page->body)
        g_string_free(page->body, TRUE);
    memset(page, 0, sizeof *page);
}

gboolean
off_archive_next(OffChannel *channel, OffArchivePage *page)
{
    struct off_frame_view view;
    off_archive_page_clear(page);
    if (!off_channel_read(channel, &view) || view.type != OFF_FRAME_RECORD)
        return FALSE;
    page->record = (guint64)off_field_number(view.body, view.length, OFF_FIELD_RECORD_NUMBER, 0);
    page->url = off_channel_string(&view, OFF_FIELD_URL);
    page->content_type = off_channel_string(&view, OFF_FIELD_CONTENT_TYPE);
    page->body = g_string_new(NULL);
    while (off_channel_read(channel, &view)) {
        if (view.type == OFF_FRAME_INPUT_END)
            return TRUE;
        if (view.type != OFF_FRAME_INPUT)
            return FALSE;
        g_string_append_len(page->body, (const char *)view.body, (gssize)view.length);
    }
    return FALSE;
}
