/* fragment.c: links of a page that lead to a place in itself. */
#include "config.h"

#include "blocks/fragment.h"

#include "dom/dom.h"
#include "wire/bounds.h"

#include <string.h>

/* The page's canonical address; NULL: it names none. It is in the head, as a rule. */
static const char *
canonical_address(xmlNode *root)
{
    guint seen = 0;
    for (xmlNode *n = root; n && seen++ < OFF_ELEMENTS_MAX; n = off_next(root, n, FALSE)) {
        if (off_is_named(n, "body"))
            return NULL;
        if (off_is_named(n, "link") && off_attribute_is(n, "rel", "canonical"))
            return off_attribute(n, "href");
    }
    return NULL;
}

/* The fragment of a link to the page itself, with its '#'; NULL: it leads elsewhere. */
static const char *
own_fragment(const xmlNode *link, const char *address, gsize length)
{
    const char *href = off_attribute(link, "href");
    if (!href || strncmp(href, address, length) != 0 || href[length] != '#')
        return NULL;
    return href[length + 1] ? href + length : NULL;
}

static void
shorten_link(xmlNode *link, const char *fragment)
{
    g_autofree char *copy = g_strdup(fragment);
    xmlSetProp(link, BAD_CAST "href", BAD_CAST copy);
}

void
off_shorten_own_links(xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    const char *address = root ? canonical_address(root) : NULL;
    gsize length = address ? strcspn(address, "#") : 0;
    if (length == 0)
        return;
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) links = g_ptr_array_new();
    guint seen = 0;
    for (xmlNode *n = root; n && seen++ < OFF_ELEMENTS_MAX; n = off_next(root, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE)
            continue;
        const char *id = off_attribute(n, "id");
        if (id)
            g_hash_table_add(ids, (gpointer)(guintptr)id);
        if (off_tag(n) == OFF_TAG_a && own_fragment(n, address, length))
            g_ptr_array_add(links, n);
    }
    for (guint i = 0; i < links->len; i++) {
        const char *fragment = own_fragment(links->pdata[i], address, length);
        if (g_hash_table_contains(ids, fragment + 1))
            shorten_link(links->pdata[i], fragment);
    }
}
