/* lists.c: pages that are whole, and no article: front pages, lists of a section, players. */
#include "config.h"

#include "pagetype/lists.h"

#include "dom/url.h"
#include "wire/prefix.h"

#define TEASERS_MIN 5    /* titles that are links, and lead to something else */
#define TEASER_SHARE 0.6 /* share of the kept text under such titles */
#define TEASER_TEXTS 2   /* paragraphs under one title; an article's section has more */
#define TEASER_REACH 5   /* blocks after a title that may belong to it */
#define LINKED 0.8       /* of a title that is a link */
#define FRONT_TEASERS 3  /* the same for an address that is a front page's */
#define LIST_WORDS 2000  /* more is an article, whatever its titles link to */
#define VIDEO_WORDS 150  /* words next to a player; with more it is an article with a video */

typedef struct {
    guint titles;      /* that are links */
    guint kept, under; /* characters: kept, and of them under such a title */
} Teasers;

static gboolean
is_linked_title(const OffBlock *b)
{
    return b->kind == OFF_BLOCK_TEXT && off_is_heading(b->tag) && b->tag != OFF_TAG_h1 &&
           b->words > 1 && b->link_chars >= b->chars * LINKED;
}

static Teasers
count_teasers(const OffPage *page)
{
    Teasers t = {0};
    gint64 title = -1;
    guint texts = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (is_linked_title(b)) {
            t.titles++;
            t.kept += b->kept ? b->chars : 0;
            t.under += b->kept ? b->chars : 0;
            title = i;
            texts = 0;
            continue;
        }
        if (b->kind != OFF_BLOCK_TEXT || !b->kept)
            continue;
        if (off_is_heading(b->tag))
            title = -1;
        t.kept += b->chars;
        texts++;
        if (title >= 0 && i - (guint)title <= TEASER_REACH && texts <= TEASER_TEXTS)
            t.under += b->chars;
    }
    return t;
}

/* A page that declares itself an article is not a list, however many titles it links to. */
static gboolean
says_article(const OffMetadata *m)
{
    const char *type = m->value[OFF_META_TYPE][OFF_META_OG];
    return m->value[OFF_META_TITLE][OFF_META_LD] || m->value[OFF_META_DATE][OFF_META_OG] ||
           (type && g_ascii_strcasecmp(type, "article") == 0);
}

static gboolean
is_list(const OffPage *page, const char *url)
{
    Teasers t = count_teasers(page);
    guint least = url && off_url_is_front(url) ? FRONT_TEASERS : TEASERS_MIN;
    return t.titles >= least && t.under >= t.kept * TEASER_SHARE;
}

static gboolean
is_video(const OffMetadata *m, guint words)
{
    const char *type = m->value[OFF_META_TYPE][OFF_META_OG];
    return words < VIDEO_WORDS && type && off_has_prefix(type, "video");
}

int
off_find_list(const OffPage *page, const OffMetadata *metadata, const char *url, guint words)
{
    if (is_video(metadata, words))
        return OFF_EXTRACT_ERROR_VIDEO;
    return words < LIST_WORDS && !says_article(metadata) && is_list(page, url)
               ? OFF_EXTRACT_ERROR_LIST
               : -1;
}
