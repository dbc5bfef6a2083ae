/* feed.c: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, whole feeds or one item, by libxml2.
 *
 * Elements are known by their local name and prefix as written: feeds in the wild forget to declare
 * the prefixes they use. What is broken is read as far as it goes. */
#include "config.h"

#include "input/input.h"

#include "dom/charset.h"
#include "dom/dom.h"
#include "wire/bounds.h"
#include "dom/json.h"
#include "dom/url.h"

#include <libxml/parser.h>
#include <string.h>

struct OffFeed {
    xmlDoc *doc;  /* RSS, Atom */
    json_t *json; /* JSON Feed */
};

/* What is the same for all items of a feed, while it is read. */
typedef struct {
    GPtrArray *items;
    const char *base;
    char *title, *url, *lang;
    const char *bytes;
    gsize length;
} Channel;

/* "content:encoded" whether the prefix was declared or not. */
static gboolean
is_named(const xmlNode *node, const char *prefix, const char *name)
{
    const char *have = (const char *)node->name;
    if (node->type != XML_ELEMENT_NODE)
        return FALSE;
    const char *colon = strchr(have, ':');
    if (colon)
        return prefix && strncmp(have, prefix, (gsize)(colon - have)) == 0 &&
               strlen(prefix) == (gsize)(colon - have) && strcmp(colon + 1, name) == 0;
    if (strcmp(have, name) != 0)
        return FALSE;
    const char *declared = node->ns && node->ns->prefix ? (const char *)node->ns->prefix : NULL;
    return prefix ? declared && strcmp(declared, prefix) == 0 : TRUE;
}

static const xmlNode *
child_named(const xmlNode *parent, const char *prefix, const char *name)
{
    for (const xmlNode *child = parent->children; child; child = child->next)
        if (is_named(child, prefix, name))
            return child;
    return NULL;
}

static char *
content_of(const xmlNode *node)
{
    xmlChar *content = node ? xmlNodeGetContent(node) : NULL;
    char *text = content ? g_strstrip(g_strdup((const char *)content)) : NULL;
    xmlFree(content);
    if (text && !*text)
        g_clear_pointer(&text, g_free);
    return text;
}

static char *
child_content(const xmlNode *parent, const char *prefix, const char *name)
{
    return content_of(child_named(parent, prefix, name));
}

/* A title that may hold markup, escaped once or twice. */
static char *
plain(char *markup)
{
    if (!markup || !strpbrk(markup, "<&"))
        return markup;
    g_autoptr(xmlDoc) doc = off_dom_parse(markup, strlen(markup));
    xmlNode *root = xmlDocGetRootElement(doc);
    char *text = root ? off_text_of(root) : g_strdup("");
    if (!*text) {
        g_free(text);
        return markup;
    }
    g_free(markup);
    return text;
}

/* The markup inside an element of type="xhtml". */
static char *
inner_markup(const xmlNode *node)
{
    xmlBuffer *buffer = xmlBufferCreate();
    for (xmlNode *child = node->children; child; child = child->next)
        xmlNodeDump(buffer, node->doc, child, 0, 0);
    char *markup = g_strdup((const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);
    return markup;
}

/* What an Atom text construct holds, as HTML (RFC 4287, 3.1). */
static char *
atom_markup(const xmlNode *node)
{
    const char *type = node ? off_attribute(node, "type") : NULL;
    if (!node)
        return NULL;
    if (type && (strcmp(type, "xhtml") == 0 || strstr(type, "xhtml+xml")))
        return inner_markup(node);
    g_autofree char *text = content_of(node);
    if (!text)
        return NULL;
    if (type && strstr(type, "html"))
        return g_steal_pointer(&text);
    char *escaped = g_markup_escape_text(text, -1);
    return escaped;
}

static void
set_html(OffItem *item, char *markup)
{
    if (markup)
        item->html = g_bytes_new_take(markup, strlen(markup));
}

static void
add_category(OffItem *item, const xmlNode *node)
{
    const char *term = off_attribute(node, "term");
    char *name = term ? g_strdup(term) : content_of(node);
    if (!name)
        return;
    if (!item->categories)
        item->categories = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(item->categories, name);
}

static void
read_categories(OffItem *item, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is_named(child, NULL, "category") || is_named(child, "dc", "subject"))
            add_category(item, child);
}

/* The base that an element gives its addresses (XML Base). */
static const char *
base_of(const xmlNode *node, const Channel *feed)
{
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
        for (const xmlAttr *a = node->properties; a; a = a->next)
            if (strcmp((const char *)a->name, "base") == 0 && a->children &&
                g_str_has_prefix((const char *)a->children->content, "http"))
                return (const char *)a->children->content;
    return feed->url ? feed->url : feed->base;
}

static char *
first_of(char *a, char *b, char *c)
{
    char *chosen = a ? a : b ? b : c;
    if (a && a != chosen)
        g_free(a);
    if (b && b != chosen)
        g_free(b);
    if (c && c != chosen)
        g_free(c);
    return chosen;
}

/* --- RSS ------------------------------------------------------------------------------------- */

static char *
rss_link(const xmlNode *node)
{
    const xmlNode *guid = child_named(node, NULL, "guid");
    char *permalink = NULL;
    if (guid && !off_attribute_is(guid, "isPermaLink", "false"))
        permalink = content_of(guid);
    if (permalink && !g_str_has_prefix(permalink, "http"))
        g_clear_pointer(&permalink, g_free);
    const xmlNode *link = NULL;
    for (const xmlNode *child = node->children; child; child = child->next)
        if (is_named(child, NULL, "link") && (!child->ns || !child->ns->prefix) &&
            !off_attribute(child, "href"))
            link = child;
    return first_of(child_content(node, "feedburner", "origLink"), content_of(link), permalink);
}

/* A picture is none: many feeds put the lead image of an article there. */
static gboolean
plays(const xmlNode *enclosure)
{
    const char *type = off_attribute(enclosure, "type"),
               *medium = off_attribute(enclosure, "medium");
    const char *what = type ? type : medium ? medium : "";
    return g_str_has_prefix(what, "audio") || g_str_has_prefix(what, "video");
}

static void
read_rss_item(const Channel *feed, const xmlNode *node, OffItem *item)
{
    g_autofree char *link = rss_link(node);
    item->subject = plain(child_content(node, NULL, "title"));
    item->url = off_url_resolve(base_of(node, feed), link);
    item->guid = child_content(node, NULL, "guid");
    if (!item->guid)
        item->guid = g_strdup(off_attribute(node, "about"));
    item->author =
        first_of(child_content(node, "dc", "creator"), child_content(node, "itunes", "author"),
                 child_content(node, NULL, "author"));
    item->date = first_of(child_content(node, NULL, "pubDate"), child_content(node, "dc", "date"),
                          child_content(node, NULL, "date"));
    const xmlNode *enclosure = child_named(node, NULL, "enclosure");
    if (!enclosure)
        enclosure = child_named(node, "media", "content");
    if (enclosure && plays(enclosure))
        item->enclosure = off_url_resolve(base_of(node, feed), off_attribute(enclosure, "url"));
    char *encoded = child_content(node, "content", "encoded");
    char *description = child_content(node, NULL, "description");
    /* Content that is shorter than the summary of it is not the content. */
    if (encoded && description && strlen(encoded) < strlen(description))
        g_clear_pointer(&encoded, g_free);
    item->full = encoded != NULL;
    set_html(item, encoded ? encoded : g_steal_pointer(&description));
    g_free(description);
}

/* --- Atom ------------------------------------------------------------------------------------ */

static const char *
atom_link(const xmlNode *node, const char *rel)
{
    const char *found = NULL;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (!is_named(child, NULL, "link"))
            continue;
        const char *have = off_attribute(child, "rel"), *type = off_attribute(child, "type");
        if (strcmp(have ? have : "alternate", rel) != 0)
            continue;
        /* Among several, the page. */
        if (!found || (type && strcmp(type, "text/html") == 0))
            found = off_attribute(child, "href");
    }
    return found;
}

static void
read_atom_entry(const Channel *feed, const xmlNode *node, OffItem *item)
{
    const xmlNode *author = child_named(node, NULL, "author");
    if (!author && node->parent && node->parent->type == XML_ELEMENT_NODE)
        author = child_named(node->parent, NULL, "author");
    g_autofree char *original = child_content(node, "feedburner", "origLink");
    g_autofree char *title = atom_markup(child_named(node, NULL, "title"));
    const char *base = base_of(node, feed);
    item->subject = plain(g_steal_pointer(&title));
    item->url = off_url_resolve(base, original ? original : atom_link(node, "alternate"));
    item->guid = child_content(node, NULL, "id");
    item->author = author ? child_content(author, NULL, "name") : NULL;
    item->date =
        first_of(child_content(node, NULL, "published"), child_content(node, NULL, "issued"),
                 child_content(node, NULL, "updated"));
    item->enclosure = off_url_resolve(base, atom_link(node, "enclosure"));
    char *content = atom_markup(child_named(node, NULL, "content"));
    item->full = content != NULL;
    set_html(item, content ? content : atom_markup(child_named(node, NULL, "summary")));
}

/* --- feeds ----------------------------------------------------------------------------------- */

static void
read_item(Channel *feed, const xmlNode *node)
{
    if (feed->items->len >= OFF_ITEMS_MAX)
        return;
    OffItem *item = off_item_new(OFF_INPUT_FEED, feed->bytes, feed->length);
    item->node = (gpointer)(guintptr)node;
    if (is_named(node, NULL, "entry"))
        read_atom_entry(feed, node, item);
    else
        read_rss_item(feed, node, item);
    read_categories(item, node);
    item->feed_title = g_strdup(feed->title);
    item->feed_url = g_strdup(feed->url);
    item->lang = g_strdup(feed->lang);
    g_ptr_array_add(feed->items, item);
}

static gboolean
is_item(const xmlNode *node)
{
    return is_named(node, NULL, "item") || is_named(node, NULL, "entry");
}

static void
read_channel(Channel *feed, const xmlNode *node)
{
    gboolean atom = is_named(node, NULL, "feed");
    g_autofree char *link =
        atom ? g_strdup(atom_link(node, "alternate")) : child_content(node, NULL, "link");
    char *url = off_url_resolve(feed->base, link);
    g_free(feed->lang); /* of a channel before this one, which had no title */
    feed->title = plain(child_content(node, NULL, "title"));
    feed->lang = child_content(node, NULL, "language");
    if (url) {
        g_free(feed->url);
        feed->url = url;
    }
}

static void
read_tree(Channel *feed, const xmlNode *root)
{
    guint depth_limit = 0;
    for (xmlNode *node = (xmlNode *)(guintptr)root; node && depth_limit++ < OFF_ELEMENTS_MAX;) {
        gboolean item = is_item(node);
        if (item)
            read_item(feed, node);
        else if ((is_named(node, NULL, "channel") || is_named(node, NULL, "feed")) && !feed->title)
            read_channel(feed, node);
        node = off_next(root, node, item);
    }
}

gboolean
off_read_feed(const OffSource *source, GPtrArray *items, GError **error)
{
    const char *bytes = source->bytes, *base_url = source->base_url;
    gsize n, length = source->length;
    g_autofree char *utf8 = off_to_utf8(bytes, length, NULL, NULL, TRUE, &n);
    const int options =
        XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET;
    g_autoptr(OffFeed) feed = g_new0(OffFeed, 1);
    const char *start = utf8 + strspn(utf8, " \t\r\n");
    if (*start == '{') {
        feed->json = off_read_json_feed(start, bytes, length, base_url, items);
    } else {
        feed->doc = xmlReadMemory(start, (int)strlen(start), NULL, "UTF-8", options);
        Channel channel = {.items = items, .base = base_url, .bytes = bytes, .length = length};
        const xmlNode *root = feed->doc ? xmlDocGetRootElement(feed->doc) : NULL;
        if (root)
            read_tree(&channel, root);
        g_free(channel.title);
        g_free(channel.url);
        g_free(channel.lang);
    }
    if (items->len > 0) {
        *source->feed = g_steal_pointer(&feed);
        return TRUE;
    }
    g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                        "not a feed: there is no item in it");
    return FALSE;
}

/* --- writing it again ------------------------------------------------------------------------ */

void
off_feed_free(OffFeed *feed)
{
    if (!feed)
        return;
    if (feed->doc)
        xmlFreeDoc(feed->doc);
    json_decref(feed->json);
    g_free(feed);
}

static void
set_content(xmlNode *node, const char *text)
{
    while (node->children) {
        xmlNode *child = node->children;
        xmlUnlinkNode(child);
        xmlFreeNode(child);
    }
    xmlAddChild(node, xmlNewText(BAD_CAST text));
}

static void
fill_rss(xmlDoc *doc, xmlNode *item, const char *html)
{
    static const char href[] = "http://purl.org/rss/1.0/modules/content/";
    xmlNode *encoded = (xmlNode *)(guintptr)child_named(item, "content", "encoded");
    if (!encoded) {
        xmlNs *ns = xmlSearchNsByHref(doc, item, BAD_CAST href);
        if (!ns)
            ns = xmlNewNs(xmlDocGetRootElement(doc), BAD_CAST href, BAD_CAST "content");
        encoded = xmlNewChild(item, ns, BAD_CAST(ns ? "encoded" : "content:encoded"), NULL);
    }
    set_content(encoded, html);
}

static void
fill_atom(xmlNode *entry, const char *html)
{
    xmlNode *content = (xmlNode *)(guintptr)child_named(entry, NULL, "content");
    if (!content)
        content = xmlNewChild(entry, entry->ns, BAD_CAST "content", NULL);
    xmlUnsetProp(content, BAD_CAST "src");
    xmlSetProp(content, BAD_CAST "type", BAD_CAST "html");
    set_content(content, html);
}

void
off_feed_fill(OffFeed *feed, const OffItem *item, const char *html)
{
    if (feed->json)
        json_object_set_new(item->node, "content_html", json_string(html));
    else if (is_named(item->node, NULL, "entry"))
        fill_atom(item->node, html);
    else
        fill_rss(feed->doc, item->node, html);
}

GByteArray *
off_feed_write(const OffFeed *feed)
{
    GByteArray *out = g_byte_array_new();
    if (feed->json) {
        off_json_append(out, feed->json, JSON_INDENT(2));
        return out;
    }
    xmlChar *text = NULL;
    int n = 0;
    xmlDocDumpMemoryEnc(feed->doc, &text, &n, "UTF-8");
    g_byte_array_append(out, text, (guint)n);
    xmlFree(text);
    return out;
}
