/* clean.c: the tree is rebuilt from an allow-list (elements.def says what each element becomes). */
#include "config.h"

#include "clean/clean.h"

#include "wire/bounds.h"
#include "clean/attributes.h"
#include "clean/code.h"
#include "clean/footnote.h"
#include "clean/furniture.h"
#include "clean/label.h"
#include "clean/media.h"
#include "clean/polish.h"
#include "clean/spaces.h"
#include "clean/tidy.h"
#include "dom/url.h"
#include "links/article-link.h"

#include <string.h>

#define INLINES_MAX 64 /* open at a time: HTML has fewer, but readings can be inside each other */

/* An inline element that is open in the page. In each phrase it is opened again. */
typedef struct {
    const xmlNode *source;
    char *href; /* the address of a link, as written; NULL: not a link, or a link to a note */
    guint note; /* of a link: the note that it leads to; 0: none */
} Inline;

typedef struct {
    const OffPage *page;
    const OffCleanOptions *options;
    xmlNode *flow;   /* takes blocks */
    xmlNode *phrase; /* takes running text; NULL: the next text opens a paragraph */
    xmlNode *tip;    /* innermost inline element in phrase; NULL: inlines have to be opened again */
    GString *pending; /* text that belongs at the end of tip */
    GArray *inlines;  /* Inline: those that are open, outermost first */
    OffFootnotes *notes;
    guint note;         /* the next element with text gets its id; 0: none */
    guint label;        /* the note whose back link goes to the start of the next phrase; 0: none */
    OffSpaces spaces;   /* how the phrase ends */
    guint phrases;      /* ended so far */
    guint pre, heading; /* depth */
    guint kept;         /* characters of all blocks that are kept */
    const guint *kept_before; /* by block: how many before it are kept */
    guint depth;              /* of the page's elements */
    guint nested;             /* depth of flow */
} Writer;

static void copy_children(Writer *w, const xmlNode *node);

static xmlNode *
append_element(xmlNode *parent, const char *name)
{
    return xmlNewChild(parent, NULL, BAD_CAST name, NULL);
}

/* --- paragraphs and running text ------------------------------------------------------------- */

/* Elements that contain text directly, unless they contain a block. */
static gboolean
takes_text(const xmlNode *node)
{
    static const char *const names[] = {"li", "td",         "th",      "dt",
                                        "dd", "figcaption", "caption", "summary"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (off_is_named(node, names[i]))
            return TRUE;
    return FALSE;
}

static gboolean
is_empty(const xmlNode *node)
{
    static const char *const whole[] = {"img", "hr", "br"};
    for (guint i = 0; i < G_N_ELEMENTS(whole); i++)
        if (node->type == XML_ELEMENT_NODE && off_is_named(node, whole[i]))
            return FALSE;
    if (node->type == XML_TEXT_NODE)
        return !node->content || node->content[0] == '\0';
    for (const xmlNode *child = node->children; child; child = child->next)
        if (!is_empty(child))
            return FALSE;
    return TRUE;
}

/* Cells stay even where they are empty: a table has columns. */
static void
drop_if_empty(xmlNode *node)
{
    if (!is_empty(node) || off_is_named(node, "td") || off_is_named(node, "th"))
        return;
    off_remove(node);
}

/* Writes the text that waits. Before anything else is put into the phrase. */
static void
flush_text(Writer *w)
{
    if (w->pending->len == 0)
        return;
    /* Linked by hand: xmlAddChild would join it with a text before it, each time from the start. */
    xmlNode *text = xmlNewDocText(w->tip->doc, BAD_CAST w->pending->str), *last = w->tip->last;
    text->parent = w->tip;
    text->prev = last;
    if (last)
        last->next = text;
    else
        w->tip->children = text;
    w->tip->last = text;
    g_string_truncate(w->pending, 0);
}

static void
end_phrase(Writer *w)
{
    xmlNode *phrase = w->phrase;
    flush_text(w);
    w->phrase = w->tip = NULL;
    w->phrases++;
    if (!phrase)
        return;
    if (!w->pre) {
        off_trim_indent(phrase);
        off_trim_end(phrase);
    }
    if (!takes_text(phrase))
        drop_if_empty(phrase);
}

static gboolean
is_list(const xmlNode *node)
{
    return off_is_named(node, "ul") || off_is_named(node, "ol");
}

/* The element that takes blocks here. Lists take only items: anything else inside a list joins the
 * item before it. */
static xmlNode *
flow_for_block(Writer *w)
{
    const char *item = off_is_named(w->flow, "dl") ? "dd" : is_list(w->flow) ? "li" : NULL;
    xmlNode *last = w->flow->last;
    if (item)
        w->flow = last && off_is_named(last, item) ? last : append_element(w->flow, item);
    return w->flow;
}

static void
begin_line(Writer *w)
{
    w->spaces = (OffSpaces){TRUE, TRUE};
}

/* The element that the text of a note begins in gets its id. */
static void
mark_note(Writer *w, xmlNode *element)
{
    if (w->note == 0)
        return;
    g_autofree char *id = g_strdup_printf(OFF_NOTE_ID "%u", w->note);
    xmlNewProp(element, BAD_CAST "id", BAD_CAST id);
    w->note = 0;
}

static void
begin_phrase(Writer *w, const char *name, const xmlNode *from)
{
    end_phrase(w);
    w->phrase = append_element(flow_for_block(w), name);
    if (from)
        off_copy_attributes(from, w->phrase);
    begin_line(w);
    mark_note(w, w->phrase);
}

static void
inline_clear(void *data)
{
    g_free(((Inline *)data)->href);
}

/* Reads the address of a link. FALSE: it has none, and no link is written. */
static gboolean
read_link(const Writer *w, Inline *link)
{
    const char *ref = off_attribute(link->source, "href");
    link->note = off_footnote_referred(w->notes, link->source);
    if (link->note > 0)
        return TRUE;
    g_autofree char *url = ref && *ref != '#' ? off_url_resolve(w->options->base, ref) : NULL;
    link->href = url ? off_article_link(url) : NULL;
    return url != NULL;
}

/* Should it be written as an element? A nested element of the same kind adds nothing, and thousands
 * of them would be reopened in each phrase. */
static gboolean
is_inline_new(const Writer *w, const OffElement *e)
{
    for (guint i = w->inlines->len; i-- > 0;) {
        const OffElement *outer = off_element(g_array_index(w->inlines, Inline, i).source);
        /* A reading is a text of its own. */
        if (outer->tag == OFF_TAG_ruby || outer->tag == OFF_TAG_rt || outer->tag == OFF_TAG_rp)
            break;
        if (strcmp(outer->becomes, e->becomes) == 0)
            return FALSE;
    }
    return w->inlines->len < INLINES_MAX;
}

static xmlNode *
open_inline(xmlNode *parent, const Inline *open)
{
    xmlNode *node = append_element(parent, off_element(open->source)->becomes);
    if (open->note > 0)
        off_footnote_set_reference(node, open->note);
    else if (open->href)
        xmlNewProp(node, BAD_CAST "href", BAD_CAST open->href);
    else
        off_copy_attributes(open->source, node);
    return node;
}

/* The number at the start of a note that is not in a list. */
static void
write_label(Writer *w)
{
    g_autofree char *href = g_strdup_printf("#" OFF_REFERENCE_ID "%u", w->label);
    g_autofree char *text = g_strdup_printf("[%u]", w->label);
    xmlNode *link = append_element(w->phrase, "a");
    xmlNewProp(link, BAD_CAST "href", BAD_CAST href);
    xmlAddChild(link, xmlNewText(BAD_CAST text));
    xmlAddChild(w->phrase, xmlNewText(BAD_CAST " "));
    w->label = 0;
}

static void
ensure_tip(Writer *w)
{
    if (!w->phrase)
        begin_phrase(w, "p", NULL);
    if (w->label > 0)
        write_label(w);
    if (w->tip)
        return;
    w->tip = w->phrase;
    for (guint i = 0; i < w->inlines->len; i++)
        w->tip = open_inline(w->tip, &g_array_index(w->inlines, Inline, i));
}

static void
add_preformatted(Writer *w, const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    off_append_preformatted(out, text);
    if (out->len == 0)
        return;
    ensure_tip(w);
    g_string_append_len(w->pending, out->str, (gssize)out->len);
}

static void
add_text(Writer *w, const char *text)
{
    if (w->pre) {
        add_preformatted(w, text);
        return;
    }
    if (w->phrase == NULL) {
        if (off_is_blank(text))
            return;
        ensure_tip(w); /* whose line begins here */
    }
    g_autoptr(GString) out = g_string_new(NULL);
    off_spaces_append(&w->spaces, out, text);
    if (out->len == 0)
        return;
    ensure_tip(w);
    g_string_append(w->pending, out->str);
}

static void
copy_text(Writer *w, const xmlNode *node)
{
    guint block = GPOINTER_TO_UINT(node->_private);
    const char *text = (const char *)node->content;
    if (block > 0 && off_block(w->page, block - 1)->kept) {
        add_text(w, text);
        if (off_block(w->page, block - 1)->aside && w->phrase)
            w->phrase->_private = w->phrase; /* clean.h: not among the article's words */
    } else if (block == 0 && w->phrase && (w->pre || (w->spaces.line && off_is_blank(text))))
        add_text(w, text);
}

static void
add_break(Writer *w, const xmlNode *node)
{
    if (!w->phrase)
        return;
    /* A paragraph begins with its first words. */
    if (!w->pre && !w->phrase->children && off_is_blank(w->pending->str)) {
        g_string_truncate(w->pending, 0);
        begin_line(w);
        return;
    }
    if (node->_private && !w->heading && !w->pre) {
        end_phrase(w);
    } else if (w->heading) {
        add_text(w, " ");
    } else if (w->pre) {
        add_text(w, "\n");
    } else {
        ensure_tip(w);
        flush_text(w);
        append_element(w->tip, "br");
        begin_line(w);
    }
}

/* --- media ------------------------------------------------------------------------------------ */

static void
add_image(Writer *w, const xmlNode *node)
{
    g_autofree char *url = w->options->drop_images ? NULL : off_image_url(node, w->options->base);
    if (!url)
        return;
    xmlNode *parent = w->phrase;
    flush_text(w);
    if (!parent) {
        parent = flow_for_block(w);
        if (!off_is_named(parent, "figure"))
            parent = append_element(parent, "figure");
    }
    xmlNode *image = append_element(parent, "img");
    g_autofree char *alt = off_fold(off_attribute(node, "alt"));
    gboolean said = alt && !off_is_file_name(alt);
    xmlNewProp(image, BAD_CAST "src", BAD_CAST url);
    xmlNewProp(image, BAD_CAST "alt", BAD_CAST(said ? alt : ""));
    off_copy_size(node, image);
    w->spaces = (OffSpaces){FALSE, FALSE};
}

static void
add_player(Writer *w, const xmlNode *node)
{
    g_autofree char *title = NULL;
    g_autofree char *url = off_player_url(node, w->options->base, w->options->lang, &title);
    if (!url)
        return;
    begin_phrase(w, "p", NULL);
    w->phrase->_private = w->phrase; /* clean.h: the title is not the article's own words */
    xmlNode *link = append_element(w->phrase, "a");
    xmlNewProp(link, BAD_CAST "href", BAD_CAST url);
    xmlAddChild(link, xmlNewText(BAD_CAST title));
    end_phrase(w);
}

static void
copy_media(Writer *w, const xmlNode *node)
{
    guint block = GPOINTER_TO_UINT(node->_private);
    /* A picture inside a running line has no block of its own. */
    if (block > 0 ? !off_block(w->page, block - 1)->kept : !w->phrase)
        return;
    if (off_tag(node) == OFF_TAG_img)
        add_image(w, node);
    else if (!w->heading)
        add_player(w, node);
}

/* --- blocks ----------------------------------------------------------------------------------- */

static gboolean
holds_kept(const Writer *w, const xmlNode *node)
{
    guint index = GPOINTER_TO_UINT(node->_private);
    if (index == 0)
        return FALSE;
    const OffBox *box = off_box(w->page, index - 1);
    return w->kept_before[box->end] > w->kept_before[box->first];
}

/* Opens a part of a table, a list of terms or a figure; name_here() has checked that it is inside
 * one. */
static gboolean
is_part(const char *name)
{
    static const char *const parts[] = {"thead", "tbody", "tfoot",   "tr",         "td",      "th",
                                        "dt",    "dd",    "caption", "figcaption", "summary", NULL};
    return g_strv_contains(parts, name);
}

/* Does it take running text, and nothing else? */
static gboolean
is_phrase(const char *name)
{
    return strcmp(name, "p") == 0 || strcmp(name, "pre") == 0 ||
           (name[0] == 'h' && g_ascii_isdigit(name[1]));
}

/* Blocks that are nested too deep join the one around them. */
static gboolean
is_too_deep(const Writer *w, const char *name)
{
    if (w->nested < OFF_NESTED_MAX)
        return FALSE;
    if (strcmp(name, "li") == 0)
        return !is_list(w->flow);
    return !is_part(name) && !is_phrase(name);
}

static gboolean
inside_table(const Writer *w)
{
    for (const xmlNode *n = w->flow; n && n->type == XML_ELEMENT_NODE; n = n->parent)
        if (off_is_named(n, "table"))
            return TRUE;
    return FALSE;
}

/* Runs the children of node with flow as the element that takes them, then goes back to where it
 * was. */
static void
copy_into(Writer *w, const xmlNode *node, xmlNode *flow, xmlNode *phrase)
{
    xmlNode *outer = w->flow;
    w->flow = flow;
    w->phrase = phrase;
    w->tip = NULL;
    w->nested++;
    begin_line(w);
    copy_children(w, node);
    end_phrase(w);
    w->nested--;
    w->flow = outer;
    if (!w->pre && flow->last)
        off_trim_end(flow);
    drop_if_empty(flow);
}

/* The name that a part of a table, list or figure gets here: its own inside of one, outside
 * another. */
static const char *
name_here(const Writer *w, const OffElement *e)
{
    gboolean in_table = inside_table(w);
    switch (e->tag) {
    case OFF_TAG_tr:
        return in_table && (off_is_named(w->flow, "table") || off_is_named(w->flow, "tbody") ||
                            off_is_named(w->flow, "thead") || off_is_named(w->flow, "tfoot"))
                   ? "tr"
                   : "";
    case OFF_TAG_td:
    case OFF_TAG_th: /* tidy.c makes a row of those that have none */
        return off_is_named(w->flow, "tr") || off_is_named(w->flow, "thead") ||
                       off_is_named(w->flow, "tbody") || off_is_named(w->flow, "tfoot")
                   ? e->becomes
                   : "";
    case OFF_TAG_thead:
    case OFF_TAG_tbody:
    case OFF_TAG_tfoot: return off_is_named(w->flow, "table") ? e->becomes : "";
    case OFF_TAG_caption:
        return off_is_named(w->flow, "table") ? "caption" : ""; /* tidy.c puts it first */
    case OFF_TAG_figcaption: return off_is_named(w->flow, "figure") ? "figcaption" : "";
    case OFF_TAG_summary:
        return off_is_named(w->flow, "details") && !w->flow->children ? "summary" : "p";
    case OFF_TAG_dt:
    case OFF_TAG_dd: return off_is_named(w->flow, "dl") ? e->becomes : "";
    default: return e->becomes;
    }
}

static void
copy_list_item(Writer *w, const xmlNode *node)
{
    xmlNode *list = w->flow;
    if (off_is_named(list, "li") && list->parent)
        list = list->parent;
    gboolean own_list = !is_list(list);
    if (own_list) {
        /* A list item outside a list joins the list before it, or a new one. */
        const xmlNode *before = w->flow->last;
        gboolean follows = before && before->type == XML_ELEMENT_NODE && off_is_named(before, "ul");
        list = follows ? w->flow->last : append_element(flow_for_block(w), "ul");
    }
    xmlNode *item = append_element(list, "li");
    off_copy_attributes(node, item);
    mark_note(w, item);
    copy_into(w, node, item, item);
    if (own_list)
        drop_if_empty(list);
}

static void
copy_preformatted(Writer *w, const xmlNode *node)
{
    begin_phrase(w, "pre", node);
    w->pre++;
    copy_children(w, node);
    w->pre--;
    flush_text(w);
    w->tip = NULL;
    xmlNode *pre = w->phrase;
    w->phrase = NULL;
    g_autofree char *language = off_code_language(node);
    if (pre && w->options->rtl && !off_attribute(pre, "dir"))
        xmlNewProp(pre, BAD_CAST "dir", BAD_CAST "ltr");
    if (pre && language)
        off_code_set_language(pre, language);
    if (pre)
        drop_if_empty(pre);
}

static void
copy_phrase_block(Writer *w, const xmlNode *node, const char *name)
{
    gboolean heading = name[0] == 'h';
    /* The first paragraph of a list item or a cell is the item's own text. */
    if (!heading && takes_text(w->flow) && !w->flow->children) {
        w->phrase = w->flow;
        w->tip = NULL;
        begin_line(w);
        mark_note(w, w->flow);
    } else {
        begin_phrase(w, name, node);
    }
    w->heading += heading;
    copy_children(w, node);
    w->heading -= heading;
    end_phrase(w);
}

/* A block inside <pre> begins on a new line, and table cells are separated. */
static void
add_line_in_pre(Writer *w, OffTag tag)
{
    gboolean cell = tag == OFF_TAG_td || tag == OFF_TAG_th;
    const xmlNode *last = w->phrase;
    while (last && last->last)
        last = last->last;
    gsize n = last && last->type == XML_TEXT_NODE ? strlen((const char *)last->content) : 0;
    if (n > 0 && !g_ascii_isspace(last->content[n - 1]))
        add_text(w, cell ? "  " : "\n");
}

/* A cell of a row that holds something: the columns of the others count on it. */
static void
copy_empty_cell(Writer *w, const xmlNode *node, const OffElement *e)
{
    if ((e->tag == OFF_TAG_td || e->tag == OFF_TAG_th) && off_is_named(w->flow, "tr") &&
        !off_is_hidden(node))
        off_copy_attributes(node, append_element(w->flow, e->becomes));
}

static void
copy_block(Writer *w, const xmlNode *node, const OffElement *e)
{
    flush_text(w);
    if (e->tag == OFF_TAG_hr) {
        if (!w->heading && !w->pre && w->flow->children && !takes_text(w->flow) &&
            (off_is_named(w->flow, "article") || off_is_named(w->flow, "blockquote"))) {
            end_phrase(w);
            if (w->flow->last && !off_is_named(w->flow->last, "hr"))
                append_element(w->flow, "hr");
        }
        return;
    }
    if (!holds_kept(w, node)) {
        copy_empty_cell(w, node, e);
        return;
    }
    if (w->pre) {
        add_line_in_pre(w, e->tag);
        copy_children(w, node);
        return;
    }
    if (w->heading) {
        add_text(w, " ");
        copy_children(w, node);
        return;
    }
    const OffBox *box = off_box(w->page, GPOINTER_TO_UINT(node->_private) - 1);
    if (box->as != OFF_TAG_UNKNOWN)
        e = off_element_of_tag(box->as);
    const char *name = name_here(w, e);
    if (!*name && off_is_callout(w->page, node, w->kept))
        name = "aside";
    if (e->tag == OFF_TAG_table && !off_is_data_table(w->page, node))
        name = "";
    if (e->tag == OFF_TAG_figure && off_is_named(w->flow, "figure"))
        name = "";
    if (is_too_deep(w, name))
        name = "";
    xmlNode *was_phrase = w->phrase;
    if (was_phrase && !(takes_text(was_phrase) && is_empty(was_phrase)))
        end_phrase(w);
    else
        w->phrase = NULL;
    if (strcmp(name, "li") == 0)
        copy_list_item(w, node);
    else if (strcmp(name, "pre") == 0)
        copy_preformatted(w, node);
    else if (is_phrase(name))
        copy_phrase_block(w, node, name);
    else if (*name) {
        xmlNode *flow = append_element(is_part(name) ? w->flow : flow_for_block(w), name);
        off_copy_attributes(node, flow);
        if (e->tag == OFF_TAG_details) /* a mail shows all of it */
            xmlNewProp(flow, BAD_CAST "open", BAD_CAST "open");
        copy_into(w, node, flow, takes_text(flow) ? flow : NULL);
    } else {
        /* An item's own text may be in a <div> inside it. */
        if (takes_text(w->flow) && !w->flow->children) {
            w->phrase = w->flow;
            w->tip = NULL;
            begin_line(w);
            mark_note(w, w->flow);
        }
        copy_children(w, node);
        end_phrase(w);
    }
}

/* Links to two places that touch are buttons set apart by a style sheet, but in scripts that have
 * no spaces. Two to one place are one that an editor cut in two, maybe within a word. */
static gboolean
touches_link(const Writer *w, const xmlNode *node)
{
    const xmlNode *tip = w->tip ? w->tip : w->phrase, *last = tip ? tip->last : NULL, *first = node;
    const char *ref = off_attribute(node, "href");
    if (w->spaces.space || !ref || !last || !off_is_named(last, "a"))
        return FALSE;
    g_autofree char *url = off_url_resolve(w->options->base, ref);
    if (g_strcmp0(url, off_attribute(last, "href")) == 0)
        return FALSE;
    while (last->last)
        last = last->last;
    while (first->children)
        first = first->children;
    if (last->type != XML_TEXT_NODE || first->type != XML_TEXT_NODE)
        return FALSE;
    gsize n = strlen((const char *)last->content);
    char next = (char)first->content[0];
    return n > 0 && g_ascii_isalnum((char)last->content[n - 1]) &&
           (g_ascii_isalnum(next) || next == '#');
}

/* The heading of the page that a node is in. */
static const xmlNode *
heading_around(const xmlNode *node)
{
    while (node->parent && !off_is_heading(off_tag(node)))
        node = node->parent;
    return node;
}

/* A link from a note back to the text: footnote.c sets one at the note's end. Where it is the
 * number that the note begins with, that is set before its text, but in lists, which count
 * themselves. */
static void
leave_note(Writer *w, const xmlNode *link)
{
    g_autofree char *text = off_text_of(link);
    gboolean begins = !w->phrase || is_empty(w->phrase);
    if (begins && strpbrk(text, "0123456789") && !off_is_named(w->flow, "li"))
        w->label = off_footnote_left(w->notes, link);
}

static void
copy_inline(Writer *w, const xmlNode *node, const OffElement *e)
{
    if (e->tag == OFF_TAG_br) {
        add_break(w, node);
        return;
    }
    if (e->tag == OFF_TAG_wbr || !*e->becomes) {
        copy_children(w, node);
        return;
    }
    if (e->tag == OFF_TAG_a && off_footnote_left(w->notes, node) > 0) {
        leave_note(w, node);
        return;
    }
    if (w->heading && off_is_heading_furniture(node, heading_around(node)))
        return;
    Inline new = {.source = node};
    if (!is_inline_new(w, e) || (e->tag == OFF_TAG_a && !read_link(w, &new))) {
        copy_children(w, node);
        return;
    }
    flush_text(w);
    if (e->tag == OFF_TAG_a && touches_link(w, node)) {
        add_text(w, " ");
        flush_text(w);
    }
    g_array_append_val(w->inlines, new);
    xmlNode *outer = w->tip;
    guint phrases = w->phrases;
    if (w->tip)
        w->tip = open_inline(w->tip, &new);
    copy_children(w, node);
    g_array_set_size(w->inlines, w->inlines->len - 1);
    flush_text(w);
    /* The open inline elements are reopened in the next phrase. */
    w->tip = w->phrase && w->phrases == phrases ? outer : NULL;
}

static void
copy_node(Writer *w, const xmlNode *node)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        copy_text(w, node);
        return;
    }
    if (node->type != XML_ELEMENT_NODE || w->depth > OFF_DEPTH_MAX)
        return;
    const OffElement *e = off_element(node);
    gboolean line =
        !(e->flags & (OFF_E_BLOCK | OFF_E_MEDIA)) || (e->tag == OFF_TAG_UNKNOWN && !node->_private);
    gboolean swallowed = (e->flags & OFF_E_SKIP) && node->_private; /* page.c made a box of it */
    if (((e->flags & OFF_E_SKIP) && !swallowed) ||
        (line && !swallowed && (off_is_hidden(node) || off_is_unseen(node))))
        return;
    guint note = off_footnote_held(w->notes, node);
    if (note > 0)
        w->note = note;
    w->depth++;
    if (e->flags & OFF_E_MEDIA)
        copy_media(w, node);
    else if (swallowed ||
             ((e->flags & OFF_E_BLOCK) && (e->tag != OFF_TAG_UNKNOWN || node->_private)))
        copy_block(w, node, e);
    else
        copy_inline(w, node, e);
    w->depth--;
}

static void
copy_children(Writer *w, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        copy_node(w, child);
}

xmlDoc *
off_clean_page(const OffPage *page, const OffCleanOptions *options)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *article = xmlNewDocNode(doc, NULL, BAD_CAST "article", NULL);
    xmlDocSetRootElement(doc, article);
    g_autofree guint *kept_before = g_new0(guint, page->blocks->len + 1);
    for (guint i = 0; i < page->blocks->len; i++)
        kept_before[i + 1] = kept_before[i] + off_block(page, i)->kept;
    Writer w = {.page = page,
                .options = options,
                .flow = article,
                .inlines = g_array_new(FALSE, FALSE, sizeof(Inline)),
                .notes = off_footnotes_new(page, options->base),
                .kept = off_kept_chars(page, 0, page->blocks->len),
                .kept_before = kept_before,
                .pending = g_string_new(NULL)};
    g_array_set_clear_func(w.inlines, inline_clear);
    const xmlNode *root = xmlDocGetRootElement(page->doc);
    if (root)
        copy_node(&w, root);
    end_phrase(&w);
    while (article->last && off_is_named(article->last, "hr")) {
        xmlNode *rule = article->last;
        off_remove(rule);
    }
    off_footnotes_free(w.notes);
    g_array_unref(w.inlines);
    g_string_free(w.pending, TRUE);
    off_tidy_bullets(article);
    off_tidy_labels(article);
    off_tidy_code(article);
    off_polish(article);
    off_tidy(article);
    off_footnotes_tie(article);
    return doc;
}

void
off_clean_map_links(xmlDoc *doc, char *(*target)(const char *url))
{
    xmlNode *root = xmlDocGetRootElement(doc);
    for (xmlNode *node = root; node; node = off_next(root, node, FALSE)) {
        const char *url = off_is_named(node, "a") ? off_attribute(node, "href") : NULL;
        g_autofree char *other = url ? target(url) : NULL;
        if (other)
            xmlSetProp(node, BAD_CAST "href", BAD_CAST other);
    }
}
