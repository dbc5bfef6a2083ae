/* sources.c: reports which places of a page the article's fields come from. */
#include "config.h"

#include "metadata/sources.h"

#include "metadata/date.h"
#include "metadata/names.h"

#include <string.h>

static const char *const source_names[OFF_META_SOURCES] = {
    [OFF_META_LD] = "JSON-LD",     [OFF_META_OG] = "OpenGraph", [OFF_META_NAME] = "meta",
    [OFF_META_ITEM] = "microdata", [OFF_META_PAGE] = "element",
};

static void
add_source(GString *sources, const char *name)
{
    g_string_append_printf(sources, "%s%s", sources->len ? ", " : "", name);
}

/* Is it what this value of the page comes to, alone or with the paper's name beside it? */
static gboolean
says_field(OffMetaField field, const char *value, const char *article, const char *lang)
{
    if (field == OFF_META_DATE || field == OFF_META_MODIFIED) {
        g_autofree char *date = off_parse_date_in(value, lang);
        return g_strcmp0(date, article) == 0;
    }
    if (field == OFF_META_BYLINE) {
        g_autofree char *names = off_clean_byline(value);
        return g_strcmp0(names, article) == 0;
    }
    g_autofree char *x = g_utf8_casefold(value, -1), *y = g_utf8_casefold(article, -1);
    return strstr(x, y) != NULL;
}

static void
add_headings(GString *sources, const GArray *headings, const char *title, const char *name)
{
    for (guint i = 0; i < headings->len; i++) {
        if (!says_field(OFF_META_TITLE, g_array_index(headings, OffHeading, i).text, title, NULL))
            continue;
        add_source(sources, name);
        return;
    }
}

static void
explain_field(const OffMetadata *m, const OffArticle *a, const char *name, OffMetaField field,
              const char *value, const OffExtractOptions *options)
{
    g_autoptr(GString) sources = g_string_new(NULL);
    if (!value)
        return;
    for (guint i = 0; i < OFF_META_SOURCES; i++)
        if (m->value[field][i] && says_field(field, m->value[field][i], value, a->lang))
            add_source(sources, source_names[i]);
    if (field == OFF_META_TITLE) {
        if (m->document_title && says_field(field, m->document_title, value, NULL))
            add_source(sources, "title element");
        add_headings(sources, m->headings, value, "h1");
        add_headings(sources, m->subheadings, value, "h2");
    }
    options->explain_source(name, sources->len ? sources->str : "text of the page",
                            options->explain_data);
}

void
off_explain_metadata(const OffMetadata *m, const OffArticle *a, const OffExtractOptions *options)
{
    if (!options->explain_source)
        return;
    explain_field(m, a, "title", OFF_META_TITLE, a->title, options);
    explain_field(m, a, "byline", OFF_META_BYLINE, a->byline, options);
    explain_field(m, a, "date", OFF_META_DATE, a->date, options);
    explain_field(m, a, "site", OFF_META_SITE, a->site, options);
    explain_field(m, a, "language", OFF_META_LANG, a->lang, options);
}
