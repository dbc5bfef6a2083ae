/* attributes.c: the attributes that an element of a clean tree may keep. */
#include "config.h"

#include "clean/attributes.h"

#include "dom/dom.h"

#include <stdlib.h>
#include <string.h>

#define SIDE_MAX 20000 /* pixels of a picture */
#define WIDEST 640     /* the width of a text column, for readers that strip styles */

/* What may stay on which element; "*" any. Values are checked by kind. */
static const struct {
    const char *element, *attribute;
    enum { NUMBER, WORD, TEXT, DIRECTION, LANGUAGE } kind;
} allowed[] = {
    {"*", "dir", DIRECTION},   {"*", "lang", LANGUAGE},   {"ol", "start", NUMBER},
    {"ol", "type", WORD},      {"ol", "reversed", WORD},  {"li", "value", NUMBER},
    {"td", "colspan", NUMBER}, {"td", "rowspan", NUMBER}, {"th", "colspan", NUMBER},
    {"th", "rowspan", NUMBER}, {"th", "scope", WORD},     {"time", "datetime", TEXT},
    {"abbr", "title", TEXT},   {"dfn", "title", TEXT},
};

static gboolean
holds_only(const char *value, const char *characters, gsize most)
{
    return *value && strlen(value) <= most && value[strspn(value, characters)] == '\0';
}

static gboolean
is_valid_value(int kind, const char *value)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    switch (kind) {
    case NUMBER: return holds_only(value, "0123456789", 4) && strtol(value, NULL, 10) > 0;
    case WORD: return holds_only(value, letters, 10) || holds_only(value, "1aAiI", 1);
    case TEXT: return *value && strlen(value) < 200 && !strchr(value, '\n');
    case DIRECTION: return strcmp(value, "rtl") == 0 || strcmp(value, "ltr") == 0;
    default:
        return g_ascii_isalpha(*value) &&
               holds_only(value + 1,
                          "abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 15);
    }
}

/* A day, or a moment of it (HTML, 2.3.5.2 and 2.3.5.7). */
static gboolean
is_date(const char *value)
{
    return g_regex_match_simple("^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])"
                                "([T ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,3})?)?"
                                "(Z|[+-]([01]\\d|2[0-3]):?[0-5]\\d)?)?$",
                                value, 0, 0);
}

char *
off_html_date(const char *date)
{
    /* "-00:00" says that the zone is not known (RFC 3339, 4.3); HTML has no such zone. */
    gboolean unknown = g_str_has_suffix(date, "-00:00") || g_str_has_suffix(date, "-0000");
    if (!unknown)
        return g_strdup(date);
    return g_strdup_printf("%.*sZ", (int)(strrchr(date, '-') - date), date);
}

void
off_copy_attributes(const xmlNode *from, xmlNode *to)
{
    if (!from->properties)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(allowed); i++) {
        const char *element = allowed[i].element;
        if (*element != '*' && strcmp(element, (const char *)to->name) != 0)
            continue;
        const char *value = off_attribute(from, allowed[i].attribute);
        if (strcmp(element, "li") == 0 && !off_is_named(to->parent, "ol"))
            continue;
        if (value && strcmp(allowed[i].attribute, "scope") == 0 && strcmp(value, "row") != 0 &&
            strcmp(value, "col") != 0)
            continue;
        if (value && strcmp(allowed[i].attribute, "type") == 0 && strlen(value) != 1)
            continue;
        if (value && strcmp(allowed[i].attribute, "reversed") == 0)
            value = "reversed";
        if (value && strcmp(allowed[i].attribute, "datetime") == 0 && !is_date(value))
            continue;
        g_autofree char *date =
            value && strcmp(allowed[i].attribute, "datetime") == 0 ? off_html_date(value) : NULL;
        value = date ? date : value;
        if (value && is_valid_value(allowed[i].kind, value))
            xmlNewProp(to, BAD_CAST allowed[i].attribute, BAD_CAST value);
    }
}

/* A number of pixels, without a unit or with "px"; 0: it is none. */
static gint64
pixels_of(const xmlNode *image, const char *name)
{
    const char *said = off_attribute(image, name);
    char *rest = NULL;
    gint64 n = said ? g_ascii_strtoll(said, &rest, 10) : 0;
    return n > 0 && n <= SIDE_MAX && (*rest == '\0' || strcmp(rest, "px") == 0) ? n : 0;
}

void
off_copy_size(const xmlNode *from, xmlNode *to)
{
    gint64 width = pixels_of(from, "width"), height = pixels_of(from, "height");
    if (width == 0 || height == 0)
        return;
    if (width > WIDEST) {
        height = MAX(height * WIDEST / width, 1);
        width = WIDEST;
    }
    g_autofree char *w = g_strdup_printf("%" G_GINT64_FORMAT, width);
    g_autofree char *h = g_strdup_printf("%" G_GINT64_FORMAT, height);
    xmlNewProp(to, BAD_CAST "width", BAD_CAST w);
    xmlNewProp(to, BAD_CAST "height", BAD_CAST h);
}
