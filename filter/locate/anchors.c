/* anchors.c: the links of a mail: their words, their places, and which are refused. */
#include "config.h"

#include "locate/anchors.h"

#include "dom/url.h"
#include "links/listed.h"
#include "locate/evidence.h"
#include "wire/prefix.h"
#include "words/fold.h"
#include "wire/bounds.h"

#include <string.h>

#define LEAD_BLOCK_MAX 700     /* characters of a block that begins with its headline */
#define SHAPE_LEVELS 5         /* elements around a link that make its shape */
#define STYLE_LEVELS 6         /* levels of elements to search for a font or colour */
#define CONTAINED_LIKENESS 0.8 /* of two such texts, if one holds the other */
#define SMALL_CHARS 60         /* of a block that is a link alone, and may be a button */
#define CONTAINED_BYTES 9      /* of a script without spaces: shorter, and it may be in any text */

OffAnchor *
off_anchor(const OffAnchors *a, guint index)
{
    return &g_array_index(a->anchors, OffAnchor, index);
}

OffStory *
off_story(const OffAnchors *a, guint index)
{
    return &g_array_index(a->stories, OffStory, index);
}

/* What is known of an address, however many links lead there. */
typedef struct {
    char *target;           /* unwrapped; NULL: nothing can be fetched there */
    char *host, *from_host; /* of the target and of the address; NULL: none */
    const char *refused;    /* by the address alone */
    gboolean own;
} Address;

static void
address_free(void *data)
{
    Address *address = data;
    g_free(address->target);
    g_free(address->host);
    g_free(address->from_host);
    g_free(address);
}

static void
clear_anchor(void *data)
{
    OffLink *link = ((OffAnchor *)data)->link;
    g_free(((OffAnchor *)data)->plain);
    g_free(link->href);
    g_free(link->target);
    g_free(link->text);
    g_free(link);
}

/* Does a text, one blank between its words, hold a word? */
static gboolean
holds_word(const char *text, const char *word, gsize length)
{
    for (; *text; text += strcspn(text, " "), text += *text == ' ')
        if (strncmp(text, word, length) == 0 && (text[length] == ' ' || text[length] == '\0'))
            return TRUE;
    return FALSE;
}

static guint
count_words(const char *text)
{
    guint words = *text != '\0';
    for (; *text; text++)
        words += *text == ' ';
    return words;
}

double
off_likeness(const char *a, const char *b)
{
    if (!*a || !*b)
        return 0;
    if (strcmp(a, b) == 0)
        return 1;
    guint found = 0, count = count_words(a);
    for (const char *word = a; *word; word += strcspn(word, " "), word += *word == ' ')
        found += holds_word(b, word, strcspn(word, " "));
    /* Scripts without spaces: one holds the other. */
    if (count == 1 && (strstr(b, a) || strstr(a, b)) && strlen(a) > CONTAINED_BYTES)
        return CONTAINED_LIKENESS;
    return (double)found / MAX(count, count_words(b));
}

static gboolean
is_own(const OffAnchors *a, const char *host)
{
    g_autofree char *domain = host ? off_url_domain(host) : NULL;
    return domain && a->input->domain && strcmp(domain, a->input->domain) == 0;
}

/* The block that a link is in: that of its first text or picture. */
static const OffBlock *
block_of_link(const OffPage *page, const xmlNode *a, guint *index)
{
    for (xmlNode *n = (xmlNode *)(guintptr)a; n; n = off_next(a, n, FALSE)) {
        guint block = GPOINTER_TO_UINT(n->_private);
        gboolean leaf = n->type == XML_TEXT_NODE ||
                        (n->type == XML_ELEMENT_NODE && (off_element(n)->flags & OFF_E_MEDIA));
        if (!leaf || block == 0 || block > page->blocks->len)
            continue;
        *index = block - 1;
        return off_block(page, block - 1);
    }
    return NULL;
}

/* The text of the link, or of its picture (alt), or, in plain text, the words before it. */
static char *
words_of_link(const xmlNode *a, gboolean *picture)
{
    const char *said = off_attribute(a, OFF_LINK_WORDS);
    g_autofree char *text = said ? off_fold(said) : off_text_of(a);
    for (xmlNode *n = (xmlNode *)(guintptr)a; n; n = off_next(a, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE || off_tag(n) != OFF_TAG_img)
            continue;
        *picture = TRUE;
        if (!*text && off_attribute(n, "alt"))
            return off_fold(off_attribute(n, "alt"));
    }
    if (!*text && off_attribute(a, "title"))
        return off_fold(off_attribute(a, "title"));
    return g_steal_pointer(&text);
}

/* The number after a property of a style attribute, or 0. */
static guint
style_number(const char *style, const char *property)
{
    const char *at = style ? strcasestr(style, property) : NULL;
    if (!at)
        return 0;
    at += strlen(property);
    at += strspn(at, " :");
    return (guint)MIN(g_ascii_strtoull(at, NULL, 10), 999);
}

static gboolean
is_coloured(const xmlNode *node)
{
    const char *style = off_attribute(node, "style"), *name = off_attribute(node, "class");
    if (off_attribute(node, "bgcolor") && off_tag(node) == OFF_TAG_td)
        return TRUE;
    if (name && (strcasestr(name, "button") || strcasestr(name, "btn")))
        return TRUE;
    return style && strcasestr(style, "background") && strcasestr(style, "padding") &&
           !strcasestr(style, "background:#fff") && !strcasestr(style, "background-color:#fff");
}

static void
read_style(OffAnchor *a, const OffPage *page)
{
    guint level = 0;
    const OffBlock *b = a->block < page->blocks->len ? off_block(page, a->block) : NULL;
    gboolean small = b && b->chars < SMALL_CHARS && a->fills;
    for (const xmlNode *n = a->node; n && level < STYLE_LEVELS; n = n->parent, level++) {
        if (n->type != XML_ELEMENT_NODE)
            continue;
        if (!a->font)
            a->font = style_number(off_attribute(n, "style"), "font-size");
        a->button = a->button || (small && level < 3 && is_coloured(n));
    }
}

/* Links that are built alike are in the same elements. */
static guint
shape_of(const xmlNode *node)
{
    guint shape = 0, level = 0;
    for (const xmlNode *n = node; n && level < SHAPE_LEVELS; n = n->parent, level++)
        if (n->type == XML_ELEMENT_NODE)
            shape = shape * 131 + (guint)off_tag(n) + 1;
    return shape;
}

static void
place_anchor(OffAnchor *anchor, const OffPage *page, const OffBlock *b)
{
    gboolean text = b->kind == OFF_BLOCK_TEXT;
    anchor->fills = text && b->link_chars * 5 >= b->chars * 4;
    anchor->heading =
        off_is_heading(b->tag) || (text && anchor->fills && b->bold_chars * 5 >= b->chars * 4);
    anchor->leads = text && !anchor->fills && *anchor->link->text && b->chars < LEAD_BLOCK_MAX &&
                    off_has_prefix(b->text, anchor->link->text);
    read_style(anchor, page);
}

static const Address *
address_of(OffAnchors *all, const char *href)
{
    Address *known = g_hash_table_lookup(all->addresses, href);
    if (known)
        return known;
    known = g_new0(Address, 1);
    g_autofree char *url = off_url_resolve(NULL, href);
    if (url && !off_has_prefix(url, "mailto:")) {
        known->target = off_unwrap(url);
        known->refused = off_refuses_address(href, known->target, all->listed);
        known->host = off_url_host(known->target);
        known->from_host = off_url_host(href);
        known->own = is_own(all, known->host);
    }
    g_hash_table_insert(all->addresses, g_strdup(href), known);
    return known;
}

static void
read_anchor(OffAnchors *all, const xmlNode *node)
{
    const OffPage *page = all->letter->page;
    const char *href = off_attribute(node, "href");
    if (!href || all->anchors->len >= OFF_LINKS_MAX)
        return;
    OffAnchor a = {.node = node, .story = OFF_NO_STORY};
    const OffBlock *block = block_of_link(page, node, &a.block);
    if (block && (off_box(page, block->box)->flags & OFF_HIDDEN))
        return;
    g_autofree char *trimmed = g_strstrip(g_strdup(href));
    const Address *address = address_of(all, trimmed);
    if (!address->target)
        return;
    a.link = g_new0(OffLink, 1);
    a.link->text = words_of_link(node, &a.picture);
    a.link->href = g_steal_pointer(&trimmed);
    a.link->target = g_strdup(address->target);
    if (block)
        place_anchor(&a, page, block);
    a.plain = off_comparable_composed(a.link->text);
    a.says = off_saying_plain(a.plain, a.heading);
    a.refused = off_refuses_words(address->refused, a.says);
    a.own = address->own;
    a.host = address->host;
    a.from_host = address->from_host;
    a.likeness = off_likeness(a.plain, all->subject);
    a.shape = shape_of(node);
    g_array_append_val(all->anchors, a);
}

OffAnchors *
off_anchors_new(const OffLocateInput *input, const OffLetter *letter)
{
    OffAnchors *all = g_new0(OffAnchors, 1);
    all->input = input;
    all->letter = letter;
    all->addresses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, address_free);
    all->subject = off_comparable_composed(input->subject ? input->subject : "");
    const char *from = off_locate_field(input, "From");
    all->from = off_comparable_composed(from ? from : "");
    if (input->unsubscribe)
        all->listed = off_listed_keys(input->unsubscribe, off_unwrap);
    all->anchors = g_array_new(FALSE, TRUE, sizeof(OffAnchor));
    all->stories = g_array_new(FALSE, TRUE, sizeof(OffStory));
    g_array_set_clear_func(all->anchors, clear_anchor);
    xmlNode *root = xmlDocGetRootElement(letter->page->doc);
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE))
        if (n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_a)
            read_anchor(all, n);
    off_find_stories(all);
    return all;
}

void
off_anchors_free(OffAnchors *a)
{
    if (!a)
        return;
    g_array_unref(a->anchors);
    g_array_unref(a->stories);
    g_hash_table_unref(a->addresses);
    g_free(a->subject);
    g_free(a->from);
    g_free(a->listed);
    g_free(a);
}
