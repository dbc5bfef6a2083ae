/* feeditem.c: the items of RSS 0.9x, 1.0 and 2.0 and of Atom 0.3 and 1.0. */
#include "config.h"

#include "input/feeditem.h"

#include "dom/dom.h"
#include "dom/url.h"
#include "input/feeddate.h"
#include "input/feedmedia.h"
#include "input/feednames.h"
#include "input/feedwords.h"
#include "wire/prefix.h"

#include <string.h>

#define AUTHORS_MAX 20
#define CATEGORIES_MAX 200
#define SUMMARY_MAX_BYTES 20000 /* of what is kept beside content */

typedef enum {
    FIELD_TITLE,
    FIELD_CONTENT,
    FIELD_SUMMARY,
    FIELD_DATE,
    FIELD_UPDATED,
    FIELD_GUID,
    FIELD_COMMENTS,
    FIELD_DURATION,
    FIELD_LANGUAGE
} Field;

/* Where a field may be, in the order in which it is looked for. */
static const struct {
    Field field;
    const char *path;
} places[] = {
#define OFF_FEED_FIELD(field, path) {FIELD_##field, path},
#include "input/feedfields.def"
#undef OFF_FEED_FIELD
};

static gboolean
is_empty(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            return FALSE;
    g_autofree char *text = off_feed_content(node);
    return !text;
}

/* The next element, after *at, that provides a field; NULL: there is none. */
static const xmlNode *
next_place(const xmlNode *item, Field field, guint *at)
{
    while (*at < G_N_ELEMENTS(places)) {
        guint i = (*at)++;
        const xmlNode *node = places[i].field == field ? off_feed_find(item, places[i].path) : NULL;
        if (node && !is_empty(node))
            return node;
    }
    return NULL;
}

static const xmlNode *
place_of(const xmlNode *item, Field field)
{
    guint at = 0;
    return next_place(item, field, &at);
}

static char *
text_of(const xmlNode *item, Field field)
{
    return off_feed_content(place_of(item, field));
}

static char *
title_of(const xmlNode *item)
{
    const xmlNode *node = place_of(item, FIELD_TITLE);
    OffWords words = node ? off_feed_words(node) : (OffWords){0};
    /* Atom's plain text is taken literally; other formats' text may be escaped once more. */
    const char *vocabulary =
        node && node->ns && node->ns->href ? off_vocabulary_of((const char *)node->ns->href) : NULL;
    const char *type = node ? off_attribute(node, "type") : NULL;
    gboolean plain =
        vocabulary && strcmp(vocabulary, "atom") == 0 && !(type && strstr(type, "html"));
    g_autofree char *written = plain ? off_feed_content(node) : NULL;
    char *title = plain ? off_fold(written) : off_feed_plain(words.html ? words.html : words.text);
    off_words_clear(&words);
    return title;
}

/* A date that can be read, or else the first that is there, as it is written. */
static char *
date_of(const xmlNode *item, Field field, const char *lang)
{
    g_autofree char *first = NULL;
    const xmlNode *node;
    for (guint at = 0; (node = next_place(item, field, &at));) {
        g_autofree char *text = off_feed_content(node);
        char *date = off_feed_date(text, lang);
        if (date)
            return date;
        if (!first)
            first = g_steal_pointer(&text);
    }
    return field == FIELD_DATE ? g_steal_pointer(&first) : NULL;
}

static char *
language_of(const xmlNode *node)
{
    g_autofree char *said = node ? text_of(node, FIELD_LANGUAGE) : NULL;
    if (!said && node) {
        xmlChar *lang = xmlNodeGetLang(node);
        said = g_strdup((const char *)lang);
        xmlFree(lang);
    }
    g_strdelimit(said ? said : (said = g_strdup("")), "_", '-');
    g_strstrip(said);
    return off_is_language(said) ? g_steal_pointer(&said) : NULL;
}

/* --- addresses --- */

/* Is rel this one, in its short or its full form (RFC 4287, 4.2.7.2)? No rel is "alternate". */
static gboolean
has_rel(const xmlNode *link, const char *rel)
{
    static const char full[] = "iana.org/assignments/relation/";
    const char *have = off_attribute(link, "rel");
    const char *at = have ? strstr(have, full) : NULL;
    if (!have || !*have)
        return strcmp(rel, "alternate") == 0;
    return g_ascii_strcasecmp(at ? at + strlen(full) : have, rel) == 0 ||
           (!at && off_has_token(have, rel));
}

/* How suitable a link's type is for reading: a page, no type, anything else. */
static int
worth_of(const xmlNode *link)
{
    const char *type = off_attribute(link, "type");
    if (!type || !*type)
        return 2;
    return strcasestr(type, "html") ? 3 : 1;
}

/* The address of a link of Atom; the first of the best; NULL: there is none. */
static const xmlNode *
atom_link(const xmlNode *node, const char *rel)
{
    const xmlNode *found = NULL;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (!off_feed_is(child, "atom:link") && !off_feed_is(child, "link"))
            continue;
        if (off_attribute(child, "href") && has_rel(child, rel) &&
            (!found || worth_of(child) > worth_of(found)))
            found = child;
    }
    return found;
}

static char *
atom_address(const xmlNode *node, const char *rel, const char *base)
{
    const xmlNode *link = atom_link(node, rel);
    g_autofree char *own = link ? off_feed_base(link, base) : NULL;
    return link ? off_url_resolve(own, off_attribute(link, "href")) : NULL;
}

/* An address in the text of an element, upon its own base. */
static char *
written_address(const xmlNode *node, const char *base)
{
    g_autofree char *text = off_feed_content(node);
    g_autofree char *own = text ? off_feed_base(node, base) : NULL;
    char *url = text ? off_url_resolve(own, text) : NULL;
    if (url && !off_has_prefix(url, "http"))
        g_clear_pointer(&url, g_free);
    return url;
}

/* The last link whose text is an address, as in other feed readers. */
static char *
rss_address(const xmlNode *node, const char *base)
{
    for (const xmlNode *child = node->last; child; child = child->prev) {
        char *url = off_feed_is(child, "link") ? written_address(child, base) : NULL;
        if (url)
            return url;
    }
    return NULL;
}

static gboolean
is_http(const char *text)
{
    return g_ascii_strncasecmp(text, "http://", 7) == 0 ||
           g_ascii_strncasecmp(text, "https://", 8) == 0;
}

/* A guid that is an address and is not declared otherwise. */
static char *
guid_address(const xmlNode *item, const char *base)
{
    const xmlNode *guid = place_of(item, FIELD_GUID);
    g_autofree char *text = off_feed_content(guid);
    if (!text || !is_http(text) || off_attribute_is(guid, "isPermaLink", "false"))
        return NULL;
    return off_url_resolve(base, text);
}

static char *
item_address(const xmlNode *item, const char *base)
{
    char *url = written_address(off_feed_child(item, "feedburner:origLink"), base);
    if (!url)
        url = rss_address(item, base);
    if (!url)
        url = atom_address(item, "alternate", base);
    const xmlNode *content = off_feed_child(item, "content");
    if (!url && content && off_attribute(content, "src")) {
        g_autofree char *own = off_feed_base(content, base);
        url = off_url_resolve(own, off_attribute(content, "src"));
    }
    if (!url)
        url = guid_address(item, base);
    if (!url && off_attribute(item, "about"))
        url = off_url_resolve(base, off_attribute(item, "about"));
    if (url && !off_has_prefix(url, "http"))
        g_clear_pointer(&url, g_free);
    return url;
}

/* --- persons and categories --- */

static void
add_author(GPtrArray *authors, char *name)
{
    gboolean known = !name || !*name;
    for (guint i = 0; !known && i < authors->len; i++)
        known = strcmp(authors->pdata[i], name) == 0;
    if (known || authors->len >= AUTHORS_MAX)
        g_free(name);
    else
        g_ptr_array_add(authors, name);
}

static const xmlNode *
any_child(const xmlNode *node, const char *const *names)
{
    for (; *names; names++) {
        const xmlNode *child = off_feed_child(node, *names);
        if (child && !is_empty(child))
            return child;
    }
    return NULL;
}

/* A person: an element with a name in it, or a text. */
static char *
person_of(const xmlNode *node)
{
    static const char *const names[] = {"name", "atom:name", "email", "atom:email", NULL};
    const xmlNode *inside = any_child(node, names);
    g_autofree char *text = inside ? NULL : off_feed_content(node);
    if (inside)
        return off_fold((char *)(text = off_feed_content(inside)));
    g_autofree char *plain = off_feed_plain(text && !strchr(text, '@') ? text : NULL);
    return off_feed_person(plain ? plain : text);
}

/* All authors that are named in one way; NULL: nobody is. */
static char *
authors_by(const xmlNode *node, const char *name)
{
    g_autoptr(GPtrArray) authors = g_ptr_array_new_with_free_func(g_free);
    for (const xmlNode *child = node->children; child; child = child->next)
        if (off_feed_is(child, name))
            add_author(authors, person_of(child));
    if (authors->len == 0)
        return NULL;
    g_ptr_array_add(authors, NULL);
    return g_strjoinv(", ", (char **)authors->pdata);
}

static char *
authors_of(const xmlNode *node)
{
    static const char *const ways[] = {"dc:creator", "author", "atom:author", "itunes:author",
                                       "dc:author"};
    char *address = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(ways); i++) {
        char *authors = authors_by(node, ways[i]);
        if (authors && !strchr(authors, '@')) {
            g_free(address);
            return authors;
        }
        if (address)
            g_free(authors);
        else
            address = authors;
    }
    return address;
}

void
off_item_add_category(OffItem *item, const char *name)
{
    g_autofree char *folded = off_fold(name);
    if (!folded || !*folded)
        return;
    if (!item->categories)
        item->categories = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < item->categories->len; i++)
        if (strcmp(item->categories->pdata[i], folded) == 0)
            return;
    if (item->categories->len < CATEGORIES_MAX)
        g_ptr_array_add(item->categories, g_steal_pointer(&folded));
}

static void
read_keywords(OffItem *item, const xmlNode *node)
{
    g_autofree char *text = off_feed_content(node);
    g_auto(GStrv) words = g_strsplit(text ? text : "", ",", -1);
    for (guint i = 0; words[i]; i++)
        off_item_add_category(item, words[i]);
}

static void
read_categories(OffItem *item, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (off_feed_is(child, "category") || off_feed_is(child, "atom:category") ||
            off_feed_is(child, "dc:subject")) {
            const char *term = off_attribute(child, "term"), *label = off_attribute(child, "label");
            g_autofree char *text = off_feed_content(child);
            off_item_add_category(item, term && *term ? term : text ? text : label);
        } else if (off_feed_is(child, "itunes:category"))
            off_item_add_category(item, off_attribute(child, "text"));
        else if (off_feed_is(child, "itunes:keywords"))
            read_keywords(item, child);
    }
}

/* --- texts --- */

static gsize
length_of(const OffWords *words)
{
    return words->html ? strlen(words->html) : words->text ? strlen(words->text) : 0;
}

/* The first text of a field; *node is where it stood. */
static OffWords
words_of(const xmlNode *item, Field field, const xmlNode **node)
{
    OffWords words = {0};
    for (guint at = 0; length_of(&words) == 0 && (*node = next_place(item, field, &at));) {
        off_words_clear(&words);
        words = off_feed_words(*node);
    }
    return words;
}

static void
keep_summary(OffItem *item, const OffWords *words)
{
    if (length_of(words) == 0 || length_of(words) > SUMMARY_MAX_BYTES)
        return;
    g_autoptr(xmlDoc) doc = words->html ? off_dom_parse(words->html, strlen(words->html)) : NULL;
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    item->summary = root ? off_text_of(root) : off_fold(words->text);
}

static void
read_words(OffItem *item, const xmlNode *node, const char *base)
{
    const xmlNode *content_node = NULL, *summary_node = NULL;
    OffWords content = words_of(node, FIELD_CONTENT, &content_node);
    OffWords summary = words_of(node, FIELD_SUMMARY, &summary_node);
    /* Content that is shorter than the summary of it is not the content. */
    item->full = length_of(&content) > 0 && length_of(&content) >= length_of(&summary);
    OffWords *chosen = item->full || length_of(&summary) == 0 ? &content : &summary;
    const xmlNode *from = chosen == &content ? content_node : summary_node;
    if (item->full)
        keep_summary(item, &summary);
    g_autofree char *own = from ? off_feed_base(from, NULL) : NULL;
    if (own)
        item->base = off_feed_base(from, base);
    else if (!item->url)
        item->base = g_strdup(base);
    if (chosen->html)
        item->html = g_bytes_new(chosen->html, strlen(chosen->html));
    else if (chosen->text)
        item->text = g_bytes_new(chosen->text, strlen(chosen->text));
    off_words_clear(&content);
    off_words_clear(&summary);
}

/* Words in the elements that every reader shows? */
static gboolean
has_plain_words(const xmlNode *node)
{
    static const char *const names[] = {"description", "summary", "content", "content:encoded",
                                        NULL};
    return any_child(node, names) != NULL;
}

/* --- the whole --- */

void
off_channel_words_clear(OffChannelWords *channel)
{
    g_free(channel->title);
    g_free(channel->url);
    g_free(channel->self);
    g_free(channel->lang);
    g_free(channel->author);
    memset(channel, 0, sizeof *channel);
}

void
off_feed_read_channel(OffChannelWords *channel, const xmlNode *node)
{
    channel->node = node;
    channel->title = title_of(node);
    channel->lang = language_of(node);
    channel->author = authors_by(node, "author");
    channel->self = atom_address(node, "self", channel->given_base);
    const char *found = channel->self ? channel->self : channel->given_base;
    channel->url = rss_address(node, found);
    if (!channel->url)
        channel->url = atom_address(node, "alternate", found);
}

static void
read_comments(OffItem *item, const xmlNode *node, const char *base)
{
    item->comments = written_address(off_feed_child(node, "comments"), base);
    const xmlNode *replies = item->comments ? NULL : atom_link(node, "replies");
    if (replies && worth_of(replies) > 1)
        item->comments = atom_address(node, "replies", base);
    const xmlNode *answered = off_feed_child(node, "thr:in-reply-to");
    if (answered)
        item->in_reply_to = g_strdup(off_attribute(answered, "ref"));
}

OffItem *
off_feed_read_item(const OffChannelWords *channel, const xmlNode *node)
{
    OffItem *item = off_item_new(OFF_INPUT_FEED, channel->bytes, channel->length);
    const char *home = channel->url    ? channel->url
                       : channel->self ? channel->self
                                       : channel->given_base;
    g_autofree char *base = off_feed_base(node, home);
    item->node = (gpointer)(guintptr)node;
    item->lang = language_of(node);
    if (!item->lang)
        item->lang = g_strdup(channel->lang);
    item->subject = title_of(node);
    item->url = item_address(node, home);
    item->guid = text_of(node, FIELD_GUID);
    if (!item->guid)
        item->guid = g_strdup(off_attribute(node, "about"));
    item->author = authors_of(node);
    if (!item->author)
        item->author = g_strdup(channel->author);
    item->date = date_of(node, FIELD_DATE, item->lang);
    item->updated = date_of(node, FIELD_UPDATED, item->lang);
    read_words(item, node, base);
    read_categories(item, node);
    off_feed_read_media(item, node, base);
    g_autofree char *duration = text_of(node, FIELD_DURATION);
    if (item->enclosures && duration) {
        OffEnclosure *first = item->enclosures->pdata[0];
        first->duration = first->duration ? first->duration : off_feed_duration(duration);
    }
    item->is_medium = item->enclosure != NULL && !item->full;
    item->is_card = item->is_medium && !has_plain_words(node);
    read_comments(item, node, base);
    item->feed_title = g_strdup(channel->title);
    item->feed_url = g_strdup(channel->url);
    item->feed_address = g_strdup(channel->self ? channel->self : channel->given_base);
    return item;
}
