/* suggest.c: which expressions find the body, the title, the author and the date on every page.
 *
 * Each element of the first page that could be meant gives some expressions: by its id, its
 * itemprop, its classes, its name. The first one that holds on all pages is taken. */
#include "config.h"

#include "sites/suggest.h"

#include "dom/dom.h"
#include "sites/siterules.h"

#include <libxml/xpath.h>
#include <string.h>

#define BODY_SHARE 0.95  /* share of the article's text below the first element to try */
#define BODY_ENOUGH 0.9  /* of it, on every page */
#define FOUND_ENOUGH 0.5 /* of the article's words that elements of the page hold */
#define NAMES_MAX 8      /* classes of an element that are looked at */
#define STRIPS_MAX 20    /* lines "strip:" */
#define AROUND_BYLINE 30 /* bytes next to the byline in its element: "By", a date */
#define NODES_MAX 100000 /* elements of a page that are looked at */
#define DAY_BYTES 10     /* of an ISO 8601 date */

typedef struct {
    const OffSuggestPage *page;
    xmlNode *root;
    xmlXPathContext *context;
    GHashTable *weight; /* xmlNode * -> bytes of the article's text below it */
    gsize all;          /* of the root */
    xmlNode *body;
} Seen;

/* Is an expression that selects found, in order, a good replacement for others on this page? */
typedef gboolean (*Holds)(const Seen *seen, const xmlNodeSet *found);

/* --- a page --- */

static gsize
weight_of(const Seen *s, const xmlNode *node)
{
    return GPOINTER_TO_SIZE(g_hash_table_lookup(s->weight, node));
}

static gboolean
holds_text(OffTag tag)
{
    switch (tag) {
    case OFF_TAG_p:
    case OFF_TAG_li:
    case OFF_TAG_blockquote:
    case OFF_TAG_pre:
    case OFF_TAG_td:
    case OFF_TAG_dd:
    case OFF_TAG_dt:
    case OFF_TAG_h2:
    case OFF_TAG_h3:
    case OFF_TAG_figcaption: return TRUE;
    default: return FALSE;
    }
}

static void
add_weight(Seen *s, xmlNode *node, gsize bytes)
{
    for (xmlNode *n = node; n && n->type == XML_ELEMENT_NODE; n = n->parent)
        g_hash_table_insert(s->weight, n, GSIZE_TO_POINTER(weight_of(s, n) + bytes));
}

/* Finds the article's lines in the page. Each line counts once, at its first place. */
static void
find_lines(Seen *s)
{
    g_autoptr(GHashTable) lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_auto(GStrv) each = g_strsplit(s->page->words, "\n", -1);
    for (guint i = 0; each[i]; i++)
        if (*each[i])
            g_hash_table_add(lines, off_fold(each[i]));
    guint seen = 0;
    for (xmlNode *n = s->root; n && seen < NODES_MAX; n = off_next(s->root, n, FALSE), seen++) {
        if (!holds_text(off_tag(n)))
            continue;
        g_autofree char *text = off_text_of(n);
        g_autofree char *folded = off_fold(text);
        if (g_hash_table_remove(lines, folded))
            add_weight(s, n, strlen(folded));
    }
    s->all = weight_of(s, s->root);
}

/* The smallest element that holds nearly all of the article, or NULL. */
static xmlNode *
smallest_body(const Seen *s)
{
    xmlNode *node = s->root;
    if ((double)s->all < FOUND_ENOUGH * (double)strlen(s->page->words))
        return NULL;
    for (xmlNode *child = node->children; child;) {
        gboolean holds = child->type == XML_ELEMENT_NODE && !holds_text(off_tag(child)) &&
                         (double)weight_of(s, child) >= BODY_SHARE * (double)s->all;
        if (holds)
            node = child;
        child = holds ? child->children : child->next;
    }
    return node;
}

static gboolean
see_page(Seen *s, const OffSuggestPage *page)
{
    s->page = page;
    s->root = page->doc ? xmlDocGetRootElement(page->doc) : NULL;
    s->context = s->root ? xmlXPathNewContext(page->doc) : NULL;
    if (!s->context)
        return FALSE;
    xmlXPathContextSetCache(s->context, 1, -1, 0);
    s->weight = g_hash_table_new(NULL, NULL);
    find_lines(s);
    s->body = smallest_body(s);
    return TRUE;
}

static void
seen_clear(Seen *s)
{
    g_clear_pointer(&s->context, xmlXPathFreeContext);
    g_clear_pointer(&s->weight, g_hash_table_unref);
}

/* --- expressions --- */

/* Could other pages have this name? Then it consists of letters, "-" and "_", and at most one-digit
 * numbers. */
static gboolean
is_name(const char *name)
{
    guint digits = 0;
    for (const char *p = name; *p; p++) {
        if (!g_ascii_isalnum(*p) && *p != '-' && *p != '_')
            return FALSE;
        digits = g_ascii_isdigit(*p) ? digits + 1 : 0;
        if (digits > 1)
            return FALSE;
    }
    return *name != '\0';
}

static void
add_attribute(GPtrArray *to, const xmlNode *n, const char *attribute)
{
    const char *value = off_attribute(n, attribute);
    if (value && is_name(value))
        g_ptr_array_add(
            to, g_strdup_printf("//%s[@%s=\"%s\"]", (const char *)n->name, attribute, value));
}

/* The expressions that could mean an element, the surest first (transfer full). */
static GPtrArray *
expressions_of(const xmlNode *n)
{
    static const OffTag rare[] = {OFF_TAG_article, OFF_TAG_main, OFF_TAG_h1, OFF_TAG_time};
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    const char *classes = off_attribute(n, "class");
    g_auto(GStrv) names = g_strsplit_set(classes ? classes : "", " \t\r\n", NAMES_MAX);
    add_attribute(found, n, "id");
    add_attribute(found, n, "itemprop");
    add_attribute(found, n, "rel");
    for (guint i = 0; names[i]; i++)
        if (is_name(names[i]))
            g_ptr_array_add(found,
                            g_strdup_printf("//%s[contains(concat(' ', normalize-space(@class), ' "
                                            "'), ' %s ')]",
                                            (const char *)n->name, names[i]));
    for (guint i = 0; i < G_N_ELEMENTS(rare); i++)
        if (off_tag(n) == rare[i])
            g_ptr_array_add(found, g_strdup_printf("//%s", (const char *)n->name));
    return found;
}

/* Does the expression hold on every page? */
static gboolean
holds_on_all(const GArray *seen, const char *expression, Holds holds)
{
    for (guint i = 0; i < seen->len; i++) {
        const Seen *s = &g_array_index(seen, Seen, i);
        xmlXPathObject *o = xmlXPathEval((const xmlChar *)expression, s->context);
        gboolean good = o && o->nodesetval && holds(s, o->nodesetval);
        xmlXPathFreeObject(o);
        if (!good)
            return FALSE;
    }
    return TRUE;
}

/* The first expression of an element that holds everywhere (transfer full), or NULL. */
static char *
expression_for(const GArray *seen, const xmlNode *n, const char *end, Holds holds)
{
    g_autoptr(GPtrArray) all = expressions_of(n);
    for (guint i = 0; i < all->len; i++) {
        g_autofree char *whole = g_strconcat(all->pdata[i], end, NULL);
        if (holds_on_all(seen, whole, holds))
            return g_steal_pointer(&whole);
    }
    return NULL;
}

/* --- what is looked for --- */

static gboolean
is_body(const Seen *s, const xmlNodeSet *found)
{
    return found->nodeNr == 1 &&
           (double)weight_of(s, found->nodeTab[0]) >= BODY_ENOUGH * (double)s->all;
}

static gboolean
text_is(const xmlNode *n, const char *wanted, gsize around)
{
    g_autofree char *text = off_text_of(n);
    g_autofree char *folded = off_fold(text);
    return wanted && strlen(folded) <= strlen(wanted) + around && strstr(folded, wanted) != NULL;
}

static gboolean
is_title(const Seen *s, const xmlNodeSet *found)
{
    return found->nodeNr > 0 && text_is(found->nodeTab[0], s->page->title, 0);
}

static gboolean
is_author(const Seen *s, const xmlNodeSet *found)
{
    return s->page->byline == NULL ||
           (found->nodeNr > 0 && text_is(found->nodeTab[0], s->page->byline, AROUND_BYLINE));
}

static gboolean
is_date(const Seen *s, const xmlNodeSet *found)
{
    if (!s->page->date || found->nodeNr == 0)
        return s->page->date == NULL;
    xmlChar *text = xmlNodeGetContent(found->nodeTab[0]);
    gboolean same = text && strncmp(g_strstrip((char *)text), s->page->date, DAY_BYTES) == 0;
    xmlFree(text);
    return same;
}

/* Nothing of the article, on any page. */
static gboolean
is_beside(const Seen *s, const xmlNodeSet *found)
{
    for (int i = 0; i < found->nodeNr; i++)
        if (weight_of(s, found->nodeTab[i]) > 0)
            return FALSE;
    return TRUE;
}

static void
add_rule(GString *out, const char *directive, char *expression)
{
    if (expression)
        g_string_append_printf(out, "%s: %s\n", directive, expression);
    else
        g_string_append_printf(out, "# %s: no expression matches on every page\n", directive);
    g_free(expression);
}

/* The expression of the smallest element around the article that every page has. */
static char *
find_body(const GArray *seen)
{
    xmlNode *n = g_array_index(seen, Seen, 0).body;
    char *found = NULL;
    for (guint i = 0; i < seen->len; i++)
        if (!g_array_index(seen, Seen, i).body)
            return NULL;
    for (; n && !found && n->type == XML_ELEMENT_NODE && off_tag(n) != OFF_TAG_body; n = n->parent)
        found = expression_for(seen, n, "", is_body);
    return found;
}

/* Could the element be meant? */
static gboolean
is_candidate(const Seen *s, const xmlNode *n, const char *wanted, const char *attribute,
             gsize around)
{
    if (n->type != XML_ELEMENT_NODE)
        return FALSE;
    if (*attribute)
        return off_attribute(n, attribute) != NULL;
    return weight_of(s, n) == 0 && text_is(n, wanted, around);
}

/* The expression of the first element of the first page that holds a text (transfer full), or
 * NULL. attribute: the one that has it, or "". One that holds nothing else comes first. */
static char *
find_element(const GArray *seen, const char *wanted, const char *attribute, Holds holds)
{
    const Seen *first = &g_array_index(seen, Seen, 0);
    g_autofree char *end = *attribute ? g_strconcat("/@", attribute, NULL) : g_strdup("");
    char *found = NULL;
    for (gsize around = 0; wanted && around <= AROUND_BYLINE; around += AROUND_BYLINE) {
        guint looked = 0;
        for (xmlNode *n = first->root; n && !found && looked < NODES_MAX;
             n = off_next(first->root, n, FALSE), looked++)
            if (is_candidate(first, n, wanted, attribute, around))
                found = expression_for(seen, n, end, holds);
    }
    return found;
}

/* Elements inside the body that are not part of the article. */
static void
add_strips(GString *out, const GArray *seen, const char *body)
{
    const Seen *first = &g_array_index(seen, Seen, 0);
    g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    xmlXPathObject *o = xmlXPathEval((const xmlChar *)body, first->context);
    xmlNode *top =
        o && o->nodesetval && o->nodesetval->nodeNr > 0 ? o->nodesetval->nodeTab[0] : NULL;
    xmlXPathFreeObject(o);
    for (xmlNode *n = top; n && g_hash_table_size(said) < STRIPS_MAX;) {
        gboolean beside = n->type == XML_ELEMENT_NODE && weight_of(first, n) == 0;
        g_autofree char *text = beside ? off_text_of(n) : NULL;
        char *found = text && *g_strstrip(text) ? expression_for(seen, n, "", is_beside) : NULL;
        if (found && !g_hash_table_contains(said, found))
            g_string_append_printf(out, "strip: %s\n", found);
        if (found)
            g_hash_table_add(said, found);
        n = off_next(top, n, beside);
    }
}

static void
write_rules(GString *out, const GArray *seen)
{
    const OffSuggestPage *p = g_array_index(seen, Seen, 0).page;
    g_autofree char *body = find_body(seen);
    add_rule(out, "body", g_strdup(body));
    add_rule(out, "title", find_element(seen, p->title, "", is_title));
    if (p->byline)
        add_rule(out, "author", find_element(seen, p->byline, "", is_author));
    if (p->date)
        add_rule(out, "date", find_element(seen, p->date, "datetime", is_date));
    if (body)
        add_strips(out, seen, body);
}

char *
off_suggest_rules(const OffSuggestPage *pages, guint count)
{
    g_autoptr(GArray) seen = g_array_new(FALSE, TRUE, sizeof(Seen));
    GString *out = g_string_new(NULL);
    g_array_set_clear_func(seen, (GDestroyNotify)seen_clear);
    for (guint i = 0; i < count; i++) {
        Seen s = {0};
        if (see_page(&s, &pages[i]))
            g_array_append_val(seen, s);
    }
    if (seen->len > 0)
        write_rules(out, seen);
    for (guint i = 0; i < count; i++)
        g_string_append_printf(out, "test_url: %s\n", pages[i].url);
    return g_string_free(out, FALSE);
}
