/* page.c: from tree to boxes and blocks, in one walk. */
#include "config.h"

#include "blocks/page.h"

#include "wire/bounds.h"
#include "wire/prefix.h"
#include "words/fold.h"

#include <string.h>

#define SWALLOWED_BYTES 2000
#define SWALLOWED_NODES 4000
#define LINE_BYTES 50
#define COMPONENT_NODES 200
#define CELL_BLOCKS_MAX 6 /* more in a cell of a table, and it is a frame for a layout */
#define CELL_CHARS_MAX 1500
#define TOGGLE_NODES 8 /* of an element: a button in a heading is among the first */

typedef struct {
    OffPage *page;
    GString *text; /* of the block under construction */
    guint link_chars, links, bold_chars;
    guint box;
    guint in_link, in_bold;      /* depth */
    guint breaks;                /* <br> since the last text */
    const xmlNode *break_parent; /* last element that breaks_part_paragraphs judged, and its
                                  * answer */
    gboolean break_parts;
    xmlNode *first;   /* first text node of the block, NULL where there is none yet */
    GPtrArray *nodes; /* its text nodes */
} Walk;

OffBox *
off_box(const OffPage *page, guint index)
{
    return &g_array_index(page->boxes, OffBox, index);
}

OffBlock *
off_block(const OffPage *page, guint index)
{
    return &g_array_index(page->blocks, OffBlock, index);
}

OffSums
off_range_sums(const OffPage *page, guint first, guint end)
{
    const OffSums *a = &g_array_index(page->sums, OffSums, first);
    const OffSums *b = &g_array_index(page->sums, OffSums, end);
    return (OffSums){.chars = b->chars - a->chars,
                     .words = b->words - a->words,
                     .link_chars = b->link_chars - a->link_chars,
                     .links = b->links - a->links,
                     .stops = b->stops - a->stops,
                     .commas = b->commas - a->commas,
                     .paragraphs = b->paragraphs - a->paragraphs,
                     .texts = b->texts - a->texts};
}

OffSums
off_box_sums(const OffPage *page, const OffBox *box)
{
    return off_range_sums(page, box->first, box->end);
}

double
off_link_density(const OffSums *sums)
{
    return sums->chars ? (double)sums->link_chars / sums->chars : 0;
}

gboolean
off_box_inside(const OffPage *page, guint inner, guint outer)
{
    return inner >= outer && inner < off_box(page, outer)->behind;
}

/* --- measuring ------------------------------------------------------------------------------ */

gboolean
off_is_unspaced(gunichar c)
{
    return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0xac00 && c <= 0xd7a3) ||
           (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x1000 && c <= 0x109f) ||
           (c >= 0x1780 && c <= 0x17ff) || (c >= 0x20000 && c <= 0x3ffff);
}

static gboolean
is_comma(gunichar c)
{
    return c == ',' || c == ';' || c == 0x3001 || c == 0xff0c || c == 0x060c || c == 0xff1b ||
           c == 0x061b;
}

/* Fast path for ASCII: counts from the start of text up to the first other character, and returns
 * its position. In ASCII only the apostrophe continues a word. */
static const char *
measure_ascii(OffBlock *b, const char *text, gboolean *in_word)
{
    const char *p = text;
    for (; *p > 0; p++) {
        if (g_ascii_isalnum(*p)) {
            gboolean begins = !*in_word;
            b->words += begins;
            b->capitals += begins && g_ascii_isupper(*p);
            b->digits += g_ascii_isdigit(*p) != 0;
            *in_word = TRUE;
            continue;
        }
        b->stops += *p == '.' || *p == '!' || *p == '?';
        b->commas += *p == ',' || *p == ';';
        *in_word = *in_word && *p == '\'';
    }
    b->chars += (guint)(p - text);
    return p;
}

void
off_block_measure(OffBlock *b)
{
    gboolean in_word = FALSE;
    guint ideographs = 0;
    for (const char *p = measure_ascii(b, b->text, &in_word); *p;
         p = measure_ascii(b, g_utf8_next_char(p), &in_word)) {
        gunichar c = g_utf8_get_char(p);
        b->chars++;
        if (g_unichar_isalnum(c)) {
            if (off_is_unspaced(c)) {
                ideographs++;
                in_word = FALSE;
                continue;
            }
            if (!in_word) {
                b->words++;
                b->capitals += g_unichar_isupper(c);
            }
            in_word = TRUE;
            continue;
        }
        b->stops += off_is_sentence_end(c);
        b->commas += is_comma(c);
        in_word = in_word && (c == 0x2019 || g_unichar_ismark(c));
    }
    b->words += (ideographs + 1) / 2;
}

/* --- blocks --------------------------------------------------------------------------------- */

static void
add_block(Walk *w, OffBlock *b)
{
    OffPage *page = w->page;
    b->box = w->box;
    b->tag = off_box(page, w->box)->tag;
    g_ptr_array_add(page->texts, b->text);
    off_block_measure(b);
    b->link_chars = MIN(b->link_chars, b->chars);
    g_array_append_val(page->blocks, *b);
}

static void
end_block(Walk *w)
{
    w->breaks = 0;
    while (w->text->len > 0 && w->text->str[w->text->len - 1] == ' ')
        g_string_truncate(w->text, w->text->len - 1);
    if (w->text->len > 0) {
        OffBlock b = {.kind = OFF_BLOCK_TEXT,
                      .node = w->first,
                      .text = g_strndup(w->text->str, w->text->len),
                      .link_chars = w->link_chars,
                      .links = w->links,
                      .bold_chars = w->bold_chars};
        add_block(w, &b);
        for (guint i = 0; i < w->nodes->len; i++)
            ((xmlNode *)w->nodes->pdata[i])->_private = GUINT_TO_POINTER(w->page->blocks->len);
    }
    g_string_truncate(w->text, 0);
    g_ptr_array_set_size(w->nodes, 0);
    w->link_chars = w->links = w->bold_chars = 0;
    w->first = NULL;
}

static void
add_text(Walk *w, xmlNode *node)
{
    gsize before = w->text->len;
    off_append_folded(w->text, (const char *)node->content);
    if (w->text->len == before)
        return;
    gboolean blank = w->text->len == before + 1 && w->text->str[before] == ' ';
    if (!blank) {
        w->breaks = 0;
        if (!w->first)
            w->first = node;
    }
    guint chars = (guint)g_utf8_strlen(w->text->str + before, (gssize)(w->text->len - before));
    if (w->in_link)
        w->link_chars += chars;
    if (w->in_bold)
        w->bold_chars += chars;
    g_ptr_array_add(w->nodes, node);
}

static void
add_media(Walk *w, xmlNode *node)
{
    const char *alt = off_attribute(node, "alt");
    OffBlock b = {.kind = OFF_BLOCK_MEDIA, .node = node, .text = off_fold(alt ? alt : "")};
    /* A picture inside a running line does not part it. */
    if (w->first) {
        g_free(b.text);
        return;
    }
    add_block(w, &b);
    node->_private = GUINT_TO_POINTER(w->page->blocks->len);
}

/* --- boxes ---------------------------------------------------------------------------------- */

static const struct {
    OffTag tag;
    guint flag;
} tag_flags[] = {
    {OFF_TAG_nav, OFF_IN_NAV},
    {OFF_TAG_menu, OFF_IN_NAV},
    {OFF_TAG_aside, OFF_IN_ASIDE},
    {OFF_TAG_footer, OFF_IN_FOOTER},
    {OFF_TAG_header, OFF_IN_HEADER},
    {OFF_TAG_form, OFF_IN_FORM},
    {OFF_TAG_table, OFF_IN_TABLE},
    {OFF_TAG_ul, OFF_IN_LIST},
    {OFF_TAG_ol, OFF_IN_LIST},
    {OFF_TAG_blockquote, OFF_IN_QUOTE},
    {OFF_TAG_figure, OFF_IN_FIGURE},
    {OFF_TAG_article, OFF_IN_ARTICLE},
    {OFF_TAG_main, OFF_IN_MAIN},
    {OFF_TAG_pre, OFF_IN_PRE},
    {OFF_TAG_figcaption, OFF_NAMED_CAPTION},
};

static const struct {
    const char *role;
    guint flag;
} role_flags[] = {
    {"navigation", OFF_IN_NAV},     {"complementary", OFF_IN_ASIDE},
    {"contentinfo", OFF_IN_FOOTER}, {"banner", OFF_IN_HEADER},
    {"main", OFF_IN_MAIN},          {"article", OFF_IN_ARTICLE},
    {"search", OFF_IN_FORM},        {"menu", OFF_IN_NAV},
    {"menubar", OFF_IN_NAV},        {"dialog", OFF_HIDDEN},
    {"alertdialog", OFF_HIDDEN},    {"alert", OFF_NAMED_OVERLAY},
};

static gboolean
style_hides(const char *style)
{
    static const char *const hiding[] = {"display:none", "visibility:hidden", "max-height:0;",
                                         "max-height:0px", "mso-hide:all"};
    g_autoptr(GString) bare = g_string_new(NULL);
    for (const char *p = style; *p; p++)
        if (!g_ascii_isspace(*p))
            g_string_append_c(bare, g_ascii_tolower(*p));
    for (guint i = 0; i < G_N_ELEMENTS(hiding); i++)
        if (strstr(bare->str, hiding[i]))
            return TRUE;
    return FALSE;
}

/* A class that hides, unless another of the same element shows it again at some width of the
 * screen ("hidden md:block", "d-none d-lg-flex"). */
static gboolean
class_hides(const char *class)
{
    static const char *const hiding[] = {"hidden",
                                         "hide",
                                         "invisible",
                                         "sr-only",
                                         "visually-hidden",
                                         "visuallyhidden",
                                         "d-none",
                                         "screen-reader-text",
                                         "u-hidden",
                                         "element-invisible",
                                         "screen-reader-only",
                                         "a11y-hidden",
                                         "is-hidden",
                                         "print-only",
                                         "visible-print"};
    static const char *const showing[] = {":block", ":flex", ":inline", ":grid", ":table",
                                          "-block", "-flex", "-inline", "-grid"};
    gboolean hides = off_has_a_token(class, hiding, G_N_ELEMENTS(hiding));
    for (guint i = 0; i < G_N_ELEMENTS(showing) && hides; i++)
        hides = !strstr(class, showing[i]);
    return hides;
}

static gboolean
is_for_readers_aloud(const xmlNode *node)
{
    const char *class =
        node && node->type == XML_ELEMENT_NODE ? off_attribute(node, "class") : NULL;
    return class && class_hides(class);
}

/* aria-hidden usually marks a sign next to words that say the same. If those words are only for
 * screen readers, the sign is what readers see. A hidden letter inside a word is part of the
 * word. */
static gboolean
is_mere_sign(const xmlNode *node)
{
    if (!off_attribute_is(node, "aria-hidden", "true") || is_for_readers_aloud(node->next) ||
        is_for_readers_aloud(node->prev))
        return FALSE;
    const xmlNode *only = node->children;
    gboolean letter = only && !only->next && only->type == XML_TEXT_NODE &&
                      g_utf8_strlen((const char *)only->content, -1) == 1 &&
                      g_unichar_isalpha(g_utf8_get_char((const char *)only->content));
    return !letter;
}

/* Does a click on the element before it show it (WAI-ARIA, aria-expanded and aria-controls)? The
 * answers below questions are folded so. */
static gboolean
is_folded(const xmlNode *node)
{
    xmlNode *toggle = xmlPreviousElementSibling((xmlNode *)(guintptr)node);
    guint seen = 0;
    for (xmlNode *n = toggle; n && seen++ < TOGGLE_NODES; n = off_next(toggle, n, FALSE))
        if (off_attribute(n, "aria-expanded") || off_attribute(n, "aria-controls"))
            return TRUE;
    return FALSE;
}

static gboolean
hides_itself(const xmlNode *node)
{
    const char *style = off_attribute(node, "style"), *class = off_attribute(node, "class");
    const char *hidden = off_attribute(node, "hidden");
    return (hidden && g_ascii_strcasecmp(hidden, "until-found") != 0) ||
           (style && style_hides(style)) || (class && class_hides(class)) || is_mere_sign(node);
}

gboolean
off_is_hidden(const xmlNode *node)
{
    return node->properties && hides_itself(node) && !is_folded(node);
}

static guint
own_flags(const xmlNode *node, OffTag tag, GHashTable *names)
{
    guint flags = 0;
    const char *role = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(tag_flags); i++)
        if (tag_flags[i].tag == tag)
            flags |= tag_flags[i].flag;
    if (!node->properties)
        return flags;
    role = off_attribute(node, "role");
    for (guint i = 0; role && i < G_N_ELEMENTS(role_flags); i++)
        if (g_ascii_strcasecmp(role, role_flags[i].role) == 0)
            flags |= role_flags[i].flag;
    if (off_is_hidden(node))
        flags |= OFF_HIDDEN;
    const char *property = off_attribute(node, "itemprop");
    if (property && strstr(property, "articleBody"))
        flags |= OFF_BODY_PROPERTY;
    if (tag != OFF_TAG_body && tag != OFF_TAG_html)
        flags |= off_names_of_seen(node, names);
    return flags;
}

/* Flags that a parent hands down; a name of the body does not make all inside it the body's. */
static void
open_box(Walk *w, xmlNode *node, OffTag tag)
{
    OffPage *page = w->page;
    guint parent = w->box;
    OffBox box = {
        .node = node, .parent = parent, .first = page->blocks->len, .end = G_MAXUINT, .tag = tag};
    box.own = own_flags(node, tag, page->names);
    if (page->boxes->len > 0) {
        const OffBox *around = off_box(page, parent);
        box.flags = around->flags | box.own;
    } else {
        box.flags = box.own;
    }
    g_array_append_val(page->boxes, box);
    w->box = page->boxes->len - 1;
    node->_private = GUINT_TO_POINTER(page->boxes->len);
}

/* A <br> ends a paragraph if the lines are long, as in pages without <p>. In verse and addresses
 * they are short. Judged once per parent, by the mean length of its lines. */
static gboolean
breaks_part_paragraphs(Walk *w, const xmlNode *parent)
{
    guint breaks = 0;
    gsize bytes = 0;
    if (w->break_parent == parent)
        return w->break_parts;
    for (const xmlNode *n = parent->children; n; n = n->next) {
        if (n->type == XML_TEXT_NODE)
            bytes += strspn((const char *)n->content, " \t\r\n") == strlen((const char *)n->content)
                         ? 0
                         : strlen((const char *)n->content);
        else if (n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_br)
            breaks++;
    }
    w->break_parent = parent;
    w->break_parts = breaks >= 2 && bytes / (breaks + 1) >= LINE_BYTES;
    return w->break_parts;
}

/* A button without an end tag contains the rest of the page; a real one contains a few words. */
static gboolean
swallows_page(const xmlNode *node, const OffElement *e)
{
    gsize bytes = 0;
    guint seen = 0;
    if (e->tag != OFF_TAG_button && e->tag != OFF_TAG_select)
        return FALSE;
    for (xmlNode *n = (xmlNode *)(guintptr)node;
         n && bytes < SWALLOWED_BYTES && seen++ < SWALLOWED_NODES; n = off_next(node, n, FALSE))
        if (n->type == XML_TEXT_NODE && off_tag(n->parent) != OFF_TAG_option)
            bytes += strlen((const char *)n->content);
    return bytes >= SWALLOWED_BYTES;
}

static gboolean
has_address(const xmlNode *image)
{
    static const char *const names[] = {"data-src",      "data-srcset",   "srcset",
                                        "data-original", "data-lazy-src", "src"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = off_attribute(image, names[i]);
        if (value && *value && !off_has_prefix(value, "data:"))
            return TRUE;
    }
    return FALSE;
}

static gboolean
holds_addressed_picture(const xmlNode *root)
{
    for (xmlNode *n = (xmlNode *)(guintptr)root; n; n = off_next(root, n, FALSE))
        if (n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_img && has_address(n))
            return TRUE;
    return FALSE;
}

/* The element before or after a node. */
static const xmlNode *
text_beside(const xmlNode *node, gboolean behind)
{
    do
        node = behind ? node->next : node->prev;
    while (node && node->type != XML_ELEMENT_NODE);
    return node;
}

/* Does a <noscript> hold only a picture? It is used unless a picture next to it has an address. */
static gboolean
holds_only_picture(const xmlNode *node, const OffElement *e)
{
    gboolean picture = FALSE;
    if (e->tag != OFF_TAG_noscript || !node->parent)
        return FALSE;
    for (xmlNode *n = node->children; n; n = off_next(node, n, FALSE)) {
        if (n->type == XML_TEXT_NODE && !xmlIsBlankNode(n))
            return FALSE;
        picture = picture || (n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_img);
    }
    return picture && !holds_addressed_picture(text_beside(node, FALSE)) &&
           !holds_addressed_picture(text_beside(node, TRUE));
}

/* An element that HTML does not know (MathML, a component) is part of the line, unless it holds
 * blocks. */
static gboolean
parts_blocks(const xmlNode *node, const OffElement *e)
{
    guint seen = 0;
    if (e->tag != OFF_TAG_UNKNOWN)
        return (e->flags & OFF_E_BLOCK) != 0;
    for (xmlNode *n = node->children ? off_next(node, (xmlNode *)(guintptr)node, FALSE) : NULL;
         n && seen++ < COMPONENT_NODES; n = off_next(node, n, FALSE)) {
        const OffElement *inner = n->type == XML_ELEMENT_NODE ? off_element(n) : NULL;
        if (inner && inner->tag != OFF_TAG_UNKNOWN && (inner->flags & OFF_E_BLOCK))
            return TRUE;
    }
    return seen >= COMPONENT_NODES;
}

/* Returns TRUE where the children are not to be walked. */
static gboolean
enter_element(Walk *w, xmlNode *node, guint depth)
{
    const OffElement *e = off_element(node);
    if (depth > OFF_DEPTH_MAX ||
        ((e->flags & OFF_E_SKIP) && !swallows_page(node, e) && !holds_only_picture(node, e)))
        return TRUE;
    if (e->flags & OFF_E_SKIP) {
        end_block(w);
        open_box(w, node, OFF_TAG_div);
        return FALSE;
    }
    if (e->flags & OFF_E_MEDIA) {
        add_media(w, node);
        return TRUE;
    }
    if (parts_blocks(node, e)) {
        end_block(w);
        if (!(e->flags & OFF_E_VOID))
            open_box(w, node, e->tag);
        return (e->flags & OFF_E_VOID) != 0;
    }
    if (off_is_hidden(node))
        return TRUE;
    if (e->tag == OFF_TAG_br) {
        if (++w->breaks > 1 || breaks_part_paragraphs(w, node->parent)) {
            end_block(w);
            node->_private = GUINT_TO_POINTER(1); /* clean.c ends its paragraph here too */
        } else {
            off_append_folded(w->text, " ");
        }
    } else if (e->tag == OFF_TAG_a && off_attribute(node, "href")) {
        w->in_link++;
        w->links++;
    } else if (e->tag == OFF_TAG_b || e->tag == OFF_TAG_strong) {
        w->in_bold++;
    }
    return FALSE;
}

static void
leave_element(Walk *w, xmlNode *node)
{
    const OffElement *e = off_element(node);
    if ((e->flags & (OFF_E_BLOCK | OFF_E_SKIP)) && node->_private) {
        end_block(w);
        OffBox *box = off_box(w->page, w->box);
        box->end = w->page->blocks->len;
        w->box = box->parent;
    } else if (e->tag == OFF_TAG_a && off_attribute(node, "href") && w->in_link) {
        w->in_link--;
    } else if ((e->tag == OFF_TAG_b || e->tag == OFF_TAG_strong) && w->in_bold) {
        w->in_bold--;
    }
}

static void
walk_page(Walk *w, xmlNode *root)
{
    xmlNode *node = root;
    guint depth = 0, seen = 0;
    while (node && seen++ < OFF_ELEMENTS_MAX) {
        gboolean skip = TRUE;
        if (node->type == XML_ELEMENT_NODE) {
            node->_private = NULL;
            skip = enter_element(w, node, depth);
        } else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            node->_private = NULL;
            add_text(w, node);
        }
        if (!skip && node->children) {
            node = node->children;
            depth++;
            continue;
        }
        if (!skip)
            leave_element(w, node);
        while (node != root && !node->next) {
            node = node->parent;
            depth--;
            leave_element(w, node);
        }
        if (node == root)
            break;
        node = node->next;
    }
    /* The page was cut off: open blocks end here. */
    end_block(w);
}

static void
sum_up(OffPage *page)
{
    OffSums s = {0};
    g_array_append_val(page->sums, s);
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT) {
            s.chars += b->chars;
            s.words += b->words;
            s.link_chars += b->link_chars;
            s.links += b->links;
            s.stops += b->stops;
            s.commas += b->commas;
            s.paragraphs += b->tag == OFF_TAG_p;
            s.texts++;
        }
        g_array_append_val(page->sums, s);
    }
}

/* Boxes are numbered in document order, so a parent comes before its children. */
static void
close_boxes(OffPage *page)
{
    for (guint i = page->boxes->len; i-- > 0;) {
        OffBox *box = off_box(page, i), *around = off_box(page, box->parent);
        if (box->end == G_MAXUINT)
            box->end = page->blocks->len;
        box->behind = MAX(box->behind, i + 1);
        around->behind = MAX(around->behind, box->behind);
    }
}

OffPage *
off_page_new(xmlDoc *doc)
{
    OffPage *page = g_new0(OffPage, 1);
    page->doc = doc;
    page->boxes = g_array_new(FALSE, TRUE, sizeof(OffBox));
    page->blocks = g_array_new(FALSE, TRUE, sizeof(OffBlock));
    page->sums = g_array_new(FALSE, TRUE, sizeof(OffSums));
    page->texts = g_ptr_array_new_with_free_func(g_free);
    page->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Walk w = {.page = page, .text = g_string_new(NULL), .nodes = g_ptr_array_new()};
    xmlNode *root = xmlDocGetRootElement(doc);
    if (root) {
        walk_page(&w, root);
        close_boxes(page);
    }
    sum_up(page);
    g_string_free(w.text, TRUE);
    g_ptr_array_unref(w.nodes);
    return page;
}

void
off_page_free(OffPage *page)
{
    if (!page)
        return;
    g_array_unref(page->boxes);
    g_array_unref(page->blocks);
    g_array_unref(page->sums);
    g_ptr_array_unref(page->texts);
    g_hash_table_unref(page->names);
    xmlFreeDoc(page->doc);
    g_free(page);
}

gboolean
off_is_data_table(const OffPage *page, const xmlNode *table)
{
    guint rows = 0, filled = 0;
    for (xmlNode *n = (xmlNode *)(guintptr)table; n; n = off_next(table, n, FALSE)) {
        OffTag tag = n->type == XML_ELEMENT_NODE ? off_tag(n) : OFF_TAG_UNKNOWN;
        if (tag == OFF_TAG_table && n != table)
            return FALSE;
        if (tag == OFF_TAG_tr) {
            rows += filled > 1;
            filled = 0;
        }
        if ((tag != OFF_TAG_td && tag != OFF_TAG_th) || !n->_private)
            continue;
        OffSums sums = off_box_sums(page, off_box(page, GPOINTER_TO_UINT(n->_private) - 1));
        filled += sums.chars > 0;
        if (sums.texts > CELL_BLOCKS_MAX || sums.chars > CELL_CHARS_MAX)
            return FALSE;
    }
    rows += filled > 1;
    return rows > 1 && !off_attribute_is(table, "role", "presentation");
}

guint
off_kept_chars(const OffPage *page, guint first, guint end)
{
    guint chars = 0;
    for (guint i = first; i < end; i++)
        chars += off_block(page, i)->kept ? off_block(page, i)->chars : 0;
    return chars;
}

void
off_kept_range(const OffPage *page, guint *first, guint *end)
{
    *first = 0;
    *end = page->blocks->len;
    while (*first < *end && !off_block(page, *first)->kept)
        (*first)++;
    while (*end > *first && !off_block(page, *end - 1)->kept)
        (*end)--;
}
