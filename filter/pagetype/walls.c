/* walls.c: pages that are no article, and say so (words/). */
#include "config.h"

#include "pagetype/walls.h"

#include "words/fold.h"

#include <string.h>

#define ARTICLE_WORDS 180   /* a longer page counts as an article in any case */
#define BARE_PAGE_WORDS 250 /* in a page with fewer the phrase may be anywhere */
#define LOOKED_AT 400       /* bytes of a text */
#define PHRASE_BLOCK 300    /* characters of a block that is looked at */

enum {
    JAVASCRIPT = OFF_EXTRACT_ERROR_JAVASCRIPT,
    CONSENT = OFF_EXTRACT_ERROR_CONSENT,
    CAPTCHA = OFF_EXTRACT_ERROR_CAPTCHA,
    PAYWALL = OFF_EXTRACT_ERROR_PAYWALL,
    LOGIN = OFF_EXTRACT_ERROR_LOGIN,
    NOT_FOUND = OFF_EXTRACT_ERROR_NOT_FOUND,
};

static const struct {
    int code;
    const char *phrase;
} walls[] = {
#define OFF_WALL(code, phrase, langs) {code, phrase},
#include "words/words.def"
};

/* The first code, in the order of OffExtractError, that the text speaks of, or -1. */
static int
wall_in(const char *text)
{
    g_autofree char *words = text ? off_comparable(text, LOOKED_AT) : NULL;
    int first = -1;
    for (guint i = 0; words && i < G_N_ELEMENTS(walls); i++)
        if ((first < 0 || walls[i].code < first) && strstr(words, walls[i].phrase))
            first = walls[i].code;
    return first;
}

/* "Please enable JavaScript" is in pages whose scripts would hide it. */
static int
wall_in_noscript(const OffPage *page)
{
    xmlNode *root = xmlDocGetRootElement(page->doc);
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE || off_tag(n) != OFF_TAG_noscript)
            continue;
        g_autofree char *text = off_text_of(n);
        if (wall_in(text) == JAVASCRIPT)
            return JAVASCRIPT;
    }
    return -1;
}

int
off_find_wall(const OffPage *page, const char *title, guint words)
{
    OffSums all = off_range_sums(page, 0, page->blocks->len);
    int wall = -1;
    if (words >= ARTICLE_WORDS)
        return -1;
    wall = wall_in(title);
    for (guint i = 0; i < page->blocks->len && wall < 0; i++) {
        const OffBlock *b = off_block(page, i);
        gboolean heading = b->tag >= OFF_TAG_h1 && b->tag <= OFF_TAG_h3;
        if (b->kind != OFF_BLOCK_TEXT || b->chars > PHRASE_BLOCK)
            continue;
        if (heading || b->kept || all.words < BARE_PAGE_WORDS)
            wall = wall_in(b->text);
    }
    if (wall < 0 && words < BARE_PAGE_WORDS / 5)
        wall = wall_in_noscript(page);
    /* A mention of cookies or scripts next to a short text is not a wall; one instead of a text
     * is. */
    gboolean soft = wall == JAVASCRIPT || wall == CONSENT || wall == LOGIN;
    return soft && words > BARE_PAGE_WORDS / 3 ? -1 : wall;
}
