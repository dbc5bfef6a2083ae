/* json.c: articles and links as JSON, an object a line (RFC 8259). */
#include "config.h"

#include "reader/json.h"
#include "dom/json.h"

#include <offprint/render.h>

#include <string.h>

static void
add_string(json_t *object, const char *name, const char *value)
{
    g_autofree char *valid =
        value && !g_utf8_validate(value, -1, NULL) ? g_utf8_make_valid(value, -1) : NULL;
    json_object_set_new(object, name, value ? json_string(valid ? valid : value) : json_null());
}

/* Characters that steer a terminal, or turn or part lines: jansson escapes those below U+0020. */
static gboolean
has_to_be_escaped(gunichar c)
{
    return (c >= 0x7f && c <= 0x9f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Takes the object. */
static void
append_line(GByteArray *out, json_t *object)
{
    g_autoptr(GByteArray) line = g_byte_array_new();
    off_json_append(line, object, JSON_COMPACT);
    json_decref(object);
    const char *from = (const char *)line->data, *end = from + line->len;
    for (const char *p = from; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!has_to_be_escaped(c))
            continue;
        char escape[sizeof "\\u0000"];
        g_snprintf(escape, sizeof escape, "\\u%04x", c);
        g_byte_array_append(out, (const guint8 *)from, (guint)(p - from));
        g_byte_array_append(out, (const guint8 *)escape, (guint)strlen(escape));
        from = g_utf8_next_char(p);
    }
    g_byte_array_append(out, (const guint8 *)from, (guint)(end - from));
}

void
off_append_json(GByteArray *out, const OffItem *item, const OffArticle *a,
                const OffVerdict *verdict)
{
    json_t *object = json_object();
    g_autofree char *words = a ? off_render_words(a) : g_strdup("");
    g_autofree char *html = a ? off_render_html_body(a) : g_strdup("");
    g_autofree char *markdown = a ? off_render_markdown(a, FALSE) : g_strdup("");
    if (item->record > 0)
        json_object_set_new(object, "record", json_integer((json_int_t)item->record));
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
    json_object_set_new(object, "words", json_integer(a ? a->words : 0));
    add_string(object, "kind", verdict->kind);
    add_string(object, "status", verdict->status);
    add_string(object, "reason", verdict->reason);
    add_string(object, "text", words);
    add_string(object, "html", html);
    add_string(object, "markdown", markdown);
    append_line(out, object);
}

static json_t *
links_array(const GPtrArray *links, gboolean picked)
{
    json_t *array = json_array();
    for (guint i = 0; i < links->len; i++) {
        const OffLink *link = links->pdata[i];
        json_t *object = json_object();
        add_string(object, "href", link->href);
        if (picked)
            add_string(object, "target", link->target);
        add_string(object, "text", link->text);
        add_string(object, "why", link->why);
        json_array_append_new(array, object);
    }
    return array;
}

void
off_append_links_json(GByteArray *out, const OffItem *item, const OffPlan *plan)
{
    json_t *object = json_object();
    add_string(object, "kind", off_kind_name(plan->kind));
    add_string(object, "subject", item->subject);
    json_object_set_new(object, "picked", links_array(plan->picked, TRUE));
    json_object_set_new(object, "refused", links_array(plan->refused, FALSE));
    add_string(object, "reason", plan->reason);
    append_line(out, object);
}
