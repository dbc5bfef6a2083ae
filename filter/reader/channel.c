/* channel.c: the reader's end of the socket to the gate. */
#include "config.h"

#include "reader/channel.h"

#include "wire/fault.h"
#include "wire/bounds.h"
#include "wire/reasons.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

struct OffChannel {
    int fd;
    struct off_buffer in;
    gsize taken;         /* bytes of the frame that was handed out last */
    GHashTable *answers; /* number -> OffFetched, begun or whole */
    GHashTable *whole;   /* numbers whose answer is whole */
    GHashTable *unsent;  /* number -> GByteArray: the fields of requests that have not been sent
                          * yet */
    GQueue turns;        /* those numbers, in the order of asking */
    GArray *sent; /* guint: the number of the first request that was sent, of the second ... */
    guint open;   /* of those, without a whole answer */
    gsize held;   /* bytes of answers that nobody has taken yet */
    gboolean fetcher_gone;
    guint asked;
    struct off_buffer kept; /* frames for the cache, which nobody waits for */
};

/* Requests that may be open at a time, and bytes of answers that wait while others are asked for:
 * a feed may have any number of items. */
#define OPEN_MAX (OFF_FETCHES_MAX - OFF_FETCHES_MAX / 4)
#define HELD_MAX (64u * OFF_MIB)

/* Bytes that are kept go together: each frame would wake two processes. */
#define KEPT_TOGETHER (256u * 1024u)

OffChannel *
off_channel_new(int fd)
{
    OffChannel *c = g_new0(OffChannel, 1);
    c->fd = fd;
    c->answers = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)off_fetched_free);
    c->whole = g_hash_table_new(NULL, NULL);
    c->unsent = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_byte_array_unref);
    g_queue_init(&c->turns);
    c->sent = g_array_new(FALSE, FALSE, sizeof(guint));
    return c;
}

void
off_fetched_free(OffFetched *f)
{
    if (!f)
        return;
    g_free(f->url);
    g_free(f->content_type);
    g_free(f->message);
    if (f->body)
        g_byte_array_unref(f->body);
    g_free(f);
}

void
off_channel_send(OffChannel *c, enum off_frame type, const void *body, gsize length)
{
    struct off_buffer out = {0};
    if (!off_frame_add(&out, type, body, length) || !off_wire_write(c->fd, &out))
        _exit(1);
    off_buffer_free(&out);
}

void
off_channel_send_kept(OffChannel *c)
{
    if (c->kept.length > c->kept.start && !off_wire_write(c->fd, &c->kept))
        _exit(1);
    off_buffer_consume(&c->kept, c->kept.length - c->kept.start);
}

void
off_channel_keep(OffChannel *c, const void *body, gsize length)
{
    if (!off_frame_add(&c->kept, OFF_FRAME_MADE, body, length))
        _exit(1);
    if (c->kept.length - c->kept.start > KEPT_TOGETHER)
        off_channel_send_kept(c);
}

void
off_channel_stage(OffChannel *c, const char *stage)
{
    off_channel_send(c, OFF_FRAME_STAGE, stage, strlen(stage));
    off_fault_at(stage);
}

static void G_GNUC_PRINTF(3, 0)
    send_line(OffChannel *c, enum off_frame type, const char *format, va_list words)
{
    g_autofree char *line = g_strdup_vprintf(format, words);
    off_channel_send(c, type, line, MIN(strlen(line), 900));
}

void
off_channel_say(OffChannel *c, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    send_line(c, OFF_FRAME_VERBOSE, format, words);
    va_end(words);
}

void
off_channel_summary(OffChannel *c, gboolean failed, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    send_line(c, failed ? OFF_FRAME_SUMMARY : OFF_FRAME_VERBOSE, format, words);
    va_end(words);
}

void
off_channel_complain(OffChannel *c, const char *line)
{
    off_channel_send(c, OFF_FRAME_COMPLAINT, line, MIN(strlen(line), 900));
}

char *
off_channel_string(const struct off_frame_view *view, enum off_field field)
{
    char *text = off_field_string(view->body, view->length, field);
    char *valid = text ? g_utf8_make_valid(text, -1) : NULL;
    free(text);
    return valid;
}

static OffFetched *
answer_for(OffChannel *c, guint id)
{
    OffFetched *f = g_hash_table_lookup(c->answers, GUINT_TO_POINTER(id));
    if (!f) {
        f = g_new0(OffFetched, 1);
        f->body = g_byte_array_new();
        g_hash_table_insert(c->answers, GUINT_TO_POINTER(id), f);
    }
    return f;
}

/* The answer that a number of the wire belongs to, or NULL. */
static OffFetched *
answer_at(OffChannel *c, gint64 wire)
{
    if (wire < 1 || wire > c->sent->len)
        return NULL;
    return answer_for(c, g_array_index(c->sent, guint, wire - 1));
}

static OffFetched *
answer_of(OffChannel *c, const struct off_frame_view *view)
{
    return answer_at(c, off_field_number(view->body, view->length, OFF_FIELD_ID, 0));
}

static void
take_page(OffChannel *c, const struct off_frame_view *view)
{
    OffFetched *f = answer_of(c, view);
    if (!f || f->url)
        return;
    f->url = off_channel_string(view, OFF_FIELD_URL);
    f->content_type = off_channel_string(view, OFF_FIELD_CONTENT_TYPE);
    f->hops = (guint)off_field_number(view->body, view->length, OFF_FIELD_HOPS, 0);
    f->stored = (guint)off_field_number(view->body, view->length, OFF_FIELD_STORED, 0);
}

static void
take_body(OffChannel *c, const struct off_frame_view *view)
{
    guint32 id;
    if (view->length < sizeof id)
        return;
    memcpy(&id, view->body, sizeof id);
    OffFetched *f = answer_at(c, GUINT32_FROM_BE(id));
    if (!f || f->body->len + view->length > OFF_PAGE_MAX + OFF_FRAME_MAX)
        return;
    g_byte_array_append(f->body, view->body + sizeof id, (guint)(view->length - sizeof id));
    c->held += view->length - sizeof id;
}

static void
send_request(OffChannel *c, guint number)
{
    struct off_buffer fields = {0};
    gpointer key = GUINT_TO_POINTER(number);
    GByteArray *rest = g_hash_table_lookup(c->unsent, key);
    g_array_append_val(c->sent, number);
    c->open++;
    answer_for(c, number)->wire = c->sent->len;
    off_field_add_number(&fields, OFF_FIELD_ID, c->sent->len);
    off_buffer_add(&fields, rest->data, rest->len);
    off_channel_send(c, OFF_FRAME_FETCH, fields.data, fields.length);
    off_buffer_free(&fields);
    g_hash_table_remove(c->unsent, key);
}

/* Sends the requests that may be sent now, except those that were sent early because somebody
 * waited for them. */
static void
send_due(OffChannel *c)
{
    while (c->open < OPEN_MAX && c->held < HELD_MAX && !g_queue_is_empty(&c->turns)) {
        guint number = GPOINTER_TO_UINT(g_queue_pop_head(&c->turns));
        if (g_hash_table_contains(c->unsent, GUINT_TO_POINTER(number)))
            send_request(c, number);
    }
}

static void
take_end(OffChannel *c, const struct off_frame_view *view)
{
    if (view->length == 0) {
        c->fetcher_gone = TRUE;
        return;
    }
    gint64 wire = off_field_number(view->body, view->length, OFF_FIELD_ID, 0);
    OffFetched *f = answer_at(c, wire);
    if (!f)
        return;
    f->reason = off_reason_read(view, OFF_BY_FETCHER);
    f->message = off_channel_string(view, OFF_FIELD_ERROR);
    g_hash_table_add(c->whole, GUINT_TO_POINTER(g_array_index(c->sent, guint, wire - 1)));
    c->open -= c->open > 0;
    send_due(c);
}

/* Takes an answer to a fetch; FALSE where the frame is something else. */
static gboolean
take_answer(OffChannel *c, const struct off_frame_view *view)
{
    switch (view->type) {
    case OFF_FRAME_PAGE: take_page(c, view); return TRUE;
    case OFF_FRAME_BODY: take_body(c, view); return TRUE;
    case OFF_FRAME_END: take_end(c, view); return TRUE;
    default: return FALSE;
    }
}

static int
next_frame(OffChannel *c, struct off_frame_view *view)
{
    off_buffer_consume(&c->in, c->taken);
    c->taken = 0;
    int whole = off_wire_read(c->fd, &c->in, view);
    if (whole == 1)
        c->taken = OFF_HEAD_SIZE + view->length;
    return whole;
}

gboolean
off_channel_read(OffChannel *c, struct off_frame_view *view)
{
    while (next_frame(c, view) == 1)
        if (!take_answer(c, view))
            return TRUE;
    return FALSE;
}

static void
refuse_question(OffChannel *c, guint id, const char *reason, const char *message)
{
    OffFetched *f = answer_for(c, id);
    f->reason = reason;
    f->message = g_strdup(message);
    g_hash_table_add(c->whole, GUINT_TO_POINTER(id));
}

guint
off_channel_refuse(OffChannel *c, const char *reason, const char *message)
{
    guint id = ++c->asked;
    refuse_question(c, id, reason, message);
    return id;
}

static void
queue_request(OffChannel *c, guint number, const struct off_buffer *fields)
{
    GByteArray *copy = g_byte_array_new();
    g_byte_array_append(copy, fields->data, (guint)fields->length);
    g_hash_table_insert(c->unsent, GUINT_TO_POINTER(number), copy);
    g_queue_push_tail(&c->turns, GUINT_TO_POINTER(number));
    send_due(c);
}

guint
off_channel_request(OffChannel *c, const OffRequest *request)
{
    struct off_buffer fields = {0};
    guint id = ++c->asked;
    off_field_add_string(&fields, OFF_FIELD_USER_AGENT, request->user_agent);
    off_field_add_string(&fields, OFF_FIELD_REFERER, request->referer);
    off_field_add_string(&fields, OFF_FIELD_COOKIES, request->cookies);
    off_field_add_string(&fields, OFF_FIELD_ALLOW_NET, request->allow_net);
    off_field_add_string(&fields, OFF_FIELD_LISTED, request->listed);
    off_field_add_number(&fields, OFF_FIELD_KEEP_SECONDS, request->keep);
    off_field_add_number(&fields, OFF_FIELD_PICTURE, request->picture);
    off_field_add_number(&fields, OFF_FIELD_NAMED, request->named);
    off_field_add_string(&fields, OFF_FIELD_MADE, request->made);
    off_field_add_number(&fields, OFF_FIELD_MADE_WANTED, request->made_wanted);
    if (!off_field_add_string(&fields, OFF_FIELD_URL, request->url))
        refuse_question(c, id, "address", "the address is too long");
    else
        queue_request(c, id, &fields);
    off_buffer_free(&fields);
    return id;
}

/* Waits for bytes; FALSE at the deadline. */
static gboolean
wait_input(OffChannel *c, gint64 deadline)
{
    struct off_frame_view view;
    struct off_buffer rest = c->in;
    rest.start += c->taken;
    if (rest.start < rest.length && off_frame_peek(&rest, &view) != 0)
        return TRUE;
    gint64 left = deadline - off_now_ms();
    struct pollfd ready = {.fd = c->fd, .events = POLLIN};
    return left > 0 && poll(&ready, 1, (int)MIN(left, G_MAXINT)) > 0;
}

static OffFetched *
failed_response(const char *reason, const char *message)
{
    OffFetched *f = g_new0(OffFetched, 1);
    f->reason = reason;
    f->message = g_strdup(message);
    return f;
}

OffFetched *
off_channel_wait(OffChannel *c, guint id, gint64 deadline)
{
    struct off_frame_view view;
    gpointer key = GUINT_TO_POINTER(id);
    if (g_hash_table_contains(c->unsent, key)) /* awaited: send it now */
        send_request(c, id);
    while (!g_hash_table_contains(c->whole, key) && !c->fetcher_gone) {
        if (!wait_input(c, deadline))
            return failed_response("deadline", "no answer came within the deadline");
        if (next_frame(c, &view) != 1)
            _exit(1);
        take_answer(c, &view);
    }
    if (!g_hash_table_contains(c->whole, key))
        return failed_response("fetcher", "the fetcher ended without an answer");
    OffFetched *f = NULL;
    g_hash_table_steal_extended(c->answers, key, NULL, (gpointer *)&f);
    c->held -= MIN(c->held, f->body->len);
    send_due(c);
    return f;
}
