/* head.c: the insertion modes before the body (HTML, 13.2.6.4.1 to 13.2.6.4.6). */
#include "config.h"

#include "html/builder.h"

#include <string.h>

static gboolean
starts_with(const char *text, gsize length, const char *prefix)
{
    gsize n = strlen(prefix);
    return text && length >= n && g_ascii_strncasecmp(text, prefix, n) == 0;
}

static gboolean
is_text(const char *text, gsize length, const char *wanted)
{
    return starts_with(text, length, wanted) && length == strlen(wanted);
}

/* Prefixes of public identifiers that require quirks mode (13.2.6.4.1). */
static const char *const quirks_public[] = {
    "+//Silmaril//dtd html Pro v0r11 19970101//",
    "-//AS//DTD HTML 3.0 asWedit + extensions//",
    "-//AdvaSoft Ltd//DTD HTML 3.0 asWedit + extensions//",
    "-//IETF//DTD HTML",
    "-//Metrius//DTD Metrius Presentational//",
    "-//Microsoft//DTD Internet Explorer 2.0 ",
    "-//Microsoft//DTD Internet Explorer 3.0 ",
    "-//Netscape Comm. Corp.//DTD ",
    "-//O'Reilly and Associates//DTD HTML ",
    "-//SQ//DTD HTML 2.0 HoTMetaL + extensions//",
    "-//SoftQuad Software//DTD HoTMetaL PRO 6.0::19990601::extensions to HTML 4.0//",
    "-//SoftQuad//DTD HoTMetaL PRO 4.0::19971010::extensions to HTML 4.0//",
    "-//Spyglass//DTD HTML 2.0 Extended//",
    "-//Sun Microsystems Corp.//DTD HotJava ",
    "-//W3C//DTD HTML 3 1995-03-24//",
    "-//W3C//DTD HTML 3.2",
    "-//W3C//DTD HTML 4.0 Frameset//",
    "-//W3C//DTD HTML 4.0 Transitional//",
    "-//W3C//DTD HTML Experimental ",
    "-//W3C//DTD W3 HTML ",
    "-//W3O//DTD W3 HTML 3.0//",
    "-//WebTechs//DTD Mozilla HTML "};

static const char *const quirks_whole[] = {"-//W3O//DTD W3 HTML Strict 3.0//EN//",
                                           "-/W3C/DTD HTML 4.0 Transitional/EN", "HTML"};

static gboolean
is_quirky(const OffHtmlToken *token)
{
    const char *text = token->text;
    if (token->quirks || strcmp((const char *)token->name, "html") != 0)
        return TRUE;
    if (is_text(token->system, token->system_length,
                "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd"))
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(quirks_whole); i++)
        if (is_text(text, token->length, quirks_whole[i]))
            return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(quirks_public); i++)
        if (starts_with(text, token->length, quirks_public[i]))
            return TRUE;
    return !token->system &&
           (starts_with(text, token->length, "-//W3C//DTD HTML 4.01 Frameset//") ||
            starts_with(text, token->length, "-//W3C//DTD HTML 4.01 Transitional//"));
}

gboolean
off_html_initial(OffHtmlBuilder *b)
{
    if (b->token->type == OFF_TOKEN_TEXT && off_html_take_space(b, FALSE))
        return TRUE;
    if (b->token->type == OFF_TOKEN_COMMENT) {
        off_html_insert_comment(b, (xmlNode *)b->doc);
        return TRUE;
    }
    b->mode = OFF_MODE_before_html;
    b->quirks = b->token->type != OFF_TOKEN_DOCTYPE || is_quirky(b->token);
    return b->token->type == OFF_TOKEN_DOCTYPE;
}

/* Is it an end tag that may stand for an end tag left out before the body? */
static gboolean
is_end_before_body(const OffHtmlBuilder *b)
{
    OffHtmlTag tag = b->token->tag;
    return tag == OFF_HTML_head || tag == OFF_HTML_body || tag == OFF_HTML_html ||
           tag == OFF_HTML_br;
}

gboolean
off_html_before_html(OffHtmlBuilder *b)
{
    switch (b->token->type) {
    case OFF_TOKEN_DOCTYPE: return TRUE;
    case OFF_TOKEN_COMMENT: off_html_insert_comment(b, (xmlNode *)b->doc); return TRUE;
    case OFF_TOKEN_TEXT:
        if (off_html_take_space(b, FALSE))
            return TRUE;
        break;
    case OFF_TOKEN_END:
        if (!is_end_before_body(b))
            return TRUE;
        break;
    case OFF_TOKEN_START:
    case OFF_TOKEN_EOF: break;
    }
    off_html_insert_root(b);
    b->mode = OFF_MODE_before_head;
    return off_html_is_start(b, OFF_HTML_html);
}

gboolean
off_html_before_head(OffHtmlBuilder *b)
{
    switch (b->token->type) {
    case OFF_TOKEN_DOCTYPE: return TRUE;
    case OFF_TOKEN_COMMENT: off_html_insert_comment(b, NULL); return TRUE;
    case OFF_TOKEN_TEXT:
        if (off_html_take_space(b, FALSE))
            return TRUE;
        break;
    case OFF_TOKEN_START:
        if (b->token->tag == OFF_HTML_html)
            return off_html_in_body(b);
        if (b->token->tag == OFF_HTML_head) {
            b->head = off_html_insert(b);
            b->mode = OFF_MODE_in_head;
            return TRUE;
        }
        break;
    case OFF_TOKEN_END:
        if (!is_end_before_body(b))
            return TRUE;
        break;
    case OFF_TOKEN_EOF: break;
    }
    b->head = off_html_insert_implied(b, OFF_HTML_head);
    b->mode = OFF_MODE_in_head;
    return FALSE;
}

static gboolean
leave_head(OffHtmlBuilder *b)
{
    off_html_pop(b);
    b->mode = OFF_MODE_after_head;
    return FALSE;
}

static gboolean
start_in_head(OffHtmlBuilder *b)
{
    switch (b->token->tag) {
    case OFF_HTML_html: return off_html_in_body(b);
    case OFF_HTML_base:
    case OFF_HTML_basefont:
    case OFF_HTML_bgsound:
    case OFF_HTML_link:
    case OFF_HTML_meta: off_html_insert_void(b); return TRUE;
    case OFF_HTML_title: off_html_raw(b, OFF_TEXT_RCDATA); return TRUE;
    case OFF_HTML_noscript:
    case OFF_HTML_noframes:
    case OFF_HTML_style: off_html_raw(b, OFF_TEXT_RAW); return TRUE;
    case OFF_HTML_script: off_html_raw(b, OFF_TEXT_SCRIPT); return TRUE;
    case OFF_HTML_template: off_html_start_template(b); return TRUE;
    case OFF_HTML_head: return TRUE;
    default: return leave_head(b);
    }
}

gboolean
off_html_in_head(OffHtmlBuilder *b)
{
    switch (b->token->type) {
    case OFF_TOKEN_TEXT: return off_html_take_space(b, TRUE) || leave_head(b);
    case OFF_TOKEN_COMMENT: off_html_insert_comment(b, NULL); return TRUE;
    case OFF_TOKEN_DOCTYPE: return TRUE;
    case OFF_TOKEN_START: return start_in_head(b);
    case OFF_TOKEN_END:
        if (b->token->tag == OFF_HTML_template) {
            off_html_end_template(b);
            return TRUE;
        }
        if (!is_end_before_body(b))
            return TRUE;
        leave_head(b);
        return b->token->tag == OFF_HTML_head;
    case OFF_TOKEN_EOF: return leave_head(b);
    }
    return TRUE;
}

/* Elements of the head that come later are moved there. */
static gboolean
back_into_head(OffHtmlBuilder *b)
{
    off_html_push(b, b->head, OFF_HTML_head, OFF_SPACE_HTML);
    gboolean done = off_html_in_head(b);
    guint at = off_html_index(b, b->head);
    if (at != G_MAXUINT)
        off_html_remove_open(b, at);
    return done;
}

static gboolean
open_body(OffHtmlBuilder *b)
{
    off_html_insert_implied(b, OFF_HTML_body);
    b->mode = OFF_MODE_in_body;
    return FALSE;
}

static gboolean
start_after_head(OffHtmlBuilder *b)
{
    switch (b->token->tag) {
    case OFF_HTML_html: return off_html_in_body(b);
    case OFF_HTML_body:
        off_html_insert(b);
        b->frameset_ok = FALSE;
        b->mode = OFF_MODE_in_body;
        return TRUE;
    case OFF_HTML_frameset:
        off_html_insert(b);
        b->mode = OFF_MODE_in_frameset;
        return TRUE;
    case OFF_HTML_base:
    case OFF_HTML_basefont:
    case OFF_HTML_bgsound:
    case OFF_HTML_link:
    case OFF_HTML_meta:
    case OFF_HTML_noframes:
    case OFF_HTML_script:
    case OFF_HTML_style:
    case OFF_HTML_template:
    case OFF_HTML_title: return back_into_head(b);
    case OFF_HTML_head: return TRUE;
    default: return open_body(b);
    }
}

gboolean
off_html_after_head(OffHtmlBuilder *b)
{
    switch (b->token->type) {
    case OFF_TOKEN_TEXT: return off_html_take_space(b, TRUE) || open_body(b);
    case OFF_TOKEN_COMMENT: off_html_insert_comment(b, NULL); return TRUE;
    case OFF_TOKEN_DOCTYPE: return TRUE;
    case OFF_TOKEN_START: return start_after_head(b);
    case OFF_TOKEN_END:
        if (b->token->tag == OFF_HTML_template)
            return off_html_in_head(b);
        return !is_end_before_body(b) || b->token->tag == OFF_HTML_head || open_body(b);
    case OFF_TOKEN_EOF: return open_body(b);
    }
    return TRUE;
}
