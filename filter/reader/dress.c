/* dress.c: additions to an item's text: pictures, enclosures, comments. */
#include "config.h"

#include "reader/dress.h"

#include "dom/dom.h"
#include "dom/url.h"
#include "reader/feedplan.h"
#include "reader/locate.h"
#include "words/words.h"

#include <string.h>

#define TAIL_OUTSIDE 60 /* bytes of it that are in no link */
#define ENCLOSURES_SHOWN 20u
#define HOVERS_MAX 100u

static xmlNode *
root_of(OffArticle *article)
{
    if (!article->body) {
        article->body = xmlNewDoc(BAD_CAST "1.0");
        xmlDocSetRootElement(article->body,
                             xmlNewDocNode(article->body, NULL, BAD_CAST "article", NULL));
    }
    return xmlDocGetRootElement(article->body);
}

static void
add_text(xmlNode *node, const char *text)
{
    g_autofree char *folded = off_fold(text);
    xmlAddChild(node, xmlNewText(BAD_CAST folded));
}

static xmlNode *
new_element(const xmlNode *root, const char *name)
{
    return xmlNewDocNode(root->doc, NULL, BAD_CAST name, NULL);
}

static void
add_link(xmlNode *node, const char *url, const char *text)
{
    xmlNode *link = xmlNewChild(node, NULL, BAD_CAST "a", NULL);
    xmlNewProp(link, BAD_CAST "href", BAD_CAST url);
    xmlAddChild(link, xmlNewText(BAD_CAST text));
}

/* A paragraph that is shown but does not count as the article's own words (clean.h). */
static xmlNode *
append_note(xmlNode *root)
{
    xmlNode *note = xmlNewChild(root, NULL, BAD_CAST "p", NULL);
    note->_private = note;
    return note;
}

/* --- pictures --- */

static gboolean
has_picture(const xmlNode *root)
{
    for (xmlNode *n = (xmlNode *)(guintptr)root; n; n = off_next(root, n, FALSE))
        if (off_is_named(n, "img"))
            return TRUE;
    return FALSE;
}

static void
add_caption(xmlNode *figure, const char *text)
{
    xmlNode *caption = xmlNewChild(figure, NULL, BAD_CAST "figcaption", NULL);
    caption->_private = caption;
    add_text(caption, text);
}

static void
add_picture(xmlNode *root, const OffItem *item)
{
    xmlNode *figure = new_element(root, "figure");
    xmlNode *image = xmlNewChild(figure, NULL, BAD_CAST "img", NULL);
    xmlNewProp(image, BAD_CAST "src", BAD_CAST item->picture);
    xmlNewProp(image, BAD_CAST "alt", BAD_CAST "");
    if (item->picture_text)
        add_caption(figure, item->picture_text);
    if (root->children)
        xmlAddPrevSibling(root->children, figure);
    else
        xmlAddChild(root, figure);
}

/* What the pictures of the item's own HTML say when they are pointed at, by their address (char *
 * to char *; transfer full). */
static GHashTable *
hover_texts(const OffItem *item)
{
    GHashTable *texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autofree char *html = off_item_html(item);
    g_autoptr(xmlDoc) doc =
        html && strcasestr(html, "title=") ? off_dom_parse(html, strlen(html)) : NULL;
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    for (xmlNode *n = root; n && g_hash_table_size(texts) < HOVERS_MAX;
         n = off_next(root, n, FALSE)) {
        if (!off_is_named(n, "img"))
            continue;
        g_autofree char *title = off_fold(off_attribute(n, "title"));
        g_autofree char *alt = off_fold(off_attribute(n, "alt"));
        char *url = off_url_resolve(item->base ? item->base : item->url, off_attribute(n, "src"));
        if (url && title && strchr(title, ' ') && g_strcmp0(title, alt) != 0 &&
            g_strcmp0(title, item->subject) != 0)
            g_hash_table_insert(texts, url, g_steal_pointer(&title));
        else
            g_free(url);
    }
    return texts;
}

static gboolean
has_caption(const xmlNode *figure)
{
    for (const xmlNode *child = figure->children; child; child = child->next)
        if (off_is_named(child, "figcaption"))
            return TRUE;
    return FALSE;
}

static void
add_hovers(xmlNode *root, const OffItem *item)
{
    g_autoptr(GHashTable) texts = hover_texts(item);
    if (g_hash_table_size(texts) == 0)
        return;
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
        if (!off_is_named(n, "img"))
            continue;
        const char *text = g_hash_table_lookup(texts, off_attribute(n, "src"));
        xmlNode *figure = n->parent;
        while (text && figure != root && !off_is_named(figure, "figure"))
            figure = figure->parent;
        const char *alt = off_attribute(n, "alt");
        gboolean bare = !alt || !*alt; /* a caption would hide what the picture shows */
        if (text && bare && figure != root && !has_caption(figure))
            add_caption(figure, text);
        else if (text && (figure == root || !has_caption(figure))) {
            xmlNode *block = n;
            while (block->parent != root)
                block = block->parent;
            xmlNode *note = new_element(root, "p");
            add_text(note, text);
            note->_private = note;
            xmlAddNextSibling(block, note);
        }
    }
}

/* --- enclosures --- */

static char *
print_size(gint64 bytes)
{
    static const char *const units[] = {"B", "kB", "MB", "GB"};
    char number[G_ASCII_DTOSTR_BUF_SIZE];
    double size = (double)bytes;
    guint unit = 0;
    for (; size >= 1000 && unit + 1 < G_N_ELEMENTS(units); unit++)
        size /= 1000;
    g_ascii_formatd(number, sizeof number, unit > 1 && size < 100 ? "%.1f" : "%.0f", size);
    return g_strdup_printf("%s %s", number, units[unit]);
}

static char *
print_duration(gint64 seconds)
{
    int h = (int)(seconds / 3600), m = (int)(seconds / 60 % 60), s = (int)(seconds % 60);
    return h > 0 ? g_strdup_printf("%d:%02d:%02d", h, m, s) : g_strdup_printf("%d:%02d", m, s);
}

/* The name of the file, as a person would write it (transfer full). */
static char *
file_name(const char *url)
{
    g_autofree char *bare = g_strndup(url, strcspn(url, "?#"));
    g_autofree char *name = g_path_get_basename(bare);
    g_autofree char *plain = g_uri_unescape_string(name, NULL);
    return g_utf8_make_valid(plain ? plain : name, -1);
}

static void
add_enclosure(xmlNode *root, const OffEnclosure *e, const char *lang)
{
    xmlNode *note = append_note(root);
    gboolean film = e->type && g_ascii_strncasecmp(e->type, "video", 5) == 0;
    const char *kind = !e->plays ? NULL
                       : film    ? off_printed(OFF_PRINTED_VIDEO, lang)
                                 : off_printed(OFF_PRINTED_AUDIO, lang);
    g_autofree char *before = kind ? g_strconcat(kind, ": ", NULL) : NULL;
    g_autofree char *name = file_name(e->url);
    g_autoptr(GString) after = g_string_new(NULL);
    if (before)
        xmlAddChild(note, xmlNewText(BAD_CAST before));
    add_link(note, e->url, e->title && *e->title ? e->title : name);
    g_autofree char *size = e->size > 0 ? print_size(e->size) : NULL;
    g_autofree char *duration = e->duration > 0 ? print_duration(e->duration) : NULL;
    const char *const said[] = {!e->plays ? e->type : NULL, duration, size};
    for (guint i = 0; i < G_N_ELEMENTS(said); i++)
        if (said[i])
            g_string_append_printf(after, "%s%s", after->len ? ", " : " (", said[i]);
    if (after->len) {
        g_string_append_c(after, ')');
        xmlAddChild(note, xmlNewText(BAD_CAST after->str));
    }
}

/* --- the rest --- */

static gboolean
has_link(const xmlNode *root, const char *url)
{
    for (xmlNode *n = (xmlNode *)(guintptr)root; n; n = off_next(root, n, FALSE))
        if (off_is_named(n, "a") && g_strcmp0(off_attribute(n, "href"), url) == 0)
            return TRUE;
    return FALSE;
}

static void
add_comments(xmlNode *root, const OffItem *item, const char *lang)
{
    if (!item->comments || has_link(root, item->comments))
        return;
    add_link(append_note(root), item->comments, off_printed(OFF_PRINTED_COMMENTS, lang));
}

void
off_dress_article(OffArticle *article, const OffItem *item, const OffDressing *how)
{
    xmlNode *root = root_of(article);
    const char *lang = article->lang;
    if (how->own)
        add_hovers(root, item);
    if (item->picture && !article->image)
        article->image = g_strdup(item->picture);
    if (item->picture && !how->in_feed && !how->drop_images && !has_picture(root))
        add_picture(root, item);
    for (guint i = 0;
         !how->in_feed && item->enclosures && i < MIN(item->enclosures->len, ENCLOSURES_SHOWN);
         i++) {
        const OffEnclosure *e = item->enclosures->pdata[i];
        if (!has_link(root, e->url) && g_strcmp0(e->url, item->url) != 0)
            add_enclosure(root, e, lang);
    }
    add_comments(root, item, lang);
    if (!root->children && item->url)
        add_link(append_note(root), item->url, item->url);
}

/* --- tails --- */

/* The links of a block: how many, the last of them, and the bytes of text outside. */
static guint
read_links(const xmlNode *block, const char **first, const char **last, gsize *outside)
{
    guint links = 0;
    g_autofree char *text = off_text_of(block);
    *outside = strlen(text);
    for (xmlNode *n = (xmlNode *)(guintptr)block; n; n = off_next(block, n, FALSE)) {
        if (!off_is_named(n, "a"))
            continue;
        g_autofree char *words = off_text_of(n);
        *outside -= MIN(*outside, strlen(words));
        *(links == 0 ? first : last) = off_attribute(n, "href");
        links++;
    }
    return links;
}

void
off_drop_tail(OffArticle *article, const OffItem *item)
{
    xmlNode *root = article->body ? xmlDocGetRootElement(article->body) : NULL;
    xmlNode *block = root ? root->last : NULL;
    const char *first = NULL, *last = NULL;
    gsize outside = 0;
    if (!block || block == root->children || !off_is_named(block, "p") ||
        read_links(block, &first, &last, &outside) != 2 || !first || !last)
        return;
    gboolean home = off_url_is_front(last) || g_strcmp0(last, item->feed_url) == 0;
    if (home && !off_url_is_front(first) && off_url_same_site(first, last) &&
        outside <= TAIL_OUTSIDE)
        off_remove(block);
}
