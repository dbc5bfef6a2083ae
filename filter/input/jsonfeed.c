/* jsonfeed.c: JSON Feed 1.0 and 1.1, by jansson. */
#include "config.h"

#include "input/input.h"

#include "wire/bounds.h"
#include "dom/json.h"
#include "dom/url.h"

#include <string.h>

static const char *
string_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text && *text ? text : NULL;
}

/* The first object of an array that is a member, or NULL. */
static json_t *
first_object(const json_t *object, const char *name)
{
    json_t *first = json_array_get(json_object_get(object, name), 0);
    return json_is_object(first) ? first : NULL;
}

/* 1.1 has authors, 1.0 has one author. */
static const char *
author_of(json_t *object)
{
    json_t *author = first_object(object, "authors");
    return string_of(author ? author : json_object_get(object, "author"), "name");
}

static void
read_tags(OffItem *item, json_t *object)
{
    size_t i;
    json_t *tag;
    json_array_foreach(json_object_get(object, "tags"), i, tag)
    {
        if (!json_is_string(tag))
            continue;
        if (!item->categories)
            item->categories = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(item->categories, g_strdup(json_string_value(tag)));
    }
}

static void
read_content(OffItem *item, json_t *object)
{
    const char *html = string_of(object, "content_html"), *text = string_of(object, "content_text");
    const char *summary = string_of(object, "summary");
    item->full = html || text;
    if (html)
        item->html = g_bytes_new(html, strlen(html));
    else if (text || summary)
        item->text = g_bytes_new(text ? text : summary, strlen(text ? text : summary));
}

static void
read_item(OffItem *item, json_t *object, json_t *feed, const char *base)
{
    const char *external = string_of(object, "external_url"), *url = string_of(object, "url");
    json_t *attachment = first_object(object, "attachments");
    item->node = object;
    item->subject = g_strdup(string_of(object, "title"));
    /* A link-blog: external_url is what the item is about. */
    item->url = off_url_resolve(base, external ? external : url);
    item->guid = g_strdup(string_of(object, "id"));
    item->author = g_strdup(author_of(object) ? author_of(object) : author_of(feed));
    item->date = g_strdup(string_of(object, "date_published"));
    item->lang = g_strdup(string_of(object, "language") ? string_of(object, "language")
                                                        : string_of(feed, "language"));
    item->feed_title = g_strdup(string_of(feed, "title"));
    item->feed_url = g_strdup(base);
    if (attachment)
        item->enclosure = off_url_resolve(base, string_of(attachment, "url"));
    read_content(item, object);
    read_tags(item, object);
}

gpointer
off_read_json_feed(const char *utf8, const char *bytes, gsize length, const char *base_url,
                   GPtrArray *items)
{
    size_t i;
    json_t *object, *feed = json_loads(utf8, OFF_JSON_FLAGS, NULL);
    if (!json_is_object(feed)) {
        json_decref(feed);
        return NULL;
    }
    g_autofree char *home = off_url_resolve(base_url, string_of(feed, "home_page_url"));
    json_array_foreach(json_object_get(feed, "items"), i, object)
    {
        if (i >= OFF_ITEMS_MAX || !json_is_object(object))
            continue;
        OffItem *item = off_item_new(OFF_INPUT_FEED, bytes, length);
        read_item(item, object, feed, home ? home : base_url);
        g_ptr_array_add(items, item);
    }
    return feed;
}
