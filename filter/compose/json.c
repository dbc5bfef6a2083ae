/* json.c: articles and links as JSON, an object a line (RFC 8259). */
#include "config.h"

#include "compose.h"

#include <offprint/render.h>

#include <json-glib/json-glib.h>
#include <string.h>

static void
add_string(JsonObject *object, const char *name, const char *value)
{
    if (value)
        json_object_set_string_member(object, name, value);
    else
        json_object_set_null_member(object, name);
}

/* Takes the object. */
static void
append_line(GByteArray *out, JsonObject *object)
{
    JsonNode *root = json_node_init_object(json_node_alloc(), object);
    g_autofree char *text = json_to_string(root, FALSE);
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
    g_byte_array_append(out, (const guint8 *)"\n", 1);
    json_node_unref(root);
    json_object_unref(object);
}

void
off_append_json(GByteArray *out, const OffItem *item, const OffArticle *a,
                const OffVerdict *verdict)
{
    JsonObject *object = json_object_new();
    g_autofree char *words = a ? off_render_words(a) : g_strdup("");
    g_autofree char *html = a ? off_render_html_body(a) : g_strdup("");
    add_string(object, "url", verdict->url ? verdict->url : item->url);
    add_string(object, "title", a && a->title ? a->title : item->subject);
    add_string(object, "byline", a && a->byline ? a->byline : item->author);
    add_string(object, "date", a && a->date ? a->date : item->date);
    add_string(object, "modified", a ? a->modified : NULL);
    add_string(object, "site", a && a->site ? a->site : item->feed_title);
    add_string(object, "lang", a && a->lang ? a->lang : item->lang);
    add_string(object, "dir", a ? a->dir : NULL);
    add_string(object, "description", a ? a->description : NULL);
    add_string(object, "image", a ? a->image : NULL);
    add_string(object, "place", a ? a->place : NULL);
    add_string(object, "agency", a ? a->agency : NULL);
    json_object_set_int_member(object, "words", a ? a->words : 0);
    add_string(object, "kind", verdict->kind);
    add_string(object, "status", verdict->status);
    add_string(object, "reason", verdict->reason);
    add_string(object, "text", words);
    add_string(object, "html", html);
    append_line(out, object);
}

static JsonArray *
links_array(const GPtrArray *links, gboolean picked)
{
    JsonArray *array = json_array_new();
    for (guint i = 0; i < links->len; i++) {
        const OffLink *link = links->pdata[i];
        JsonObject *object = json_object_new();
        add_string(object, "href", link->href);
        if (picked)
            add_string(object, "target", link->target);
        add_string(object, "text", link->text);
        add_string(object, "why", link->why);
        json_array_add_object_element(array, object);
    }
    return array;
}

void
off_append_links_json(GByteArray *out, const OffItem *item, const OffPlan *plan)
{
    JsonObject *object = json_object_new();
    add_string(object, "kind", off_kind_name(plan->kind));
    add_string(object, "subject", item->subject);
    json_object_set_array_member(object, "picked", links_array(plan->picked, TRUE));
    json_object_set_array_member(object, "refused", links_array(plan->refused, FALSE));
    add_string(object, "reason", plan->reason);
    append_line(out, object);
}
