/* table.c: the insertion modes of tables (HTML, 13.2.6.4.9 to 13.2.6.4.15). */
#include "config.h"

#include "html/builder.h"

static const OffHtmlTag table_context[] = {OFF_HTML_table, OFF_HTML_OTHER};
static const OffHtmlTag body_context[] = {OFF_HTML_tbody, OFF_HTML_tfoot, OFF_HTML_thead,
                                          OFF_HTML_OTHER};
static const OffHtmlTag row_context[] = {OFF_HTML_tr, OFF_HTML_OTHER};

static gboolean
is_section(OffHtmlTag tag)
{
    return tag == OFF_HTML_tbody || tag == OFF_HTML_tfoot || tag == OFF_HTML_thead;
}

static gboolean
is_cell(OffHtmlTag tag)
{
    return tag == OFF_HTML_td || tag == OFF_HTML_th;
}

/* Content that may not be between the parts of a table goes before the table. */
static gboolean
foster_parent(OffHtmlBuilder *b)
{
    b->foster = TRUE;
    gboolean done = off_html_in_body(b);
    b->foster = FALSE;
    return done;
}

static gboolean
close_table(OffHtmlBuilder *b)
{
    if (!off_html_in_scope(b, OFF_HTML_table, OFF_SCOPE_TABLE))
        return FALSE;
    off_html_pop_until(b, OFF_HTML_table);
    off_html_reset_mode(b);
    return TRUE;
}

static gboolean
start_part(OffHtmlBuilder *b, OffHtmlMode mode)
{
    off_html_clear_to(b, table_context);
    off_html_insert_part(b);
    b->mode = mode;
    return TRUE;
}

static gboolean
start_implied(OffHtmlBuilder *b, OffHtmlTag tag, OffHtmlMode mode)
{
    off_html_clear_to(b, table_context);
    off_html_insert_implied(b, tag);
    b->mode = mode;
    return FALSE;
}

static gboolean
start_form(OffHtmlBuilder *b)
{
    if (b->form || b->count[OFF_HTML_template] > 0 || !off_html_has_room(b))
        return TRUE;
    b->form = off_html_insert(b);
    off_html_pop(b);
    return TRUE;
}

static gboolean
start_in_table(OffHtmlBuilder *b)
{
    switch (b->token->tag) {
    case OFF_HTML_caption:
        off_html_clear_to(b, table_context);
        off_html_add_marker(b);
        return start_part(b, OFF_MODE_in_caption);
    case OFF_HTML_colgroup: return start_part(b, OFF_MODE_in_column_group);
    case OFF_HTML_col: return start_implied(b, OFF_HTML_colgroup, OFF_MODE_in_column_group);
    case OFF_HTML_tbody:
    case OFF_HTML_tfoot:
    case OFF_HTML_thead: return start_part(b, OFF_MODE_in_table_body);
    case OFF_HTML_td:
    case OFF_HTML_th:
    case OFF_HTML_tr: return start_implied(b, OFF_HTML_tbody, OFF_MODE_in_table_body);
    case OFF_HTML_table: return !close_table(b);
    case OFF_HTML_style:
    case OFF_HTML_script:
    case OFF_HTML_template: return off_html_in_head(b);
    case OFF_HTML_input:
        if (!off_html_is_hidden_input(b->token))
            return foster_parent(b);
        off_html_insert_void(b);
        return TRUE;
    case OFF_HTML_form: return start_form(b);
    default: return foster_parent(b);
    }
}

static gboolean
end_in_table(OffHtmlBuilder *b)
{
    switch (b->token->tag) {
    case OFF_HTML_table: close_table(b); return TRUE;
    case OFF_HTML_template: off_html_end_template(b); return TRUE;
    case OFF_HTML_body:
    case OFF_HTML_caption:
    case OFF_HTML_col:
    case OFF_HTML_colgroup:
    case OFF_HTML_html:
    case OFF_HTML_tbody:
    case OFF_HTML_td:
    case OFF_HTML_tfoot:
    case OFF_HTML_th:
    case OFF_HTML_thead:
    case OFF_HTML_tr: return TRUE;
    default: return foster_parent(b);
    }
}

gboolean
off_html_in_table(OffHtmlBuilder *b)
{
    const OffHtmlOpen *top = off_html_current(b);
    gboolean holds = off_html_flags(top->tag) & OFF_HTML_ROW || top->tag == OFF_HTML_template;
    switch (b->token->type) {
    case OFF_TOKEN_TEXT:
        if (!holds || top->space != OFF_SPACE_HTML)
            return foster_parent(b);
        g_string_truncate(b->table_text, 0);
        b->original = b->mode;
        b->mode = OFF_MODE_in_table_text;
        return FALSE;
    case OFF_TOKEN_COMMENT: off_html_insert_comment(b, NULL); return TRUE;
    case OFF_TOKEN_START: return start_in_table(b);
    case OFF_TOKEN_END: return end_in_table(b);
    case OFF_TOKEN_DOCTYPE: return TRUE;
    case OFF_TOKEN_EOF: return off_html_in_body(b);
    }
    return TRUE;
}

static gboolean
is_all_space(const GString *text)
{
    for (gsize i = 0; i < text->len; i++)
        if (!g_ascii_isspace(text->str[i]))
            return FALSE;
    return TRUE;
}

/* The text between the parts of a table, once it is complete (13.2.6.4.10). */
static void
flush_text(OffHtmlBuilder *b)
{
    GString *text = b->table_text;
    gboolean space = is_all_space(text);
    if (!space) {
        b->foster = TRUE;
        off_html_reopen(b);
        b->frameset_ok = FALSE;
    }
    off_html_insert_text(b, text->str, text->len);
    b->foster = FALSE;
    g_string_truncate(text, 0);
}

gboolean
off_html_in_table_text(OffHtmlBuilder *b)
{
    if (b->token->type == OFF_TOKEN_TEXT) {
        g_string_append_len(b->table_text, b->token->text, (gssize)b->token->length);
        return TRUE;
    }
    flush_text(b);
    b->mode = b->original;
    return FALSE;
}

/* --- captions and columns */

static gboolean
close_caption(OffHtmlBuilder *b)
{
    if (!off_html_in_scope(b, OFF_HTML_caption, OFF_SCOPE_TABLE))
        return FALSE;
    off_html_imply_ends(b, OFF_HTML_OTHER);
    off_html_pop_until(b, OFF_HTML_caption);
    off_html_clear_to_marker(b);
    b->mode = OFF_MODE_in_table;
    return TRUE;
}

static gboolean
is_part_of_table(OffHtmlTag tag)
{
    return tag == OFF_HTML_caption || tag == OFF_HTML_col || tag == OFF_HTML_colgroup ||
           tag == OFF_HTML_tr || is_section(tag) || is_cell(tag);
}

gboolean
off_html_in_caption(OffHtmlBuilder *b)
{
    OffHtmlTag tag = b->token->tag;
    if (off_html_is_end(b, OFF_HTML_caption)) {
        close_caption(b);
        return TRUE;
    }
    if (off_html_is_end(b, OFF_HTML_table) ||
        (b->token->type == OFF_TOKEN_START && is_part_of_table(tag)))
        return !close_caption(b);
    if (b->token->type == OFF_TOKEN_END &&
        (tag == OFF_HTML_body || tag == OFF_HTML_html || is_part_of_table(tag)))
        return TRUE;
    return off_html_in_body(b);
}

gboolean
off_html_in_column_group(OffHtmlBuilder *b)
{
    if (b->token->type == OFF_TOKEN_TEXT && off_html_take_space(b, TRUE))
        return TRUE;
    if (b->token->type == OFF_TOKEN_COMMENT) {
        off_html_insert_comment(b, NULL);
        return TRUE;
    }
    if (b->token->type == OFF_TOKEN_DOCTYPE || off_html_is_end(b, OFF_HTML_col))
        return TRUE;
    if (b->token->type == OFF_TOKEN_EOF || off_html_is_start(b, OFF_HTML_html))
        return off_html_in_body(b);
    if (off_html_is_start(b, OFF_HTML_col)) {
        off_html_insert_void(b);
        return TRUE;
    }
    if (off_html_is_start(b, OFF_HTML_template) || off_html_is_end(b, OFF_HTML_template))
        return off_html_in_head(b);
    if (!off_html_current_is(b, OFF_HTML_colgroup))
        return TRUE;
    off_html_pop(b);
    b->mode = OFF_MODE_in_table;
    return off_html_is_end(b, OFF_HTML_colgroup);
}

/* --- rows and cells */

static gboolean
section_in_scope(OffHtmlBuilder *b)
{
    return off_html_in_scope(b, OFF_HTML_tbody, OFF_SCOPE_TABLE) ||
           off_html_in_scope(b, OFF_HTML_thead, OFF_SCOPE_TABLE) ||
           off_html_in_scope(b, OFF_HTML_tfoot, OFF_SCOPE_TABLE);
}

/* Is it a token that ends a section of a table from within? */
static gboolean
ends_section(const OffHtmlBuilder *b)
{
    OffHtmlTag tag = b->token->tag;
    if (b->token->type == OFF_TOKEN_END)
        return tag == OFF_HTML_table;
    return b->token->type == OFF_TOKEN_START && (tag == OFF_HTML_caption || tag == OFF_HTML_col ||
                                                 tag == OFF_HTML_colgroup || is_section(tag));
}

static gboolean
is_ignored_end(const OffHtmlBuilder *b, gboolean row)
{
    OffHtmlTag tag = b->token->tag;
    if (b->token->type != OFF_TOKEN_END)
        return FALSE;
    return tag == OFF_HTML_body || tag == OFF_HTML_html || tag == OFF_HTML_caption ||
           tag == OFF_HTML_col || tag == OFF_HTML_colgroup || is_cell(tag) ||
           (!row && tag == OFF_HTML_tr);
}

gboolean
off_html_in_table_body(OffHtmlBuilder *b)
{
    OffHtmlTag tag = b->token->tag;
    if (off_html_is_start(b, OFF_HTML_tr)) {
        off_html_clear_to(b, body_context);
        off_html_insert_part(b);
        b->mode = OFF_MODE_in_row;
        return TRUE;
    }
    if (b->token->type == OFF_TOKEN_START && is_cell(tag)) {
        off_html_clear_to(b, body_context);
        off_html_insert_implied(b, OFF_HTML_tr);
        b->mode = OFF_MODE_in_row;
        return FALSE;
    }
    if (b->token->type == OFF_TOKEN_END && is_section(tag)) {
        if (!off_html_in_scope(b, tag, OFF_SCOPE_TABLE))
            return TRUE;
        off_html_clear_to(b, body_context);
        off_html_pop(b);
        b->mode = OFF_MODE_in_table;
        return TRUE;
    }
    if (ends_section(b)) {
        if (!section_in_scope(b))
            return TRUE;
        off_html_clear_to(b, body_context);
        off_html_pop(b);
        b->mode = OFF_MODE_in_table;
        return FALSE;
    }
    return is_ignored_end(b, FALSE) || off_html_in_table(b);
}

static gboolean
close_row(OffHtmlBuilder *b)
{
    if (!off_html_in_scope(b, OFF_HTML_tr, OFF_SCOPE_TABLE))
        return FALSE;
    off_html_clear_to(b, row_context);
    off_html_pop(b);
    b->mode = OFF_MODE_in_table_body;
    return TRUE;
}

gboolean
off_html_in_row(OffHtmlBuilder *b)
{
    OffHtmlTag tag = b->token->tag;
    if (b->token->type == OFF_TOKEN_START && is_cell(tag)) {
        off_html_clear_to(b, row_context);
        off_html_insert_part(b);
        b->mode = OFF_MODE_in_cell;
        off_html_add_marker(b);
        return TRUE;
    }
    if (off_html_is_end(b, OFF_HTML_tr)) {
        close_row(b);
        return TRUE;
    }
    if (ends_section(b) || off_html_is_start(b, OFF_HTML_tr))
        return !close_row(b);
    if (b->token->type == OFF_TOKEN_END && is_section(tag))
        return !off_html_in_scope(b, tag, OFF_SCOPE_TABLE) || !close_row(b);
    return is_ignored_end(b, TRUE) || off_html_in_table(b);
}

static void
close_cell(OffHtmlBuilder *b)
{
    off_html_imply_ends(b, OFF_HTML_OTHER);
    while (b->depth > 1) {
        const OffHtmlOpen *top = off_html_current(b);
        gboolean cell = top->space == OFF_SPACE_HTML && is_cell(top->tag);
        off_html_pop(b);
        if (cell)
            break;
    }
    off_html_clear_to_marker(b);
    b->mode = OFF_MODE_in_row;
}

gboolean
off_html_in_cell(OffHtmlBuilder *b)
{
    OffHtmlTag tag = b->token->tag;
    gboolean end = b->token->type == OFF_TOKEN_END;
    if (end && is_cell(tag)) {
        if (!off_html_in_scope(b, tag, OFF_SCOPE_TABLE))
            return TRUE;
        off_html_imply_ends(b, OFF_HTML_OTHER);
        off_html_pop_until(b, tag);
        off_html_clear_to_marker(b);
        b->mode = OFF_MODE_in_row;
        return TRUE;
    }
    if (b->token->type == OFF_TOKEN_START && is_part_of_table(tag)) {
        if (!off_html_in_scope(b, OFF_HTML_td, OFF_SCOPE_TABLE) &&
            !off_html_in_scope(b, OFF_HTML_th, OFF_SCOPE_TABLE))
            return TRUE;
        close_cell(b);
        return FALSE;
    }
    if (end && (tag == OFF_HTML_body || tag == OFF_HTML_caption || tag == OFF_HTML_col ||
                tag == OFF_HTML_colgroup || tag == OFF_HTML_html))
        return TRUE;
    if (end && (tag == OFF_HTML_table || tag == OFF_HTML_tr || is_section(tag))) {
        if (!off_html_in_scope(b, tag, OFF_SCOPE_TABLE))
            return TRUE;
        close_cell(b);
        return FALSE;
    }
    return off_html_in_body(b);
}

/* --- select (13.2.6.4.16 and 13.2.6.4.17) */

static void
close_select(OffHtmlBuilder *b)
{
    off_html_pop_until(b, OFF_HTML_select);
    off_html_reset_mode(b);
}

static void
pop_if(OffHtmlBuilder *b, OffHtmlTag tag)
{
    if (off_html_current_is(b, tag))
        off_html_pop(b);
}

static gboolean
start_in_select(OffHtmlBuilder *b)
{
    switch (b->token->tag) {
    case OFF_HTML_html: return off_html_in_body(b);
    case OFF_HTML_option:
        pop_if(b, OFF_HTML_option);
        off_html_insert(b);
        return TRUE;
    case OFF_HTML_optgroup:
        pop_if(b, OFF_HTML_option);
        pop_if(b, OFF_HTML_optgroup);
        off_html_insert(b);
        return TRUE;
    case OFF_HTML_hr:
        pop_if(b, OFF_HTML_option);
        pop_if(b, OFF_HTML_optgroup);
        off_html_insert_void(b);
        return TRUE;
    case OFF_HTML_select: close_select(b); return TRUE;
    case OFF_HTML_input:
    case OFF_HTML_keygen:
    case OFF_HTML_textarea:
        if (!off_html_in_scope(b, OFF_HTML_select, OFF_SCOPE_SELECT))
            return TRUE;
        close_select(b);
        return FALSE;
    case OFF_HTML_script:
    case OFF_HTML_template: return off_html_in_head(b);
    default: return TRUE;
    }
}

static gboolean
end_in_select(OffHtmlBuilder *b)
{
    switch (b->token->tag) {
    case OFF_HTML_optgroup:
        if (off_html_current_is(b, OFF_HTML_option) && b->depth > 1 &&
            off_html_is(&b->open[b->depth - 2], OFF_HTML_optgroup))
            off_html_pop(b);
        pop_if(b, OFF_HTML_optgroup);
        return TRUE;
    case OFF_HTML_option: pop_if(b, OFF_HTML_option); return TRUE;
    case OFF_HTML_select:
        if (off_html_in_scope(b, OFF_HTML_select, OFF_SCOPE_SELECT))
            close_select(b);
        return TRUE;
    case OFF_HTML_template: off_html_end_template(b); return TRUE;
    default: return TRUE;
    }
}

gboolean
off_html_in_select(OffHtmlBuilder *b)
{
    switch (b->token->type) {
    case OFF_TOKEN_TEXT: off_html_insert_text(b, b->token->text, b->token->length); return TRUE;
    case OFF_TOKEN_COMMENT: off_html_insert_comment(b, NULL); return TRUE;
    case OFF_TOKEN_START: return start_in_select(b);
    case OFF_TOKEN_END: return end_in_select(b);
    case OFF_TOKEN_DOCTYPE: return TRUE;
    case OFF_TOKEN_EOF: return off_html_in_body(b);
    }
    return TRUE;
}

gboolean
off_html_in_select_in_table(OffHtmlBuilder *b)
{
    OffHtmlTag tag = b->token->tag;
    gboolean part = tag == OFF_HTML_caption || tag == OFF_HTML_table || is_section(tag) ||
                    tag == OFF_HTML_tr || is_cell(tag);
    if (part && b->token->type == OFF_TOKEN_START) {
        close_select(b);
        return FALSE;
    }
    if (part && b->token->type == OFF_TOKEN_END) {
        if (!off_html_in_scope(b, tag, OFF_SCOPE_TABLE))
            return TRUE;
        close_select(b);
        return FALSE;
    }
    return off_html_in_select(b);
}
