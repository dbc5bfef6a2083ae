/* refresh.c: pages that only redirect, with <meta http-equiv=refresh> (HTML, 4.2.5.3). */
#include "config.h"

#include "pagetype/refresh.h"

#include "dom/dom.h"
#include "dom/url.h"

#include <string.h>

#define SECONDS_MAX 10
#define TEXT_MAX 400 /* characters of such a page */

char *
off_refresh_target(const char *html, gsize length, const char *url)
{
    if (!g_strstr_len(html, (gssize)MIN(length, 16384), "efresh") &&
        !g_strstr_len(html, (gssize)MIN(length, 16384), "EFRESH"))
        return NULL;
    g_autofree char *valid = g_utf8_make_valid(html, (gssize)length);
    g_autoptr(xmlDoc) doc = off_dom_parse(valid, strlen(valid));
    xmlNode *root = xmlDocGetRootElement(doc);
    const char *content = NULL;
    for (xmlNode *n = root; n && !content; n = off_next(root, n, FALSE))
        if (n->type == XML_ELEMENT_NODE && off_attribute_is(n, "http-equiv", "refresh"))
            content = off_attribute(n, "content");
    const char *at = content ? strcasestr(content, "url") : NULL;
    if (!at || g_ascii_strtoull(content, NULL, 10) > SECONDS_MAX)
        return NULL;
    at += 3 + strspn(at + 3, " =");
    g_autofree char *bare = g_strdup(at);
    g_autofree char *text = off_text_of(root);
    if (g_utf8_strlen(text, -1) > TEXT_MAX)
        return NULL;
    char *target = off_url_resolve(url, g_strstrip(g_strdelimit(bare, "'\"", ' ')));
    if (target && strcmp(target, url) == 0)
        g_clear_pointer(&target, g_free);
    return target;
}
