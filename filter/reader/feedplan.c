/* feedplan.c: what an item of a feed is.
 *
 * An item holds its article; or a post, which may be short; or a medium, which is shown as a card;
 * or it points to a page, which is then asked for. */
#include "config.h"

#include "reader/feedplan.h"

#include "dom/dom.h"
#include "dom/url.h"
#include "links/refuse.h"
#include "locate/words.h"
#include "reader/locate.h"
#include "wire/prefix.h"
#include "words/fold.h"

#include <string.h>

#define LONG_WORDS 150    /* a description of this length with paragraphs is the article */
#define LAST_LINE_WORDS 9 /* of a last line that says where to go on */
#define FORUM_WORDS 12    /* that are outside of links in an entry of a forum of links */

/* What an item's own HTML or text is like. */
typedef struct {
    guint words, outside; /* all of them; those in no link */
    guint paragraphs, pictures;
    gboolean cut;            /* it says that it continues elsewhere */
    gboolean few;            /* it has so few words that it is a summary */
    gboolean leads_off;      /* if so: it has a link to another host than the item's */
    char *link, *discussion; /* of an entry of a forum: "[link]", "[comments]" */
} Look;

/* Words, or characters of scripts without blanks, two a word. */
static guint
count_words(const char *text)
{
    guint words = 0, wide = 0;
    gboolean inside = FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = (guchar)*p < 0x80 ? (guchar)*p : g_utf8_get_char(p);
        gboolean letter = c < 0x80 ? g_ascii_isalnum((char)c) : g_unichar_isalnum(c);
        gboolean is_wide = letter && c >= 0x80 && g_unichar_iswide(c);
        wide += is_wide;
        words += letter && !is_wide && !inside;
        inside = letter && !is_wide;
    }
    return words + wide / 2;
}

static gboolean
ends_cut(const char *text)
{
    static const char *const ends[] = {"[…]",   "[...]", "…",          "...",
                                       "(...)", "(…)",   "[&hellip;]", "[&#8230;]"};
    g_autofree char *trimmed = g_strchomp(g_strdup(text));
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_suffix(trimmed, ends[i]))
            return TRUE;
    return FALSE;
}

static gboolean
says_more(const char *line)
{
    return count_words(line) > 0 && count_words(line) <= LAST_LINE_WORDS &&
           off_saying(line) == OFF_SAYS_MORE;
}

static const xmlNode *
block_of(const xmlNode *node)
{
    while (node->parent && node->parent->type == XML_ELEMENT_NODE &&
           !(off_element(node)->flags & OFF_E_BLOCK))
        node = node->parent;
    return node;
}

/* The text of the last block: "Continue reading" is no link in some feeds. */
static char *
last_line(const xmlNode *root)
{
    const xmlNode *last = NULL;
    for (xmlNode *n = (xmlNode *)(guintptr)root; n; n = off_next(root, n, FALSE))
        if (n->type == XML_TEXT_NODE && n->content &&
            strspn((const char *)n->content, " \t\r\n") != strlen((const char *)n->content))
            last = n;
    return last ? off_text_of(block_of(last->parent)) : NULL;
}

/* Does it matter where the link leads? A long text may have thousands, and is whole as it is. */
static gboolean
is_of_interest(const Look *look, const char *text, const OffItem *item)
{
    return (look->few && !look->leads_off) || (item->comments && !look->discussion) ||
           strcmp(text, "[link]") == 0 || strcmp(text, "[comments]") == 0;
}

static void
look_at_link(Look *look, const xmlNode *link, const OffItem *item)
{
    g_autofree char *text = off_text_of(link);
    const char *base = item->base ? item->base : item->url;
    look->cut |= off_saying(text) == OFF_SAYS_MORE;
    look->outside -= MIN(look->outside, count_words(text));
    g_autofree char *url = is_of_interest(look, text, item)
                               ? off_url_resolve(base, off_attribute(link, "href"))
                               : NULL;
    if (!url || !off_has_prefix(url, "http"))
        return;
    look->leads_off |= item->url && !off_url_same_site(url, item->url);
    if (!look->link && strcmp(text, "[link]") == 0)
        look->link = g_strdup(url);
    if (!look->discussion &&
        (strcmp(text, "[comments]") == 0 || (item->comments && strcmp(url, item->comments) == 0)))
        look->discussion = g_strdup(url);
}

/* The tree of the item's HTML, which a feed's is UTF-8 already (transfer full), or NULL. */
static xmlDoc *
tree_of(const OffItem *item)
{
    gsize length = 0;
    const char *own = item->html_type ? NULL : g_bytes_get_data(item->html, &length);
    g_autofree char *made = own ? NULL : off_item_html(item);
    const char *html = own ? own : made;
    return html ? off_dom_parse(html, own ? length : strlen(made)) : NULL;
}

static void
look_at_html(Look *look, const OffItem *item)
{
    g_autoptr(xmlDoc) doc = tree_of(item);
    xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (!root)
        return;
    g_autofree char *text = off_text_of(root);
    g_autofree char *line = last_line(root);
    look->words = look->outside = count_words(text);
    look->few = off_has_few_words(text);
    look->cut = ends_cut(text) || (line && says_more(line));
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
        OffTag tag = n->type == XML_ELEMENT_NODE ? off_tag(n) : OFF_TAG_UNKNOWN;
        look->paragraphs += tag == OFF_TAG_p;
        look->pictures += tag == OFF_TAG_img || tag == OFF_TAG_video || tag == OFF_TAG_iframe;
        if (tag == OFF_TAG_a)
            look_at_link(look, n, item);
    }
}

static void
look_at_text(Look *look, const char *text)
{
    g_autofree char *folded = off_fold(text);
    look->words = look->outside = count_words(text);
    look->few = off_has_few_words(folded);
    look->cut = ends_cut(text);
}

static void
look_clear(Look *look)
{
    g_free(look->link);
    g_free(look->discussion);
}

static void
pick_link(OffPlan *plan, const OffItem *item, const char *url, const char *reason)
{
    OffLink *link = g_new0(OffLink, 1);
    link->href = g_strdup(url);
    link->target = off_unwrap(url);
    link->text = g_strdup(item->subject ? item->subject : "");
    link->why = "says-itself";
    g_ptr_array_add(plan->picked, link);
    plan->kind = OFF_KIND_TEASER;
    plan->reason = reason;
}

/* Does the item contain the whole article? */
static gboolean
is_whole(const OffItem *item, const Look *look)
{
    if (look->cut)
        return FALSE;
    if (item->full && !look->few)
        return TRUE;
    if (look->pictures > 0 && look->words == 0) /* a comic, a photograph */
        return TRUE;
    gboolean at_home =
        !item->url || !item->feed_url || off_url_same_site(item->url, item->feed_url);
    if (item->full && at_home && (!item->subject || look->leads_off)) /* a short post */
        return look->words > 0;
    return look->words >= LONG_WORDS && look->paragraphs > 1;
}

OffPlan *
off_feed_plan(const OffItem *item)
{
    OffPlan *plan = off_locate_mail(&(OffLocateInput){.subject = item->subject});
    gboolean html = item->html && g_bytes_get_size(item->html) > 0;
    g_autofree char *text = html ? NULL : off_item_text(item);
    Look look = {.few = TRUE};
    if (html)
        look_at_html(&look, item);
    else if (text)
        look_at_text(&look, text);
    gboolean forum = look.link && look.discussion && look.outside <= FORUM_WORDS;
    if (forum) {
        pick_link(plan, item, look.link, "forum");
    } else if (item->is_medium) {
        plan->kind = OFF_KIND_FULL;
        plan->reason = "media";
    } else if (item->url && !is_whole(item, &look)) {
        pick_link(plan, item, item->url, "summary");
    } else if (html || text || item->picture || item->enclosures) {
        plan->kind = OFF_KIND_FULL;
        plan->reason = "content";
    }
    look_clear(&look);
    return plan;
}
