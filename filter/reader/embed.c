/* embed.c: pictures into the message. */
#include "config.h"

#include "reader/embed.h"

#include "wire/bounds.h"
#include "reader/ask.h"
#include "dom/dom.h"
#include "reader/chapter.h"
#include "wire/prefix.h"

#include <offprint/locate.h>
#include <string.h>

typedef struct {
    xmlNode *node; /* img */
    char *url;
    guint request; /* 0: another node has the same address */
} Wanted;

static void
wanted_clear(void *data)
{
    g_free(((Wanted *)data)->url);
}

void
off_picture_free(void *data)
{
    OffPicture *p = data;
    g_free(p->id);
    g_bytes_unref(p->bytes);
    g_free(p);
}

/* The type by the first bytes; the declared type is ignored. SVG is a program, not a picture. */
static const char *
sniff_type(const guint8 *p, gsize n)
{
    static const struct {
        const char *type;
        gsize at, length;
        const char *bytes;
    } magics[] = {{"image/png", 0, 8, "\x89PNG\r\n\x1a\n"},
                  {"image/jpeg", 0, 3, "\xff\xd8\xff"},
                  {"image/gif", 0, 6, "GIF87a"},
                  {"image/gif", 0, 6, "GIF89a"},
                  {"image/webp", 8, 4, "WEBP"},
                  {"image/avif", 4, 8, "ftypavif"},
                  {"image/avif", 4, 8, "ftypavis"}};
    for (guint i = 0; i < G_N_ELEMENTS(magics); i++)
        if (n > magics[i].at + magics[i].length &&
            memcmp(p + magics[i].at, magics[i].bytes, magics[i].length) == 0 &&
            (strcmp(magics[i].type, "image/webp") != 0 || memcmp(p, "RIFF", 4) == 0))
            return magics[i].type;
    return NULL;
}

static gboolean
may_fetch(const char *url)
{
    return (off_has_prefix(url, "http://") || off_has_prefix(url, "https://")) &&
           !off_is_personal(url);
}

/* The pictures of the article, asked for all at once. */
static GArray *
ask_for_pictures(const OffArticle *article, const OffJob *job, OffChannel *channel)
{
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(Wanted));
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    xmlNode *root = xmlDocGetRootElement(article->body);
    g_array_set_clear_func(wanted, wanted_clear);
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
        const char *src = n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_img
                              ? off_attribute(n, "src")
                              : NULL;
        if (!src || !may_fetch(src))
            continue;
        Wanted w = {.node = n, .url = g_strdup(src)};
        if (!g_hash_table_contains(seen, src) && g_hash_table_size(seen) < OFF_PICTURES_MAX)
            w.request = off_ask(src, OFF_ASK_PICTURE, job, channel);
        g_array_append_val(wanted, w);
        if (w.request)
            g_hash_table_add(seen, w.url);
    }
    return wanted;
}

/* Names of types that all readers of books show (EPUB 3.3, 3.2); NULL: one that they need not. */
static const char *
extension_of(const char *type)
{
    static const char *const types[] = {"image/png", "png",       "image/jpeg",
                                        "jpg",       "image/gif", "gif"};
    for (guint i = 0; i < G_N_ELEMENTS(types); i += 2)
        if (strcmp(type, types[i]) == 0)
            return types[i + 1];
    return NULL;
}

/* The bytes as what can be pointed to: the id is a digest of them, so that the same article gives
 * the same message or book. */
static OffPicture *
picture_of(const OffFetched *page, const char *type, OffEmbedding how)
{
    OffPicture *p = g_new0(OffPicture, 1);
    g_autofree char *hash =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, page->body->data, page->body->len);
    p->id = how == OFF_EMBED_FILES
                ? g_strdup_printf(OFF_BOOK_PICTURES "%.24s.%s", hash, extension_of(type))
                : g_strdup_printf("%.24s@offprint", hash);
    p->type = type;
    p->bytes = g_bytes_new(page->body->data, page->body->len);
    return p;
}

static char *
address_of(const OffPicture *picture, OffEmbedding how)
{
    gsize n;
    const guchar *bytes = g_bytes_get_data(picture->bytes, &n);
    if (how == OFF_EMBED_PARTS)
        return g_strconcat("cid:", picture->id, NULL);
    if (how == OFF_EMBED_FILES)
        return g_strdup(picture->id);
    g_autofree char *base64 = g_base64_encode(bytes, n);
    return g_strconcat("data:", picture->type, ";base64,", base64, NULL);
}

static void
point_to(const GArray *wanted, const char *url, const OffPicture *picture, OffEmbedding how)
{
    g_autofree char *address = address_of(picture, how);
    for (guint i = 0; i < wanted->len; i++) {
        const Wanted *w = &g_array_index(wanted, Wanted, i);
        if (strcmp(w->url, url) == 0)
            xmlSetProp(w->node, BAD_CAST "src", BAD_CAST address);
    }
}

static gboolean
has_picture(const GPtrArray *pictures, const char *id)
{
    for (guint i = 0; i < pictures->len; i++)
        if (strcmp(((OffPicture *)pictures->pdata[i])->id, id) == 0)
            return TRUE;
    return FALSE;
}

/* Why a picture stays a link; NULL: it is embedded. type: NULL if it is not an allowed type. */
static const char *
refusal_of(const OffFetched *page, const char *type, gsize total, const OffJob *job)
{
    gsize n = page->reason ? 0 : page->body->len;
    if (page->reason)
        return page->reason;
    if (!type)
        return "it is not a picture that can be embedded";
    return n > OFF_PICTURE_MAX || total + n > OFF_PICTURES_BYTES_MAX ||
                   job->run->picture_bytes + n > OFF_BOOK_PICTURES_MAX
               ? "too large"
               : NULL;
}

/* What the bytes are, if they may go along so; NULL: they may not. */
static const char *
type_of(const OffFetched *page, OffEmbedding how)
{
    const char *type =
        page->reason || page->body->len == 0 ? NULL : sniff_type(page->body->data, page->body->len);
    return type && how == OFF_EMBED_FILES && !extension_of(type) ? NULL : type;
}

GPtrArray *
off_embed_pictures(OffArticle *article, OffEmbedding how, OffJob *job, OffChannel *channel)
{
    if (!article->body || how == OFF_EMBED_NOT)
        return NULL;
    off_channel_stage(channel, "embed");
    g_autoptr(GArray) wanted = ask_for_pictures(article, job, channel);
    g_autoptr(GPtrArray) pictures = g_ptr_array_new_with_free_func(off_picture_free);
    gsize total = 0;
    for (guint i = 0; i < wanted->len; i++) {
        const Wanted *w = &g_array_index(wanted, Wanted, i);
        if (!w->request)
            continue;
        g_autoptr(OffFetched) page = off_channel_wait(
            channel, w->request, job->command->deadline - OFF_FETCH_RESERVE_MS / 2);
        const char *type = type_of(page, how), *why = refusal_of(page, type, total, job);
        if (why) {
            off_channel_say(channel, "picture %s stays a link: %s", w->url, why);
            continue;
        }
        OffPicture *picture = picture_of(page, type, how);
        point_to(wanted, w->url, picture, how);
        if (has_picture(pictures, picture->id)) {
            off_picture_free(picture);
            continue;
        }
        total += page->body->len;
        g_ptr_array_add(pictures, picture);
    }
    if (how == OFF_EMBED_FILES)
        job->run->picture_bytes += total;
    return pictures->len > 0 ? g_steal_pointer(&pictures) : NULL;
}
