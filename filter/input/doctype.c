/* doctype.c: the entities that a document declares itself. */
#include "config.h"

#include "input/doctype.h"

#include "input/entities.h"

#include <string.h>

#define ENTITIES_MAX 1000   /* of one declaration */
#define VALUE_MAX_BYTES 512 /* of one entity; a longer value is left out */

gsize
off_doctype_length(const char *at, const char *end)
{
    gboolean inside = FALSE;
    char quote = '\0';
    for (const char *p = at; p < end; p++) {
        if (quote)
            quote = *p == quote ? '\0' : quote;
        else if (inside && end - p > 4 && strncmp(p, "<!--", 4) == 0) {
            const char *close = g_strstr_len(p + 4, end - p - 4, "-->");
            p = close ? close + 2 : p;
        } else if (*p == '"' || *p == '\'')
            quote = *p;
        else if (*p == '[')
            inside = TRUE;
        else if (*p == ']')
            inside = FALSE;
        else if (*p == '>' && !inside)
            return (gsize)(p - at) + 1;
    }
    return 0;
}

/* A value with its references to characters replaced; those to other entities stay as letters. */
static char *
value_of(const char *raw)
{
    GString *out = g_string_new(NULL);
    gboolean changed = FALSE;
    const char *end = raw + strlen(raw);
    for (const char *p = raw; p < end;) {
        if (*p == '<') {
            g_string_append(out, "&lt;");
            p++;
        } else if (*p == '&')
            p += off_reference_append(out, p, end, NULL, &changed);
        else
            g_string_append_c(out, *p++);
    }
    return g_string_free(out, FALSE);
}

GHashTable *
off_doctype_entities(const char *at, gsize length)
{
    g_autofree char *text = g_strndup(at, length);
    if (!strstr(text, "<!ENTITY"))
        return NULL;
    g_autoptr(GRegex) form =
        g_regex_new("<!ENTITY\\s+([A-Za-z_:][\\w.:-]*)\\s+(?:\"([^\"]*)\"|'([^']*)')\\s*>",
                    G_REGEX_RAW, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    GHashTable *entities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_regex_match(form, text, 0, &match);
    for (; g_match_info_matches(match) && g_hash_table_size(entities) < ENTITIES_MAX;
         g_match_info_next(match, NULL)) {
        g_autofree char *name = g_match_info_fetch(match, 1);
        g_autofree char *one = g_match_info_fetch(match, 2);
        g_autofree char *two = g_match_info_fetch(match, 3);
        const char *raw = one && *one ? one : two ? two : "";
        if (strlen(raw) <= VALUE_MAX_BYTES && !g_hash_table_contains(entities, name))
            g_hash_table_insert(entities, g_strdup(name), value_of(raw));
    }
    return entities;
}
