/* media.c: the addresses of pictures and players. */
#include "config.h"

#include "clean/media.h"

#include "dom/url.h"
#include "wire/bounds.h"
#include "wire/prefix.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

#define SMALLEST 24 /* pixels; a smaller picture is an icon or a tracking pixel */

/* Where pages keep the address until a script asks for it; the later the less believed. */
static const char *const lazy_sources[] = {
    "data-src",         "data-original",     "data-lazy-src",   "data-lazy",
    "data-lazyload",    "data-url",          "data-hi-res-src", "data-full-src",
    "data-img-src",     "data-original-src", "data-actualsrc",  "data-cfsrc",
    "data-delayed-url", "data-image",        "data-src-large",  "src"};
static const char *const lazy_sets[] = {"data-srcset", "data-lazy-srcset", "data-original-set",
                                        "srcset"};

static gboolean
is_small(const xmlNode *image)
{
    static const char *const sides[] = {"width", "height"};
    for (guint i = 0; i < G_N_ELEMENTS(sides); i++) {
        const char *side = off_attribute(image, sides[i]);
        if (side && g_ascii_isdigit(*side) && !strchr(side, '%') && atoi(side) < SMALLEST)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_placeholder(const char *url)
{
    static const char *const words[] = {"data:",     "blank.gif", "spacer.",      "placeholder",
                                        "pixel.gif", "1x1.",      "transparent.", "about:"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(url, words[i]))
            return TRUE;
    return *url == '\0';
}

/* The widest candidate of a srcset (HTML, 4.8.4.2). Addresses may hold commas, so candidates part
 * at white space after a comma. */
static char *
widest_source(const char *set)
{
    g_autofree char *best = NULL;
    double most = -1;
    g_auto(GStrv) words = g_strsplit_set(set, " \t\n\r", -1);
    for (guint i = 0; words[i]; i++) {
        g_autofree char *url = g_strdup(words[i]);
        gsize n = strlen(url);
        if (n == 0 || (g_ascii_isdigit(*url) && strspn(url, "0123456789.wx,") == n))
            continue;
        if (url[n - 1] == ',')
            url[n - 1] = '\0';
        double size = words[i + 1] ? g_ascii_strtod(words[i + 1], NULL) : 0;
        if (size > most && *url) {
            most = size;
            g_free(best);
            best = g_steal_pointer(&url);
        }
    }
    return g_steal_pointer(&best);
}

static char *
from_sets(const xmlNode *image, const char *base)
{
    for (guint i = 0; i < G_N_ELEMENTS(lazy_sets); i++) {
        const char *set = off_attribute(image, lazy_sets[i]);
        g_autofree char *best = set ? widest_source(set) : NULL;
        if (best && !is_placeholder(best))
            return off_url_resolve(base, best);
    }
    return NULL;
}

/* In <picture> the <source> elements next to the <img> have the larger pictures. */
static char *
from_picture(const xmlNode *image, const char *base)
{
    const xmlNode *picture = image->parent;
    /* libxml2 does not know <source>, and puts the following elements inside. */
    while (picture && off_tag(picture) == OFF_TAG_source)
        picture = picture->parent;
    if (!picture || off_tag(picture) != OFF_TAG_picture)
        return NULL;
    for (xmlNode *n = picture->children; n; n = off_next(picture, n, FALSE)) {
        char *url =
            n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_source ? from_sets(n, base) : NULL;
        if (url)
            return url;
    }
    return NULL;
}

/* A picture that is a part of the mail (RFC 2392). */
static gboolean
is_cid(const char *ref)
{
    return g_ascii_strncasecmp(ref, "cid:", 4) == 0;
}

/* Escaped in one way, so that it can be compared (transfer full), or NULL. */
static char *
cid_of(const char *ref)
{
    g_autofree char *id = strlen(ref) <= OFF_URL_MAX ? g_uri_unescape_string(ref + 4, NULL) : NULL;
    g_autofree char *escaped = id ? g_uri_escape_string(id, "@", FALSE) : NULL;
    return escaped && *escaped ? g_strconcat("cid:", escaped, NULL) : NULL;
}

char *
off_image_url(const xmlNode *image, const char *base)
{
    if (is_small(image))
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(lazy_sources); i++) {
        const char *ref = off_attribute(image, lazy_sources[i]);
        if (!ref || is_placeholder(ref) || strlen(ref) < 5)
            continue;
        char *url = !base && is_cid(ref) ? cid_of(ref) : off_url_resolve(base, ref);
        if (url && !off_has_prefix(url, "mailto:"))
            return url;
        g_free(url);
    }
    char *url = from_sets(image, base);
    return url ? url : from_picture(image, base);
}

static const char *
source_of(const xmlNode *player)
{
    static const char *const names[] = {"src", "data-src", "data-lazy-src", "data-url", "data"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = off_attribute(player, names[i]);
        if (value && !is_placeholder(value))
            return value;
    }
    for (const xmlNode *n = player->children; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_source && off_attribute(n, "src"))
            return off_attribute(n, "src");
    return NULL;
}

/* The address of a frame tells whether it is a player or an advertisement. */
static gboolean
is_player(const char *url)
{
    static const char *const words[] = {"/embed", "player", "/video", "embed.", "/e/", "/media"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(url, words[i]))
            return TRUE;
    return FALSE;
}

char *
off_player_url(const xmlNode *player, const char *base, const char *lang, char **title)
{
    const char *source = source_of(player);
    g_autofree char *url = source ? off_url_resolve(base, source) : NULL;
    OffTag tag = off_tag(player);
    if (!url || off_has_prefix(url, "mailto:") ||
        (tag != OFF_TAG_video && tag != OFF_TAG_audio && !is_player(url)))
        return NULL;
    const char *said = off_attribute(player, "title");
    g_autofree char *folded = off_fold(said);
    g_autofree char *host = off_url_host(url);
    if (folded && *folded)
        *title = g_steal_pointer(&folded);
    else
        *title = g_strdup_printf(
            "%s: %s",
            off_printed(tag == OFF_TAG_audio ? OFF_PRINTED_AUDIO : OFF_PRINTED_VIDEO, lang), host);
    return g_steal_pointer(&url);
}
