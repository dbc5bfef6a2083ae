/* input.c: which reader takes the bytes. */
#include "config.h"

#include "input/input.h"

#include "input/feedtext.h"
#include "input/tags.h"
#include "wire/bounds.h"
#include "wire/prefix.h"

#include <string.h>

#define LOOKED_AT 65536 /* bytes that the kind is told by */

G_DEFINE_QUARK(off - input - error - quark, off_input_error)

/* A header: its first line is a field, and one of its fields is one that mails have. */
static gboolean
is_mail(const char *bytes, gsize length)
{
    static const char *const known[] = {
        "From",          "To",          "Subject",      "Date",         "Message-ID",
        "Received",      "Return-Path", "MIME-Version", "Delivered-To", "Content-Type",
        "X-Original-To", "Sender",      "Reply-To",     "List-ID",      "DKIM-Signature"};
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    gsize start = off_envelope_length(bytes, length);
    off_scan_fields(bytes, length, start, fields);
    for (guint i = 0; i < fields->len; i++) {
        const OffField *f = &g_array_index(fields, OffField, i);
        for (guint k = 0; k < G_N_ELEMENTS(known); k++)
            if (strlen(known[k]) == f->name_end - f->start &&
                g_ascii_strncasecmp(bytes + f->start, known[k], f->name_end - f->start) == 0)
                return TRUE;
    }
    return FALSE;
}

/* The start of the text, after a byte order mark and blanks. Sets *end to the end of the part that
 * is examined. */
static const char *
head_of(const char *bytes, gsize length, char **head)
{
    *head = g_strndup(bytes, MIN(length, LOOKED_AT));
    const char *start = off_has_prefix(*head, "\xef\xbb\xbf") ? *head + 3 : *head;
    while (g_ascii_isspace(*start))
        start++;
    return start;
}

/* Is the root of a feed among the first tags? In a feed no HTML precedes it. */
static gboolean
has_feed_root(const char *head)
{
    gsize root = off_tag_find_root(head);
    if (head[root] == '\0')
        return FALSE;
    g_autofree char *before = g_strndup(head, root);
    g_autofree char *clear = off_without_comments(before);
    return !strcasestr(clear, "<html") && !strcasestr(clear, "<body");
}

static gboolean
is_json_feed(const char *start)
{
    static const char *const members[] = {"\"content_html\"", "\"content_text\"",
                                          "\"external_url\"", "\"date_published\""};
    if (strstr(start, "jsonfeed.org") && strstr(start, "\"items\""))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(members); i++)
        if (strstr(start, members[i]))
            return strstr(start, "\"id\"") || strstr(start, "\"url\"") ||
                   strstr(start, "\"items\"");
    return FALSE;
}

static gboolean
is_feed(const char *bytes, gsize length)
{
    gsize n;
    gboolean same;
    g_autofree char *text = off_feed_text(bytes, MIN(length, LOOKED_AT) & ~(gsize)3, &n, &same);
    if (length < LOOKED_AT) {
        g_free(text);
        text = off_feed_text(bytes, length, &n, &same);
    }
    const char *start = text + strspn(text, " \t\r\n");
    if (*start == '{')
        return is_json_feed(start);
    return *start == '<' && has_feed_root(start);
}

static gboolean
is_url(const char *bytes, gsize length)
{
    g_autofree char *head = NULL;
    const char *start = head_of(bytes, length, &head);
    if (!off_has_prefix(start, "http://") && !off_has_prefix(start, "https://"))
        return FALSE;
    const char *end = start + strcspn(start, " \t\r\n");
    return strspn(end, " \t\r\n") == strlen(end);
}

static gboolean
is_html(const char *bytes, gsize length)
{
    g_autofree char *head = NULL;
    const char *start = head_of(bytes, length, &head);
    return *start == '<' || strcasestr(start, "<html") || strcasestr(start, "<body");
}

static gboolean
is_text(const char *bytes, gsize length)
{
    (void)bytes;
    (void)length;
    return TRUE;
}

static OffItem *
add_page(OffInputKind kind, const OffSource *source, GPtrArray *items)
{
    OffItem *item = off_item_new(kind, source->bytes, source->length);
    item->url = g_strdup(source->base_url);
    g_ptr_array_add(items, item);
    return item;
}

static GBytes *
whole_of(const OffSource *source)
{
    return g_bytes_new_static(source->bytes, source->length);
}

gboolean
off_input_read_mail(const OffSource *source, const char *bytes, gsize length, GPtrArray *items,
                    GError **error)
{
    if (source->read_mail)
        return source->read_mail(bytes, length, items, error);
    g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                        "offprint-mail.so, which reads mails, cannot be loaded");
    return FALSE;
}

static gboolean
read_mail(const OffSource *source, GPtrArray *items, GError **error)
{
    return off_input_read_mail(source, source->bytes, source->length, items, error);
}

/* The first line with anything in it, without the blanks around it (transfer full). */
static char *
first_line(const char *bytes, gsize length)
{
    g_autofree char *text = g_strchug(g_strndup(bytes, MIN(length, OFF_URL_MAX)));
    return g_strchomp(g_strndup(text, strcspn(text, "\r\n")));
}

static gboolean
read_url(const OffSource *source, GPtrArray *items, GError **error)
{
    g_autofree char *url = first_line(source->bytes, source->length);
    gboolean host = !strstr(url, "://") && *url != '.' && strchr(url, '.');
    if (!off_has_prefix(url, "http://") && !off_has_prefix(url, "https://")) {
        g_set_error(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                    "not an http or https address: %.80s%s%.80s%s", url,
                    host ? " (did you mean https://" : "", host ? url : "", host ? "?)" : "");
        return FALSE;
    }
    OffItem *item = off_item_new(OFF_INPUT_URL, source->bytes, source->length);
    item->url = g_steal_pointer(&url);
    g_ptr_array_add(items, item);
    return TRUE;
}

static gboolean
read_html(const OffSource *source, GPtrArray *items, GError **error)
{
    (void)error;
    add_page(OFF_INPUT_HTML, source, items)->html = whole_of(source);
    return TRUE;
}

static gboolean
read_text(const OffSource *source, GPtrArray *items, GError **error)
{
    (void)error;
    add_page(OFF_INPUT_TEXT, source, items)->text = whole_of(source);
    return TRUE;
}

/* The kinds of input in the order in which they are recognised. */
static const struct {
    OffInputKind kind;
    gboolean (*recognise)(const char *bytes, gsize length); /* NULL: only when it is named */
    gboolean (*read)(const OffSource *source, GPtrArray *items, GError **error);
} readers[] = {
    {OFF_INPUT_NEWSBOAT, off_is_newsboat, off_read_newsboat},
    {OFF_INPUT_MAIL, is_mail, read_mail},
    {OFF_INPUT_FEED, is_feed, off_read_feed},
    {OFF_INPUT_URL, is_url, read_url},
    {OFF_INPUT_HTML, is_html, read_html},
    {OFF_INPUT_TEXT, is_text, read_text},
    {OFF_INPUT_MBOX, NULL, off_read_mbox},
    {OFF_INPUT_URLS, NULL, off_read_urls},
    {OFF_INPUT_OPML, NULL, off_read_opml},
};

OffInputKind
off_input_kind(const char *word)
{
    static const char *const words[] = {
#define OFF_FROM(name, word) [OFF_INPUT_##name] = word,
#include "wire/kinds.def"
    };
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(word, words[i]) == 0)
            return (OffInputKind)i;
    return OFF_INPUT_AUTO;
}

OffInputKind
off_input_guess(const char *bytes, gsize length)
{
    for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
        if (readers[i].recognise && readers[i].recognise(bytes, length))
            return readers[i].kind;
    return OFF_INPUT_TEXT;
}

GPtrArray *
off_input_read(OffInputKind kind, const OffSource *source, GError **error)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)off_item_free);
    if (source->length == 0) {
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_EMPTY, "the input is empty");
        return NULL;
    }
    if (kind == OFF_INPUT_AUTO)
        kind = off_input_guess(source->bytes, source->length);
    for (guint i = 0; i < G_N_ELEMENTS(readers); i++)
        if (readers[i].kind == kind)
            return readers[i].read(source, items, error) ? g_steal_pointer(&items) : NULL;
    return NULL;
}
