/* feed.c: a feed, whole or one item of it: read, and written again with articles filled in.
 *
 *   feedtext.c  its bytes as UTF-8       markup.c     made well-formed, with the place of each
 * element feeditem.c  the items of a tree      jsonfeed.c   the same of JSON Feed
 *
 * A feed is written again in its own text: an article is put into the place of the element that it
 * fills, and nothing else changes. The tree is only read. */
#include "config.h"

#include "input/input.h"

#include "dom/dom.h"
#include "input/feeditem.h"
#include "input/feednames.h"
#include "input/feedtext.h"
#include "input/jsonfeed.h"
#include "input/markup.h"
#include "input/splice.h"
#include "wire/bounds.h"

#include <libxml/parser.h>
#include <string.h>

#define CONTENT_NS "http://purl.org/rss/1.0/modules/content/"

struct OffFeed {
    xmlDoc *doc; /* RSS, Atom */
    OffMarkup *markup;
    gboolean declares_content; /* the root was given the prefix "content" */
    OffJsonFeed *json;         /* JSON Feed */
    OffSplice *splice;         /* what is put into its text */
    const char *doubt;         /* why it is not written again; NULL: it can be */
};

/* --- reading --- */

/* Numbers the elements in the order of their tags, from 1, in _private. Returns how many there
 * are. */
static guint
number_elements(const xmlNode *root)
{
    guint n = 0;
    for (xmlNode *node = (xmlNode *)(guintptr)root; node; node = off_next(root, node, FALSE))
        if (node->type == XML_ELEMENT_NODE)
            node->_private = GUINT_TO_POINTER(++n);
    return n;
}

static gboolean
is_channel(const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE)
        return FALSE;
    const char *name = (const char *)node->name, *colon = strchr(name, ':');
    name = colon ? colon + 1 : name;
    return strcmp(name, "channel") == 0 || strcmp(name, "feed") == 0;
}

/* Returns FALSE if there are more items than the bound. */
static gboolean
read_tree(OffChannelWords *channel, const xmlNode *root, GPtrArray *items)
{
    for (xmlNode *node = (xmlNode *)(guintptr)root; node;) {
        gboolean item = off_feed_is_item(node);
        if (item && items->len >= OFF_ITEMS_MAX)
            return FALSE;
        if (item)
            g_ptr_array_add(items, off_feed_read_item(channel, node));
        else if (!channel->node && is_channel(node))
            off_feed_read_channel(channel, node);
        gboolean nested = item && off_feed_child(node, (const char *)node->name);
        node = off_next(root, node, item && !nested);
    }
    return TRUE;
}

static xmlDoc *
parse_feed(const GString *text, gboolean *sound)
{
    const int options = XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_COMPACT;
    xmlParserCtxt *context = xmlNewParserCtxt();
    xmlDoc *doc = xmlCtxtReadMemory(context, text->str, (int)text->len, NULL, "UTF-8", options);
    *sound = context->wellFormed != 0;
    xmlFreeParserCtxt(context);
    return doc;
}

static gboolean
has_channel(const xmlNode *root)
{
    static const char *const roots[] = {"rss", "feed", "RDF", "channel"};
    const char *name = (const char *)root->name, *colon = strchr(name, ':');
    for (guint i = 0; i < G_N_ELEMENTS(roots); i++)
        if (strcmp(colon ? colon + 1 : name, roots[i]) == 0)
            return TRUE;
    return FALSE;
}

static void
set_error(GError **error, const char *message)
{
    g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN, message);
}

static gboolean
read_xml(OffFeed *feed, const OffSource *source, const char *text, gsize length, GPtrArray *items,
         GError **error)
{
    gboolean sound = FALSE;
    feed->markup = off_markup_new(text, length);
    feed->doc = feed->markup ? parse_feed(feed->markup->parse, &sound) : NULL;
    const xmlNode *root = feed->doc ? xmlDocGetRootElement(feed->doc) : NULL;
    if (!root) {
        set_error(error, "not a feed: there is no item in it");
        return FALSE;
    }
    if (!sound || number_elements(root) != feed->markup->spans->len)
        feed->doubt = "the feed is broken: it stays as it is";
    OffChannelWords channel = {
        .given_base = source->base_url, .bytes = source->bytes, .length = source->length};
    gboolean all = read_tree(&channel, root, items);
    off_channel_words_clear(&channel);
    if (!all)
        set_error(error, "the feed has too many items");
    else if (items->len == 0 && has_channel(root))
        g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_NO_ITEMS,
                            "the feed has no item yet");
    else if (items->len == 0)
        set_error(error, "not a feed: there is no item in it");
    g_string_truncate(feed->markup->parse, 0);
    return all && items->len > 0;
}

/* Marks different items that share a guid (or an address, if they have no guid). */
static void
mark_twins(const GPtrArray *items)
{
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < items->len; i++) {
        OffItem *item = items->pdata[i];
        const char *key = item->guid ? item->guid : item->url;
        OffItem *other = key ? g_hash_table_lookup(first, key) : NULL;
        if (other)
            item->shares_identity = other->shares_identity = TRUE;
        else if (key)
            g_hash_table_insert(first, (gpointer)(guintptr)key, item);
    }
}

/* Programs that write each item's last change when they write the feed say nothing by it. */
static void
mark_same_update(const GPtrArray *items)
{
    const OffItem *first = items->len > 1 ? items->pdata[0] : NULL;
    for (guint i = 1; first && i < items->len; i++)
        if (g_strcmp0(((OffItem *)items->pdata[i])->updated, first->updated) != 0)
            return;
    for (guint i = 0; first && i < items->len; i++)
        ((OffItem *)items->pdata[i])->shares_update = TRUE;
}

gboolean
off_read_feed(const OffSource *source, GPtrArray *items, GError **error)
{
    gsize n;
    gboolean same;
    g_autofree char *text = off_feed_text(source->bytes, source->length, &n, &same);
    g_autoptr(OffFeed) feed = g_new0(OffFeed, 1);
    const char *start = text + strspn(text, " \t\r\n");
    feed->splice = off_splice_new();
    if (*start == '{' || *start == '[') {
        feed->json = off_json_feed_read(start, n - (gsize)(start - text), source, items, error);
        if (!feed->json)
            return FALSE;
    } else if (!read_xml(feed, source, text, n, items, error))
        return FALSE;
    mark_twins(items);
    mark_same_update(items);
    *source->feed = g_steal_pointer(&feed);
    return TRUE;
}

/* --- writing it again ------------------------------------------------------------------------ */

void
off_feed_free(OffFeed *feed)
{
    if (!feed)
        return;
    if (feed->doc)
        xmlFreeDoc(feed->doc);
    off_markup_free(feed->markup);
    off_json_feed_free(feed->json);
    off_splice_free(feed->splice);
    g_free(feed);
}

static const OffSpan *
span_of(const OffFeed *feed, const xmlNode *node)
{
    guint number = GPOINTER_TO_UINT(node->_private);
    return &g_array_index(feed->markup->spans, OffSpan, number - 1);
}

/* The name of an element as its tag has it (transfer full). */
static char *
written_name(const OffFeed *feed, const xmlNode *node)
{
    const char *name = feed->markup->text->str + span_of(feed, node)->start + 1;
    return g_strndup(name, strcspn(name, " \t\r\n/>"));
}

static char *
escaped_text(const char *html)
{
    GString *out = g_string_sized_new(strlen(html) + strlen(html) / 8);
    for (const char *p = html; *p; p++)
        switch (*p) {
        case '<': g_string_append(out, "&lt;"); break;
        case '>': g_string_append(out, "&gt;"); break;
        case '&': g_string_append(out, "&amp;"); break;
        case '\r': break;
        default:
            if ((guchar)*p >= 0x20 || *p == '\n' || *p == '\t')
                g_string_append_c(out, *p);
        }
    return g_string_free(out, FALSE);
}

/* The prefix for content:encoded at an item (transfer full). If there is none, the root element
 * gets one. */
static char *
content_prefix(OffFeed *feed, xmlNode *item)
{
    xmlNs *ns = xmlSearchNsByHref(feed->doc, item, BAD_CAST CONTENT_NS);
    if (ns && ns->prefix)
        return g_strdup((const char *)ns->prefix);
    const xmlNode *root = xmlDocGetRootElement(feed->doc);
    const OffSpan *span = span_of(feed, root);
    if (xmlSearchNs(feed->doc, item, BAD_CAST "content") || span->inner == 0)
        return NULL;
    if (!feed->declares_content)
        off_splice_add(feed->splice, span->inner - 1, span->inner - 1,
                       g_strdup(" xmlns:content=\"" CONTENT_NS "\""));
    feed->declares_content = TRUE;
    return g_strdup("content");
}

static void
fill_rss(OffFeed *feed, xmlNode *item, const char *html)
{
    const xmlNode *encoded = off_feed_child(item, "content:encoded");
    g_autofree char *text = escaped_text(html);
    if (encoded && span_of(feed, encoded)->inner < span_of(feed, encoded)->end) {
        const OffSpan *span = span_of(feed, encoded);
        off_splice_add(feed->splice, span->inner, span->inner_end, g_steal_pointer(&text));
        return;
    }
    if (encoded) { /* an empty one */
        const OffSpan *span = span_of(feed, encoded);
        g_autofree char *name = written_name(feed, encoded);
        off_splice_add(feed->splice, span->inner - 2, span->end,
                       g_strdup_printf(">%s</%s>", text, name));
        return;
    }
    const OffSpan *span = span_of(feed, item);
    g_autofree char *prefix = content_prefix(feed, item);
    const char *name = prefix ? prefix : "offcontent";
    g_autofree char *declaration =
        prefix ? g_strdup("") : g_strdup(" xmlns:offcontent=\"" CONTENT_NS "\"");
    off_splice_add(
        feed->splice, span->inner_end, span->inner_end,
        g_strdup_printf("<%s:encoded%s>%s</%s:encoded>\n", name, declaration, text, name));
}

/* The attributes of Atom's content that do not speak of the old text. */
static char *
kept_attributes(const xmlNode *content)
{
    static const char *const old[] = {"type", "src", "mode", "base"};
    GString *out = g_string_new(NULL);
    for (const xmlNs *ns = content->nsDef; ns; ns = ns->next) {
        g_autofree char *href = g_markup_escape_text(ns->href ? (const char *)ns->href : "", -1);
        g_string_append_printf(out, " xmlns%s%s=\"%s\"", ns->prefix ? ":" : "",
                               ns->prefix ? (const char *)ns->prefix : "", href);
    }
    for (const xmlAttr *a = content->properties; a; a = a->next) {
        gboolean drop = FALSE;
        for (guint i = 0; i < G_N_ELEMENTS(old); i++)
            drop |= strcmp((const char *)a->name, old[i]) == 0;
        if (drop)
            continue;
        const char *raw = a->children ? (const char *)a->children->content : "";
        g_autofree char *value = g_markup_escape_text(raw ? raw : "", -1);
        gboolean prefixed = a->ns && a->ns->prefix;
        g_string_append_printf(out, " %s%s%s=\"%s\"", prefixed ? (const char *)a->ns->prefix : "",
                               prefixed ? ":" : "", (const char *)a->name, value);
    }
    return g_string_free(out, FALSE);
}

static void
fill_atom(OffFeed *feed, xmlNode *entry, const char *html)
{
    const xmlNode *content = off_feed_child(entry, "content");
    g_autofree char *text = escaped_text(html);
    if (content) {
        const OffSpan *span = span_of(feed, content);
        g_autofree char *name = written_name(feed, content);
        g_autofree char *attributes = kept_attributes(content);
        off_splice_add(
            feed->splice, span->start, span->end,
            g_strdup_printf("<%s type=\"html\"%s>%s</%s>", name, attributes, text, name));
        return;
    }
    const OffSpan *span = span_of(feed, entry);
    g_autofree char *name = written_name(feed, entry);
    const char *colon = strchr(name, ':');
    g_autofree char *prefix = colon ? g_strndup(name, (gsize)(colon - name) + 1) : g_strdup("");
    off_splice_add(
        feed->splice, span->inner_end, span->inner_end,
        g_strdup_printf("<%scontent type=\"html\">%s</%scontent>\n", prefix, text, prefix));
}

gboolean
off_feed_fill(OffFeed *feed, const OffItem *item, const char *html)
{
    if (feed->doubt)
        return FALSE;
    if (feed->json) {
        off_json_feed_fill(feed->json, feed->splice, item->node, html);
        return TRUE;
    }
    xmlNode *node = item->node;
    const OffSpan *span = span_of(feed, node);
    if (span->inner == span->end) /* "<item/>" */
        return FALSE;
    const char *name = (const char *)node->name, *colon = strchr(name, ':');
    if (strcmp(colon ? colon + 1 : name, "entry") == 0)
        fill_atom(feed, node, html);
    else
        fill_rss(feed, node, html);
    return TRUE;
}

const char *
off_feed_doubt(const OffFeed *feed)
{
    return feed->doubt;
}

GByteArray *
off_feed_write(const OffFeed *feed)
{
    if (feed->json)
        return off_json_feed_write(feed->json, feed->splice);
    return off_splice_apply(feed->splice, feed->markup->text->str, feed->markup->text->len);
}
