/* digest.c: a digest as a table of contents: each story's title, its lines and its link, in their
 * order; advertisements after them. */
#include "config.h"

#include "reader/digest.h"

#include "dom/dom.h"
#include "links/refuse.h"
#include "locate/words.h"
#include "wire/prefix.h"
#include "words/fold.h"
#include "words/match.h"
#include "words/words.h"

#include <string.h>

#define TITLE_BYTES 12 /* a shorter link is a label, and no title */
#define HEADING "h3"

typedef enum { NEITHER, STORY, SPONSOR } Role;

typedef struct {
    GHashTable *roles;     /* from an address to its Role */
    GHashTable *headed;    /* addresses whose story has its heading */
    GHashTable *unwrapped; /* from an address as written in the tree to its target; owned */
} Digest;

static void
add_targets(Digest *d, const GPtrArray *links, Role role)
{
    for (guint i = 0; i < links->len; i++)
        g_hash_table_insert(d->roles, ((OffLink *)links->pdata[i])->target, GINT_TO_POINTER(role));
}

static void
move_node(xmlNode *to, xmlNode *node)
{
    xmlUnlinkNode(node);
    xmlAddChild(to, node);
}

/* What a link leads to, without its wrapping. */
static const char *
target_of(Digest *d, const xmlNode *a)
{
    const char *href = off_attribute(a, "href");
    char *target = href ? g_hash_table_lookup(d->unwrapped, href) : NULL;
    if (href && !target) {
        target = off_unwrap(href);
        g_hash_table_insert(d->unwrapped, g_strdup(href), target);
    }
    return target;
}

static Role
role_of(Digest *d, const xmlNode *a)
{
    const char *target = target_of(d, a);
    return target ? (Role)GPOINTER_TO_INT(g_hash_table_lookup(d->roles, target)) : NEITHER;
}

/* The first link of a block with a role, or NULL. */
static xmlNode *
link_with(Digest *d, xmlNode *block, Role role)
{
    for (xmlNode *n = block; n; n = off_next(block, n, FALSE))
        if (off_is_named(n, "a") && role_of(d, n) == role)
            return n;
    return NULL;
}

static gboolean
is_blank(const xmlNode *n)
{
    return n->type == XML_TEXT_NODE && n->content &&
           strspn((const char *)n->content, " \t\r\n") == strlen((const char *)n->content);
}

static gboolean
has_words(const xmlNode *n)
{
    g_autofree char *text = off_text_of(n);
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if (g_unichar_isalnum(g_utf8_get_char(p)))
            return TRUE;
    return FALSE;
}

/* The child of a block that consists of a link, the first one; NULL if words precede it. */
static xmlNode *
leading_child(const xmlNode *block, const xmlNode *link)
{
    const xmlNode *n = link;
    for (; n->parent != block; n = n->parent)
        if (n->prev || n->next)
            return NULL;
    for (const xmlNode *before = n->prev; before; before = before->prev)
        if (has_words(before))
            return NULL;
    return (xmlNode *)(guintptr)n;
}

/* The text after a title, without the separator; NULL if the title continues as a sentence. */
static const char *
behind_mark(const char *text)
{
    static const char *const marks[] = {"—", "–", "-", ":", "|", "·", "：", "―"};
    text += strspn(text, " \t\r\n");
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (off_has_prefix(text, marks[i]))
            return text + strlen(marks[i]) + strspn(text + strlen(marks[i]), " \t\r\n");
    return NULL;
}

/* Removes the separator between a title and its lines. Returns FALSE if there is none. */
static gboolean
cut_behind(xmlNode *title)
{
    xmlNode *next = title->next;
    while (next && is_blank(next))
        next = next->next;
    if (!next)
        return TRUE;
    const char *rest =
        next->type == XML_TEXT_NODE ? behind_mark((const char *)next->content) : NULL;
    if (!rest && !off_is_named(next, "br"))
        return FALSE;
    xmlNode *kept = rest && *rest ? xmlNewDocText(next->doc, BAD_CAST rest) : NULL;
    xmlUnlinkNode(next); /* first: the library joins texts that touch */
    if (kept)
        xmlAddNextSibling(title, kept);
    xmlFreeNode(next);
    return TRUE;
}

/* No button, no label, no address. */
static gboolean
is_title(const char *words)
{
    return strlen(words) >= TITLE_BYTES && (strchr(words, ' ') || off_is_spaceless(words)) &&
           off_saying(words) == OFF_SAYS_NOTHING;
}

/* The title of a story becomes a heading, if it is its paragraph or begins it. */
static void
head_story(Digest *d, xmlNode *block)
{
    xmlNode *link = off_is_named(block, "p") ? link_with(d, block, STORY) : NULL;
    xmlNode *title = link ? leading_child(block, link) : NULL;
    g_autofree char *words = title ? off_text_of(link) : NULL;
    if (!words || !is_title(words) || g_hash_table_contains(d->headed, target_of(d, link)) ||
        !cut_behind(title))
        return;
    g_hash_table_add(d->headed, (gpointer)(guintptr)target_of(d, link));
    xmlNode *heading = xmlNewDocNode(block->doc, NULL, BAD_CAST HEADING, NULL);
    xmlAddPrevSibling(block, heading);
    while (block->children != title)
        move_node(heading, block->children);
    move_node(heading, link);
    if (title != link) {
        xmlUnlinkNode(title);
        xmlFreeNode(title);
    }
    g_autofree char *rest = off_text_of(block);
    if (*g_strstrip(rest))
        return;
    xmlUnlinkNode(block);
    xmlFreeNode(block);
}

/* --- advertisements --------------------------------------------------------------------------- */

static gboolean
is_heading(const xmlNode *block)
{
    return block->type == XML_ELEMENT_NODE && off_is_heading(off_tag(block));
}

/* Something of its own begins here. */
static gboolean
begins_other(Digest *d, xmlNode *block)
{
    return (is_heading(block) || link_with(d, block, STORY)) && !link_with(d, block, SPONSOR);
}

static gboolean
is_label(const xmlNode *block, gboolean (*labels)(const char *text))
{
    g_autofree char *text = block && block->type == XML_ELEMENT_NODE ? off_text_of(block) : NULL;
    g_autofree char *plain = text ? off_comparable_composed(text) : NULL;
    return plain && labels(plain);
}

static gboolean
is_list(const xmlNode *block)
{
    return off_is_named(block, "ul") || off_is_named(block, "ol");
}

/* The last block of an advertisement: the last that leads where the first does, unless something
 * else begins before it, and the label below. */
static xmlNode *
end_of_ad(Digest *d, xmlNode *first)
{
    const char *target = target_of(d, link_with(d, first, SPONSOR));
    xmlNode *last = first;
    for (xmlNode *n = first->next; n && !begins_other(d, n); n = n->next) {
        xmlNode *link = link_with(d, n, SPONSOR);
        if (link && g_strcmp0(target_of(d, link), target) != 0)
            break;
        if (link)
            last = n;
    }
    return last->next && !link_with(d, last->next, SPONSOR) && !begins_other(d, last->next) &&
                   is_label(last->next, off_labels_above)
               ? last->next
               : last;
}

/* The items of a list that are advertisements, as a list of their own. */
static void
move_items(Digest *d, xmlNode *to, xmlNode *list)
{
    xmlNode *own = NULL;
    for (xmlNode *item = list->children, *next; item; item = next) {
        next = item->next;
        if (item->type != XML_ELEMENT_NODE || !link_with(d, item, SPONSOR) ||
            link_with(d, item, STORY))
            continue;
        if (!own)
            own = xmlNewChild(to, NULL, list->name, NULL);
        move_node(own, item);
    }
}

static gboolean
has_items(const xmlNode *list)
{
    for (const xmlNode *n = list->children; n; n = n->next)
        if (n->type == XML_ELEMENT_NODE)
            return TRUE;
    return FALSE;
}

/* Moves the advertisement that begins with a block. Returns the block after it. */
static xmlNode *
move_ad(Digest *d, xmlNode *to, xmlNode *first)
{
    xmlNode *next = first->next;
    if (is_list(first) && link_with(d, first, STORY)) {
        move_items(d, to, first);
        return next;
    }
    xmlNode *last = end_of_ad(d, first);
    if (first->prev && is_label(first->prev, off_labels_below) && !link_with(d, first->prev, STORY))
        first = first->prev;
    next = last->next;
    for (xmlNode *n = first, *after; n && n != next; n = after) {
        after = n->next;
        move_node(to, n);
    }
    return next;
}

static void
part_ads(Digest *d, OffArticle *article, xmlNode *root)
{
    xmlNode *ads = xmlNewDocNode(article->body, NULL, BAD_CAST "article", NULL);
    for (xmlNode *n = root->children; n;)
        n = n->type == XML_ELEMENT_NODE && !begins_other(d, n) && link_with(d, n, SPONSOR)
                ? move_ad(d, ads, n)
                : n->next;
    for (xmlNode *n = root->children, *next; n; n = next) {
        next = n->next;
        if (is_list(n) && !has_items(n)) {
            xmlUnlinkNode(n);
            xmlFreeNode(n);
        }
    }
    if (ads->children && root->children) {
        xmlAddChild(root, xmlNewDocNode(article->body, NULL, BAD_CAST "hr", NULL));
        xmlNewTextChild(root, NULL, BAD_CAST "h2",
                        BAD_CAST off_printed(OFF_PRINTED_ADVERTISEMENTS, article->lang));
    }
    while (ads->children)
        move_node(root, ads->children);
    xmlFreeNode(ads);
}

void
off_arrange_digest(OffArticle *article, const OffPlan *plan)
{
    xmlNode *root = article->body ? xmlDocGetRootElement(article->body) : NULL;
    if (!root)
        return;
    Digest d = {.roles = g_hash_table_new(g_str_hash, g_str_equal),
                .headed = g_hash_table_new(g_str_hash, g_str_equal),
                .unwrapped = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
    add_targets(&d, plan->sponsored, SPONSOR);
    add_targets(&d, plan->picked, STORY);
    for (xmlNode *n = root->children, *next; n; n = next) {
        next = n->next;
        head_story(&d, n);
    }
    part_ads(&d, article, root);
    g_hash_table_unref(d.roles);
    g_hash_table_unref(d.headed);
    g_hash_table_unref(d.unwrapped);
}
