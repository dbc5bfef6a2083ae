/* newsboat.c: the text that newsboat's pipe-to writes (CONTRACTS, 6).
 *
 * It begins with lines "Word: value", whose words are in the user's language, and then a line with
 * a single space. */
#include "config.h"

#include "input/input.h"

#include "dom/url.h"
#include "input/feeddate.h"
#include "input/feedmedia.h"
#include "wire/prefix.h"

#include <string.h>

#define HEAD_LINES_MAX 12

/* The length of the head including its last line, or 0 if the text is not from newsboat. */
static gsize
head_length(const char *bytes, gsize length)
{
    gsize at = 0;
    for (guint line = 0; line < HEAD_LINES_MAX && at < length; line++) {
        const char *end = memchr(bytes + at, '\n', length - at);
        if (!end)
            return 0;
        gsize n = (gsize)(end - (bytes + at));
        if (n == 1 && bytes[at] == ' ')
            return line >= 2 ? at + 2 : 0;
        const char *colon = memchr(bytes + at, ':', n);
        if (!colon || colon == bytes + at ||
            (n > (gsize)(colon - (bytes + at)) + 1 && colon[1] != ' '))
            return 0;
        at += n + 1;
    }
    return 0;
}

gboolean
off_is_newsboat(const char *bytes, gsize length)
{
    return length > 6 && memcmp(bytes, "Feed: ", 6) == 0 && head_length(bytes, length) > 0;
}

/* "https://… (type: audio/mpeg)" */
static void
read_podcast(OffItem *item, const char *value, const char *type)
{
    g_autofree char *url = g_strndup(value, strcspn(value, " "));
    g_autofree char *bare = g_strndup(type, strcspn(type, ")"));
    off_item_add_enclosure(item, NULL, url, bare, NULL, 0, 0);
}

/* The first two lines are the feed and the title, whatever they look like. The link is the last
 * address that is no podcast's. */
static void
read_head_line(OffItem *item, guint line, const char *value)
{
    static const char type_mark[] = "(type: ";
    gboolean address = off_has_prefix(value, "http://") || off_has_prefix(value, "https://");
    const char *type = strstr(value, type_mark);
    if (line == 0) {
        item->feed_title = g_strdup(value);
    } else if (line == 1) {
        item->subject = g_strdup(value);
    } else if (address && type) {
        read_podcast(item, value, type + strlen(type_mark));
    } else if (address) {
        g_free(item->url);
        item->url = off_url_resolve(NULL, value);
    } else if (strchr(value, ':') && strpbrk(value, "0123456789") && !item->date) {
        char *date = off_feed_date(value, NULL);
        item->date = date ? date : g_strdup(value);
    } else if (line == 2) {
        item->author = g_strdup(value);
    }
}

static gboolean
looks_like_html(const char *text)
{
    const char *tag = strchr(text, '<');
    return tag &&
           (strstr(tag, "</") || strstr(tag, "/>") || strstr(tag, "<br") || strstr(tag, "<p>"));
}

gboolean
off_read_newsboat(const OffSource *source, GPtrArray *items, GError **error)
{
    const char *bytes = source->bytes;
    gsize length = source->length;
    gsize head = head_length(bytes, length);
    if (head == 0) {
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                            "not what newsboat pipes: no head of 'Word: value' lines with a line "
                            "of one space after it");
        return FALSE;
    }
    OffItem *item = off_item_new(OFF_INPUT_NEWSBOAT, bytes, length);
    g_autofree char *valid = g_utf8_make_valid(bytes, (gssize)head);
    g_auto(GStrv) lines = g_strsplit(valid, "\n", -1);
    for (guint i = 0; lines[i] && strcmp(lines[i], " ") != 0; i++) {
        const char *colon = strchr(lines[i], ':');
        if (colon && colon[1] == ' ')
            read_head_line(item, i, colon + 2);
    }
    item->is_medium = item->enclosure != NULL;
    g_autofree char *body = g_strndup(bytes + head, length - head);
    if (looks_like_html(body))
        item->html = g_bytes_new(body, strlen(body));
    else
        item->text = g_bytes_new(body, strlen(body));
    g_ptr_array_add(items, item);
    return TRUE;
}
