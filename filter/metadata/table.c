/* table.c: what a page says of its article, by field and source. */
#include "config.h"

#include "metadata/table.h"

#include "dom/dom.h"

#include <string.h>

void
off_metadata_set(OffMetadata *m, OffMetaField field, OffMetaSource source, const char *value)
{
    char **slot = &m->value[field][source];
    if (*slot || !value)
        return;
    char *folded = off_fold(value);
    if (*folded)
        *slot = folded;
    else
        g_free(folded);
}

void
off_replace(char **field, char *value)
{
    if (!value)
        return;
    g_free(*field);
    *field = value;
}

char *
off_without_entities(const char *text)
{
    if (!strchr(text, '&') || !strchr(text, ';'))
        return g_strdup(text);
    /* What looks like an element is text: only the references are read. */
    g_autoptr(GString) escaped = g_string_new(text);
    g_string_replace(escaped, "<", "&lt;", 0);
    g_autoptr(xmlDoc) doc = off_dom_parse(escaped->str, escaped->len);
    xmlNode *root = xmlDocGetRootElement(doc);
    return root ? off_text_of(root) : g_strdup(text);
}

void
off_metadata_free(OffMetadata *m)
{
    if (!m)
        return;
    for (guint i = 0; i < OFF_META_FIELDS; i++)
        for (guint k = 0; k < OFF_META_SOURCES; k++)
            g_free(m->value[i][k]);
    g_free(m->document_title);
    g_free(m->body_text);
    g_free(m->brand);
    g_free(m->paper);
    g_free(m->person);
    g_free(m->visible_title);
    g_array_unref(m->headings);
    g_array_unref(m->subheadings);
    g_ptr_array_unref(m->shown);
    g_free(m);
}

const char *
off_metadata_first(const OffMetadata *m, OffMetaField field)
{
    for (guint i = 0; i < OFF_META_SOURCES; i++)
        if (m->value[field][i])
            return m->value[field][i];
    return NULL;
}
