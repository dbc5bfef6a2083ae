/* list.c: the numbers and bullets of a list. */
#include "config.h"

#include "render/list.h"

#include "clean/clean.h"
#include "clean/label.h"
#include "dom/dom.h"
#include "render/inline.h"

#include <string.h>

#define ROMAN_MAX 4000 /* a higher number is written with digits, as in browsers */

static gint64
number_attribute(const xmlNode *node, const char *name, gint64 otherwise)
{
    const char *said = off_attribute(node, name);
    return said ? g_ascii_strtoll(said, NULL, 10) : otherwise;
}

OffCount
off_count_begin(const xmlNode *list)
{
    const char *type = off_attribute(list, "type");
    OffCount count = {.ordered = off_is_named(list, "ol"),
                      .down = off_attribute(list, "reversed") != NULL,
                      .kind = type && *type ? *type : '1'};
    gint64 items = 0;
    for (const xmlNode *n = list->children; count.down && n; n = n->next)
        items += off_is_named(n, "li");
    count.next = number_attribute(list, "start", count.down ? items : 1);
    return count;
}

gint64
off_count_next(OffCount *count, const xmlNode *item)
{
    gint64 number = number_attribute(item, "value", count->next);
    count->next = count->down ? number - 1 : number + 1;
    return number;
}

/* a to z, then aa (CSS Counter Styles, lower-alpha). */
static char *
letters_of(gint64 number)
{
    char out[16];
    guint at = sizeof out - 1;
    out[at] = '\0';
    for (; number > 0 && at > 0; number = (number - 1) / 26)
        out[--at] = (char)('a' + (number - 1) % 26);
    return g_strdup(out + at);
}

/* i, ii, iii, iv. */
static char *
roman_numeral(gint64 number)
{
    static const struct {
        gint64 value;
        const char *letters;
    } parts[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"},
                 {90, "xc"},  {50, "l"},   {40, "xl"}, {10, "x"},   {9, "ix"},
                 {5, "v"},    {4, "iv"},   {1, "i"}};
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
        for (; number >= parts[i].value; number -= parts[i].value)
            g_string_append(out, parts[i].letters);
    return g_string_free(out, FALSE);
}

static char *
marker_of(char kind, gint64 number)
{
    char small = g_ascii_tolower(kind);
    if (number < 1 || (small != 'a' && (small != 'i' || number >= ROMAN_MAX)))
        return g_strdup_printf("%" G_GINT64_FORMAT ". ", number);
    g_autofree char *low = small == 'a' ? letters_of(number) : roman_numeral(number);
    g_autofree char *said = g_ascii_isupper(kind) ? g_ascii_strup(low, -1) : g_strdup(low);
    return g_strconcat(said, ". ", NULL);
}

char *
off_count_marker(OffCount *count, const xmlNode *item)
{
    if (!count->ordered && off_is_note(item))
        return g_strdup_printf("[%s] ", off_attribute(item, "id") + strlen(OFF_NOTE_ID));
    if (!count->ordered) {
        g_autofree char *text = off_inline_text(item, NULL);
        return g_strdup(off_label_length(text) > 0 ? "" : "- ");
    }
    gint64 number = off_count_next(count, item);
    if (off_is_note(item))
        return g_strdup_printf("[%" G_GINT64_FORMAT "] ", number);
    return marker_of(count->kind, number);
}
