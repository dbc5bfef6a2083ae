/* jsonfeed.c: JSON Feed 1.0 and 1.1: jansson reads it; it is written again in its own text. */
#include "config.h"

#include "input/jsonfeed.h"

#include "dom/dom.h"
#include "dom/json.h"
#include "dom/url.h"
#include "input/feeddate.h"
#include "input/feeditem.h"
#include "input/feedmedia.h"
#include "input/jsontext.h"
#include "wire/bounds.h"
#include "wire/prefix.h"

#include <string.h>

struct OffJsonFeed {
    char *text;
    GArray *places; /* OffRange: the objects of the items, in the order of items */
};

static const char *
string_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text && *text ? text : NULL;
}

/* An identity: a string, or a number as some programs write it (transfer full). */
static char *
id_of(const json_t *object)
{
    const json_t *id = json_object_get(object, "id");
    if (json_is_string(id))
        return *json_string_value(id) ? g_strdup(json_string_value(id)) : NULL;
    if (!json_is_number(id))
        return NULL;
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    return g_strdup(g_ascii_formatd(number, sizeof number, "%.17g", json_number_value(id)));
}

/* 1.1 has authors, 1.0 has one author (transfer full). */
static char *
authors_of(const json_t *object)
{
    size_t i;
    json_t *author;
    g_autoptr(GString) names = g_string_new(NULL);
    json_array_foreach(json_object_get(object, "authors"), i, author)
    {
        const char *name = string_of(author, "name");
        if (name)
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
    }
    const char *one = string_of(json_object_get(object, "author"), "name");
    if (names->len == 0 && one)
        g_string_append(names, one);
    return names->len ? g_strdup(names->str) : NULL;
}

static void
read_tags(OffItem *item, const json_t *object)
{
    size_t i;
    json_t *tag;
    json_array_foreach(json_object_get(object, "tags"), i, tag) if (json_is_string(tag))
        off_item_add_category(item, json_string_value(tag));
}

static void
read_attachments(OffItem *item, const json_t *object, const char *base)
{
    size_t i;
    json_t *file;
    json_array_foreach(json_object_get(object, "attachments"), i, file)
    {
        off_item_add_enclosure(
            item, base, string_of(file, "url"), string_of(file, "mime_type"),
            string_of(file, "title"),
            (gint64)json_number_value(json_object_get(file, "size_in_bytes")),
            (gint64)json_number_value(json_object_get(file, "duration_in_seconds")));
    }
    off_item_set_picture(item, base, string_of(object, "image"), NULL);
    off_item_set_picture(item, base, string_of(object, "banner_image"), NULL);
}

static void
read_content(OffItem *item, const json_t *object)
{
    const char *html = string_of(object, "content_html"), *text = string_of(object, "content_text"),
               *summary = string_of(object, "summary");
    item->full = html != NULL || text != NULL;
    if (item->full && summary)
        item->summary = off_fold(summary);
    if (html)
        item->html = g_bytes_new(html, strlen(html));
    else if (text || summary)
        item->text = g_bytes_new(text ? text : summary, strlen(text ? text : summary));
}

static char *
language_of(const json_t *object, const json_t *feed)
{
    const char *said = string_of(object, "language");
    if (!said)
        said = string_of(feed, "language");
    return said && off_is_language(said) ? g_strdup(said) : NULL;
}

static char *
date_of(const json_t *object, const char *name)
{
    const char *said = string_of(object, name);
    char *date = said ? off_feed_date(said, NULL) : NULL;
    return date ? date : g_strdup(said);
}

static void
read_item(OffItem *item, json_t *object, const json_t *feed, const char *base)
{
    const char *external = string_of(object, "external_url"), *url = string_of(object, "url");
    item->subject = off_fold(string_of(object, "title"));
    item->guid = id_of(object);
    /* A link blog: external_url is the page that the item talks about. */
    item->url = off_url_resolve(base, external ? external : url);
    if (!item->url && item->guid && off_has_prefix(item->guid, "http"))
        item->url = off_url_resolve(base, item->guid);
    item->author = authors_of(object);
    if (!item->author)
        item->author = authors_of(feed);
    item->date = date_of(object, "date_published");
    if (!item->date)
        item->date = date_of(object, "date_modified");
    item->updated = date_of(object, "date_modified");
    item->lang = language_of(object, feed);
    item->feed_title = g_strdup(string_of(feed, "title"));
    item->feed_url = g_strdup(base);
    item->feed_address = off_url_resolve(base, string_of(feed, "feed_url"));
    if (!item->url)
        item->base = g_strdup(base);
    read_content(item, object);
    read_attachments(item, object, base);
    item->is_medium = item->enclosure && !item->full;
    read_tags(item, object);
}

/* The places of the items in the text: as many as jansson has, or the feed is not written again. */
static GArray *
places_of(const char *text, gboolean single)
{
    OffRange items;
    if (single) {
        GArray *one = g_array_new(FALSE, FALSE, sizeof(OffRange));
        const OffRange whole = {0, strlen(text)};
        g_array_append_val(one, whole);
        return one;
    }
    if (*text == '{' && off_json_member(text, 0, "items", &items) && text[items.start] == '[')
        return off_json_elements(text, items.start);
    return g_array_new(FALSE, FALSE, sizeof(OffRange));
}

/* A single item, as passed on by a program that splits feeds. */
static gboolean
is_single(const json_t *root)
{
    return !json_object_get(root, "items") &&
           (string_of(root, "content_html") || string_of(root, "content_text") ||
            ((string_of(root, "url") || json_object_get(root, "id")) && string_of(root, "title")));
}

static gboolean
read_items(OffJsonFeed *feed, const json_t *root, gboolean single, const OffSource *source,
           GPtrArray *items)
{
    size_t i;
    json_t *array = single ? NULL : json_object_get(root, "items");
    g_autofree char *home = off_url_resolve(source->base_url, string_of(root, "home_page_url"));
    g_autofree char *self = off_url_resolve(source->base_url, string_of(root, "feed_url"));
    const char *base = home ? home : self ? self : source->base_url;
    size_t n = single ? 1 : json_array_size(array);
    if (n > OFF_ITEMS_MAX)
        return FALSE;
    for (i = 0; i < n; i++) {
        json_t *object = single ? (json_t *)(guintptr)root : json_array_get(array, i);
        if (!json_is_object(object))
            continue;
        OffItem *item = off_item_new(OFF_INPUT_FEED, source->bytes, source->length);
        read_item(item, object, single ? NULL : root, single ? source->base_url : base);
        if (i < feed->places->len &&
            feed->text[g_array_index(feed->places, OffRange, i).start] == '{')
            item->node = GUINT_TO_POINTER(i + 1);
        g_ptr_array_add(items, item);
    }
    return TRUE;
}

OffJsonFeed *
off_json_feed_read(const char *text, gsize length, const OffSource *source, GPtrArray *items,
                   GError **error)
{
    OffJsonFeed *feed = g_new0(OffJsonFeed, 1);
    feed->text = g_strndup(text, length);
    json_t *root = json_loads(feed->text, OFF_JSON_FLAGS | JSON_DISABLE_EOF_CHECK, NULL);
    if (!root) {
        char *mended = off_json_mend(feed->text);
        g_free(feed->text);
        feed->text = mended;
        root = json_loads(feed->text, OFF_JSON_FLAGS | JSON_DISABLE_EOF_CHECK, NULL);
    }
    gboolean single = json_is_object(root) && is_single(root);
    gboolean whole = json_is_object(root) && json_is_array(json_object_get(root, "items"));
    feed->places = places_of(feed->text, single);
    gboolean few = (single || whole) && read_items(feed, root, single, source, items);
    json_decref(root);
    if (few && items->len > 0)
        return feed;
    if (few)
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_NO_ITEMS,
                            "the feed has no item yet");
    else
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                            single || whole ? "the feed has too many items"
                                            : "not a feed: it has no items");
    off_json_feed_free(feed);
    return NULL;
}

void
off_json_feed_free(OffJsonFeed *feed)
{
    if (!feed)
        return;
    g_free(feed->text);
    g_clear_pointer(&feed->places, g_array_unref);
    g_free(feed);
}

void
off_json_feed_fill(OffJsonFeed *feed, OffSplice *splice, gpointer node, const char *html)
{
    guint number = GPOINTER_TO_UINT(node);
    if (number == 0)
        return;
    OffRange object = g_array_index(feed->places, OffRange, number - 1), value;
    json_t *string = json_string(html);
    char *text = string ? json_dumps(string, JSON_ENCODE_ANY) : NULL;
    if (text && off_json_member(feed->text, object.start, "content_html", &value)) {
        off_splice_add(splice, value.start, value.end, g_strdup(text));
    } else if (text) {
        gsize first = object.start + 1 + strspn(feed->text + object.start + 1, " \t\r\n");
        g_autofree char *blank = g_strndup(feed->text + object.start + 1, first - object.start - 1);
        off_splice_add(splice, first, first,
                       g_strdup_printf("\"content_html\": %s%s%s", text,
                                       feed->text[first] == '}' ? "" : ",", *blank ? blank : " "));
    }
    json_decref(string);
    free(text);
}

GByteArray *
off_json_feed_write(const OffJsonFeed *feed, const OffSplice *splice)
{
    return off_splice_apply(splice, feed->text, strlen(feed->text));
}
