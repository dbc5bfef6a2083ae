/* template.c: templates (HTML, 13.2.6.4.18): their content is kept in a mode of its own. */
#include "config.h"

#include "html/builder.h"

static void
push_template(OffHtmlBuilder *b, OffHtmlMode mode)
{
    guint8 small = (guint8)mode;
    g_array_append_val(b->templates, small);
}

static void
pop_template(OffHtmlBuilder *b)
{
    if (b->templates->len > 0)
        g_array_set_size(b->templates, b->templates->len - 1);
}

/* A template that declares a shadow root is shown instead of its host's content (4.12.3). */
void
off_html_start_template(OffHtmlBuilder *b)
{
    if (!off_html_has_room(b)) {
        off_html_insert_void(b);
        return;
    }
    off_html_add_marker(b);
    xmlNode *node = off_html_insert(b);
    if ((b->options & OFF_HTML_LEAN) && off_html_attribute(b->token, "shadowrootmode"))
        node->name = off_html_dict_name(b->tokenizer, OFF_HTML_div);
    b->frameset_ok = FALSE;
    b->mode = OFF_MODE_in_template;
    push_template(b, OFF_MODE_in_template);
}

void
off_html_end_template(OffHtmlBuilder *b)
{
    if (b->count[OFF_HTML_template] == 0)
        return;
    off_html_imply_ends(b, OFF_HTML_OTHER);
    off_html_pop_until(b, OFF_HTML_template);
    off_html_clear_to_marker(b);
    pop_template(b);
    off_html_reset_mode(b);
}

static gboolean
switch_template(OffHtmlBuilder *b, OffHtmlMode mode)
{
    pop_template(b);
    push_template(b, mode);
    b->mode = mode;
    return FALSE;
}

static gboolean
start_in_template(OffHtmlBuilder *b)
{
    switch (b->token->tag) {
    case OFF_HTML_base:
    case OFF_HTML_basefont:
    case OFF_HTML_bgsound:
    case OFF_HTML_link:
    case OFF_HTML_meta:
    case OFF_HTML_noframes:
    case OFF_HTML_script:
    case OFF_HTML_style:
    case OFF_HTML_template:
    case OFF_HTML_title: return off_html_in_head(b);
    case OFF_HTML_caption:
    case OFF_HTML_colgroup:
    case OFF_HTML_tbody:
    case OFF_HTML_tfoot:
    case OFF_HTML_thead: return switch_template(b, OFF_MODE_in_table);
    case OFF_HTML_col: return switch_template(b, OFF_MODE_in_column_group);
    case OFF_HTML_tr: return switch_template(b, OFF_MODE_in_table_body);
    case OFF_HTML_td:
    case OFF_HTML_th: return switch_template(b, OFF_MODE_in_row);
    default: return switch_template(b, OFF_MODE_in_body);
    }
}

gboolean
off_html_in_template(OffHtmlBuilder *b)
{
    switch (b->token->type) {
    case OFF_TOKEN_START: return start_in_template(b);
    case OFF_TOKEN_END:
        if (b->token->tag == OFF_HTML_template)
            off_html_end_template(b);
        return TRUE;
    case OFF_TOKEN_EOF:
        if (b->count[OFF_HTML_template] == 0)
            return TRUE;
        off_html_end_template(b);
        return FALSE;
    case OFF_TOKEN_TEXT:
    case OFF_TOKEN_COMMENT:
    case OFF_TOKEN_DOCTYPE: return off_html_in_body(b);
    }
    return TRUE;
}

OffHtmlMode
off_html_mode_of_template(const OffHtmlBuilder *b)
{
    guint n = b->templates->len;
    return n > 0 ? g_array_index(b->templates, guint8, n - 1) : OFF_MODE_in_template;
}
