/* ownwords.c: finds the words of an item that are not on its page.
 *
 * Texts are compared by runs of three words, so that one changed word or a cut-off end does not
 * make a sentence count as different. */
#include "config.h"

#include "reader/ownwords.h"

#include "dom/dom.h"
#include "links/refuse.h"
#include "wire/prefix.h"
#include "words/fold.h"

#include <offprint/locate.h>
#include <string.h>

#define RUN 3              /* words that are compared together */
#define NEW_SHARE 0.5      /* of a block's runs that the article has not: the block is new */
#define SAME_SHARE 0.8     /* of a text's runs that another has: it holds that text */
#define BARE_LINK_WORDS 5u /* of a block that is nothing but a link */
#define MORE_WORDS 9u      /* of a line that says where to go on */
#define NOTICE_WORDS 60u   /* of a line that tells how to leave the list, or to read it elsewhere */
#define BLOCKS_MAX 200u    /* of own words */

/* The words of a text as numbers; letters of scripts without blanks are words. */
static GArray *
words_of(const char *text)
{
    g_autofree char *plain = off_comparable(text, 0);
    GArray *words = g_array_new(FALSE, FALSE, sizeof(guint));
    guint hash = 5381;
    gboolean inside = FALSE;
    for (const char *p = plain;; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean wide = c && g_unichar_iswide(c);
        if (inside && (c == 0 || c == ' ' || wide)) {
            g_array_append_val(words, hash);
            hash = 5381;
            inside = FALSE;
        }
        if (c == 0)
            break;
        if (wide) {
            guint alone = (guint)c;
            g_array_append_val(words, alone);
        } else if (c != ' ') {
            hash = hash * 33 + (guint)c;
            inside = TRUE;
        }
    }
    return words;
}

static gpointer
run_at(const GArray *words, guint i, guint length)
{
    guint hash = 17;
    for (guint k = 0; k < length; k++)
        hash = hash * 1000003 + g_array_index(words, guint, i + k);
    return GUINT_TO_POINTER(hash | 1);
}

/* The runs of a text, of one to RUN words. */
static GHashTable *
runs_of(const char *text)
{
    GHashTable *runs = g_hash_table_new(NULL, NULL);
    g_autoptr(GArray) words = words_of(text);
    for (guint length = 1; length <= RUN; length++)
        for (guint i = 0; i + length <= words->len; i++)
            g_hash_table_add(runs, run_at(words, i, length));
    return runs;
}

/* How much of a text another has not, from 0 to 1. */
static double
share_missing(const char *text, GHashTable *runs)
{
    g_autoptr(GArray) words = words_of(text);
    guint length = MIN(RUN, words->len), missing = 0;
    if (length == 0)
        return 0;
    guint all = words->len - length + 1;
    for (guint i = 0; i < all; i++)
        missing += !g_hash_table_contains(runs, run_at(words, i, length));
    return (double)missing / all;
}

static char *
text_of_article(const OffArticle *article)
{
    xmlNode *root = article->body ? xmlDocGetRootElement(article->body) : NULL;
    g_autofree char *body = root ? off_text_of(root) : g_strdup("");
    return g_strconcat(article->title ? article->title : "", "\n", body, NULL);
}

gboolean
off_article_holds(const OffArticle *article, const OffArticle *other)
{
    g_autofree char *whole = text_of_article(article), *part = text_of_article(other);
    g_autoptr(GHashTable) runs = runs_of(whole);
    return share_missing(part, runs) <= 1 - SAME_SHARE;
}

static guint
count_of(const char *text)
{
    g_autoptr(GArray) words = words_of(text);
    return words->len;
}

/* The words of a block that are in links. */
static guint
linked_words(const xmlNode *block)
{
    guint words = 0;
    for (xmlNode *n = (xmlNode *)(guintptr)block; n;) {
        gboolean link = n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_a;
        g_autofree char *text = link ? off_text_of(n) : NULL;
        words += text ? count_of(text) : 0;
        n = off_next(block, n, link);
    }
    return words;
}

/* The list of links that newsboat puts under what it pipes. */
static gboolean
is_list_of_links(const char *text)
{
    return off_has_prefix(text, "Links:") ||
           (text[0] == '[' && g_ascii_isdigit(text[1]) && strstr(text, "]: "));
}

/* Says nothing itself: the title once more, a way to the page or to the comments. */
static gboolean
is_pointer(const xmlNode *block, const char *text, const OffItem *item)
{
    guint words = count_of(text);
    g_autofree char *plain = off_comparable(text, 0);
    g_autofree char *title = off_comparable(item->subject ? item->subject : "", 0);
    if (words == 0 || strcmp(plain, title) == 0)
        return TRUE;
    OffSaying says = words <= NOTICE_WORDS ? off_saying(text) : OFF_SAYS_NOTHING;
    if (says >= OFF_SAYS_ONLINE || (words <= MORE_WORDS && says == OFF_SAYS_MORE))
        return TRUE;
    if (item->kind == OFF_INPUT_NEWSBOAT && is_list_of_links(text))
        return TRUE;
    return words <= BARE_LINK_WORDS && linked_words(block) == words;
}

/* A line with the title of the page, before its first block: a link if the address may be told. */
static void
name_page(xmlNode *first, const OffArticle *article)
{
    if (!article->title || !*article->title)
        return;
    g_autofree char *url = article->url ? off_unwrap(article->url) : NULL;
    gboolean may_tell = url && !off_is_personal(url);
    xmlNode *line = xmlNewDocNode(article->body, NULL, BAD_CAST "p", NULL);
    xmlNode *title =
        xmlNewTextChild(line, NULL, BAD_CAST(may_tell ? "a" : "strong"), BAD_CAST article->title);
    if (may_tell)
        xmlSetProp(title, BAD_CAST "href", BAD_CAST url);
    xmlAddPrevSibling(first, line);
}

gboolean
off_add_own_words(OffArticle *article, const OffArticle *own, const OffItem *item,
                  gboolean with_title)
{
    xmlNode *root = article->body ? xmlDocGetRootElement(article->body) : NULL;
    xmlNode *from = own && own->body ? xmlDocGetRootElement(own->body) : NULL;
    xmlNode *first = root ? root->children : NULL;
    if (!first || !from)
        return FALSE;
    g_autofree char *whole = text_of_article(article);
    g_autoptr(GHashTable) runs = runs_of(whole);
    guint added = 0;
    for (const xmlNode *block = from->children; block && added < BLOCKS_MAX; block = block->next) {
        g_autofree char *text = block->type == XML_ELEMENT_NODE ? off_text_of(block) : NULL;
        if (!text || off_is_named(block, "figure") || is_pointer(block, text, item) ||
            share_missing(text, runs) <= NEW_SHARE)
            continue;
        xmlNode *copy = xmlDocCopyNode((xmlNode *)(guintptr)block, article->body, 1);
        if (copy && xmlAddPrevSibling(first, copy))
            added++;
    }
    if (added > 0)
        xmlAddPrevSibling(first, xmlNewDocNode(article->body, NULL, BAD_CAST "hr", NULL));
    if (added > 0 && with_title)
        name_page(first, article);
    return added > 0;
}
