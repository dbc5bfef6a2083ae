/* state.c: the text that a page without its scripts carries as data of its own.
 *
 * Programs that build the page in the browser put what they build it from beside it, as JSON. Where
 * the whole article is one string there, that is the article. */
#include "config.h"

#include "state.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define DEPTH_MAX 40
#define BYTES_MIN 400
#define STOPS_MIN 4 /* sentences; code and keys have none */

/* Members that hold the running text. */
static const char *const members[] = {"articleBody", "body",    "bodyHtml",    "body_html",
                                      "bodyText",    "content", "contentHtml", "html",
                                      "text",        "rendered"};

static gboolean
is_text_member(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(members); i++)
        if (strcmp(name, members[i]) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
reads_as_text(const char *text)
{
    guint stops = 0;
    for (const char *p = text; *p && stops < STOPS_MIN; p++)
        stops += (*p == '.' || *p == '!' || *p == '?') && (p[1] == ' ' || p[1] == '<' || !p[1]);
    return stops >= STOPS_MIN;
}

/* The longest text below node, kept in best (transfer none). */
static void
look(JsonNode *node, const char *name, guint depth, const char **best)
{
    if (depth > DEPTH_MAX)
        return;
    if (JSON_NODE_HOLDS_OBJECT(node)) {
        JsonObjectIter each;
        const char *member;
        JsonNode *value;
        json_object_iter_init(&each, json_node_get_object(node));
        while (json_object_iter_next(&each, &member, &value))
            look(value, member, depth + 1, best);
    } else if (JSON_NODE_HOLDS_ARRAY(node)) {
        JsonArray *array = json_node_get_array(node);
        for (guint i = 0; i < json_array_get_length(array); i++)
            look(json_array_get_element(array, i), name, depth + 1, best);
    } else if (JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING) {
        const char *text = json_node_get_string(node);
        if (is_text_member(name) && strlen(text) > MAX(BYTES_MIN, *best ? strlen(*best) : 0) &&
            reads_as_text(text))
            *best = text;
    }
}

static char *
text_in(const char *json)
{
    g_autoptr(JsonParser) parser = json_parser_new();
    const char *best = NULL;
    if (!json_parser_load_from_data(parser, json, -1, NULL) || !json_parser_get_root(parser))
        return NULL;
    look(json_parser_get_root(parser), "", 0, &best);
    return g_strdup(best);
}

char *
off_state_text(const OffPage *page)
{
    xmlNode *root = xmlDocGetRootElement(page->doc);
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE || off_tag(n) != OFF_TAG_script || !n->children ||
            !off_attribute_is(n, "type", "application/json"))
            continue;
        char *text = text_in((const char *)n->children->content);
        if (text)
            return text;
    }
    return NULL;
}
