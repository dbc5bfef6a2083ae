/* label.c: the label that an entry of a list brings in its own text. */
#include "config.h"

#include "clean/label.h"

#include "clean/tidy.h"
#include "dom/dom.h"
#include "wire/prefix.h"

#include <string.h>

#define DIGITS_MAX 4
#define LETTERS_MAX 4 /* of a Roman number; others are one letter */

static gboolean
is_roman(const char *text, gsize length)
{
    for (gsize i = 0; i < length; i++)
        if (!strchr("ivxIVX", text[i]))
            return FALSE;
    return length <= LETTERS_MAX;
}

/* Length of "36", "b", "iv"; 0: neither number nor letter. */
static gsize
counter_length(const char *text)
{
    gsize n = strspn(text, "0123456789");
    if (n > 0)
        return n <= DIGITS_MAX ? n : 0;
    while (g_ascii_isalpha(text[n]) && n <= LETTERS_MAX)
        n++;
    return n == 1 || (n > 0 && is_roman(text, n)) ? n : 0;
}

gsize
off_label_length(const char *text)
{
    static const char *const boxes[] = {"\u2610", "\u2611", "\u2612"};
    for (guint i = 0; i < G_N_ELEMENTS(boxes); i++)
        if (off_has_prefix(text, boxes[i]))
            return strlen(boxes[i]);
    gsize open = *text == '(' || *text == '[', n = counter_length(text + open);
    const char *close = text + open + n;
    if (n == 0 || !strchr(*text == '(' ? ")" : *text == '[' ? "]" : ".)", *close) || !*close)
        return 0;
    /* "3.5 m" and "e.g." are no labels, nor is a capital that shortens a name: "A. Reed". */
    gboolean letter = g_ascii_isalpha(text[open]);
    if (g_ascii_isdigit(close[1]) || (letter && *close == '.' && close[1] != ' '))
        return 0;
    if (letter && n == 1 && *close == '.' && g_ascii_isupper(*text))
        return 0;
    return open + n + 1;
}

/* The text node at the start of an entry, if nothing precedes its first letter. */
static xmlNode *
first_text(xmlNode *item)
{
    xmlNode *node = item;
    while (node && node->type == XML_ELEMENT_NODE)
        node = node->children;
    return node && node->type == XML_TEXT_NODE ? node : NULL;
}

/* The number that an entry begins with: "36." -> 36; -1: none. */
static gint64
own_number(xmlNode *item)
{
    const xmlNode *text = first_text(item);
    const char *label = text ? (const char *)text->content : "";
    gboolean number = g_ascii_isdigit(*label) && off_label_length(label) > 0;
    return number ? g_ascii_strtoll(label, NULL, 10) : -1;
}

static void
cut_label(xmlNode *item)
{
    xmlNode *text = first_text(item);
    const char *label = (const char *)text->content;
    gsize n = off_label_length(label);
    n += strspn(label + n, " ");
    g_autofree char *rest = g_strdup(label + n);
    xmlNodeSetContent(text, NULL);
    xmlNodeAddContent(text, BAD_CAST rest);
    if (*rest)
        return;
    /* Removes the element that contained only the label. */
    while (text != item && !text->next && !text->prev && text->parent != item)
        text = text->parent;
    off_remove(text);
}

/* "36." right before a letter was set apart by a style sheet. */
static void
space_label(xmlNode *item)
{
    xmlNode *text = first_text(item);
    const char *label = text ? (const char *)text->content : "";
    gsize n = off_label_length(label);
    if (n == 0 || label[n] == ' ' || (!label[n] && !text->next && !text->parent->next))
        return;
    g_autofree char *spaced = g_strdup_printf("%.*s %s", (int)n, label, label + n);
    xmlNodeSetContent(text, NULL);
    xmlNodeAddContent(text, BAD_CAST spaced);
}

static guint
items_of(const xmlNode *list)
{
    guint items = 0;
    for (const xmlNode *n = list->children; n; n = n->next)
        items += off_is_named(n, "li");
    return items;
}

/* Entries of a list that all bring numbers, each higher than the one before. */
static gboolean
counts_itself(xmlNode *list)
{
    gint64 last = -1;
    for (xmlNode *n = list->children; n; n = n->next) {
        if (!off_is_named(n, "li"))
            continue;
        gint64 number = own_number(n);
        if (number <= last)
            return FALSE;
        last = number;
    }
    return items_of(list) > 1;
}

static void
use_own_numbers(xmlNode *list)
{
    gint64 expected = -1;
    xmlNodeSetName(list, BAD_CAST "ol");
    xmlUnsetProp(list, BAD_CAST "type");
    xmlUnsetProp(list, BAD_CAST "reversed");
    xmlUnsetProp(list, BAD_CAST "start");
    for (xmlNode *n = list->children; n; n = n->next) {
        if (!off_is_named(n, "li"))
            continue;
        gint64 number = own_number(n);
        g_autofree char *said = g_strdup_printf("%" G_GINT64_FORMAT, number);
        xmlUnsetProp(n, BAD_CAST "value");
        if (expected < 0 && number != 1)
            xmlNewProp(list, BAD_CAST "start", BAD_CAST said);
        else if (expected >= 0 && number != expected)
            xmlNewProp(n, BAD_CAST "value", BAD_CAST said);
        expected = number + 1;
        cut_label(n);
    }
}

void
off_tidy_labels(xmlNode *root)
{
    for (xmlNode *node = root; node; node = off_next(root, node, FALSE)) {
        if (!off_is_named(node, "ul") && !off_is_named(node, "ol"))
            continue;
        if (counts_itself(node)) {
            use_own_numbers(node);
            continue;
        }
        for (xmlNode *item = node->children; item; item = item->next)
            if (off_is_named(item, "li"))
                space_label(item);
    }
}
