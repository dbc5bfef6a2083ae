/* state.c: article text in the data of a page that is built by scripts.
 *
 * Such pages contain their data as JSON. If the whole article is one string in it, that string is
 * the article. */
#include "config.h"

#include "pagetype/state.h"

#include "dom/json.h"

#include <string.h>

#define DEPTH_MAX 40
#define BYTES_MIN 400
#define STOPS_MIN 4 /* sentences; code and keys have none */

/* Members that hold the running text. */
static const char *const members[] = {"articleBody", "body",    "bodyHtml",    "body_html",
                                      "bodyText",    "content", "contentHtml", "html",
                                      "text",        "rendered"};

static gboolean
is_text_member(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(members); i++)
        if (strcmp(name, members[i]) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
reads_as_text(const char *text)
{
    guint stops = 0;
    for (const char *p = text; *p && stops < STOPS_MIN; p++)
        stops += (*p == '.' || *p == '!' || *p == '?') && (p[1] == ' ' || p[1] == '<' || !p[1]);
    return stops >= STOPS_MIN;
}

/* The longest text below node, kept in best (transfer none). */
static void
look_for_text(json_t *node, const char *name, guint depth, const char **best)
{
    const char *member, *text = json_string_value(node);
    json_t *value;
    size_t i;
    if (depth > DEPTH_MAX)
        return;
    json_object_foreach(node, member, value) look_for_text(value, member, depth + 1, best);
    json_array_foreach(node, i, value) look_for_text(value, name, depth + 1, best);
    if (text && is_text_member(name) && strlen(text) > MAX(BYTES_MIN, *best ? strlen(*best) : 0) &&
        reads_as_text(text))
        *best = text;
}

static char *
text_in(const char *json)
{
    const char *best = NULL;
    json_t *root = off_json_parse(json);
    look_for_text(root, "", 0, &best);
    char *copy = g_strdup(best);
    json_decref(root);
    return copy;
}

char *
off_state_text(const OffPage *page)
{
    xmlNode *root = xmlDocGetRootElement(page->doc);
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE || off_tag(n) != OFF_TAG_script || !n->children ||
            !off_attribute_is(n, "type", "application/json"))
            continue;
        char *text = text_in((const char *)n->children->content);
        if (text)
            return text;
    }
    return NULL;
}
