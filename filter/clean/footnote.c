/* footnote.c: the notes of an article. */
#include "config.h"

#include "clean/footnote.h"

#include "wire/bounds.h"
#include "clean/clean.h"
#include "dom/url.h"
#include "wire/prefix.h"

#include <stdlib.h>
#include <string.h>

#define NOTES_MAX 2000
#define LABEL_CHARS 4  /* 123, [12], iv, a), ** */
#define CLIMB_MAX 6    /* elements from the target of a link up to the block that is the note */
#define NOTE_BLOCKS 30 /* more in it, and it is a part of the text */

struct OffFootnotes {
    GHashTable *referred; /* a -> number */
    GHashTable *held;     /* element -> number */
    GHashTable *left;     /* a inside a note -> number */
    GHashTable *headed;   /* element that was asked -> does it hold a heading, + 1 */
};

void
off_footnotes_free(OffFootnotes *notes)
{
    if (!notes)
        return;
    g_hash_table_unref(notes->referred);
    g_hash_table_unref(notes->held);
    g_hash_table_unref(notes->left);
    g_hash_table_unref(notes->headed);
    g_free(notes);
}

static guint
number_in(GHashTable *table, const xmlNode *node)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(table, node));
}

guint
off_footnote_referred(const OffFootnotes *notes, const xmlNode *link)
{
    return notes ? number_in(notes->referred, link) : 0;
}

guint
off_footnote_held(const OffFootnotes *notes, const xmlNode *element)
{
    return notes ? number_in(notes->held, element) : 0;
}

guint
off_footnote_left(const OffFootnotes *notes, const xmlNode *link)
{
    return notes ? number_in(notes->left, link) : 0;
}

/* The fragment that a link of this page leads to, or NULL. */
static const char *
fragment_of(const xmlNode *link, const char *base)
{
    const char *href = off_attribute(link, "href"), *hash = href ? strchr(href, '#') : NULL;
    if (!hash || hash[1] == '\0')
        return NULL;
    gsize n = (gsize)(hash - href), m = base ? strcspn(base, "#") : 0;
    return n == 0 || (n == m && strncmp(href, base, n) == 0) ? hash + 1 : NULL;
}

/* A number, a letter or a sign, bare or in brackets: "1", "[12]", "b", "*". */
static gboolean
is_label(const char *text)
{
    if (!*text || g_utf8_strlen(text, -1) > LABEL_CHARS + 1)
        return FALSE;
    guint digits = 0, letters = 0, signs = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        digits += g_unichar_isdigit(c) || g_unichar_type(c) == G_UNICODE_OTHER_NUMBER;
        letters += g_unichar_isalpha(c);
        signs += g_utf8_strchr("*\u2020\u2021\u00a7\u00b6", -1, c) != NULL;
        if (!g_unichar_isalnum(c) && !g_utf8_strchr("[]().* \u2020\u2021\u00a7\u00b6", -1, c) &&
            g_unichar_type(c) != G_UNICODE_OTHER_NUMBER)
            return FALSE;
    }
    if (digits > 0)
        return digits <= 3 && letters <= 1;
    return letters == 1 || (letters == 0 && signs > 0);
}

/* A paragraph with many references is asked for each. */
static gboolean
holds_heading(const OffFootnotes *notes, xmlNode *element)
{
    guint known = number_in(notes->headed, element);
    if (known > 0)
        return known - 1;
    gboolean heading = FALSE;
    for (xmlNode *n = element; n && !heading; n = off_next(element, n, FALSE))
        heading = n->type == XML_ELEMENT_NODE && off_is_heading(off_tag(n));
    g_hash_table_insert(notes->headed, element, GUINT_TO_POINTER(heading + 1u));
    return heading;
}

/* The kept blocks of an element that is a box; 0: it is not a box, or none is kept. */
static guint
kept_blocks(const OffPage *page, const xmlNode *element)
{
    guint index = GPOINTER_TO_UINT(element->_private), kept = 0;
    if (!(off_element(element)->flags & OFF_E_BLOCK) || index == 0 || index > page->boxes->len)
        return 0;
    const OffBox *box = off_box(page, index - 1);
    for (guint i = box->first; i < box->end && kept <= NOTE_BLOCKS; i++)
        kept += off_block(page, i)->kept;
    return kept;
}

/* The block of the note with this target: the list entry or paragraph around it, or, if the target
 * is alone in a block, the box. NULL: it is not a note. */
static xmlNode *
note_around(const OffFootnotes *notes, const OffPage *page, xmlNode *target)
{
    xmlNode *note = NULL;
    guint climbed = 0;
    for (xmlNode *n = target; n && n->type == XML_ELEMENT_NODE && climbed++ < CLIMB_MAX;
         n = n->parent) {
        OffTag tag = off_tag(n);
        if (tag == OFF_TAG_ul || tag == OFF_TAG_ol || tag == OFF_TAG_dl || tag == OFF_TAG_tbody ||
            tag == OFF_TAG_article || tag == OFF_TAG_section || tag == OFF_TAG_main ||
            tag == OFF_TAG_body || tag == OFF_TAG_figure || off_is_heading(tag))
            break;
        guint kept = kept_blocks(page, n);
        if (kept > NOTE_BLOCKS || (note && kept > 3 && tag != OFF_TAG_li))
            break;
        if (kept > 0)
            note = n;
        if (note && (tag == OFF_TAG_li || tag == OFF_TAG_p || tag == OFF_TAG_dd ||
                     tag == OFF_TAG_td || tag == OFF_TAG_aside))
            break;
    }
    return note && !holds_heading(notes, note) ? note : NULL;
}

static gboolean
is_inside(const xmlNode *node, const xmlNode *outer)
{
    for (guint level = 0; node && level < OFF_LEVELS_MAX; node = node->parent, level++)
        if (node == outer)
            return TRUE;
    return FALSE;
}

/* The number of the note that a node is in. */
static guint
note_around_node(const OffFootnotes *notes, const xmlNode *node)
{
    guint number = 0;
    for (guint level = 0; number == 0 && node && node->type == XML_ELEMENT_NODE; level++) {
        if (level == OFF_LEVELS_MAX)
            break;
        number = number_in(notes->held, node);
        node = node->parent;
    }
    return number;
}

/* Is the text of the link in a block that is kept? */
static gboolean
is_kept(const OffPage *page, const xmlNode *link)
{
    const xmlNode *text = link;
    while (text && text->type == XML_ELEMENT_NODE)
        text = text->children;
    guint block = text ? GPOINTER_TO_UINT(text->_private) : 0;
    return block > 0 && block <= page->blocks->len && off_block(page, block - 1)->kept;
}

static void
read_link(OffFootnotes *notes, const OffPage *page, xmlNode *link, xmlNode *target)
{
    guint around = note_around_node(notes, link);
    if (around > 0) {
        /* From a note to the text before it; other links in it are links. */
        if (!is_inside(target, note_around(notes, page, target)) ||
            note_around_node(notes, target) == 0)
            g_hash_table_insert(notes->left, link, GUINT_TO_POINTER(around));
        return;
    }
    g_autofree char *label = off_text_of(link);
    xmlNode *note =
        is_label(label) && is_kept(page, link) ? note_around(notes, page, target) : NULL;
    if (!note || is_inside(link, note))
        return;
    guint number = number_in(notes->held, note);
    if (number == 0) {
        number = g_hash_table_size(notes->held) + 1;
        if (number > NOTES_MAX)
            return;
        g_hash_table_insert(notes->held, note, GUINT_TO_POINTER(number));
    }
    g_hash_table_insert(notes->referred, link, GUINT_TO_POINTER(number));
}

OffFootnotes *
off_footnotes_new(const OffPage *page, const char *base)
{
    xmlNode *root = xmlDocGetRootElement(page->doc);
    g_autoptr(GHashTable) targets = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) links = g_ptr_array_new();
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE || !n->properties)
            continue;
        const char *id = off_attribute(n, "id");
        const char *name = off_is_named(n, "a") ? off_attribute(n, "name") : NULL;
        if (id && !g_hash_table_contains(targets, id))
            g_hash_table_insert(targets, (char *)(guintptr)id, n);
        if (name && !g_hash_table_contains(targets, name))
            g_hash_table_insert(targets, (char *)(guintptr)name, n);
        if (off_is_named(n, "a") && fragment_of(n, base))
            g_ptr_array_add(links, n);
    }
    if (links->len == 0)
        return NULL;
    OffFootnotes *notes = g_new0(OffFootnotes, 1);
    notes->referred = g_hash_table_new(NULL, NULL);
    notes->held = g_hash_table_new(NULL, NULL);
    notes->left = g_hash_table_new(NULL, NULL);
    notes->headed = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < links->len; i++) {
        const char *fragment = fragment_of(links->pdata[i], base);
        g_autofree char *plain = g_uri_unescape_string(fragment, NULL);
        xmlNode *target = g_hash_table_lookup(targets, plain ? plain : fragment);
        if (target)
            read_link(notes, page, links->pdata[i], target);
    }
    if (g_hash_table_size(notes->held) > 0)
        return notes;
    off_footnotes_free(notes);
    return NULL;
}

/* --- the clean tree -------------------------------------------------------------------------- */

void
off_footnote_set_reference(xmlNode *link, guint number)
{
    g_autofree char *href = g_strdup_printf("#" OFF_NOTE_ID "%u", number);
    g_autofree char *id = g_strdup_printf(OFF_REFERENCE_ID "%u", number);
    xmlNewProp(link, BAD_CAST "href", BAD_CAST href);
    xmlNewProp(link, BAD_CAST "id", BAD_CAST id);
}

/* The number in an id or an address of ours; 0: it is none. */
static guint
number_of(const char *said, const char *prefix)
{
    gboolean ours = said && off_has_prefix(said, prefix);
    return ours ? (guint)g_ascii_strtoull(said + strlen(prefix), NULL, 10) : 0;
}

static void
dissolve_link(xmlNode *link)
{
    while (link->children)
        xmlAddPrevSibling(link, link->children);
    off_remove(link);
}

/* The end of a note's text: its last paragraph, or itself. */
static xmlNode *
end_of(xmlNode *note)
{
    while (note->last && note->last->type == XML_ELEMENT_NODE &&
           (off_is_named(note->last, "p") || off_is_named(note->last, "li")))
        note = note->last;
    return note;
}

static void
add_back_link(xmlNode *note, guint number)
{
    xmlNode *end = end_of(note);
    if (end->last && end->last->type == XML_ELEMENT_NODE &&
        (off_element(end->last)->flags & OFF_E_BLOCK))
        end = xmlNewChild(end, NULL, BAD_CAST "p", NULL);
    g_autofree char *href = g_strdup_printf("#" OFF_REFERENCE_ID "%u", number);
    if (end->children)
        xmlAddChild(end, xmlNewText(BAD_CAST " "));
    xmlNode *link = xmlNewChild(end, NULL, BAD_CAST "a", NULL);
    xmlNewProp(link, BAD_CAST "href", BAD_CAST href);
    xmlAddChild(link, xmlNewText(BAD_CAST "\u21a9\ufe0e"));
}

/* Brackets that are around a link, as in [<a>1</a>]: its label has them in text already. */
static void
take_brackets(xmlNode *link)
{
    xmlNode *before = link->prev, *behind = link->next;
    const char *open = before && before->type == XML_TEXT_NODE ? (const char *)before->content : "";
    const char *close =
        behind && behind->type == XML_TEXT_NODE ? (const char *)behind->content : "";
    gsize n = strlen(open);
    if (n == 0 || open[n - 1] != '[' || *close != ']')
        return;
    g_autofree char *head = g_strndup(open, n - 1);
    g_autofree char *tail = g_strdup(close + 1);
    xmlNodeSetContent(before, NULL);
    xmlNodeSetContent(behind, NULL);
    if (*head)
        xmlNodeAddContent(before, BAD_CAST head);
    else
        off_remove(before);
    if (*tail)
        xmlNodeAddContent(behind, BAD_CAST tail);
    else
        off_remove(behind);
}

/* A bare number right after a word would be read as a part of it. */
static void
raise_reference(xmlNode *link)
{
    for (const xmlNode *n = link->parent; n && n->type == XML_ELEMENT_NODE; n = n->parent)
        if (off_is_named(n, "sup"))
            return;
    g_autofree char *label = off_text_of(link);
    if (strpbrk(label, "[("))
        return;
    xmlNode *raised = xmlNewDocNode(link->doc, NULL, BAD_CAST "sup", NULL);
    xmlAddPrevSibling(link, raised);
    xmlUnlinkNode(link);
    xmlAddChild(raised, link);
}

typedef struct {
    GHashTable *notes, *references, *back; /* numbers that are in the tree */
} Tied;

static gboolean
take_number(GHashTable *numbers, guint number)
{
    return g_hash_table_add(numbers, GUINT_TO_POINTER(number));
}

static void
collect_notes(xmlNode *article, Tied *tied)
{
    for (xmlNode *n = article; n; n = off_next(article, n, FALSE)) {
        guint note = number_of(off_attribute(n, "id"), OFF_NOTE_ID);
        guint reference = number_of(off_attribute(n, "id"), OFF_REFERENCE_ID);
        guint back = number_of(off_attribute(n, "href"), "#" OFF_REFERENCE_ID);
        if (note > 0 && !take_number(tied->notes, note))
            xmlUnsetProp(n, BAD_CAST "id");
        if (reference > 0 && !take_number(tied->references, reference))
            xmlUnsetProp(n, BAD_CAST "id");
        if (back > 0)
            take_number(tied->back, back);
    }
}

static gboolean
has_number(GHashTable *numbers, guint number)
{
    return g_hash_table_contains(numbers, GUINT_TO_POINTER(number));
}

void
off_footnotes_tie(xmlNode *article)
{
    Tied tied = {.notes = g_hash_table_new(NULL, NULL),
                 .references = g_hash_table_new(NULL, NULL),
                 .back = g_hash_table_new(NULL, NULL)};
    collect_notes(article, &tied);
    for (xmlNode *n = article, *next; n; n = next) {
        guint note = number_of(off_attribute(n, "id"), OFF_NOTE_ID);
        guint to = number_of(off_attribute(n, "href"), "#" OFF_NOTE_ID);
        guint back = number_of(off_attribute(n, "href"), "#" OFF_REFERENCE_ID);
        next = off_next(article, n, FALSE);
        if (note > 0 && !has_number(tied.references, note))
            xmlUnsetProp(n, BAD_CAST "id");
        else if (note > 0 && !has_number(tied.back, note))
            add_back_link(n, note);
        if ((to > 0 && !has_number(tied.notes, to)) ||
            (back > 0 && !has_number(tied.references, back))) {
            next = n->children ? n->children : off_next(article, n, TRUE);
            dissolve_link(n);
        } else if (to > 0) {
            take_brackets(n);
            raise_reference(n);
            next = off_next(article, n, FALSE);
        }
    }
    g_hash_table_unref(tied.notes);
    g_hash_table_unref(tied.references);
    g_hash_table_unref(tied.back);
}
