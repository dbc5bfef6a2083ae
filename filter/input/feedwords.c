/* feedwords.c: titles, names and texts of feeds. */
#include "config.h"

#include "input/feedwords.h"

#include "dom/dom.h"
#include "dom/url.h"
#include "input/entities.h"
#include "input/feednames.h"
#include "input/tags.h"

#include <string.h>

/* --- titles --- */

static gboolean
is_one_of(const char *name, gsize length, const char *const *names)
{
    for (; *names; names++)
        if (strlen(*names) == length && g_ascii_strncasecmp(*names, name, length) == 0)
            return TRUE;
    return FALSE;
}

/* The length of a tag at "<" with its name, or 0; *ends: it is an end tag. */
static gsize
tag_at(const char *p, const char *end, const char **name, gsize *name_length, gboolean *ends)
{
    OffTagBytes tag;
    *ends = end - p > 1 && p[1] == '/';
    if (!*ends) {
        gsize length = off_tag_read(p, end, &tag);
        *name = tag.name;
        *name_length = tag.name_length;
        return length;
    }
    *name = p + 2;
    *name_length = off_name_length(p + 2, end);
    const char *close = p + 2 + *name_length;
    return *name_length > 0 && close < end && *close == '>' ? (gsize)(close - p) + 1 : 0;
}

/* Is there the other half of a tag: "</b>" after "<b>", or "<b" before "</b>"? */
static gboolean
has_other_half(const char *start, const char *p, const char *name, gsize length, gboolean ends)
{
    g_autofree char *half =
        g_strdup_printf("<%s%.*s%s", ends ? "" : "/", (int)length, name, ends ? "" : ">");
    const char *found = strcasestr(ends ? start : p, half);
    return found && (!ends || found < p);
}

/* A tag of formatting or layout. */
static gboolean
is_trimming(const char *start, const char *p, const char *name, gsize length, gboolean ends)
{
    static const char *const pairs[] = {
        "b",    "i",   "em",    "strong", "code", "sub", "sup",  "a",      "span", "font",
        "u",    "tt",  "small", "big",    "p",    "div", "h1",   "h2",     "h3",   "h4",
        "cite", "del", "ins",   "mark",   "s",    "q",   "abbr", "strike", NULL};
    static const char *const singles[] = {"br", "wbr", "img", NULL};
    return is_one_of(name, length, singles) ||
           (is_one_of(name, length, pairs) && has_other_half(start, p, name, length, ends));
}

/* Appends what the reference at "&" stands for. Returns how many bytes it takes. */
static gsize
append_referred(GString *out, const char *p, const char *end)
{
    g_autoptr(GString) one = g_string_new(NULL);
    gboolean changed = FALSE;
    gunichar c[2] = {0, 0};
    gsize taken = off_reference_append(one, p, end, NULL, &changed);
    if (strcmp(one->str, "&amp;") == 0 && taken == 1) { /* no reference */
        g_string_append_c(out, '&');
        return 1;
    }
    if (one->str[0] == '&' && one->str[1] == '#') {
        gboolean hex = one->str[2] == 'x';
        c[0] = off_html_character(
            (gunichar)g_ascii_strtoull(one->str + (hex ? 3 : 2), NULL, hex ? 16 : 10));
    } else if (one->len > 2) {
        static const char *const names[] = {"amp", "&",    "lt", "<",    "gt",
                                            ">",   "quot", "\"", "apos", "'"};
        for (guint i = 0; i < G_N_ELEMENTS(names); i += 2)
            if (strncmp(one->str + 1, names[i], one->len - 2) == 0)
                c[0] = (gunichar)names[i + 1][0];
    }
    if (changed && p[1] != '#')
        off_entity_find(p + 1, taken - 2, c);
    for (guint i = 0; i < 2 && c[i]; i++)
        g_string_append_unichar(out, c[i]);
    return taken;
}

char *
off_feed_plain(const char *markup)
{
    if (!markup)
        return NULL;
    const char *end = markup + strlen(markup), *name;
    gsize length;
    gboolean ends;
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *p = markup; p < end;) {
        gsize tag = *p == '<' && end - markup < 4096 ? tag_at(p, end, &name, &length, &ends) : 0;
        if (tag > 0 && is_trimming(markup, p, name, length, ends)) {
            if (length == 2 && g_ascii_strncasecmp(name, "br", 2) == 0)
                g_string_append_c(out, ' ');
            p += tag;
        } else if (*p == '&')
            p += append_referred(out, p, end);
        else
            g_string_append_c(out, *p++);
    }
    g_autofree char *folded = off_fold(out->str);
    return *folded ? g_steal_pointer(&folded) : NULL;
}

/* --- persons --- */

static gboolean
is_address(const char *text, gsize length)
{
    return memchr(text, '@', length) && !memchr(text, ' ', length);
}

char *
off_feed_person(const char *text)
{
    g_autofree char *folded = off_fold(text);
    if (!folded || !*folded)
        return NULL;
    const char *open = strchr(folded, '('), *close = strrchr(folded, ')');
    const char *angle = strchr(folded, '<');
    gsize before = strcspn(folded, " (");
    if (open && close && close > open + 1 && is_address(folded, before))
        return g_strstrip(g_strndup(open + 1, (gsize)(close - open - 1)));
    if (angle && angle > folded && strchr(angle, '>')) {
        char *name = g_strstrip(g_strndup(folded, (gsize)(angle - folded)));
        gsize n = strlen(name);
        if (n > 1 && *name == '"' && name[n - 1] == '"') {
            memmove(name, name + 1, n - 1);
            name[n - 2] = '\0';
        }
        if (*name)
            return name;
        g_free(name);
    }
    return g_steal_pointer(&folded);
}

/* --- texts --- */

void
off_words_clear(OffWords *words)
{
    g_clear_pointer(&words->html, g_free);
    g_clear_pointer(&words->text, g_free);
}

/* Does a text that is said to be plain hold tags of HTML? */
static gboolean
looks_like_html(const char *text)
{
    static const char *const signs[] = {"</p>",  "</a>",  "<br",  "<p>",   "</div>",   "</span>",
                                        "<img ", "</li>", "</b>", "</em>", "</strong>"};
    for (guint i = 0; i < G_N_ELEMENTS(signs); i++)
        if (strcasestr(text, signs[i]))
            return TRUE;
    return FALSE;
}

static const char *
local_name(const xmlNode *node)
{
    const char *name = (const char *)node->name, *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

static gboolean
has_no_end(const char *name)
{
    static const char *const voids[] = {"br",    "img",   "hr",  "input",  "meta", "link",  "col",
                                        "embed", "param", "wbr", "source", "area", "track", NULL};
    return is_one_of(name, strlen(name), voids);
}

static gboolean
is_address_attribute(const char *name)
{
    static const char *const names[] = {"href", "src", "poster", "cite", "data", NULL};
    return is_one_of(name, strlen(name), names);
}

/* Has this element, or an ancestor below top, its own base address? */
static gboolean
has_base_below(const xmlNode *node, const xmlNode *top)
{
    for (; node && node != top; node = node->parent)
        if (xmlHasNsProp((xmlNode *)(guintptr)node, BAD_CAST "base", XML_XML_NAMESPACE))
            return TRUE;
    return FALSE;
}

static void
append_start(GString *out, const xmlNode *node, const xmlNode *top)
{
    g_string_append_printf(out, "<%s", local_name(node));
    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *value =
            a->children && a->children->content ? (const char *)a->children->content : "";
        g_autofree char *base =
            is_address_attribute((const char *)a->name) && has_base_below(node, top)
                ? off_feed_base(node, NULL)
                : NULL;
        g_autofree char *whole = base ? off_url_resolve(base, value) : NULL;
        g_autofree char *escaped = g_markup_escape_text(whole ? whole : value, -1);
        const char *prefix = a->ns && a->ns->prefix ? (const char *)a->ns->prefix : NULL;
        if (prefix && strcmp(prefix, "xml") != 0)
            continue;
        if (!prefix || strcmp((const char *)a->name, "lang") == 0)
            g_string_append_printf(out, " %s=\"%s\"", (const char *)a->name, escaped);
    }
    g_string_append_c(out, '>');
}

/* The markup inside an element, as HTML: without prefixes, addresses upon their own bases. */
static char *
inner_markup(const xmlNode *top)
{
    GString *out = g_string_new(NULL);
    xmlNode *node = top->children;
    while (node && node != top) {
        gboolean element = node->type == XML_ELEMENT_NODE;
        if (element)
            append_start(out, node, top);
        else if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            g_autofree char *text = g_markup_escape_text((const char *)node->content, -1);
            g_string_append(out, text);
        }
        if (element && node->children) {
            node = node->children;
            continue;
        }
        if (element && !has_no_end(local_name(node)))
            g_string_append_printf(out, "</%s>", local_name(node));
        while (node && node != top && !node->next) {
            node = node->parent;
            if (node && node != top)
                g_string_append_printf(out, "</%s>", local_name(node));
        }
        node = node && node != top ? node->next : NULL;
    }
    return g_string_free(out, FALSE);
}

static gboolean
has_elements(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            return TRUE;
    return FALSE;
}

/* Base64 of a text in UTF-8 (transfer full), or NULL. */
static char *
decoded_base64(const char *base64)
{
    gsize n = 0;
    if (strspn(base64,
               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n") !=
        strlen(base64))
        return NULL;
    g_autofree guchar *bytes = g_base64_decode(base64, &n);
    if (n == 0 || memchr(bytes, '\0', n) || !g_utf8_validate((const char *)bytes, (gssize)n, NULL))
        return NULL;
    return g_strndup((const char *)bytes, n);
}

/* Is it an Atom text with a type, or a text of a vocabulary that has only plain texts? */
static gboolean
is_plain_by_type(const xmlNode *node, const char *type)
{
    const char *vocabulary =
        node->ns && node->ns->href ? off_vocabulary_of((const char *)node->ns->href) : NULL;
    gboolean plain =
        vocabulary && (strcmp(vocabulary, "atom") == 0 || strcmp(vocabulary, "media") == 0 ||
                       strcmp(vocabulary, "itunes") == 0);
    if (type)
        return strcmp(type, "text") == 0 || strcmp(type, "plain") == 0 ||
               g_ascii_strncasecmp(type, "text/plain", 10) == 0;
    return plain;
}

OffWords
off_feed_words(const xmlNode *node)
{
    OffWords words = {0};
    const char *type = off_attribute(node, "type");
    gboolean xhtml = type && (strcmp(type, "xhtml") == 0 || strstr(type, "xhtml+xml"));
    const char *name = local_name(node);
    if (xhtml || has_elements(node) || strcmp(name, "body") == 0) {
        words.html = inner_markup(node);
        return words;
    }
    g_autofree char *text = off_feed_content(node);
    if (!text)
        return words;
    gboolean base64 =
        off_attribute_is(node, "mode", "base64") || off_attribute_is(node, "encoding", "base64");
    gboolean html = type && strcasestr(type, "html");
    gboolean textual = !type || html || g_ascii_strncasecmp(type, "text", 4) == 0 ||
                       strcmp(type, "plain") == 0 || strstr(type, "xml");
    if (base64 || !textual) {
        char *inside = decoded_base64(text);
        if (!inside && !textual)
            return words;
        if (inside) {
            g_free(text);
            text = inside;
        }
    }
    gboolean plain = !html && is_plain_by_type(node, type) && !looks_like_html(text);
    *(plain ? &words.text : &words.html) = g_steal_pointer(&text);
    return words;
}
