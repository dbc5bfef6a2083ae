/* signs.c: content that readers see as text, but that is not text in the markup. */
#include "config.h"

#include "blocks/signs.h"

#include "dom/dom.h"
#include "wire/bytes.h"

#include <string.h>

#define CHARACTERS_MAX 12 /* a family of emoji, joined */
#define SMILEY_MAX 5      /* :-)) */
#define PROTECTED "/cdn-cgi/l/email-protection"

gboolean
off_has_signs(const char *html, gsize length)
{
    static const char *const words[] = {"checkbox", "moji",    "miley",
                                        "moticon",  "cfemail", "email-protection"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (off_bytes_hold(html, length, words[i]))
            return TRUE;
    return FALSE;
}

static xmlNode *
replace_by_text(xmlNode *node, const char *text)
{
    xmlNode *new = xmlNewDocText(node->doc, BAD_CAST text);
    xmlReplaceNode(node, new);
    xmlFreeNode(node);
    return new;
}

/* --- boxes ----------------------------------------------------------------------------------- */

/* Is there nothing between the beginning of an entry and the box? */
static gboolean
begins_entry(const xmlNode *box)
{
    for (const xmlNode *n = box; n && n->type == XML_ELEMENT_NODE; n = n->parent) {
        if (off_is_named(n, "li"))
            return TRUE;
        for (const xmlNode *before = n->prev; before; before = before->prev)
            if (before->type == XML_ELEMENT_NODE || !xmlIsBlankNode((xmlNode *)(guintptr)before))
                return FALSE;
    }
    return FALSE;
}

static void
write_box(xmlNode *input)
{
    if (off_attribute_is(input, "type", "checkbox") && begins_entry(input))
        replace_by_text(input, off_attribute(input, "checked") ? "\u2611 " : "\u2610 ");
}

/* --- characters ------------------------------------------------------------------------------ */

/* Emoji and signs, with what joins and colours them; no letter. */
static gboolean
is_emoji(const char *text)
{
    guint signs = 0, characters = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (++characters > CHARACTERS_MAX || g_unichar_isalpha(c) || g_unichar_isspace(c))
            return FALSE;
        signs += c >= 0x2190 && c != 0xfe0f;
    }
    return signs > 0;
}

static gboolean
is_named_smiley(const xmlNode *image)
{
    static const char *const names[] = {"emoji", "smiley", "smilie", "emoticon"};
    static const char *const attributes[] = {"class", "src"};
    for (guint i = 0; i < G_N_ELEMENTS(attributes); i++) {
        const char *said = off_attribute(image, attributes[i]);
        g_autofree char *low = said ? g_ascii_strdown(said, -1) : NULL;
        for (guint j = 0; low && j < G_N_ELEMENTS(names); j++)
            if (strstr(low, names[j]))
                return TRUE;
    }
    return FALSE;
}

static void
write_character(xmlNode *image)
{
    g_autofree char *alt = off_fold(off_attribute(image, "alt"));
    if (!alt || !*alt)
        return;
    if (is_emoji(alt) || (is_named_smiley(image) && g_utf8_strlen(alt, -1) <= SMILEY_MAX))
        replace_by_text(image, alt);
}

/* --- mail addresses -------------------------------------------------------------------------- */

/* Hexadecimal; the first byte is XORed with the others (transfer full). NULL: it is no address. */
static char *
decode_mail_address(const char *hex)
{
    gsize n = strspn(hex, "0123456789abcdefABCDEF") / 2;
    if (n < 4 || n > 256)
        return NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    int key = g_ascii_xdigit_value(hex[0]) * 16 + g_ascii_xdigit_value(hex[1]);
    for (gsize i = 1; i < n; i++)
        g_string_append_c(out, (char)((g_ascii_xdigit_value(hex[2 * i]) * 16 +
                                       g_ascii_xdigit_value(hex[2 * i + 1])) ^
                                      key));
    gboolean good = g_utf8_validate(out->str, (gssize)out->len, NULL) && strchr(out->str, '@');
    for (const char *p = out->str; good && *p; p++)
        good = (guchar)*p > 0x20 && *p != '<' && *p != '>' && *p != '"' && *p != 0x7f;
    return good ? g_strdup(out->str) : NULL;
}

static void
link_to(xmlNode *link, const char *address)
{
    g_autofree char *bare = g_strndup(address, strcspn(address, "?"));
    g_autofree char *escaped = g_uri_escape_string(bare, "@+", TRUE);
    g_autofree char *href = g_strconcat("mailto:", escaped, NULL);
    xmlSetProp(link, BAD_CAST "href", BAD_CAST href);
}

static void
write_address(xmlNode *node)
{
    const char *data = off_attribute(node, "data-cfemail");
    const char *href = off_attribute(node, "href"), *hidden = href ? strstr(href, PROTECTED) : NULL;
    const char *hash = hidden ? strchr(hidden, '#') : NULL;
    g_autofree char *address = data   ? decode_mail_address(data)
                               : hash ? decode_mail_address(hash + 1)
                                      : NULL;
    if (address && data) {
        xmlNodeSetContent(node, NULL);
        xmlAddChild(node, xmlNewDocText(node->doc, BAD_CAST address));
    }
    if (hidden && address)
        link_to(node, address);
    else if (hidden)
        xmlUnsetProp(node, BAD_CAST "href");
}

void
off_write_signs(xmlDoc *doc)
{
    xmlNode *root = xmlDocGetRootElement(doc);
    for (xmlNode *node = root, *next; node; node = next) {
        next = off_next(root, node, FALSE);
        if (node->type != XML_ELEMENT_NODE || !node->properties)
            continue;
        OffTag tag = off_tag(node);
        if (tag == OFF_TAG_input) {
            write_box(node);
        } else if (tag == OFF_TAG_img) {
            write_character(node);
        } else if (tag == OFF_TAG_a || tag == OFF_TAG_span) {
            write_address(node);
            next = off_next(root, node, FALSE);
        }
    }
}
