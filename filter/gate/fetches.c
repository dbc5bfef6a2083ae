/* fetches.c: an answer is a PAGE, any number of BODYs, and an END; or an END alone. */
#include "config.h"

#include "gate/fetches.h"

#include "wire/reasons.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Bytes of a request: its fields at their longest, and room for more of their kind. */
#define REQUEST_MAX (64u * 1024u)

/* Requests of one run; those after OFF_REQUESTS_MAX are answered at once. */
#define ASKED_MAX (2ll * OFF_REQUESTS_MAX)

enum { NOT_ASKED, ASKED, HAS_PAGE, ENDED, KEPT };

/* The number that the frame begins with, or 0. */
static long long
number_of(const struct off_frame_view *view)
{
    return view->length < 4 ? 0
                            : (long long)view->body[0] << 24 | (long long)view->body[1] << 16 |
                                  (long long)view->body[2] << 8 | view->body[3];
}

enum off_asked
off_fetches_ask(struct off_fetches *f, const struct off_frame_view *view, long long *id)
{
    size_t n;
    *id = off_field_number(view->body, view->length, OFF_FIELD_ID, -1);
    if (view->length > REQUEST_MAX || *id != f->asked + 1 || *id > ASKED_MAX ||
        !off_field_find(view->body, view->length, OFF_FIELD_URL, &n) || n == 0)
        return OFF_ASKED_WRONG;
    f->asked++;
    if (f->asked > OFF_REQUESTS_MAX || f->open >= OFF_FETCHES_MAX)
        return OFF_ASKED_LIMIT;
    f->open++;
    f->state[f->asked] = ASKED;
    return OFF_ASKED_PASS;
}

bool
off_fetches_keep(struct off_fetches *f, const struct off_frame_view *view)
{
    long long id = number_of(view);
    if (id <= 0 || id > OFF_REQUESTS_MAX || f->state[id] != ENDED || view->length > OFF_MADE_MAX)
        return false;
    f->state[id] = KEPT;
    return true;
}

/* Appends a field of the frame if it has no control character; else leaves it out. */
static bool
copy_field(struct off_buffer *fields, const struct off_frame_view *view, enum off_field tag)
{
    size_t n;
    const unsigned char *value = off_field_find(view->body, view->length, tag, &n);
    for (size_t i = 0; value && i < n; i++)
        if (value[i] < 0x20 || value[i] == 0x7f)
            return true;
    return !value || off_field_add(fields, tag, value, n);
}

/* The same for words that a person reads: '?' stands for a control character. */
static bool
copy_words(struct off_buffer *fields, const struct off_frame_view *view, enum off_field tag)
{
    char *words = off_field_string(view->body, view->length, tag);
    for (char *p = words; p && *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = '?';
    bool copied = off_field_add_string(fields, tag, words);
    free(words);
    return copied;
}

static bool
copy_number(struct off_buffer *fields, const struct off_frame_view *view, enum off_field tag)
{
    long long number = off_field_number(view->body, view->length, tag, -1);
    return number < 0 || off_field_add_number(fields, tag, number);
}

/* A reason is a number that a fetcher may send. */
static bool
copy_reason(struct off_buffer *fields, const struct off_frame_view *view)
{
    return off_reason_add(fields, off_reason_read(view, OFF_BY_FETCHER));
}

static bool
send_fields(struct off_buffer *out, unsigned char type, struct off_buffer *fields, bool whole)
{
    bool sent = whole && off_frame_add(out, (enum off_frame)type, fields->data, fields->length);
    off_buffer_free(fields);
    return sent;
}

/* The id of an answer under way, or 0. */
static unsigned
id_of(const struct off_fetches *f, const struct off_frame_view *view)
{
    long long id = view->type == OFF_FRAME_BODY
                       ? number_of(view)
                       : off_field_number(view->body, view->length, OFF_FIELD_ID, 0);
    bool known = id > 0 && id <= OFF_REQUESTS_MAX;
    return known && (f->state[id] == ASKED || f->state[id] == HAS_PAGE) ? (unsigned)id : 0;
}

bool
off_fetches_answer(struct off_fetches *f, const struct off_frame_view *view, struct off_buffer *out)
{
    struct off_buffer fields = {0};
    unsigned id = id_of(f, view);
    if (id == 0)
        return false;
    switch (view->type) {
    case OFF_FRAME_PAGE:
        if (f->state[id] != ASKED)
            return false;
        f->state[id] = HAS_PAGE;
        return send_fields(out, view->type, &fields,
                           copy_number(&fields, view, OFF_FIELD_ID) &&
                               copy_number(&fields, view, OFF_FIELD_HTTP_STATUS) &&
                               copy_number(&fields, view, OFF_FIELD_HOPS) &&
                               copy_number(&fields, view, OFF_FIELD_STORED) &&
                               copy_field(&fields, view, OFF_FIELD_URL) &&
                               copy_field(&fields, view, OFF_FIELD_CONTENT_TYPE));
    case OFF_FRAME_BODY:
        f->bytes[id] += (unsigned)(view->length - 4);
        return f->state[id] == HAS_PAGE && f->bytes[id] <= OFF_PAGE_MAX + OFF_FRAME_MAX &&
               off_frame_add(out, OFF_FRAME_BODY, view->body, view->length);
    case OFF_FRAME_END:
        f->state[id] = ENDED;
        f->open--;
        return send_fields(out, view->type, &fields,
                           copy_number(&fields, view, OFF_FIELD_ID) && copy_reason(&fields, view) &&
                               copy_words(&fields, view, OFF_FIELD_ERROR));
    default: return false;
    }
}

bool
off_fetches_refuse(struct off_fetches *f, long long id, const char *reason, const char *message,
                   struct off_buffer *out)
{
    struct off_buffer fields = {0};
    if (id <= OFF_REQUESTS_MAX && f->state[id] == ASKED) {
        f->state[id] = ENDED;
        f->open--;
    }
    return send_fields(out, OFF_FRAME_END, &fields,
                       off_field_add_number(&fields, OFF_FIELD_ID, id) &&
                           off_reason_add(&fields, reason) &&
                           off_field_add_string(&fields, OFF_FIELD_ERROR, message));
}
