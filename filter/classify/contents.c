/* contents.c: a page's table of contents, which is dropped. In a mail its links lead nowhere, and
 * each of its lines occurs again as a heading. */
#include "config.h"

#include "classify/contents.h"

#include "words/fold.h"

#define LINES_MIN 3
#define LINK_SHARE 0.8 /* of a line's characters */
#define LEAD_CHARS 40  /* of the line that says "Contents" */
#define KEPT_PART 3    /* a table of contents is at most one part in that many of the kept text */

typedef struct {
    GHashTable *words;   /* of headings: key_of() */
    GHashTable *targets; /* names that lead to one; not owned */
    guint most;          /* characters of the list, compared with all kept text */
} Headings;

/* Letters and digits in lower case, without a number in front (transfer full). */
static char *
key_of(const char *text)
{
    g_autofree char *letters = off_comparable_letters(text);
    const char *start = letters;
    while (*start && !g_unichar_isalpha(g_utf8_get_char(start)))
        start = g_utf8_next_char(start);
    return g_strdup(start);
}

static void
add_target(GHashTable *targets, const xmlNode *node)
{
    static const char *const names[] = {"id", "name"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *name = off_attribute(node, names[i]);
        if (name && *name)
            g_hash_table_add(targets, (void *)(guintptr)name);
    }
}

/* Names of the heading, of what is in it, and of the boxes that it begins. */
static void
add_heading(Headings *h, const OffPage *page, guint index)
{
    const OffBlock *b = off_block(page, index);
    guint at = b->box;
    xmlNode *root = off_box(page, at)->node;
    g_hash_table_add(h->words, key_of(b->text));
    if (off_box(page, at)->first != index)
        return;
    for (xmlNode *node = root; node; node = off_next(root, node, FALSE))
        if (node->type == XML_ELEMENT_NODE)
            add_target(h->targets, node);
    while (at != 0 && off_box(page, at)->first == index) {
        add_target(h->targets, off_box(page, at)->node);
        at = off_box(page, at)->parent;
    }
}

/* The target on this page to which a line is a link, if the link is the whole line; otherwise
 * NULL. */
static const char *
place_of(const OffPage *page, const OffBlock *b)
{
    const OffBox *box = off_box(page, b->box);
    const xmlNode *link = b->node;
    if (b->link_chars < b->chars * LINK_SHARE)
        return NULL;
    while (link && link != box->node && !off_is_named(link, "a"))
        link = link->parent;
    if (!off_is_named(link, "a") && box->end - box->first == 1)
        for (link = box->node; link && !off_is_named(link, "a");)
            link = off_next(box->node, (xmlNode *)(guintptr)link, FALSE);
    const char *ref = link && off_is_named(link, "a") ? off_attribute(link, "href") : NULL;
    return ref && ref[0] == '#' && ref[1] ? ref + 1 : NULL;
}

static gboolean
names_heading(const Headings *h, const OffBlock *b, const char *place)
{
    g_autofree char *plain = g_uri_unescape_string(place, NULL);
    g_autofree char *key = key_of(b->text);
    return g_hash_table_contains(h->targets, plain ? plain : place) ||
           g_hash_table_contains(h->words, key);
}

static void
drop_block(OffBlock *b)
{
    b->kept = FALSE;
    b->why = "a table of contents";
}

static gboolean
heading_follows(const OffPage *page, guint from)
{
    while (from < page->blocks->len && off_block(page, from)->kind != OFF_BLOCK_TEXT)
        from++;
    return from < page->blocks->len && off_is_heading(off_block(page, from)->tag);
}

/* The line above the list that announces it; a heading counts only if nothing else follows under
 * it. */
static void
drop_lead_of(OffPage *page, guint first, guint end)
{
    OffBlock *b = first > 0 ? off_block(page, first - 1) : NULL;
    if (!b || b->kind != OFF_BLOCK_TEXT || b->chars > LEAD_CHARS)
        return;
    if (off_is_heading(b->tag) ? heading_follows(page, end)
                               : b->bold_chars == b->chars || g_str_has_suffix(b->text, ":"))
        drop_block(b);
}

static void
read_headings(Headings *h, const OffPage *page)
{
    h->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    h->targets = g_hash_table_new(g_str_hash, g_str_equal);
    h->most = off_kept_chars(page, 0, page->blocks->len) / KEPT_PART;
    for (guint i = 0; i < page->blocks->len; i++)
        if (off_block(page, i)->kind == OFF_BLOCK_TEXT && off_is_heading(off_block(page, i)->tag))
            add_heading(h, page, i);
}

/* The end of the lines that link to places on this page; first itself if there are none. */
static guint
end_of_lines(const OffPage *page, guint first)
{
    guint end = first;
    while (end < page->blocks->len && off_block(page, end)->kind == OFF_BLOCK_TEXT &&
           place_of(page, off_block(page, end)))
        end++;
    return end;
}

/* Do most of the lines name a heading? */
static gboolean
lists_headings(const OffPage *page, const Headings *h, guint first, guint end)
{
    guint found = 0;
    for (guint i = first; i < end; i++)
        found += names_heading(h, off_block(page, i), place_of(page, off_block(page, i)));
    return found * 3 >= (end - first) * 2;
}

static void
drop_list(OffPage *page, guint first, guint end, guint most)
{
    if (off_range_sums(page, first, end).chars > most)
        return;
    for (guint i = first; i < end; i++)
        drop_block(off_block(page, i));
    drop_lead_of(page, first, end);
}

void
off_drop_contents(OffPage *page)
{
    Headings h = {0};
    for (guint i = 0, end; i < page->blocks->len; i = MAX(end, i + 1)) {
        end = end_of_lines(page, i);
        if (end - i < LINES_MIN)
            continue;
        if (!h.words)
            read_headings(&h, page);
        if (lists_headings(page, &h, i, end))
            drop_list(page, i, end, h.most);
    }
    g_clear_pointer(&h.words, g_hash_table_unref);
    g_clear_pointer(&h.targets, g_hash_table_unref);
}
