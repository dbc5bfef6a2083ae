/* feednames.c: names the elements of a feed by their namespaces (Namespaces in XML). */
#include "config.h"

#include "input/feednames.h"

#include "dom/url.h"
#include "wire/bounds.h"

#include <string.h>

static const struct {
    const char *address, *prefix;
} vocabularies[] = {
#define OFF_VOCABULARY(address, prefix) {address, prefix},
#include "input/feednames.def"
#undef OFF_VOCABULARY
};

/* The part of an address that is compared, and its length. */
static const char *
compared_address(const char *address, gsize *length)
{
    const char *scheme = strstr(address, "://");
    const char *start = scheme ? scheme + 3 : address;
    *length = strlen(start);
    while (*length > 0 && strchr("/#", start[*length - 1]))
        (*length)--;
    return start;
}

const char *
off_vocabulary_of(const char *address)
{
    gsize n, k;
    const char *a = compared_address(address, &n);
    for (guint i = 0; i < G_N_ELEMENTS(vocabularies); i++) {
        const char *b = compared_address(vocabularies[i].address, &k);
        if (n == k && g_ascii_strncasecmp(a, b, n) == 0)
            return vocabularies[i].prefix;
    }
    return NULL;
}

static const char *
address_of(const xmlNode *node)
{
    return node->ns && node->ns->href ? (const char *)node->ns->href : NULL;
}

/* The language of RSS, or no namespace at all. */
static gboolean
is_plain(const char *address)
{
    const char *prefix = address ? off_vocabulary_of(address) : "";
    return prefix && *prefix == '\0';
}

static gboolean
is_own(const xmlNode *node)
{
    const char *here = address_of(node);
    const char *there =
        node->parent && node->parent->type == XML_ELEMENT_NODE ? address_of(node->parent) : here;
    if (g_strcmp0(here, there) == 0 || (is_plain(here) && is_plain(there)))
        return TRUE;
    /* One Atom is as good as another, and no namespace as good as that of the parent. */
    const char *a = here ? off_vocabulary_of(here) : NULL;
    const char *b = there ? off_vocabulary_of(there) : NULL;
    return (a && b && strcmp(a, b) == 0) || !here;
}

gboolean
off_feed_is(const xmlNode *node, const char *name)
{
    if (node->type != XML_ELEMENT_NODE)
        return FALSE;
    const char *have = (const char *)node->name, *want = strchr(name, ':');
    const char *written = strchr(have, ':'); /* a prefix that was not declared */
    if (!want)
        return !written && strcmp(have, name) == 0 && is_own(node);
    gsize length = (gsize)(want - name);
    if (written)
        return (gsize)(written - have) == length && strcmp(have, name) == 0;
    if (strcmp(have, want + 1) != 0 || !node->ns)
        return FALSE;
    const char *prefix = off_vocabulary_of((const char *)node->ns->href);
    return prefix && strlen(prefix) == length && strncmp(prefix, name, length) == 0;
}

const xmlNode *
off_feed_child(const xmlNode *parent, const char *name)
{
    for (const xmlNode *child = parent->children; child; child = child->next)
        if (off_feed_is(child, name))
            return child;
    return NULL;
}

const xmlNode *
off_feed_find(const xmlNode *parent, const char *path)
{
    const char *stroke = strchr(path, '/');
    if (!stroke)
        return off_feed_child(parent, path);
    g_autofree char *first = g_strndup(path, (gsize)(stroke - path));
    for (const xmlNode *child = parent->children; child; child = child->next) {
        const xmlNode *found = off_feed_is(child, first) ? off_feed_child(child, stroke + 1) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

/* Is it an item or entry of RSS or Atom, with any prefix? One of another known vocabulary is
 * not. */
gboolean
off_feed_is_item(const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE)
        return FALSE;
    const char *name = (const char *)node->name, *colon = strchr(name, ':');
    if (colon)
        name = colon + 1;
    if (strcmp(name, "item") != 0 && strcmp(name, "entry") != 0)
        return FALSE;
    const char *address = address_of(node);
    const char *prefix = address ? off_vocabulary_of(address) : "";
    if (prefix)
        return *prefix == '\0' || strcmp(prefix, "atom") == 0;
    /* An unknown language: the whole feed has to be in it. */
    return node->parent && node->parent->type == XML_ELEMENT_NODE &&
           g_strcmp0(address_of(node->parent), address) == 0;
}

char *
off_feed_content(const xmlNode *node)
{
    xmlChar *content = node ? xmlNodeGetContent(node) : NULL;
    char *text = content ? g_strstrip(g_strdup((const char *)content)) : NULL;
    xmlFree(content);
    if (text && !*text)
        g_clear_pointer(&text, g_free);
    return text;
}

static const char *
own_base(const xmlNode *node)
{
    for (const xmlAttr *a = node->properties; a; a = a->next)
        if ((strcmp((const char *)a->name, "base") == 0 && a->ns && a->ns->prefix &&
             strcmp((const char *)a->ns->prefix, "xml") == 0) ||
            strcmp((const char *)a->name, "xml:base") == 0)
            return a->children ? (const char *)a->children->content : NULL;
    return NULL;
}

char *
off_feed_base(const xmlNode *node, const char *feed)
{
    const char *bases[32];
    guint n = 0;
    for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
        if (n < G_N_ELEMENTS(bases) && own_base(node))
            bases[n++] = own_base(node);
    char *base = g_strdup(feed);
    while (n > 0) {
        char *next = off_url_resolve(base, bases[--n]);
        if (next) {
            g_free(base);
            base = next;
        }
    }
    return base;
}
