/* frameset.c: the insertion modes after the body, and of framesets (HTML, 13.2.6.4.19 to
 * 13.2.6.4.23). */
#include "config.h"

#include "html/builder.h"

/* White space after the body belongs to the body. TRUE if the text is nothing else. */
static gboolean
take_space_of_body(OffHtmlBuilder *b)
{
    if (b->token->length > 0 && g_ascii_isspace(b->token->text[0]))
        off_html_reopen(b);
    return off_html_take_space(b, TRUE);
}

gboolean
off_html_after_body(OffHtmlBuilder *b)
{
    const OffHtmlToken *token = b->token;
    if (token->type == OFF_TOKEN_COMMENT) {
        off_html_insert_comment(b, b->open[0].node);
        return TRUE;
    }
    if (token->type == OFF_TOKEN_DOCTYPE || token->type == OFF_TOKEN_EOF)
        return TRUE;
    if (token->type == OFF_TOKEN_TEXT && take_space_of_body(b))
        return TRUE;
    if (off_html_is_start(b, OFF_HTML_html))
        return off_html_in_body(b);
    if (off_html_is_end(b, OFF_HTML_html)) {
        if (!b->fragment)
            b->mode = OFF_MODE_after_after_body;
        return TRUE;
    }
    b->mode = OFF_MODE_in_body;
    return FALSE;
}

gboolean
off_html_after_after_body(OffHtmlBuilder *b)
{
    const OffHtmlToken *token = b->token;
    if (token->type == OFF_TOKEN_COMMENT) {
        off_html_insert_comment(b, (xmlNode *)b->doc);
        return TRUE;
    }
    if (token->type == OFF_TOKEN_DOCTYPE || token->type == OFF_TOKEN_EOF)
        return TRUE;
    if (token->type == OFF_TOKEN_TEXT && take_space_of_body(b))
        return TRUE;
    if (off_html_is_start(b, OFF_HTML_html))
        return off_html_in_body(b);
    b->mode = OFF_MODE_in_body;
    return FALSE;
}

/* Text in a frameset is dropped, except white space. */
static void
insert_spaces(OffHtmlBuilder *b)
{
    const OffHtmlToken *token = b->token;
    for (gsize i = 0; i < token->length; i++)
        if (g_ascii_isspace(token->text[i]))
            off_html_insert_text(b, token->text + i, 1);
}

static gboolean
start_in_frameset(OffHtmlBuilder *b)
{
    switch (b->token->tag) {
    case OFF_HTML_html: return off_html_in_body(b);
    case OFF_HTML_noframes: return off_html_in_head(b);
    case OFF_HTML_frameset:
        if (b->mode == OFF_MODE_in_frameset)
            off_html_insert(b);
        return TRUE;
    case OFF_HTML_frame:
        if (b->mode == OFF_MODE_in_frameset)
            off_html_insert_void(b);
        return TRUE;
    default: return TRUE;
    }
}

static void
end_in_frameset(OffHtmlBuilder *b)
{
    if (b->mode == OFF_MODE_after_frameset) {
        if (b->token->tag == OFF_HTML_html)
            b->mode = OFF_MODE_after_after_frameset;
        return;
    }
    if (b->token->tag != OFF_HTML_frameset || b->depth == 1)
        return;
    off_html_pop(b);
    if (!off_html_current_is(b, OFF_HTML_frameset))
        b->mode = OFF_MODE_after_frameset;
}

gboolean
off_html_in_frameset(OffHtmlBuilder *b)
{
    switch (b->token->type) {
    case OFF_TOKEN_TEXT: insert_spaces(b); return TRUE;
    case OFF_TOKEN_COMMENT:
        off_html_insert_comment(b, b->mode == OFF_MODE_after_after_frameset ? (xmlNode *)b->doc
                                                                            : NULL);
        return TRUE;
    case OFF_TOKEN_START: return start_in_frameset(b);
    case OFF_TOKEN_END: end_in_frameset(b); return TRUE;
    case OFF_TOKEN_DOCTYPE:
    case OFF_TOKEN_EOF: return TRUE;
    }
    return TRUE;
}
