/* table.c: a page's metadata, by field and source. */
#include "config.h"

#include "metadata/table.h"

#include "dom/dom.h"
#include "words/fold.h"

#include <string.h>

#define TAGS_MAX 20
#define TAG_BYTES 60

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

static gboolean
has_tag(const GPtrArray *tags, const char *tag)
{
    g_autofree char *words = off_comparable(tag, 0);
    for (guint i = 0; i < tags->len; i++) {
        g_autofree char *other = off_comparable(tags->pdata[i], 0);
        if (strcmp(words, other) == 0)
            return TRUE;
    }
    return !*words;
}

void
off_metadata_add_tags(GPtrArray *tags, const char *words)
{
    g_autofree char *list = off_without_entities(words);
    g_auto(GStrv) each = g_strsplit_set(list, ",;", TAGS_MAX * 2);
    for (guint i = 0; each[i] && tags->len < TAGS_MAX; i++) {
        g_autofree char *tag = off_fold(each[i]);
        if (strlen(tag) <= TAG_BYTES && !has_tag(tags, tag))
            g_ptr_array_add(tags, g_steal_pointer(&tag));
    }
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
    g_ptr_array_unref(m->tags);
    g_ptr_array_unref(m->keywords);
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
