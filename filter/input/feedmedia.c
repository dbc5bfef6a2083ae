/* feedmedia.c: the media of an item: sound, video, pictures. */
#include "config.h"

#include "input/feedmedia.h"

#include "dom/dom.h"
#include "dom/url.h"
#include "input/feednames.h"
#include "wire/prefix.h"

#include <string.h>

#define ENCLOSURES_MAX 50 /* of one item */

typedef enum { FILE_OTHER, FILE_PICTURE, FILE_PLAYS } FileKind;

static const struct {
    const char *ending;
    FileKind kind;
} endings[] = {{".jpg", FILE_PICTURE}, {".jpeg", FILE_PICTURE}, {".png", FILE_PICTURE},
               {".gif", FILE_PICTURE}, {".webp", FILE_PICTURE}, {".avif", FILE_PICTURE},
               {".mp3", FILE_PLAYS},   {".m4a", FILE_PLAYS},    {".ogg", FILE_PLAYS},
               {".oga", FILE_PLAYS},   {".opus", FILE_PLAYS},   {".wav", FILE_PLAYS},
               {".flac", FILE_PLAYS},  {".aac", FILE_PLAYS},    {".mp4", FILE_PLAYS},
               {".m4v", FILE_PLAYS},   {".webm", FILE_PLAYS},   {".mov", FILE_PLAYS},
               {".ogv", FILE_PLAYS},   {".mkv", FILE_PLAYS}};

static FileKind
kind_of(const char *type, const char *url)
{
    if (type && g_ascii_strncasecmp(type, "image", 5) == 0)
        return FILE_PICTURE;
    if (type && (g_ascii_strncasecmp(type, "audio", 5) == 0 ||
                 g_ascii_strncasecmp(type, "video", 5) == 0 || strstr(type, "shockwave-flash")))
        return FILE_PLAYS;
    g_autofree char *path = g_ascii_strdown(url, (gssize)strcspn(url, "?#"));
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
        if ((!type || !*type || off_has_prefix(type, "application/octet")) &&
            g_str_has_suffix(path, endings[i].ending))
            return endings[i].kind;
    return FILE_OTHER;
}

void
off_item_set_picture(OffItem *item, const char *base, const char *url, const char *text)
{
    if (item->picture || !url || !*url)
        return;
    item->picture = off_url_resolve(base, url);
    if (item->picture && !off_has_prefix(item->picture, "http"))
        g_clear_pointer(&item->picture, g_free);
    if (item->picture && text)
        item->picture_text = off_fold(text);
}

void
off_item_add_enclosure(OffItem *item, const char *base, const char *url, const char *type,
                       const char *title, gint64 size, gint64 duration)
{
    g_autofree char *whole = url && *url ? off_url_resolve(base, url) : NULL;
    if (!whole || !off_has_prefix(whole, "http"))
        return;
    FileKind kind = kind_of(type, whole);
    if (kind == FILE_PICTURE) {
        off_item_set_picture(item, NULL, whole, title);
        return;
    }
    if (!item->enclosures)
        item->enclosures = g_ptr_array_new_with_free_func(off_enclosure_free);
    for (guint i = 0; i < item->enclosures->len; i++)
        if (strcmp(((OffEnclosure *)item->enclosures->pdata[i])->url, whole) == 0)
            return;
    if (item->enclosures->len >= ENCLOSURES_MAX)
        return;
    OffEnclosure *e = g_new0(OffEnclosure, 1);
    e->plays = kind == FILE_PLAYS;
    e->type = off_fold(type);
    e->title = off_fold(title);
    e->size = MAX(size, 0);
    e->duration = MAX(duration, 0);
    if (e->plays && !item->enclosure)
        item->enclosure = g_strdup(whole);
    e->url = g_steal_pointer(&whole);
    g_ptr_array_add(item->enclosures, e);
}

gint64
off_feed_duration(const char *text)
{
    gint64 seconds = 0;
    g_auto(GStrv) parts = text ? g_strsplit(text, ":", 4) : NULL;
    for (guint i = 0; parts && parts[i]; i++) {
        g_strstrip(parts[i]);
        if (i > 2 || !*parts[i] || strspn(parts[i], "0123456789.") != strlen(parts[i]))
            return 0;
        seconds = seconds * 60 + CLAMP(g_ascii_strtoll(parts[i], NULL, 10), 0, 999999);
    }
    return seconds;
}

static gint64
number_of(const xmlNode *node, const char *name)
{
    const char *text = off_attribute(node, name);
    return text ? g_ascii_strtoll(text, NULL, 10) : 0;
}

/* media:content, in the item or in a group; its own words and pictures lie in it. */
static void
read_media_content(OffItem *item, const xmlNode *node, const char *base)
{
    const char *url = off_attribute(node, "url"), *type = off_attribute(node, "type"),
               *medium = off_attribute(node, "medium");
    g_autofree char *text = off_feed_content(off_feed_child(node, "media:description"));
    g_autofree char *title = off_feed_content(off_feed_child(node, "media:title"));
    const char *known = type && *type ? type : medium ? medium : NULL;
    gboolean picture = known && g_ascii_strncasecmp(known, "image", 5) == 0;
    off_item_add_enclosure(item, base, url, known, picture && text ? text : title,
                           number_of(node, "fileSize"), number_of(node, "duration"));
    const xmlNode *thumbnail = off_feed_child(node, "media:thumbnail");
    if (thumbnail)
        off_item_set_picture(item, base, off_attribute(thumbnail, "url"), text);
}

static void
read_media_group(OffItem *item, const xmlNode *group, const char *base)
{
    for (const xmlNode *child = group->children; child; child = child->next)
        if (off_feed_is(child, "media:content"))
            read_media_content(item, child, base);
        else if (off_feed_is(child, "media:thumbnail"))
            off_item_set_picture(item, base, off_attribute(child, "url"), NULL);
}

static void
read_enclosure_link(OffItem *item, const xmlNode *link, const char *base)
{
    if (off_attribute_is(link, "rel", "enclosure"))
        off_item_add_enclosure(item, base, off_attribute(link, "href"), off_attribute(link, "type"),
                               off_attribute(link, "title"), number_of(link, "length"), 0);
}

static void
read_image(OffItem *item, const xmlNode *image, const char *base)
{
    const char *href = off_attribute(image, "href");
    g_autofree char *inside = off_feed_content(off_feed_child(image, "url"));
    g_autofree char *bare = inside || href ? NULL : off_feed_content(image);
    const char *url = href ? href : inside ? inside : bare;
    if (url && !strchr(url, ' '))
        off_item_set_picture(item, base, url, NULL);
}

void
off_feed_read_media(OffItem *item, const xmlNode *node, const char *base)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        if (off_feed_is(child, "enclosure"))
            off_item_add_enclosure(item, base, off_attribute(child, "url"),
                                   off_attribute(child, "type"), NULL, number_of(child, "length"),
                                   0);
        else if (off_feed_is(child, "link") || off_feed_is(child, "atom:link"))
            read_enclosure_link(item, child, base);
        else if (off_feed_is(child, "media:content"))
            read_media_content(item, child, base);
        else if (off_feed_is(child, "media:group"))
            read_media_group(item, child, base);
        else if (off_feed_is(child, "media:thumbnail"))
            off_item_set_picture(item, base, off_attribute(child, "url"), NULL);
        else if (off_feed_is(child, "image") || off_feed_is(child, "itunes:image"))
            read_image(item, child, base);
    }
}
