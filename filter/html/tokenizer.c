/* tokenizer.c: the tokens of a page (HTML, 13.2.5). */
#include "config.h"

#include "html/tokenizer.h"

#include "html/references.h"
#include "wire/bounds.h"
#include "wire/bytes.h"

#include <string.h>

struct OffHtmlTokenizer {
    const char *at, *end;
    xmlDict *dict;
    OffHtmlNames names;
    const xmlChar *dict_names[OFF_HTML_TAGS];
    OffHtmlTextKind kind;
    gboolean cdata;
    const xmlChar *raw_name; /* of the element whose text is read */
    OffHtmlToken token;
    GString *name;   /* a name in lower case */
    GString *text;   /* buffer for text that differs from the page's bytes */
    GString *values; /* values of attributes that are not */
};

#define IN_VALUES ((const char *)NULL) /* the value is in `values`, at an offset */

OffHtmlTokenizer *
off_html_tokenizer_new(const char *text, gsize length, xmlDict *dict)
{
    OffHtmlTokenizer *t = g_new0(OffHtmlTokenizer, 1);
    t->at = text;
    t->end = text + length;
    t->dict = dict;
    off_html_names_init(&t->names);
    t->token.attributes = g_array_new(FALSE, FALSE, sizeof(OffHtmlAttribute));
    t->name = g_string_new(NULL);
    t->text = g_string_new(NULL);
    t->values = g_string_new(NULL);
    return t;
}

void
off_html_tokenizer_free(OffHtmlTokenizer *t)
{
    g_array_free(t->token.attributes, TRUE);
    g_string_free(t->name, TRUE);
    g_string_free(t->text, TRUE);
    g_string_free(t->values, TRUE);
    g_free(t);
}

const xmlChar *
off_html_dict_name(OffHtmlTokenizer *t, OffHtmlTag tag)
{
    if (!t->dict_names[tag])
        t->dict_names[tag] = xmlDictLookup(t->dict, BAD_CAST off_html_name(tag), -1);
    return t->dict_names[tag];
}

void
off_html_read_text(OffHtmlTokenizer *t, OffHtmlTextKind kind)
{
    t->kind = kind;
    t->raw_name = t->token.name;
}

void
off_html_allow_cdata(OffHtmlTokenizer *t, gboolean allow)
{
    t->cdata = allow;
}

const OffHtmlAttribute *
off_html_attribute(const OffHtmlToken *token, const char *name)
{
    for (guint i = 0; i < token->attributes->len; i++) {
        const OffHtmlAttribute *a = &g_array_index(token->attributes, OffHtmlAttribute, i);
        if (strcmp((const char *)a->name, name) == 0)
            return a;
    }
    return NULL;
}

/* --- characters */

static gboolean
is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static gboolean
ends_name(char c)
{
    return is_space(c) || c == '/' || c == '>';
}

static gboolean
is_control(char c)
{
    return ((guchar)c < 0x20 && !is_space(c)) || c == 0x7f;
}

/* No control character, no tab, no end of line, and no reference, in any of the bytes? */
static gboolean
is_plain_word(guint64 word, gboolean references)
{
    return !(off_word_below(word, 0x20) | off_word_holds(word, 0x7f) |
             (references ? off_word_holds(word, '&') : 0));
}

/* Does the text differ from the page's bytes? Control characters are left out: no browser shows
 * them, and neither XML nor a terminal should get them. */
static gboolean
needs_work(const char *text, const char *end, gboolean references)
{
    const char *p = text;
    while (p < end) {
        gsize n = MIN((gsize)(end - p), OFF_WORD_BYTES);
        if (n == OFF_WORD_BYTES && is_plain_word(off_word_at(p), references)) {
            p += n;
            continue;
        }
        for (const char *stop = p + n; p < stop; p++)
            if ((guchar)*p < 0x20 ? *p == '\r' || is_control(*p)
                                  : *p == 0x7f || (references && *p == '&'))
                return TRUE;
    }
    return FALSE;
}

static void
append_character(GString *out, const char **at, const char *end)
{
    const char *p = *at;
    if (*p == '\r') {
        g_string_append_c(out, '\n');
        *at = p + 1 + (end - p > 1 && p[1] == '\n');
        return;
    }
    if (!is_control(*p))
        g_string_append_c(out, *p);
    *at = p + 1;
}

static void
append_text(GString *out, const char *text, const char *end, gboolean references, gboolean value)
{
    while (text < end) {
        const char *start = text;
        while (text < end && *text != '\r' && *text != '&' && !is_control(*text))
            text++;
        g_string_append_len(out, start, text - start);
        if (text == end)
            return;
        gsize taken = 0;
        if (*text == '&' && references) {
            gsize before = out->len;
            taken = off_html_reference(text, end, value, out);
            if (out->len == before + 1 && is_control(out->str[before]))
                g_string_truncate(out, before);
        }
        if (taken > 0)
            text += taken;
        else
            append_character(out, &text, end);
    }
}

static gboolean
starts_with(const char *at, const char *end, const char *word)
{
    gsize n = strlen(word);
    return (gsize)(end - at) >= n && g_ascii_strncasecmp(at, word, n) == 0;
}

/* --- text */

static OffHtmlToken *
text_token(OffHtmlTokenizer *t, const char *text, const char *end, gboolean references)
{
    OffHtmlToken *token = &t->token;
    token->type = OFF_TOKEN_TEXT;
    token->text = text;
    token->length = (gsize)(end - text);
    if (needs_work(text, end, references)) {
        g_string_truncate(t->text, 0);
        append_text(t->text, text, end, references, FALSE);
        token->text = t->text->str;
        token->length = t->text->len;
    }
    return token;
}

/* Does markup begin at this '<'? */
static gboolean
opens_tag(const char *at, const char *end)
{
    if (end - at < 2)
        return FALSE;
    if (at[1] == '/')
        return end - at > 2;
    return at[1] == '!' || at[1] == '?' || g_ascii_isalpha(at[1]);
}

static const char *
end_of_data(const char *at, const char *end)
{
    const char *p = at;
    while ((p = memchr(p, '<', (gsize)(end - p)))) {
        if (opens_tag(p, end))
            return p;
        p++;
    }
    return end;
}

/* --- the text of elements that hold no markup */

/* Is it the end tag of the element whose text is read? */
static gboolean
is_its_end(const OffHtmlTokenizer *t, const char *at)
{
    const char *name = (const char *)t->raw_name;
    gsize n = strlen(name);
    return (gsize)(t->end - at) > n + 2 && at[1] == '/' &&
           g_ascii_strncasecmp(at + 2, name, n) == 0 && ends_name(at[n + 2]);
}

static const char *
end_of_raw(const OffHtmlTokenizer *t)
{
    const char *p = t->at;
    while ((p = memchr(p, '<', (gsize)(t->end - p)))) {
        if (is_its_end(t, p))
            return p;
        p++;
    }
    return t->end;
}

static gboolean
is_script_tag(const char *at, const char *end)
{
    return end - at > 7 && g_ascii_strncasecmp(at, "<script", 7) == 0 && ends_name(at[7]);
}

/* A comment in a script may hold "<script>…</script>" (13.2.5.20 to 13.2.5.31). Returns the end of
 * the comment that begins at the "<!--" at, or the end tag of the script in it. */
static const char *
end_of_escaped(const OffHtmlTokenizer *t, const char *at)
{
    gboolean twice = FALSE;
    for (const char *p = at + 2; p < t->end; p++) {
        if (*p == '-' && starts_with(p, t->end, "-->"))
            return p + 3;
        if (*p != '<')
            continue;
        if (!twice && is_script_tag(p, t->end))
            twice = TRUE;
        else if (is_its_end(t, p)) {
            if (!twice)
                return p;
            twice = FALSE;
        }
    }
    return t->end;
}

static const char *
end_of_script(const OffHtmlTokenizer *t)
{
    const char *p = t->at;
    while ((p = memchr(p, '<', (gsize)(t->end - p)))) {
        if (is_its_end(t, p))
            return p;
        if (starts_with(p, t->end, "<!--"))
            p = end_of_escaped(t, p);
        else
            p++;
        if (p == t->end)
            break;
        if (*p == '<' && is_its_end(t, p))
            return p;
    }
    return t->end;
}

static OffHtmlToken *
next_raw(OffHtmlTokenizer *t)
{
    const char *start = t->at;
    gboolean references = t->kind == OFF_TEXT_RCDATA;
    const char *stop = t->kind == OFF_TEXT_PLAIN    ? t->end
                       : t->kind == OFF_TEXT_SCRIPT ? end_of_script(t)
                                                    : end_of_raw(t);
    t->at = stop;
    t->kind = OFF_TEXT_DATA;
    return text_token(t, start, stop, references);
}

/* --- tags */

/* Sets the token's name from the name of a tag at t->at; leaves t->at after it. */
static void
read_tag_name(OffHtmlTokenizer *t)
{
    const char *p = t->at;
    g_string_truncate(t->name, 0);
    for (; p < t->end && !ends_name(*p); p++)
        g_string_append_c(t->name, g_ascii_tolower(*p));
    t->at = p;
    t->token.tag = off_html_tag(&t->names, t->name->str, t->name->len);
    t->token.name = t->token.tag != OFF_HTML_OTHER
                        ? off_html_dict_name(t, t->token.tag)
                        : xmlDictLookup(t->dict, BAD_CAST t->name->str, (int)t->name->len);
}

static const char *
skip_space(const char *at, const char *end)
{
    while (at < end && is_space(*at))
        at++;
    return at;
}

/* The name of an attribute: it may begin with '=' (13.2.5.32). */
static const char *
read_attribute_name(OffHtmlTokenizer *t)
{
    const char *p = t->at;
    g_string_truncate(t->name, 0);
    for (; p < t->end && !ends_name(*p) && (*p != '=' || p == t->at); p++)
        g_string_append_c(t->name, g_ascii_tolower(*p));
    t->at = p;
    return p;
}

static void
add_attribute(OffHtmlTokenizer *t, const xmlChar *name, const char *value, const char *end)
{
    GArray *all = t->token.attributes;
    for (guint i = 0; i < all->len; i++)
        if (g_array_index(all, OffHtmlAttribute, i).name == name)
            return;
    OffHtmlAttribute a = {name, value, (gsize)(end - value)};
    if (needs_work(value, end, TRUE)) {
        gsize offset = t->values->len;
        append_text(t->values, value, end, TRUE, TRUE);
        g_string_append_c(t->values, '\0');
        a.value = IN_VALUES;
        a.length = offset;
    }
    g_array_append_val(all, a);
}

/* Reads a value after '='. FALSE where the page ends in it. */
static gboolean
read_value(OffHtmlTokenizer *t, const char **value, const char **end)
{
    const char *p = skip_space(t->at, t->end);
    if (p < t->end && (*p == '"' || *p == '\'')) {
        const char *close = memchr(p + 1, *p, (gsize)(t->end - p - 1));
        if (!close)
            return FALSE;
        *value = p + 1;
        *end = close;
        t->at = close + 1;
        return TRUE;
    }
    *value = p;
    while (p < t->end && !is_space(*p) && *p != '>')
        p++;
    *end = t->at = p;
    return TRUE;
}

/* Reads one attribute at t->at. FALSE where the page ends in it. */
static gboolean
read_attribute(OffHtmlTokenizer *t)
{
    read_attribute_name(t);
    const xmlChar *name = NULL;
    gboolean room = t->token.attributes->len < OFF_ELEMENT_ATTRIBUTES_MAX;
    if (room && t->token.type == OFF_TOKEN_START)
        name = xmlDictLookup(t->dict, BAD_CAST t->name->str, (int)t->name->len);
    const char *value = "", *end = value, *p = skip_space(t->at, t->end);
    if (p < t->end && *p == '=') {
        t->at = p + 1;
        if (!read_value(t, &value, &end))
            return FALSE;
    }
    if (name)
        add_attribute(t, name, value, end);
    return TRUE;
}

static void
place_values(OffHtmlTokenizer *t)
{
    for (guint i = 0; i < t->token.attributes->len; i++) {
        OffHtmlAttribute *a = &g_array_index(t->token.attributes, OffHtmlAttribute, i);
        if (a->value == IN_VALUES) {
            a->value = t->values->str + a->length;
            a->length = strlen(a->value);
        }
    }
}

/* Reads a tag whose name begins at t->at. NULL where the page ends in it: then it is no tag. */
static OffHtmlToken *
read_tag(OffHtmlTokenizer *t, OffHtmlTokenType type)
{
    t->token.type = type;
    t->token.closes = FALSE;
    g_array_set_size(t->token.attributes, 0);
    g_string_truncate(t->values, 0);
    read_tag_name(t);
    while (t->at < t->end) {
        t->at = skip_space(t->at, t->end);
        if (t->at == t->end)
            break;
        if (*t->at == '>') {
            t->at++;
            place_values(t);
            return &t->token;
        }
        if (*t->at == '/') {
            t->token.closes = ++t->at < t->end && *t->at == '>';
            continue;
        }
        if (!read_attribute(t))
            break;
    }
    t->at = t->end;
    return NULL;
}

/* --- comments, doctypes, sections */

static OffHtmlToken *
comment_token(OffHtmlTokenizer *t, const char *text, const char *end, const char *behind)
{
    t->at = behind;
    text_token(t, text, end, FALSE);
    t->token.type = OFF_TOKEN_COMMENT;
    return &t->token;
}

/* Invalid markup, up to the next '>' (13.2.5.41). */
static OffHtmlToken *
bogus_comment(OffHtmlTokenizer *t, const char *text)
{
    const char *close = memchr(text, '>', (gsize)(t->end - text));
    return comment_token(t, text, close ? close : t->end, close ? close + 1 : t->end);
}

/* The end of a comment that the page breaks off in: a "-", "--" or "--!" at its end is not its
 * text. */
static const char *
broken_comment(const char *text, const char *end)
{
    static const char *const tails[] = {"--!", "--", "-"};
    for (guint i = 0; i < G_N_ELEMENTS(tails); i++) {
        gsize n = strlen(tails[i]);
        if ((gsize)(end - text) >= n && memcmp(end - n, tails[i], n) == 0)
            return end - n;
    }
    return end;
}

/* text is after "<!--" (13.2.5.43 to 13.2.5.52). */
static OffHtmlToken *
read_comment(OffHtmlTokenizer *t, const char *text)
{
    if (starts_with(text, t->end, ">"))
        return comment_token(t, text, text, text + 1);
    if (starts_with(text, t->end, "->"))
        return comment_token(t, text, text, text + 2);
    for (const char *p = text; (p = memchr(p, '-', (gsize)(t->end - p))); p++) {
        if (starts_with(p, t->end, "-->"))
            return comment_token(t, text, p, p + 3);
        if (starts_with(p, t->end, "--!>"))
            return comment_token(t, text, p, p + 4);
    }
    return comment_token(t, text, broken_comment(text, t->end), t->end);
}

/* An identifier of a doctype, in quotes at *at. FALSE where there is none, or it has no end before
 * end. */
static gboolean
read_identifier(const char **at, const char *end, const char **text, gsize *length)
{
    const char *p = skip_space(*at, end);
    if (p == end || (*p != '"' && *p != '\''))
        return FALSE;
    const char *close = memchr(p + 1, *p, (gsize)(end - p - 1));
    *text = p + 1;
    *length = (gsize)((close ? close : end) - p - 1);
    *at = close ? close + 1 : end;
    return close != NULL;
}

/* text is after "<!doctype" (13.2.5.53 to 13.2.5.68). A '>' ends it in quotes, too. */
static OffHtmlToken *
read_doctype(OffHtmlTokenizer *t, const char *text)
{
    OffHtmlToken *token = &t->token;
    const char *close = memchr(text, '>', (gsize)(t->end - text)), *end = close ? close : t->end;
    const char *p = skip_space(text, end), *name = p;
    token->type = OFF_TOKEN_DOCTYPE;
    token->text = token->system = NULL;
    token->length = token->system_length = 0;
    while (p < end && !is_space(*p))
        p++;
    g_autofree char *lower = g_ascii_strdown(name, p - name);
    token->name = xmlDictLookup(t->dict, BAD_CAST lower, -1);
    token->quirks = !close || p == name;
    p = skip_space(p, end);
    if (starts_with(p, end, "public")) {
        p += strlen("public");
        token->quirks |= !read_identifier(&p, end, &token->text, &token->length);
        if (skip_space(p, end) < end)
            token->quirks |= !read_identifier(&p, end, &token->system, &token->system_length);
    } else if (starts_with(p, end, "system")) {
        p += strlen("system");
        token->quirks |= !read_identifier(&p, end, &token->system, &token->system_length);
    } else if (p < end) {
        token->quirks = TRUE;
    }
    t->at = close ? close + 1 : t->end;
    return token;
}

static OffHtmlToken *
read_section(OffHtmlTokenizer *t, const char *text)
{
    const char *close = memmem(text, (gsize)(t->end - text), "]]>", 3);
    t->at = close ? close + 3 : t->end;
    return text_token(t, text, close ? close : t->end, FALSE);
}

static OffHtmlToken *
read_declaration(OffHtmlTokenizer *t)
{
    static const char section[] = "<![CDATA[";
    const char *at = t->at;
    if (starts_with(at, t->end, "<!--"))
        return read_comment(t, at + 4);
    if (starts_with(at, t->end, "<!doctype"))
        return read_doctype(t, at + strlen("<!doctype"));
    if (t->cdata && (gsize)(t->end - at) >= strlen(section) &&
        memcmp(at, section, strlen(section)) == 0)
        return read_section(t, at + strlen(section));
    return bogus_comment(t, at + 2);
}

/* The token that begins at this '<' (13.2.5.6 to 13.2.5.8); NULL: it is text. */
static OffHtmlToken *
read_markup(OffHtmlTokenizer *t)
{
    const char *at = t->at;
    if (g_ascii_isalpha(at[1])) {
        t->at++;
        return read_tag(t, OFF_TOKEN_START);
    }
    if (at[1] == '!')
        return read_declaration(t);
    if (at[1] == '?')
        return bogus_comment(t, at + 1);
    if (at[2] == '>') {
        t->at += 3;
        return NULL;
    }
    if (!g_ascii_isalpha(at[2]))
        return bogus_comment(t, at + 2);
    t->at += 2;
    return read_tag(t, OFF_TOKEN_END);
}

OffHtmlToken *
off_html_next(OffHtmlTokenizer *t)
{
    if (t->kind != OFF_TEXT_DATA)
        return next_raw(t);
    while (t->at < t->end) {
        const char *start = t->at;
        if (*start == '<' && opens_tag(start, t->end)) {
            OffHtmlToken *token = read_markup(t);
            if (token)
                return token;
            continue;
        }
        t->at = end_of_data(start, t->end);
        return text_token(t, start, t->at, TRUE);
    }
    t->token.type = OFF_TOKEN_EOF;
    return &t->token;
}
