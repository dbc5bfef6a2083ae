/* jsonld.c: schema.org articles in JSON-LD: alone, in arrays, in @graph, one inside the other. */
#include "config.h"

#include "metadata/jsonld.h"

#include "dom/dom.h"
#include "dom/json.h"

#include <string.h>

#define DEPTH_MAX 12
#define NAMES_MAX 8

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
string_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
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
is_article(const json_t *object)
{
    json_t *type = json_object_get(object, "@type"), *one;
    size_t i;
    json_array_foreach(type, i, one) if (is_article_type(json_string_value(one))) return TRUE;
    return is_article_type(json_string_value(type));
}

static gboolean
is_of_type(const json_t *object, const char *name)
{
    json_t *type = json_object_get(object, "@type"), *one;
    size_t i;
    json_array_foreach(type, i, one) if (g_strcmp0(json_string_value(one), name) == 0) return TRUE;
    return g_strcmp0(json_string_value(type), name) == 0;
}

/* Names of persons: a string, an object with a name, or several. */
static void
add_names(json_t *node, GString *names)
{
    json_t *one;
    size_t i;
    json_array_foreach(node, i, one) if (i < NAMES_MAX && !json_is_array(one))
        add_names(one, names);
    const char *name = json_is_object(node) ? string_of(node, "name") : json_string_value(node);
    if (!name || !*name || strstr(name, "://"))
        return;
    g_autofree char *plain = off_without_entities(name);
    g_autofree char *folded = off_fold(plain);
    if (strstr(names->str, folded))
        return;
    if (names->len > 0)
        g_string_append(names, ", ");
    g_string_append(names, folded);
}

static void
read_names(OffMetadata *m, const json_t *object, OffMetaField field, const char *member)
{
    json_t *node = json_object_get(object, member);
    if (!node)
        return;
    GString *names = g_string_new(NULL);
    add_names(node, names);
    off_metadata_set(m, field, OFF_META_LD, names->str);
    g_string_free(names, TRUE);
}

/* "keywords": a string of them, or several (schema.org/keywords). */
static void
read_keywords(OffMetadata *m, const json_t *object)
{
    json_t *node = json_object_get(object, "keywords"), *one;
    size_t i;
    if (json_is_string(node))
        off_metadata_add_tags(m->tags, json_string_value(node));
    json_array_foreach(node, i, one)
    {
        const char *word = json_is_object(one) ? string_of(one, "name") : json_string_value(one);
        if (word)
            off_metadata_add_tags(m->tags, word);
    }
}

/* The address of an article: its own, or of the page that it is the main entity of. */
static void
read_url(OffMetadata *m, const json_t *object)
{
    const json_t *page = json_object_get(object, "mainEntityOfPage");
    off_metadata_set(m, OFF_META_URL, OFF_META_LD, string_of(object, "url"));
    off_metadata_set(m, OFF_META_URL, OFF_META_LD,
                     json_is_object(page) ? string_of(page, "@id") : json_string_value(page));
}

/* "datePublished" as a string, or as the number of seconds that some write. */
static void
read_date(OffMetadata *m, const json_t *object, OffMetaField field, const char *name)
{
    const json_t *value = json_object_get(object, name);
    g_autofree char *number =
        json_is_number(value) ? g_strdup_printf("%.0f", json_number_value(value)) : NULL;
    off_metadata_set(m, field, OFF_META_LD, number ? number : json_string_value(value));
}

static void
read_article(OffMetadata *m, const json_t *object)
{
    const char *headline = string_of(object, "headline");
    const char *body = string_of(object, "articleBody");
    off_metadata_set(m, OFF_META_TITLE, OFF_META_LD,
                     headline ? headline : string_of(object, "name"));
    read_date(m, object, OFF_META_DATE, "datePublished");
    read_date(m, object, OFF_META_DATE, "dateCreated");
    read_date(m, object, OFF_META_MODIFIED, "dateModified");
    read_keywords(m, object);
    read_url(m, object);
    off_metadata_set(m, OFF_META_DESCRIPTION, OFF_META_LD, string_of(object, "description"));
    off_metadata_set(m, OFF_META_LANG, OFF_META_LD, string_of(object, "inLanguage"));
    json_t *author = json_object_get(object, "author");
    if (!m->value[OFF_META_BYLINE][OFF_META_LD])
        m->author_is_organization =
            is_of_type(json_is_array(author) ? json_array_get(author, 0) : author, "Organization");
    read_names(m, object, OFF_META_BYLINE, "author");
    read_names(m, object, OFF_META_BYLINE, "creator");
    read_names(m, object, OFF_META_SITE, "publisher");
    const json_t *part_of = json_object_get(object, "isPartOf");
    if (is_of_type(part_of, "WebSite"))
        off_metadata_set(m, OFF_META_SITE, OFF_META_ITEM, string_of(part_of, "name"));
    if (body && !m->body_text)
        m->body_text = g_strdup(body);
}

static void
read_node(OffMetadata *m, const json_t *node, guint depth)
{
    static const char *const inside[] = {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"};
    json_t *one;
    size_t i;
    if (!node || depth > DEPTH_MAX)
        return;
    json_array_foreach(node, i, one) read_node(m, one, depth + 1);
    if (is_article(node)) {
        read_article(m, node);
        return;
    }
    if (is_of_type(node, "WebSite"))
        off_metadata_set(m, OFF_META_SITE, OFF_META_ITEM, string_of(node, "name"));
    if (is_of_type(node, "Person") && string_of(node, "name") && m->persons++ == 0)
        m->person = off_fold(string_of(node, "name"));
    /* Of a page that is no article by its own words. */
    off_metadata_set(m, OFF_META_PAGE_DATE, OFF_META_LD, string_of(node, "datePublished"));
    for (i = 0; i < G_N_ELEMENTS(inside); i++)
        read_node(m, json_object_get(node, inside[i]), depth + 1);
}

void
off_metadata_read_jsonld(OffMetadata *m, const char *json)
{
    /* Nothing to be learned from a breadcrumb or a logo: the parser is not even started. */
    if (!json || !(strstr(json, "rticle") || strstr(json, "Posting") || strstr(json, "Report") ||
                   strstr(json, "Review") || strstr(json, "Recipe") || strstr(json, "HowTo") ||
                   strstr(json, "WebPage")))
        return;
    json_t *root = off_json_parse(json);
    read_node(m, root, 0);
    if (m->persons == 1)
        off_metadata_set(m, OFF_META_BYLINE, OFF_META_LD, m->person);
    json_decref(root);
}
