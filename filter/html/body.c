/* body.c: the insertion mode "in body" (HTML, 13.2.6.4.7). The rule of each tag is in tags.def. */
#include "config.h"

#include "html/builder.h"

#include <string.h>

/* --- start tags */

static gboolean
start_HTML(OffHtmlBuilder *b)
{
    if (b->count[OFF_HTML_template] == 0 && !b->fragment)
        off_html_add_missing(b, b->open[0].node);
    return TRUE;
}

static gboolean
start_HEAD(OffHtmlBuilder *b)
{
    return off_html_in_head(b);
}

/* Is the second element of the stack the body? */
static gboolean
has_body(const OffHtmlBuilder *b)
{
    return b->depth > 1 && off_html_is(&b->open[1], OFF_HTML_body);
}

static gboolean
start_BODY(OffHtmlBuilder *b)
{
    if (!has_body(b) || b->count[OFF_HTML_template] > 0)
        return TRUE;
    b->frameset_ok = FALSE;
    off_html_add_missing(b, b->open[1].node);
    return TRUE;
}

static gboolean
start_FRAMESET(OffHtmlBuilder *b)
{
    if (!has_body(b) || !b->frameset_ok)
        return TRUE;
    xmlNode *body = b->open[1].node;
    off_html_pop_to(b, 1);
    b->text = NULL;
    off_html_unlink(body);
    xmlFreeNode(body);
    b->n_formatting = 0; /* they were in it */
    b->form = NULL;
    off_html_insert_part(b);
    b->mode = OFF_MODE_in_frameset;
    return TRUE;
}

static gboolean
start_BLOCK(OffHtmlBuilder *b)
{
    off_html_close_p(b);
    off_html_insert(b);
    return TRUE;
}

static gboolean
start_HEADING(OffHtmlBuilder *b)
{
    off_html_close_p(b);
    for (OffHtmlTag tag = OFF_HTML_h1; tag <= OFF_HTML_h6; tag++) {
        if (off_html_current_is(b, tag)) {
            off_html_pop(b);
            break;
        }
    }
    off_html_insert(b);
    return TRUE;
}

static gboolean
start_PRE(OffHtmlBuilder *b)
{
    off_html_close_p(b);
    off_html_insert(b);
    b->skip_newline = TRUE;
    b->frameset_ok = FALSE;
    return TRUE;
}

static gboolean
start_FORM(OffHtmlBuilder *b)
{
    gboolean in_template = b->count[OFF_HTML_template] > 0;
    if (b->form && !in_template)
        return TRUE;
    off_html_close_p(b);
    gboolean room = off_html_has_room(b);
    xmlNode *form = off_html_insert(b);
    if (!in_template && room)
        b->form = form;
    return TRUE;
}

/* Ends an open item of one of two names, unless another special element is in between. */
static void
close_item(OffHtmlBuilder *b, OffHtmlTag one, OffHtmlTag other)
{
    for (guint i = b->depth; i-- > 0;) {
        const OffHtmlOpen *open = &b->open[i];
        if (off_html_is(open, one) || off_html_is(open, other)) {
            OffHtmlTag tag = open->tag;
            off_html_imply_ends(b, tag);
            off_html_pop_until(b, tag);
            return;
        }
        if (off_html_is_special(open) && !off_html_is(open, OFF_HTML_address) &&
            !off_html_is(open, OFF_HTML_div) && !off_html_is(open, OFF_HTML_p))
            return;
    }
}

static gboolean
start_LI(OffHtmlBuilder *b)
{
    b->frameset_ok = FALSE;
    close_item(b, OFF_HTML_li, OFF_HTML_li);
    return start_BLOCK(b);
}

static gboolean
start_DD(OffHtmlBuilder *b)
{
    b->frameset_ok = FALSE;
    close_item(b, OFF_HTML_dd, OFF_HTML_dt);
    return start_BLOCK(b);
}

static gboolean
start_PLAINTEXT(OffHtmlBuilder *b)
{
    start_BLOCK(b);
    off_html_read_text(b->tokenizer, OFF_TEXT_PLAIN);
    return TRUE;
}

static gboolean
start_BUTTON(OffHtmlBuilder *b)
{
    if (off_html_in_scope(b, OFF_HTML_button, OFF_SCOPE_ANY)) {
        off_html_imply_ends(b, OFF_HTML_OTHER);
        off_html_pop_until(b, OFF_HTML_button);
    }
    off_html_reopen(b);
    off_html_insert(b);
    b->frameset_ok = FALSE;
    return TRUE;
}

static gboolean
start_FORMATTING(OffHtmlBuilder *b)
{
    off_html_reopen(b);
    off_html_add_formatting(b, off_html_insert(b), b->token->tag);
    return TRUE;
}

static gboolean
start_A(OffHtmlBuilder *b)
{
    guint listed = off_html_find_formatting(b, OFF_HTML_a);
    if (listed != G_MAXUINT) {
        const xmlNode *node = b->formatting[listed].node;
        off_html_adopt(b, OFF_HTML_a);
        for (guint i = b->n_formatting; i-- > 0;)
            if (b->formatting[i].node == node)
                off_html_remove_formatting(b, i);
        guint open = off_html_index(b, node);
        if (open != G_MAXUINT && open > 0)
            off_html_remove_open(b, open);
    }
    return start_FORMATTING(b);
}

static gboolean
start_NOBR(OffHtmlBuilder *b)
{
    off_html_reopen(b);
    if (off_html_in_scope(b, OFF_HTML_nobr, OFF_SCOPE_ANY))
        off_html_adopt(b, OFF_HTML_nobr);
    return start_FORMATTING(b);
}

static gboolean
start_OBJECT(OffHtmlBuilder *b)
{
    off_html_reopen(b);
    if (off_html_has_room(b))
        off_html_add_marker(b);
    off_html_insert(b);
    b->frameset_ok = FALSE;
    return TRUE;
}

static gboolean
start_TABLE(OffHtmlBuilder *b)
{
    if (!b->quirks)
        off_html_close_p(b);
    gboolean room = off_html_has_room(b);
    off_html_insert(b);
    b->frameset_ok = FALSE;
    if (room)
        b->mode = OFF_MODE_in_table;
    return TRUE;
}

static gboolean
start_VOID(OffHtmlBuilder *b)
{
    off_html_reopen(b);
    off_html_insert_void(b);
    b->frameset_ok = FALSE;
    return TRUE;
}

gboolean
off_html_is_hidden_input(const OffHtmlToken *token)
{
    static const char hidden[] = "hidden";
    const OffHtmlAttribute *type = off_html_attribute(token, "type");
    return type && type->length == strlen(hidden) &&
           g_ascii_strncasecmp(type->value, hidden, type->length) == 0;
}

static gboolean
start_INPUT(OffHtmlBuilder *b)
{
    off_html_reopen(b);
    off_html_insert_void(b);
    b->frameset_ok &= off_html_is_hidden_input(b->token);
    return TRUE;
}

static gboolean
start_SOURCE(OffHtmlBuilder *b)
{
    off_html_insert_void(b);
    return TRUE;
}

static gboolean
start_HR(OffHtmlBuilder *b)
{
    off_html_close_p(b);
    off_html_insert_void(b);
    b->frameset_ok = FALSE;
    return TRUE;
}

/* Tags that never were elements, but occur. */
static gboolean
start_IMAGE(OffHtmlBuilder *b)
{
    b->token->tag = OFF_HTML_img;
    b->token->name = off_html_dict_name(b->tokenizer, OFF_HTML_img);
    return FALSE;
}

static gboolean
start_TEXTAREA(OffHtmlBuilder *b)
{
    off_html_raw(b, OFF_TEXT_RCDATA);
    b->skip_newline = TRUE;
    b->frameset_ok = FALSE;
    return TRUE;
}

static gboolean
start_XMP(OffHtmlBuilder *b)
{
    off_html_close_p(b);
    off_html_reopen(b);
    b->frameset_ok = FALSE;
    off_html_raw(b, OFF_TEXT_RAW);
    return TRUE;
}

static gboolean
start_IFRAME(OffHtmlBuilder *b)
{
    b->frameset_ok = FALSE;
    off_html_raw(b, OFF_TEXT_RAW);
    return TRUE;
}

static gboolean
start_RAW(OffHtmlBuilder *b)
{
    off_html_raw(b, OFF_TEXT_RAW);
    return TRUE;
}

static gboolean
start_SELECT(OffHtmlBuilder *b)
{
    off_html_reopen(b);
    gboolean room = off_html_has_room(b);
    off_html_insert(b);
    b->frameset_ok = FALSE;
    if (!room)
        return TRUE;
    gboolean table = b->mode == OFF_MODE_in_table || b->mode == OFF_MODE_in_caption ||
                     b->mode == OFF_MODE_in_table_body || b->mode == OFF_MODE_in_row ||
                     b->mode == OFF_MODE_in_cell;
    b->mode = table ? OFF_MODE_in_select_in_table : OFF_MODE_in_select;
    return TRUE;
}

static gboolean
start_OPTION(OffHtmlBuilder *b)
{
    if (off_html_current_is(b, OFF_HTML_option))
        off_html_pop(b);
    off_html_reopen(b);
    off_html_insert(b);
    return TRUE;
}

static gboolean
start_RB(OffHtmlBuilder *b)
{
    if (off_html_in_scope(b, OFF_HTML_ruby, OFF_SCOPE_ANY))
        off_html_imply_ends(b, OFF_HTML_OTHER);
    off_html_insert(b);
    return TRUE;
}

static gboolean
start_RT(OffHtmlBuilder *b)
{
    if (off_html_in_scope(b, OFF_HTML_ruby, OFF_SCOPE_ANY))
        off_html_imply_ends(b, OFF_HTML_rtc);
    off_html_insert(b);
    return TRUE;
}

static gboolean
start_MATH(OffHtmlBuilder *b)
{
    off_html_reopen(b);
    off_html_insert_foreign(b, b->token->name, OFF_SPACE_MATHML);
    return TRUE;
}

static gboolean
start_SVG(OffHtmlBuilder *b)
{
    off_html_reopen(b);
    off_html_insert_foreign(b, b->token->name, OFF_SPACE_SVG);
    return TRUE;
}

static gboolean
start_IGNORED(OffHtmlBuilder *b)
{
    (void)b;
    return TRUE;
}

static gboolean
start_OTHER(OffHtmlBuilder *b)
{
    off_html_reopen(b);
    off_html_insert(b);
    return TRUE;
}

/* --- end tags */

static gboolean
end_OTHER(OffHtmlBuilder *b)
{
    const xmlChar *name = b->token->name;
    for (guint i = b->depth; i-- > 0;) {
        const OffHtmlOpen *open = &b->open[i];
        if (open->space == OFF_SPACE_HTML && open->node->name == name) {
            off_html_imply_ends(b, b->token->tag);
            off_html_pop_to(b, i);
            return TRUE;
        }
        if (off_html_is_special(open))
            return TRUE;
    }
    return TRUE;
}

static gboolean
end_TEMPLATE(OffHtmlBuilder *b)
{
    off_html_end_template(b);
    return TRUE;
}

static gboolean
end_BODY(OffHtmlBuilder *b)
{
    if (off_html_in_scope(b, OFF_HTML_body, OFF_SCOPE_ANY))
        b->mode = OFF_MODE_after_body;
    return TRUE;
}

static gboolean
end_HTML(OffHtmlBuilder *b)
{
    if (!off_html_in_scope(b, OFF_HTML_body, OFF_SCOPE_ANY))
        return TRUE;
    b->mode = OFF_MODE_after_body;
    return FALSE;
}

static gboolean
end_BLOCK(OffHtmlBuilder *b)
{
    OffHtmlTag tag = b->token->tag;
    if (!off_html_in_scope(b, tag, OFF_SCOPE_ANY))
        return TRUE;
    off_html_imply_ends(b, OFF_HTML_OTHER);
    off_html_pop_until(b, tag);
    return TRUE;
}

static gboolean
end_FORM(OffHtmlBuilder *b)
{
    if (b->count[OFF_HTML_template] > 0)
        return end_BLOCK(b);
    const xmlNode *form = b->form;
    b->form = NULL;
    if (!form || !off_html_node_in_scope(b, form))
        return TRUE;
    off_html_imply_ends(b, OFF_HTML_OTHER);
    off_html_remove_open(b, off_html_index(b, form));
    return TRUE;
}

static gboolean
end_P(OffHtmlBuilder *b)
{
    if (!off_html_in_scope(b, OFF_HTML_p, OFF_SCOPE_BUTTON))
        off_html_insert_implied(b, OFF_HTML_p);
    off_html_close_p(b);
    return TRUE;
}

static gboolean
end_item(OffHtmlBuilder *b, OffHtmlScope scope)
{
    OffHtmlTag tag = b->token->tag;
    if (!off_html_in_scope(b, tag, scope))
        return TRUE;
    off_html_imply_ends(b, tag);
    off_html_pop_until(b, tag);
    return TRUE;
}

static gboolean
end_LI(OffHtmlBuilder *b)
{
    return end_item(b, OFF_SCOPE_LIST);
}

static gboolean
end_ITEM(OffHtmlBuilder *b)
{
    return end_item(b, OFF_SCOPE_ANY);
}

static gboolean
end_HEADING(OffHtmlBuilder *b)
{
    if (!off_html_heading_in_scope(b))
        return TRUE;
    off_html_imply_ends(b, OFF_HTML_OTHER);
    for (gboolean found = FALSE; !found && b->depth > 1; off_html_pop(b)) {
        const OffHtmlOpen *top = off_html_current(b);
        found = top->space == OFF_SPACE_HTML && top->tag >= OFF_HTML_h1 && top->tag <= OFF_HTML_h6;
    }
    return TRUE;
}

static gboolean
end_FORMATTING(OffHtmlBuilder *b)
{
    return off_html_adopt(b, b->token->tag) || end_OTHER(b);
}

static gboolean
end_OBJECT(OffHtmlBuilder *b)
{
    if (!off_html_in_scope(b, b->token->tag, OFF_SCOPE_ANY))
        return TRUE;
    end_BLOCK(b);
    off_html_clear_to_marker(b);
    return TRUE;
}

/* "</br>" is a line break (13.2.6.4.7). */
static gboolean
end_BR(OffHtmlBuilder *b)
{
    g_array_set_size(b->token->attributes, 0);
    return start_VOID(b);
}

/* --- the mode */

static const struct {
    OffHtmlRule start, end;
} rules[] = {
    {start_OTHER, end_OTHER},
#define OFF_HTML_TAG(id, name, flags, start, end) {start_##start, end_##end},
#include "html/tags.def"
#undef OFF_HTML_TAG
};

static gboolean
insert_text(OffHtmlBuilder *b)
{
    const OffHtmlToken *token = b->token;
    if (token->length == 0)
        return TRUE;
    off_html_reopen(b);
    off_html_insert_text(b, token->text, token->length);
    for (gsize i = 0; b->frameset_ok && i < token->length; i++)
        b->frameset_ok = g_ascii_isspace(token->text[i]);
    return TRUE;
}

gboolean
off_html_in_body(OffHtmlBuilder *b)
{
    switch (b->token->type) {
    case OFF_TOKEN_TEXT: return insert_text(b);
    case OFF_TOKEN_COMMENT: off_html_insert_comment(b, NULL); return TRUE;
    case OFF_TOKEN_START: return rules[b->token->tag].start(b);
    case OFF_TOKEN_END: return rules[b->token->tag].end(b);
    case OFF_TOKEN_DOCTYPE: return TRUE;
    case OFF_TOKEN_EOF: return b->templates->len == 0 || off_html_in_template(b);
    }
    return TRUE;
}
