/* plain.c: all the text of the input, whatever it is, in 100 lines of libc. */
#include "config.h"

#include "gate/plain.h"

#include "gate/character.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Does a tag start at p? A '<' in a text (3 < 4) is none, nor is an address of a mail's header
 * (<reader@example.org>): after a tag's name is a space, a slash or the end. */
static bool
starts_tag(const unsigned char *p, const unsigned char *end)
{
    if (end - p < 2 || p[1] == '!' || p[1] == '?')
        return end - p >= 2;
    p += p[1] == '/' ? 2 : 1;
    if (p == end || !isalpha(*p))
        return false;
    while (p < end && (isalnum(*p) || *p == '-'))
        p++;
    return p < end && (isspace(*p) || *p == '/' || *p == '>');
}

/* Appends what begins at p, if it is text: a byte that is no UTF-8 may be a letter of an older
 * charset, but from 0x80 to 0x9f it is a control character there. Sets *length to its bytes. */
static bool
add_character(struct off_buffer *out, const unsigned char *p, const unsigned char *end, bool utf8,
              size_t *length)
{
    enum off_character kind = off_character_at(p, end, length);
    if (kind == OFF_CHARACTER_TEXT || *p == '\n' || *p == '\t')
        return off_buffer_add(out, p, *length);
    if (kind == OFF_CHARACTER_CONTROL)
        return true;
    return !utf8 && *p >= 0xa0 ? off_buffer_add(out, p, 1) : off_buffer_add(out, "?", 1);
}

/* A line of UTF-8, whatever it is made of. */
static bool
add_line(struct off_buffer *out, const char *words)
{
    const unsigned char *p = (const unsigned char *)words, *end = p + strlen(words);
    for (size_t n; p < end; p += n)
        if (!add_character(out, p, end, true, &n))
            return false;
    return true;
}

/* All the text between start and end, without tags. utf8: nothing else comes out. */
static bool
add_text(struct off_buffer *out, const unsigned char *p, const unsigned char *end, bool utf8)
{
    bool closes = true; /* a '>' may follow; after a vain search it is not searched for again */
    while (p < end) {
        size_t n = 1;
        const unsigned char *close = NULL;
        if (*p == '<' && closes && starts_tag(p, end)) {
            close = memchr(p, '>', (size_t)(end - p));
            closes = close != NULL;
        }
        if (close)
            n = (size_t)(close - p) + 1;
        if (!(close ? off_buffer_add(out, " ", 1) : add_character(out, p, end, utf8, &n)))
            return false;
        p += n;
    }
    return out->length == out->start || out->data[out->length - 1] == '\n' ||
           off_buffer_add(out, "\n", 1);
}

static const char *
html_escape(unsigned char c)
{
    switch (c) {
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '&': return "&amp;";
    default: return NULL;
    }
}

static const char *
json_escape(unsigned char c)
{
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\t': return "\\t";
    default: return c < 0x20 ? " " : NULL;
    }
}

static bool
add_escaped(struct off_buffer *out, const struct off_buffer *in,
            const char *(*escape)(unsigned char))
{
    for (size_t i = in->start; i < in->length; i++) {
        const char *as = escape(in->data[i]);
        if (!(as ? off_buffer_add(out, as, strlen(as)) : off_buffer_add(out, in->data + i, 1)))
            return false;
    }
    return true;
}

static bool
add_words(struct off_buffer *out, const char *words)
{
    return off_buffer_add(out, words, strlen(words));
}

/* The rest of the JSON line of a page that failed. */
static bool
add_failure(struct off_buffer *out, const struct off_buffer *words, const char *reason)
{
    return add_words(out, "\"status\":\"failed\",\"reason\":\"") && add_words(out, reason) &&
           add_words(out, "\",\"text\":\"") && add_escaped(out, words, json_escape) &&
           add_words(out, "\"}\n");
}

bool
off_plain_page(struct off_buffer *out, long long record, const char *url,
               const unsigned char *input, size_t length, const char *reason)
{
    char head[64];
    struct off_buffer words = {0}, address = {0};
    snprintf(head, sizeof head, "{\"record\":%lld,\"url\":", record);
    bool whole = add_text(&words, input, input + length, true) &&
                 add_line(&address, url ? url : "") && add_words(out, head) &&
                 add_words(out, url ? "\"" : "null") && add_escaped(out, &address, json_escape) &&
                 add_words(out, url ? "\"," : ",") && add_failure(out, &words, reason);
    off_buffer_free(&words);
    off_buffer_free(&address);
    return whole;
}

bool
off_plain_render(struct off_buffer *out, const char *kind, const unsigned char *input,
                 size_t length, const char *reason)
{
    struct off_buffer words = {0};
    bool utf8 = strcmp(kind, "json") == 0;
    bool whole = add_text(&words, input, input + length, utf8);
    if (strcmp(kind, "links") == 0)
        whole =
            add_words(out, "{\"kind\":\"none\",\"subject\":\"\",\"picked\":[],\"refused\":[]}\n");
    else if (strcmp(kind, "json") == 0)
        whole = whole && add_words(out, "{") && add_failure(out, &words, reason);
    else if (strcmp(kind, "epub") == 0)
        ; /* no book is written here, so the caller sees that it is missing */
    else if (strcmp(kind, "markdown") == 0)
        whole = whole && add_escaped(out, &words, html_escape);
    else if (strcmp(kind, "html") == 0)
        whole = whole && add_words(out, "<!DOCTYPE html>\n<title>offprint</title>\n<pre>") &&
                add_escaped(out, &words, html_escape) && add_words(out, "</pre>\n");
    else
        whole = whole && off_buffer_add(out, words.data + words.start, words.length - words.start);
    off_buffer_free(&words);
    return whole;
}
