/* jsonld.c: schema.org articles in JSON-LD: alone, in arrays, in @graph, one inside the other. */
#include "config.h"

#include "metadata.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define DEPTH_MAX 12

static const char *const article_types[] = {
    "Article",
    "NewsArticle",
    "BlogPosting",
    "Report",
    "ScholarlyArticle",
    "TechArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "ReportageNewsArticle",
    "Review",
    "SocialMediaPosting",
    "LiveBlogPosting",
    "AdvertiserContentArticle",
    "ReviewNewsArticle",
    "BackgroundNewsArticle",
    "MedicalWebPage",
    "Recipe",
    "HowTo",
};

static const char *
string_of(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);
    return node && JSON_NODE_HOLDS_VALUE(node) && json_node_get_value_type(node) == G_TYPE_STRING
               ? json_node_get_string(node)
               : NULL;
}

static gboolean
is_article_type(const char *type)
{
    const char *bare = type ? strrchr(type, '/') : NULL;
    bare = bare ? bare + 1 : type;
    for (guint i = 0; bare && i < G_N_ELEMENTS(article_types); i++)
        if (strcmp(bare, article_types[i]) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
is_article(JsonObject *object)
{
    JsonNode *type = json_object_get_member(object, "@type");
    if (type && JSON_NODE_HOLDS_ARRAY(type)) {
        JsonArray *array = json_node_get_array(type);
        for (guint i = 0; i < json_array_get_length(array); i++) {
            JsonNode *one = json_array_get_element(array, i);
            if (JSON_NODE_HOLDS_VALUE(one) && is_article_type(json_node_get_string(one)))
                return TRUE;
        }
    }
    return is_article_type(string_of(object, "@type"));
}

/* JSON knows no entities, but those who write it often escape for HTML first. */
static char *
without_entities(const char *text)
{
    if (!strchr(text, '&') || !strchr(text, ';'))
        return g_strdup(text);
    g_autoptr(xmlDoc) doc = off_dom_parse(text, strlen(text));
    xmlNode *root = xmlDocGetRootElement(doc);
    return root ? off_text_of(root) : g_strdup(text);
}

/* Names of persons: a string, an object with a name, or several. */
static void
add_names(JsonNode *node, GString *names)
{
    const char *name = NULL;
    if (JSON_NODE_HOLDS_ARRAY(node)) {
        JsonArray *array = json_node_get_array(node);
        for (guint i = 0; i < MIN(json_array_get_length(array), 8); i++)
            if (!JSON_NODE_HOLDS_ARRAY(json_array_get_element(array, i)))
                add_names(json_array_get_element(array, i), names);
        return;
    }
    if (JSON_NODE_HOLDS_OBJECT(node))
        name = string_of(json_node_get_object(node), "name");
    else if (JSON_NODE_HOLDS_VALUE(node))
        name = json_node_get_string(node);
    if (!name || !*name || strstr(name, "://"))
        return;
    g_autofree char *plain = without_entities(name);
    g_autofree char *folded = off_fold(plain);
    if (strstr(names->str, folded))
        return;
    if (names->len > 0)
        g_string_append(names, ", ");
    g_string_append(names, folded);
}

static void
read_names(OffMetadata *m, JsonObject *object, OffMetaField field, const char *member)
{
    JsonNode *node = json_object_get_member(object, member);
    if (!node)
        return;
    GString *names = g_string_new(NULL);
    add_names(node, names);
    off_metadata_set(m, field, OFF_META_LD, names->str);
    g_string_free(names, TRUE);
}

static void
read_article(OffMetadata *m, JsonObject *object)
{
    const char *headline = string_of(object, "headline");
    const char *body = string_of(object, "articleBody");
    off_metadata_set(m, OFF_META_TITLE, OFF_META_LD,
                     headline ? headline : string_of(object, "name"));
    off_metadata_set(m, OFF_META_DATE, OFF_META_LD, string_of(object, "datePublished"));
    off_metadata_set(m, OFF_META_DATE, OFF_META_LD, string_of(object, "dateCreated"));
    off_metadata_set(m, OFF_META_MODIFIED, OFF_META_LD, string_of(object, "dateModified"));
    off_metadata_set(m, OFF_META_DESCRIPTION, OFF_META_LD, string_of(object, "description"));
    off_metadata_set(m, OFF_META_LANG, OFF_META_LD, string_of(object, "inLanguage"));
    read_names(m, object, OFF_META_BYLINE, "author");
    read_names(m, object, OFF_META_BYLINE, "creator");
    read_names(m, object, OFF_META_SITE, "publisher");
    if (body && !m->body_text)
        m->body_text = g_strdup(body);
}

static void
walk(OffMetadata *m, JsonNode *node, guint depth)
{
    if (depth > DEPTH_MAX)
        return;
    if (JSON_NODE_HOLDS_ARRAY(node)) {
        JsonArray *array = json_node_get_array(node);
        for (guint i = 0; i < json_array_get_length(array); i++)
            walk(m, json_array_get_element(array, i), depth + 1);
        return;
    }
    if (!JSON_NODE_HOLDS_OBJECT(node))
        return;
    JsonObject *object = json_node_get_object(node);
    if (is_article(object)) {
        read_article(m, object);
        return;
    }
    static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"};
    for (guint i = 0; i < G_N_ELEMENTS(inside); i++) {
        JsonNode *member = json_object_get_member(object, inside[i]);
        if (member)
            walk(m, member, depth + 1);
    }
}

void
off_metadata_read_jsonld(OffMetadata *m, const char *json)
{
    /* Nothing to be learned from a breadcrumb or a logo: the parser is not even started. */
    if (!json || !(strstr(json, "rticle") || strstr(json, "Posting") || strstr(json, "Report") ||
                   strstr(json, "Review") || strstr(json, "Recipe") || strstr(json, "HowTo") ||
                   strstr(json, "WebPage")))
        return;
    g_autoptr(JsonParser) parser = json_parser_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *repaired = NULL;
    if (!json_parser_load_from_data(parser, json, -1, &error)) {
        /* Line ends inside strings are the usual fault; JSON knows white space only between tokens.
         */
        repaired = g_strdelimit(g_strdup(json), "\n\r\t", ' ');
        if (!json_parser_load_from_data(parser, repaired, -1, NULL))
            return;
    }
    JsonNode *root = json_parser_get_root(parser);
    if (root)
        walk(m, root, 0);
}
