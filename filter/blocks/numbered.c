/* numbered.c: the numbers of a listing's lines, as highlighters of code write them. */
#include "config.h"

#include "blocks/numbered.h"

#include "dom/dom.h"

#include <string.h>

#define LINES_MAX 100000 /* lines of a listing */

/* Reads a number that is the next one. 0: none has been read. */
static gboolean
read_next_number(const char **at, guint64 *last)
{
    char *end;
    if (!g_ascii_isdigit(**at))
        return FALSE;
    guint64 number = g_ascii_strtoull(*at, &end, 10);
    if (number > LINES_MAX || (*last > 0 && number != *last + 1) || number == 0)
        return FALSE;
    *last = number;
    *at = end;
    return TRUE;
}

/* Are the texts in it nothing but numbers, each one more than that before it? *count: how many. */
static gboolean
holds_only_numbers(const xmlNode *node, guint *count)
{
    guint64 last = 0;
    *count = 0;
    for (xmlNode *n = node->children; n; n = off_next(node, n, FALSE)) {
        if (n->type == XML_ELEMENT_NODE && (off_element(n)->flags & OFF_E_MEDIA))
            return FALSE;
        const char *p = n->type == XML_TEXT_NODE ? (const char *)n->content : "";
        for (p += strspn(p, " \t\r\n"); *p; p += strspn(p, " \t\r\n"), ++*count)
            if (!read_next_number(&p, &last))
                return FALSE;
    }
    return *count > 0;
}

static void
drop_cell_before(xmlNode *cell)
{
    guint count;
    xmlNode *before = xmlPreviousElementSibling(cell);
    if (!before || !off_is_named(before, "td") || !holds_only_numbers(before, &count) ||
        !(off_holds_element(cell, "pre") || off_holds_element(cell, "code")))
        return;
    /* A single number may be a table's first column. */
    if (count > 1 || off_holds_element(before, "pre"))
        off_remove(before);
}

static gboolean
is_named_line_number(const xmlNode *node)
{
    static const char *const names[] = {"lineno",      "linenos",     "linenumber",
                                        "line-number", "line_number", "ln",
                                        "lnt",         "linenum",     "line-num"};
    return node->type == XML_ELEMENT_NODE &&
           off_has_a_token(off_attribute(node, "class"), names, G_N_ELEMENTS(names));
}

static void
drop_numbers_inside(xmlNode *listing)
{
    g_autoptr(GPtrArray) numbers = g_ptr_array_new();
    guint64 last = 0;
    for (xmlNode *n = listing->children; n;) {
        gboolean number = is_named_line_number(n);
        g_autofree char *text = number ? off_text_of(n) : NULL;
        const char *at = text;
        if (number && *text && (!read_next_number(&at, &last) || at[strspn(at, " .:|")]))
            return;
        if (number)
            g_ptr_array_add(numbers, n);
        n = off_next(listing, n, number);
    }
    for (guint i = 0; i < numbers->len; i++)
        off_remove(numbers->pdata[i]);
}

void
off_drop_line_numbers(xmlNode *node)
{
    if (off_is_named(node, "td"))
        drop_cell_before(node);
    else
        drop_numbers_inside(node);
}
