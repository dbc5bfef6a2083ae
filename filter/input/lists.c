/* lists.c: lists of addresses: an address a line, as newsboat's urls has them, and OPML. */
#include "config.h"

#include "input/input.h"

#include "dom/dom.h"
#include "dom/url.h"
#include "input/feedtext.h"
#include "input/markup.h"
#include "wire/bounds.h"
#include "wire/prefix.h"

#include <libxml/parser.h>
#include <string.h>

static gboolean
add_address(const OffSource *source, const char *url, GPtrArray *items)
{
    g_autofree char *whole = off_url_resolve(source->base_url, url);
    if (!whole || !off_has_prefix(whole, "http"))
        return FALSE;
    OffItem *item = off_item_new(OFF_INPUT_URL, source->bytes, source->length);
    item->url = g_steal_pointer(&whole);
    g_ptr_array_add(items, item);
    return TRUE;
}

static gboolean
check_items(const GPtrArray *items, const char *none, GError **error)
{
    if (items->len > 0 && items->len <= OFF_ITEMS_MAX)
        return TRUE;
    g_set_error_literal(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_BROKEN,
                        items->len > 0 ? "the list has too many addresses" : none);
    return FALSE;
}

/* The address in a line, after quotes and newsboat's "filter:command:"; tags that follow it are
 * left out. */
gboolean
off_read_urls(const OffSource *source, GPtrArray *items, GError **error)
{
    gsize n;
    gboolean same;
    g_autofree char *text = off_feed_text(source->bytes, source->length, &n, &same);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] && items->len <= OFF_ITEMS_MAX; i++) {
        char *line = g_strstrip(lines[i]);
        if (*line == '#' || *line == '\0')
            continue;
        const char *start = strstr(line, "http://"), *secure = strstr(line, "https://");
        if (!start || (secure && secure < start))
            start = secure;
        if (!start || (start > line && start[-1] != '"' && start[-1] != ':' && start[-1] != '<'))
            continue;
        g_autofree char *url = g_strndup(start, strcspn(start, " \t\">"));
        add_address(source, url, items);
    }
    return check_items(items, "no line is an http or https address", error);
}

/* OPML 1.0 and 2.0: outlines with xmlUrl, however deep. */
gboolean
off_read_opml(const OffSource *source, GPtrArray *items, GError **error)
{
    const int options = XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                        XML_PARSE_NONET | XML_PARSE_HUGE;
    gsize n;
    gboolean same;
    g_autofree char *text = off_feed_text(source->bytes, source->length, &n, &same);
    g_autoptr(OffMarkup) markup = off_markup_new(text, n);
    g_autoptr(xmlDoc) doc =
        markup ? xmlReadMemory(markup->parse->str, (int)markup->parse->len, NULL, "UTF-8", options)
               : NULL;
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    for (xmlNode *node = root; node && items->len <= OFF_ITEMS_MAX;
         node = off_next(root, node, FALSE)) {
        if (!off_is_named(node, "outline"))
            continue;
        const char *url = off_attribute(node, "xmlUrl");
        if (!url)
            url = off_attribute(node, "xmlurl");
        if (url)
            add_address(source, url, items);
    }
    return check_items(items, "no feed is in the list", error);
}
