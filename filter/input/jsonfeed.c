/* jsonfeed.c: JSON Feed 1.0 and 1.1, by json-glib. */
#include "config.h"

#include "input.h"

#include "bounds.h"
#include "url.h"

#include <json-glib/json-glib.h>
#include <string.h>

static const char *
string_of(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    gboolean text =
        node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING;
    return text && *json_node_get_string(node) ? json_node_get_string(node) : NULL;
}

static JsonArray *
array_of(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    return node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
}

/* The first object of an array that is a member. */
static JsonObject *
first_object(JsonObject *object, const char *name)
{
    JsonArray *array = array_of(object, name);
    JsonNode *first =
        array && json_array_get_length(array) ? json_array_get_element(array, 0) : NULL;
    return first && JSON_NODE_HOLDS_OBJECT(first) ? json_node_get_object(first) : NULL;
}

/* 1.1 has authors, 1.0 has one author. */
static const char *
author_of(JsonObject *object)
{
    JsonObject *author = first_object(object, "authors");
    JsonNode *old = json_object_get_member(object, "author");
    if (!author && old && JSON_NODE_HOLDS_OBJECT(old))
        author = json_node_get_object(old);
    return author ? string_of(author, "name") : NULL;
}

static void
read_tags(OffItem *item, JsonObject *object)
{
    JsonArray *tags = array_of(object, "tags");
    for (guint i = 0; tags && i < json_array_get_length(tags); i++) {
        JsonNode *tag = json_array_get_element(tags, i);
        if (!JSON_NODE_HOLDS_VALUE(tag) || json_node_get_value_type(tag) != G_TYPE_STRING)
            continue;
        if (!item->categories)
            item->categories = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(item->categories, g_strdup(json_node_get_string(tag)));
    }
}

static void
read_content(OffItem *item, JsonObject *object)
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
read_item(OffItem *item, JsonObject *object, JsonObject *feed, const char *base)
{
    const char *external = string_of(object, "external_url"), *url = string_of(object, "url");
    JsonObject *attachment = first_object(object, "attachments");
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
    g_autoptr(JsonParser) parser = json_parser_new();
    if (!json_parser_load_from_data(parser, utf8, -1, NULL))
        return NULL;
    JsonNode *root = json_parser_get_root(parser);
    if (!root || !JSON_NODE_HOLDS_OBJECT(root))
        return NULL;
    JsonObject *feed = json_node_get_object(root);
    JsonArray *array = array_of(feed, "items");
    g_autofree char *home = off_url_resolve(base_url, string_of(feed, "home_page_url"));
    for (guint i = 0; array && i < MIN(json_array_get_length(array), OFF_ITEMS_MAX); i++) {
        JsonNode *node = json_array_get_element(array, i);
        if (!JSON_NODE_HOLDS_OBJECT(node))
            continue;
        OffItem *item = off_item_new(OFF_INPUT_FEED, bytes, length);
        read_item(item, json_node_get_object(node), feed, home ? home : base_url);
        g_ptr_array_add(items, item);
    }
    return json_node_ref(root);
}
