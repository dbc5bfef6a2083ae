/* foreign.c: tokens in MathML and SVG (HTML, 13.2.6.5). */
#include "config.h"

#include "html/builder.h"

#include <string.h>

static gboolean
takes_mathml_text(const OffHtmlOpen *open)
{
    return open->space == OFF_SPACE_MATHML &&
           (open->tag == OFF_HTML_mi || open->tag == OFF_HTML_mo || open->tag == OFF_HTML_mn ||
            open->tag == OFF_HTML_ms || open->tag == OFF_HTML_mtext);
}

static gboolean
is_html_annotation(const OffHtmlOpen *open)
{
    for (const xmlAttr *a = open->node->properties; a; a = a->next) {
        const char *value = (const char *)a->children->content;
        if (strcmp((const char *)a->name, "encoding") == 0)
            return g_ascii_strcasecmp(value, "text/html") == 0 ||
                   g_ascii_strcasecmp(value, "application/xhtml+xml") == 0;
    }
    return FALSE;
}

static gboolean
takes_html(const OffHtmlOpen *open)
{
    if (open->space == OFF_SPACE_SVG)
        return open->tag == OFF_HTML_foreignobject || open->tag == OFF_HTML_desc ||
               open->tag == OFF_HTML_title;
    return open->space == OFF_SPACE_MATHML && open->tag == OFF_HTML_annotation_xml &&
           is_html_annotation(open);
}

/* Is the token read by the rules for foreign content (13.2.6)? */
static gboolean
is_foreign(OffHtmlBuilder *b)
{
    const OffHtmlOpen *top = off_html_current(b);
    const OffHtmlToken *token = b->token;
    gboolean start = token->type == OFF_TOKEN_START, text = token->type == OFF_TOKEN_TEXT;
    if (top->space == OFF_SPACE_HTML || token->type == OFF_TOKEN_EOF)
        return FALSE;
    if (takes_mathml_text(top) && start)
        return token->tag == OFF_HTML_mglyph || token->tag == OFF_HTML_malignmark;
    if (takes_mathml_text(top) && text)
        return FALSE;
    if (top->space == OFF_SPACE_MATHML && top->tag == OFF_HTML_annotation_xml && start &&
        token->tag == OFF_HTML_svg)
        return FALSE;
    return !(takes_html(top) && (start || text));
}

/* Does this tag show that the author is back in HTML? */
static gboolean
breaks_out(const OffHtmlToken *token)
{
    if (token->type == OFF_TOKEN_END)
        return token->tag == OFF_HTML_br || token->tag == OFF_HTML_p;
    if (token->tag == OFF_HTML_font)
        return off_html_attribute(token, "color") || off_html_attribute(token, "face") ||
               off_html_attribute(token, "size");
    return (off_html_flags(token->tag) & OFF_HTML_BREAKS) != 0;
}

static gboolean
leave_foreign(OffHtmlBuilder *b)
{
    for (; b->depth > 1; off_html_pop(b)) {
        const OffHtmlOpen *top = off_html_current(b);
        if (top->space == OFF_SPACE_HTML || takes_html(top) || takes_mathml_text(top))
            break;
    }
    return off_html_run(b, b->mode);
}

static gboolean
end_tag(OffHtmlBuilder *b)
{
    for (guint i = b->depth; i-- > 1;) {
        const OffHtmlOpen *open = &b->open[i];
        if (open->space == OFF_SPACE_HTML)
            return off_html_run(b, b->mode);
        if (open->node->name == b->token->name) {
            off_html_pop_to(b, i);
            return TRUE;
        }
    }
    return TRUE;
}

static gboolean
in_foreign(OffHtmlBuilder *b)
{
    const OffHtmlToken *token = b->token;
    switch (token->type) {
    case OFF_TOKEN_TEXT:
        off_html_insert_text(b, token->text, token->length);
        for (gsize i = 0; i < token->length; i++)
            b->frameset_ok &= g_ascii_isspace(token->text[i]);
        return TRUE;
    case OFF_TOKEN_COMMENT: off_html_insert_comment(b, NULL); return TRUE;
    case OFF_TOKEN_START:
        if (breaks_out(token))
            return leave_foreign(b);
        off_html_insert_foreign(b, token->name, off_html_current(b)->space);
        return TRUE;
    case OFF_TOKEN_END: return breaks_out(token) ? leave_foreign(b) : end_tag(b);
    case OFF_TOKEN_DOCTYPE:
    case OFF_TOKEN_EOF: return TRUE;
    }
    return TRUE;
}

gboolean
off_html_in_foreign(OffHtmlBuilder *b)
{
    return is_foreign(b) ? in_foreign(b) : off_html_run(b, b->mode);
}
