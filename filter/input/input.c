/* input.c: which reader takes the bytes, and the items' life. */
#include "config.h"

#include "input.h"

#include "bounds.h"
#include "mailroom.h"

#include <string.h>

#define LOOKED_AT 65536 /* bytes that the kind is told by */

G_DEFINE_QUARK(off - input - error - quark, off_input_error)

OffItem *
off_item_new(OffInputKind kind, const char *bytes, gsize length)
{
    OffItem *item = g_new0(OffItem, 1);
    item->kind = kind;
    item->bytes = bytes;
    item->length = length;
    return item;
}

void
off_item_free(OffItem *i)
{
    if (!i)
        return;
    char *strings[] = {i->unsubscribe, i->subject,       i->from,      i->sender,
                       i->list_id,     i->sender_domain, i->url,       i->feed_title,
                       i->feed_url,    i->guid,          i->author,    i->date,
                       i->lang,        i->enclosure,     i->html_type, i->text_type};
    for (guint k = 0; k < G_N_ELEMENTS(strings); k++)
        g_free(strings[k]);
    g_clear_pointer(&i->fields, g_array_unref);
    g_clear_pointer(&i->attachments, g_ptr_array_unref);
    g_clear_pointer(&i->categories, g_ptr_array_unref);
    g_clear_pointer(&i->articles, g_ptr_array_unref);
    g_clear_pointer(&i->html, g_bytes_unref);
    g_clear_pointer(&i->text, g_bytes_unref);
    g_free(i);
}

static const struct {
    const char *word;
    OffInputKind kind;
} kinds[] = {
    {"auto", OFF_INPUT_AUTO}, {"mail", OFF_INPUT_MAIL},         {"mbox", OFF_INPUT_MBOX},
    {"feed", OFF_INPUT_FEED}, {"newsboat", OFF_INPUT_NEWSBOAT}, {"html", OFF_INPUT_HTML},
    {"text", OFF_INPUT_TEXT}, {"url", OFF_INPUT_URL},
};

OffInputKind
off_input_kind(const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(word, kinds[i].word) == 0)
            return kinds[i].kind;
    return OFF_INPUT_AUTO;
}

static gboolean
is_feed(const char *head)
{
    static const char *const roots[] = {"<rss",   "<feed",   "<rdf:RDF", "<RDF",    "<item>",
                                        "<item ", "<entry>", "<entry ",  "<channel"};
    for (guint i = 0; i < G_N_ELEMENTS(roots); i++)
        if (strstr(head, roots[i]))
            return !strcasestr(head, "<html") || strcasestr(head, "<html") > strstr(head, roots[i]);
    return FALSE;
}

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

OffInputKind
off_input_guess(const char *bytes, gsize length)
{
    if (off_is_newsboat(bytes, length))
        return OFF_INPUT_NEWSBOAT;
    if (is_mail(bytes, length))
        return OFF_INPUT_MAIL;
    g_autofree char *head = g_strndup(bytes, MIN(length, LOOKED_AT));
    const char *start = head;
    if (g_str_has_prefix(start, "\xef\xbb\xbf"))
        start += 3;
    while (g_ascii_isspace(*start))
        start++;
    if (*start == '<')
        return is_feed(start) ? OFF_INPUT_FEED : OFF_INPUT_HTML;
    if (*start == '{' && strstr(start, "\"items\"") && strstr(start, "jsonfeed.org"))
        return OFF_INPUT_FEED;
    if ((g_str_has_prefix(start, "http://") || g_str_has_prefix(start, "https://")) &&
        strspn(start + strcspn(start, " \t\r\n"), " \t\r\n") ==
            strlen(start + strcspn(start, " \t\r\n")))
        return OFF_INPUT_URL;
    return strcasestr(start, "<html") || strcasestr(start, "<body") ? OFF_INPUT_HTML
                                                                    : OFF_INPUT_TEXT;
}

static gboolean
read_page(OffInputKind kind, const char *bytes, gsize length, const char *base_url,
          GPtrArray *items)
{
    OffItem *item = off_item_new(kind, bytes, length);
    GBytes *whole = g_bytes_new_static(bytes, length);
    if (kind == OFF_INPUT_HTML)
        item->html = whole;
    else
        item->text = whole;
    item->url = g_strdup(base_url);
    g_ptr_array_add(items, item);
    return TRUE;
}

static gboolean
read_url(const char *bytes, gsize length, GPtrArray *items, GError **error)
{
    g_autofree char *url = g_strstrip(g_strndup(bytes, MIN(length, OFF_URL_MAX)));
    if (!g_str_has_prefix(url, "http://") && !g_str_has_prefix(url, "https://")) {
        g_set_error(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                    "not an http or https address: %.80s", url);
        return FALSE;
    }
    OffItem *item = off_item_new(OFF_INPUT_URL, bytes, length);
    item->url = g_steal_pointer(&url);
    g_ptr_array_add(items, item);
    return TRUE;
}

GPtrArray *
off_input_read(const OffMailRoom *mail, OffInputKind kind, const char *bytes, gsize length,
               const char *base_url, OffFeed **feed, GError **error)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)off_item_free);
    gboolean read = FALSE;
    if (length == 0) {
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_EMPTY, "the input is empty");
        return NULL;
    }
    if (kind == OFF_INPUT_AUTO)
        kind = off_input_guess(bytes, length);
    if ((kind == OFF_INPUT_MAIL || kind == OFF_INPUT_MBOX) && !mail) {
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                            "offprint-mail.so, which reads mails, cannot be loaded");
        return NULL;
    }
    switch (kind) {
    case OFF_INPUT_MAIL: read = mail->read_mail(bytes, length, items, error); break;
    case OFF_INPUT_MBOX: read = off_read_mbox(mail, bytes, length, items, error); break;
    case OFF_INPUT_FEED:
        *feed = off_read_feed(bytes, length, base_url, items, error);
        read = *feed != NULL;
        break;
    case OFF_INPUT_NEWSBOAT: read = off_read_newsboat(bytes, length, items, error); break;
    case OFF_INPUT_URL: read = read_url(bytes, length, items, error); break;
    default: read = read_page(kind, bytes, length, base_url, items); break;
    }
    return read ? g_steal_pointer(&items) : NULL;
}
