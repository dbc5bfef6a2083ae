/* builder.c: builds the tree from a page's tokens (HTML, 13.2.6). */
#include "config.h"

#include "html/builder.h"

#include "wire/bounds.h"

#include <libxml/HTMLtree.h>

gboolean
off_html_is_start(const OffHtmlBuilder *b, OffHtmlTag tag)
{
    return b->token->type == OFF_TOKEN_START && b->token->tag == tag;
}

gboolean
off_html_is_end(const OffHtmlBuilder *b, OffHtmlTag tag)
{
    return b->token->type == OFF_TOKEN_END && b->token->tag == tag;
}

gboolean
off_html_take_space(OffHtmlBuilder *b, gboolean insert)
{
    OffHtmlToken *token = b->token;
    gsize n = 0;
    while (n < token->length && g_ascii_isspace(token->text[n]))
        n++;
    if (insert)
        off_html_insert_text(b, token->text, n);
    token->text += n;
    token->length -= n;
    return token->length == 0;
}

/* --- elements that hold text */

static void read_noscript(OffHtmlBuilder *b, xmlNode *node);

void
off_html_raw(OffHtmlBuilder *b, OffHtmlTextKind kind)
{
    off_html_insert_part(b);
    off_html_read_text(b->tokenizer, kind);
    b->original = b->mode;
    b->mode = OFF_MODE_text;
}

static gboolean
in_text(OffHtmlBuilder *b)
{
    const OffHtmlToken *token = b->token;
    if (token->type == OFF_TOKEN_TEXT) {
        if ((b->options & OFF_HTML_LEAN) && off_html_current_is(b, OFF_HTML_noscript))
            read_noscript(b, off_html_current(b)->node);
        else
            off_html_insert_text(b, token->text, token->length);
        return TRUE;
    }
    off_html_pop(b);
    b->mode = b->original;
    return token->type != OFF_TOKEN_EOF;
}

/* --- which mode */

static OffHtmlMode
mode_of_select(const OffHtmlBuilder *b, guint at)
{
    while (at-- > 1) {
        if (off_html_is(&b->open[at], OFF_HTML_template))
            break;
        if (off_html_is(&b->open[at], OFF_HTML_table))
            return OFF_MODE_in_select_in_table;
    }
    return OFF_MODE_in_select;
}

/* The insertion mode that an open element implies; OFF_MODES: none. */
static OffHtmlMode
mode_of(const OffHtmlBuilder *b, guint at)
{
    switch (b->open[at].tag) {
    case OFF_HTML_select: return mode_of_select(b, at);
    case OFF_HTML_td:
    case OFF_HTML_th: return OFF_MODE_in_cell;
    case OFF_HTML_tr: return OFF_MODE_in_row;
    case OFF_HTML_tbody:
    case OFF_HTML_thead:
    case OFF_HTML_tfoot: return OFF_MODE_in_table_body;
    case OFF_HTML_caption: return OFF_MODE_in_caption;
    case OFF_HTML_colgroup: return OFF_MODE_in_column_group;
    case OFF_HTML_table: return OFF_MODE_in_table;
    case OFF_HTML_template: return off_html_mode_of_template(b);
    case OFF_HTML_head: return OFF_MODE_in_head;
    case OFF_HTML_body: return OFF_MODE_in_body;
    case OFF_HTML_frameset: return OFF_MODE_in_frameset;
    case OFF_HTML_html: return b->head ? OFF_MODE_after_head : OFF_MODE_before_head;
    default: return OFF_MODES;
    }
}

void
off_html_reset_mode(OffHtmlBuilder *b)
{
    for (guint i = b->depth; i-- > (b->fragment ? 1 : 0);) {
        OffHtmlMode mode = b->open[i].space == OFF_SPACE_HTML ? mode_of(b, i) : OFF_MODES;
        if (mode != OFF_MODES) {
            b->mode = mode;
            return;
        }
    }
    b->mode = OFF_MODE_in_body;
}

/* --- the way of a token */

static const OffHtmlRule rules[OFF_MODES] = {
    [OFF_MODE_initial] = off_html_initial,
    [OFF_MODE_before_html] = off_html_before_html,
    [OFF_MODE_before_head] = off_html_before_head,
    [OFF_MODE_in_head] = off_html_in_head,
    [OFF_MODE_after_head] = off_html_after_head,
    [OFF_MODE_in_body] = off_html_in_body,
    [OFF_MODE_text] = in_text,
    [OFF_MODE_in_table] = off_html_in_table,
    [OFF_MODE_in_table_text] = off_html_in_table_text,
    [OFF_MODE_in_caption] = off_html_in_caption,
    [OFF_MODE_in_column_group] = off_html_in_column_group,
    [OFF_MODE_in_table_body] = off_html_in_table_body,
    [OFF_MODE_in_row] = off_html_in_row,
    [OFF_MODE_in_cell] = off_html_in_cell,
    [OFF_MODE_in_select] = off_html_in_select,
    [OFF_MODE_in_select_in_table] = off_html_in_select_in_table,
    [OFF_MODE_in_template] = off_html_in_template,
    [OFF_MODE_after_body] = off_html_after_body,
    [OFF_MODE_in_frameset] = off_html_in_frameset,
    [OFF_MODE_after_frameset] = off_html_in_frameset,
    [OFF_MODE_after_after_body] = off_html_after_after_body,
    [OFF_MODE_after_after_frameset] = off_html_in_frameset,
};

gboolean
off_html_run(OffHtmlBuilder *b, OffHtmlMode mode)
{
    return rules[mode](b);
}

/* A newline right after <pre> or <textarea> is not part of the text. */
static void
drop_newline(OffHtmlBuilder *b)
{
    OffHtmlToken *token = b->token;
    if (token->type == OFF_TOKEN_TEXT && token->length > 0 && token->text[0] == '\n') {
        token->text++;
        token->length--;
    }
}

static gboolean
read_token(OffHtmlBuilder *b)
{
    gboolean foreign = b->depth > 0 && off_html_current(b)->space != OFF_SPACE_HTML;
    off_html_allow_cdata(b->tokenizer, foreign);
    gboolean drop = b->skip_newline;
    b->skip_newline = FALSE;
    b->token = off_html_next(b->tokenizer);
    if (drop)
        drop_newline(b);
    if (b->token->type == OFF_TOKEN_END)
        b->full |= ++b->tags >= OFF_TAGS_MAX;
    return b->token->type != OFF_TOKEN_EOF && !b->full;
}

static void
handle_token(OffHtmlBuilder *b)
{
    while (b->depth == 0 ? !off_html_run(b, b->mode) : !off_html_in_foreign(b))
        ;
}

static void
build_tree(OffHtmlBuilder *b)
{
    while (read_token(b))
        handle_token(b);
    b->token->type = OFF_TOKEN_EOF;
    handle_token(b);
}

static OffHtmlBuilder *
builder_new(const char *text, gsize length, xmlDoc *doc, OffHtmlOptions options)
{
    OffHtmlBuilder *b = g_new0(OffHtmlBuilder, 1);
    b->tokenizer = off_html_tokenizer_new(text, length, doc->dict);
    b->doc = doc;
    b->options = options;
    b->frameset_ok = TRUE;
    b->templates = g_array_new(FALSE, FALSE, sizeof(guint8));
    b->table_text = g_string_new(NULL);
    return b;
}

static void
builder_free(OffHtmlBuilder *b)
{
    off_html_tokenizer_free(b->tokenizer);
    g_array_free(b->templates, TRUE);
    g_string_free(b->table_text, TRUE);
    g_free(b);
}

/* With scripts enabled, the content of <noscript> is text. We parse it as markup, as a page without
 * scripts would, but it cannot reach beyond its end tag. */
static void
read_noscript(OffHtmlBuilder *b, xmlNode *node)
{
    OffHtmlBuilder *inner = builder_new(b->token->text, b->token->length, b->doc, b->options);
    inner->fragment = TRUE;
    inner->quirks = b->quirks;
    inner->tags = b->tags;
    inner->mode = OFF_MODE_in_body;
    off_html_push(inner, node, OFF_HTML_html, OFF_SPACE_HTML);
    build_tree(inner);
    b->tags = inner->tags;
    b->full |= inner->full;
    builder_free(inner);
}

/* Once, before two threads can do it at a time: libxml2 2.9 then makes the lock of its dictionaries
 * twice, and who holds the first waits for ever. */
static void
initialize_libxml(void)
{
    static gsize initialized = 0;
    if (g_once_init_enter(&initialized)) {
        xmlInitParser();
        g_once_init_leave(&initialized, 1);
    }
}

xmlDoc *
off_html_parse(const char *text, gsize length, OffHtmlOptions options)
{
    initialize_libxml();
    xmlDoc *doc = htmlNewDocNoDtD(NULL, NULL);
    doc->dict = xmlDictCreate();
    OffHtmlBuilder *b = builder_new(text, length, doc, options);
    build_tree(b);
    builder_free(b);
    return doc;
}
