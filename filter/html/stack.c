/* stack.c: the stack of open elements (HTML, 13.2.4.2). */
#include "config.h"

#include "html/builder.h"

#include <string.h>

OffHtmlOpen *
off_html_current(OffHtmlBuilder *b)
{
    return &b->open[b->depth - 1];
}

gboolean
off_html_is(const OffHtmlOpen *open, OffHtmlTag tag)
{
    return open->space == OFF_SPACE_HTML && open->tag == tag;
}

gboolean
off_html_current_is(OffHtmlBuilder *b, OffHtmlTag tag)
{
    return off_html_is(off_html_current(b), tag);
}

/* Does this element of MathML or SVG part scopes, and is it special? */
static gboolean
is_mark(const OffHtmlOpen *open)
{
    gboolean marks = (off_html_flags(open->tag) & OFF_HTML_MARKS) != 0;
    gboolean svg = open->tag == OFF_HTML_foreignobject || open->tag == OFF_HTML_desc ||
                   open->tag == OFF_HTML_title;
    return marks && svg == (open->space == OFF_SPACE_SVG);
}

gboolean
off_html_is_special(const OffHtmlOpen *open)
{
    if (open->space != OFF_SPACE_HTML)
        return is_mark(open);
    return (off_html_flags(open->tag) & OFF_HTML_SPECIAL) != 0;
}

void
off_html_push(OffHtmlBuilder *b, xmlNode *node, OffHtmlTag tag, OffHtmlSpace space)
{
    b->open[b->depth++] = (OffHtmlOpen){node, tag, space};
    if (space == OFF_SPACE_HTML)
        b->count[tag]++;
}

void
off_html_pop(OffHtmlBuilder *b)
{
    const OffHtmlOpen *top = &b->open[--b->depth];
    if (top->space == OFF_SPACE_HTML)
        b->count[top->tag]--;
}

void
off_html_pop_to(OffHtmlBuilder *b, guint index)
{
    while (b->depth > MAX(index, 1))
        off_html_pop(b);
}

void
off_html_pop_until(OffHtmlBuilder *b, OffHtmlTag tag)
{
    while (b->depth > 1) {
        gboolean last = off_html_current_is(b, tag);
        off_html_pop(b);
        if (last)
            return;
    }
}

void
off_html_remove_open(OffHtmlBuilder *b, guint index)
{
    OffHtmlOpen *at = &b->open[index];
    if (at->space == OFF_SPACE_HTML)
        b->count[at->tag]--;
    memmove(at, at + 1, (b->depth - index - 1) * sizeof *at);
    b->depth--;
}

void
off_html_insert_open(OffHtmlBuilder *b, guint index, OffHtmlOpen open)
{
    OffHtmlOpen *at = &b->open[index];
    memmove(at + 1, at, (b->depth - index) * sizeof *at);
    *at = open;
    b->depth++;
    if (open.space == OFF_SPACE_HTML)
        b->count[open.tag]++;
}

guint
off_html_index(const OffHtmlBuilder *b, const xmlNode *node)
{
    for (guint i = b->depth; i-- > 0;)
        if (b->open[i].node == node)
            return i;
    return G_MAXUINT;
}

static gboolean
ends_scope(const OffHtmlOpen *open, OffHtmlScope scope)
{
    if (scope == OFF_SCOPE_SELECT)
        return !off_html_is(open, OFF_HTML_optgroup) && !off_html_is(open, OFF_HTML_option);
    if (scope == OFF_SCOPE_TABLE)
        return off_html_is(open, OFF_HTML_html) || off_html_is(open, OFF_HTML_table) ||
               off_html_is(open, OFF_HTML_template);
    if (open->space != OFF_SPACE_HTML)
        return is_mark(open);
    if (scope == OFF_SCOPE_BUTTON && open->tag == OFF_HTML_button)
        return TRUE;
    if (scope == OFF_SCOPE_LIST && (open->tag == OFF_HTML_ol || open->tag == OFF_HTML_ul))
        return TRUE;
    return (off_html_flags(open->tag) & OFF_HTML_SCOPE) != 0;
}

gboolean
off_html_in_scope(OffHtmlBuilder *b, OffHtmlTag tag, OffHtmlScope scope)
{
    if (b->count[tag] == 0)
        return FALSE;
    for (guint i = b->depth; i-- > 0;) {
        if (off_html_is(&b->open[i], tag))
            return TRUE;
        if (ends_scope(&b->open[i], scope))
            return FALSE;
    }
    return FALSE;
}

gboolean
off_html_node_in_scope(OffHtmlBuilder *b, const xmlNode *node)
{
    for (guint i = b->depth; i-- > 0;) {
        if (b->open[i].node == node)
            return TRUE;
        if (ends_scope(&b->open[i], OFF_SCOPE_ANY))
            return FALSE;
    }
    return FALSE;
}

gboolean
off_html_heading_in_scope(OffHtmlBuilder *b)
{
    for (OffHtmlTag tag = OFF_HTML_h1; tag <= OFF_HTML_h6; tag++)
        if (off_html_in_scope(b, tag, OFF_SCOPE_ANY))
            return TRUE;
    return FALSE;
}

void
off_html_imply_ends(OffHtmlBuilder *b, OffHtmlTag but)
{
    for (const OffHtmlOpen *top = off_html_current(b); b->depth > 1; top = off_html_current(b)) {
        gboolean implied = (off_html_flags(top->tag) & OFF_HTML_IMPLIED) != 0;
        if (!implied || top->space != OFF_SPACE_HTML || top->tag == but)
            return;
        off_html_pop(b);
    }
}

void
off_html_clear_to(OffHtmlBuilder *b, const OffHtmlTag *tags)
{
    for (; b->depth > 1; off_html_pop(b)) {
        if (off_html_current_is(b, OFF_HTML_template) || off_html_current_is(b, OFF_HTML_html))
            return;
        for (const OffHtmlTag *tag = tags; *tag; tag++)
            if (off_html_current_is(b, *tag))
                return;
    }
}

void
off_html_close_p(OffHtmlBuilder *b)
{
    if (!off_html_in_scope(b, OFF_HTML_p, OFF_SCOPE_BUTTON))
        return;
    off_html_imply_ends(b, OFF_HTML_p);
    off_html_pop_until(b, OFF_HTML_p);
}
