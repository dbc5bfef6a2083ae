/* answers.c: what the fetcher says to the gate. */
#include "config.h"

#include "fetch/fetcher.h"

#include "wire/bounds.h"
#include "wire/fault.h"
#include "wire/reasons.h"

#include <string.h>
#include <unistd.h>

static void
send_frame(OffFetcher *f, enum off_frame type, const void *body, gsize length)
{
    struct off_buffer out = {0};
    if (!off_frame_add(&out, type, body, length) || !off_wire_write(STDOUT_FILENO, &out))
        f->broken = TRUE;
    off_buffer_free(&out);
}

static void
send_string(struct off_buffer *fields, enum off_field tag, const char *value, gsize most)
{
    if (value)
        off_field_add(fields, tag, value, MIN(strlen(value), most));
}

void
off_answer_failure(OffFetcher *f, const OffFetch *fetch, const OffFetchError *error)
{
    f->open -= f->open > 0;
    struct off_buffer fields = {0};
    off_field_add_number(&fields, OFF_FIELD_ID, fetch->id);
    off_reason_add(&fields, error->reason);
    send_string(&fields, OFF_FIELD_ERROR, error->message, 2048);
    send_frame(f, OFF_FRAME_END, fields.data, fields.length);
    off_buffer_free(&fields);
}

static void
send_body(OffFetcher *f, const OffFetch *fetch, const GByteArray *body)
{
    for (guint at = 0; body && at < body->len && !f->broken;) {
        struct off_buffer part = {0};
        guint n = MIN(body->len - at, OFF_FRAME_MAX / 2);
        guint32 id = GUINT32_TO_BE((guint32)fetch->id);
        off_buffer_add(&part, &id, sizeof id);
        off_buffer_add(&part, body->data + at, n);
        send_frame(f, OFF_FRAME_BODY, part.data, part.length);
        off_buffer_free(&part);
        at += n;
    }
}

void
off_answer_page(OffFetcher *f, const OffFetch *fetch, const OffResponse *r)
{
    struct off_buffer fields = {0};
    off_fault_at("fetcher-answer");
    off_field_add_number(&fields, OFF_FIELD_ID, fetch->id);
    off_field_add_number(&fields, OFF_FIELD_HTTP_STATUS, r->status);
    off_field_add_number(&fields, OFF_FIELD_HOPS, fetch->hops);
    off_field_add_number(&fields, OFF_FIELD_STORED,
                         fetch->is_made ? OFF_STORED_MADE : fetch->stored + fetch->confirmed);
    send_string(&fields, OFF_FIELD_URL, fetch->url, OFF_URL_MAX);
    send_string(&fields, OFF_FIELD_CONTENT_TYPE, r->content_type, 1024);
    send_frame(f, OFF_FRAME_PAGE, fields.data, fields.length);
    off_buffer_free(&fields);
    off_fault_at("fetcher-body");
    send_body(f, fetch, r->body);
    off_fault_at("fetcher-end");
    off_answer_failure(f, fetch, &(OffFetchError){0});
}

void
off_say(OffFetcher *f, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    g_autofree char *line = g_strdup_vprintf(format, words);
    va_end(words);
    send_frame(f, OFF_FRAME_VERBOSE, line, MIN(strlen(line), 900));
}

void
off_answer_text(OffFetcher *f, enum off_frame type, const char *text)
{
    send_frame(f, type, text, strlen(text));
}
