/* siteapply.c: a site's rules, done to a page. */
#include "config.h"

#include "sites/siterules.h"

#include "wire/bounds.h"

#include <libxml/xpathInternals.h>
#include <string.h>

#define PRUNE_WORTH                                                                                \
    0.12f             /* of a block inside the body that prune takes for furniture all the same */
#define TEXT_MAX 2000 /* bytes of a title, a name, a date */

struct OffSitePage {
    const OffSiteRules *rules; /* not owned */
    xmlDoc *doc;               /* not owned */
    xmlXPathContext *context;
    GHashTable *body;      /* xmlNode: roots of the body */
    char *said[OFF_RULES]; /* what was found before anything was stripped */
};

OffSitePage *
off_site_page_new(const OffSiteRules *rules, xmlDoc *doc)
{
    OffSitePage *site = g_new0(OffSitePage, 1);
    site->rules = rules;
    site->doc = doc;
    site->body = g_hash_table_new(NULL, NULL);
    site->context = rules ? xmlXPathNewContext(doc) : NULL;
    if (site->context) {
        site->context->error = off_ignore_xml_error;
        site->context->opLimit = OFF_XPATH_STEPS_MAX;
    }
    return site;
}

void
off_site_page_free(OffSitePage *site)
{
    if (!site)
        return;
    if (site->context)
        xmlXPathFreeContext(site->context);
    g_hash_table_unref(site->body);
    for (guint i = 0; i < OFF_RULES; i++)
        g_free(site->said[i]);
    g_free(site);
}

/* g_string_replace() moves the rest of the text for each match, which takes quadratic time. most:
 * matches at most; 0: all. */
static void
replace_all(GString *text, const char *find, const char *by, guint most)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *from = text->str, *at;
    for (guint n = 0; (most == 0 || n < most) && (at = strstr(from, find)); n++) {
        g_string_append_len(out, from, at - from);
        g_string_append(out, by);
        from = at + strlen(find);
    }
    g_string_append(out, from);
    g_string_assign(text, out->str);
}

char *
off_site_replace(const OffSiteRules *rules, char *html)
{
    if (!rules || rules->replacements->len == 0)
        return html;
    g_autoptr(GString) text = g_string_new(NULL);
    g_string_append(text, html);
    g_free(html);
    for (guint i = 0; i + 1 < rules->replacements->len; i += 2) {
        const char *find = rules->replacements->pdata[i], *by = rules->replacements->pdata[i + 1];
        gsize growth = strlen(by) > strlen(find) ? strlen(by) - strlen(find) : 0;
        guint most = growth ? (guint)((OFF_PAGE_MAX - MIN(text->len, OFF_PAGE_MAX)) / growth) : 0;
        if (*find && (growth == 0 || most > 0))
            replace_all(text, find, by, most);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static xmlXPathObject *
evaluate_rule(OffSitePage *site, const OffRule *rule)
{
    site->context->node = xmlDocGetRootElement(site->doc);
    return xmlXPathCompiledEval(rule->xpath, site->context);
}

static gboolean
is_empty(const xmlXPathObject *found)
{
    if (!found)
        return TRUE;
    if (found->type == XPATH_NODESET)
        return xmlXPathNodeSetIsEmpty(found->nodesetval);
    return found->type == XPATH_BOOLEAN && !found->boolval;
}

/* The value of an expression as text, nodes one after the other. */
static char *
text_of(xmlXPathObject *found)
{
    GString *text = g_string_new(NULL);
    if (found->type != XPATH_NODESET) {
        xmlChar *value = xmlXPathCastToString(found);
        off_append_folded(text, (const char *)value);
        xmlFree(value);
    }
    for (int i = 0; found->type == XPATH_NODESET && i < found->nodesetval->nodeNr; i++) {
        xmlChar *value = xmlXPathCastNodeToString(found->nodesetval->nodeTab[i]);
        if (text->len > 0)
            g_string_append(text, ", ");
        off_append_folded(text, (const char *)value);
        xmlFree(value);
        if (text->len > TEXT_MAX)
            break;
    }
    if (text->len > TEXT_MAX)
        g_string_truncate(text, TEXT_MAX);
    g_autofree char *cut = g_string_free(text, FALSE);
    return g_strstrip(g_utf8_make_valid(cut, -1));
}

/* For a link, the value is its address. */
static char *
address_of(xmlXPathObject *found)
{
    const xmlNode *first = found->type == XPATH_NODESET ? found->nodesetval->nodeTab[0] : NULL;
    const char *href =
        first && first->type == XML_ELEMENT_NODE ? off_attribute(first, "href") : NULL;
    if (href)
        return g_strstrip(g_strdup(href));
    xmlChar *value =
        first ? xmlXPathCastNodeToString((xmlNode *)(guintptr)first) : xmlXPathCastToString(found);
    char *address = g_strstrip(g_strdup((const char *)value));
    xmlFree(value);
    return address;
}

static char *
first_value(OffSitePage *site, OffRuleKind kind, char *(*value_of)(xmlXPathObject *))
{
    for (guint i = 0; i < site->rules->of[kind]->len; i++) {
        xmlXPathObject *found = evaluate_rule(site, site->rules->of[kind]->pdata[i]);
        g_autofree char *value = is_empty(found) ? NULL : value_of(found);
        xmlXPathFreeObject(found);
        if (value && *value)
            return g_steal_pointer(&value);
    }
    return NULL;
}

const char *
off_site_said(const OffSitePage *site, OffRuleKind kind)
{
    return site->said[kind];
}

/* if_page_contains: single_page_link applies only if one of these finds something. */
static gboolean
may_be_single(OffSitePage *site)
{
    const GPtrArray *conditions = site->rules->of[OFF_RULE_if_page_contains];
    for (guint i = 0; i < conditions->len; i++) {
        xmlXPathObject *found = evaluate_rule(site, conditions->pdata[i]);
        gboolean holds = !is_empty(found);
        xmlXPathFreeObject(found);
        if (holds)
            return TRUE;
    }
    return conditions->len == 0;
}

static void
read_said(OffSitePage *site)
{
    static const OffRuleKind texts[] = {OFF_RULE_title, OFF_RULE_author, OFF_RULE_date};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        site->said[texts[i]] = first_value(site, texts[i], text_of);
    site->said[OFF_RULE_next_page_link] = first_value(site, OFF_RULE_next_page_link, address_of);
    if (may_be_single(site))
        site->said[OFF_RULE_single_page_link] =
            first_value(site, OFF_RULE_single_page_link, address_of);
}

/* --- the tree --- */

/* Metadata of the page stay, whatever is stripped. */
static gboolean
is_said(const xmlNode *node)
{
    return off_is_named(node, "html") || off_is_named(node, "head") || off_is_named(node, "body") ||
           off_is_named(node, "meta") || off_is_named(node, "title") ||
           off_is_named(node, "link") || off_attribute_is(node, "type", "application/ld+json");
}

static void
take_out(xmlNode *node)
{
    if (node->type == XML_ATTRIBUTE_NODE)
        xmlRemoveProp((xmlAttr *)(void *)node);
    else if (node->parent && !is_said(node)) {
        off_remove(node);
    }
}

/* The children take the element's place. */
static void
dissolve_element(xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE || !node->parent || is_said(node))
        return;
    while (node->children) {
        xmlNode *child = node->children;
        xmlUnlinkNode(child);
        xmlAddPrevSibling(node, child);
    }
    off_remove(node);
}

/* Calls act for everything that the expressions of a kind find, last node first, so that inner
 * nodes are handled before the outer ones. */
static void
each_found(OffSitePage *site, OffRuleKind kind, void (*act)(xmlNode *))
{
    for (guint i = 0; i < site->rules->of[kind]->len; i++) {
        xmlXPathObject *found = evaluate_rule(site, site->rules->of[kind]->pdata[i]);
        if (found && found->type == XPATH_NODESET && found->nodesetval) {
            xmlXPathNodeSetSort(found->nodesetval);
            for (int k = found->nodesetval->nodeNr; k-- > 0;) {
                xmlNode *node = found->nodesetval->nodeTab[k];
                if (node->type == XML_NAMESPACE_DECL) /* a copy, and the set's own */
                    continue;
                found->nodesetval->nodeTab[k] = NULL;
                act(node);
            }
        }
        xmlXPathFreeObject(found);
    }
}

/* Is the word one of those of class or id? The same words in a row count as one. */
static gboolean
has_name(const xmlNode *node, const char *attribute, const char *word)
{
    const char *value = off_attribute(node, attribute);
    if (!value || !*value)
        return FALSE;
    g_autofree char *folded = off_fold(value);
    g_autofree char *names = g_strconcat(" ", folded, " ", NULL);
    g_autofree char *name = g_strconcat(" ", word, " ", NULL);
    return strstr(names, name) != NULL;
}

static gboolean
is_named_for_strip(const OffSiteRules *rules, const xmlNode *node)
{
    const GPtrArray *names = rules->of[OFF_RULE_strip_id_or_class];
    const GPtrArray *sources = rules->of[OFF_RULE_strip_image_src];
    for (guint i = 0; i < names->len; i++) {
        const OffRule *rule = names->pdata[i];
        if (has_name(node, "class", rule->words) || has_name(node, "id", rule->words))
            return TRUE;
    }
    const char *src = off_is_named(node, "img") ? off_attribute(node, "src") : NULL;
    for (guint i = 0; src && i < sources->len; i++)
        if (strstr(src, ((const OffRule *)sources->pdata[i])->words))
            return TRUE;
    return FALSE;
}

/* A picture whose address is in another attribute until a script loads it. */
static void
wake_picture(const OffSiteRules *rules, xmlNode *node)
{
    const GPtrArray *attributes = rules->of[OFF_RULE_src_lazy_load_attr];
    for (guint i = 0; i < attributes->len && off_is_named(node, "img"); i++) {
        const char *src = off_attribute(node, ((const OffRule *)attributes->pdata[i])->words);
        if (!src || !*src)
            continue;
        g_autofree char *copy = g_strdup(src);
        xmlSetProp(node, BAD_CAST "src", BAD_CAST copy);
        return;
    }
}

static void
walk_elements(OffSitePage *site)
{
    const OffSiteRules *rules = site->rules;
    if (rules->of[OFF_RULE_strip_id_or_class]->len + rules->of[OFF_RULE_strip_image_src]->len +
            rules->of[OFF_RULE_src_lazy_load_attr]->len ==
        0)
        return;
    xmlNode *root = xmlDocGetRootElement(site->doc);
    for (xmlNode *n = root; n;) {
        gboolean element = n->type == XML_ELEMENT_NODE && n != root;
        gboolean goes = element && is_named_for_strip(rules, n) && !is_said(n);
        xmlNode *next = off_next(root, n, goes);
        if (goes)
            take_out(n);
        else if (element)
            wake_picture(rules, n);
        n = next;
    }
}

static void
find_body(OffSitePage *site)
{
    const GPtrArray *bodies = site->rules->of[OFF_RULE_body];
    for (guint i = 0; i < bodies->len && g_hash_table_size(site->body) == 0; i++) {
        xmlXPathObject *found = evaluate_rule(site, bodies->pdata[i]);
        for (int k = 0; found && found->type == XPATH_NODESET && found->nodesetval &&
                        k < found->nodesetval->nodeNr;
             k++)
            g_hash_table_add(site->body, found->nodesetval->nodeTab[k]);
        xmlXPathFreeObject(found);
    }
}

void
off_site_prepare(OffSitePage *site)
{
    if (!site->context)
        return;
    read_said(site);
    each_found(site, OFF_RULE_strip, take_out);
    each_found(site, OFF_RULE_strip_attr, take_out);
    walk_elements(site);
    each_found(site, OFF_RULE_dissolve, dissolve_element);
    find_body(site);
}

gboolean
off_site_has_body(const OffSitePage *site)
{
    return g_hash_table_size(site->body) > 0;
}

/* Whether a block is in the body: its box is, or an element between the box and the block. */
static gboolean
is_in_body(const OffSitePage *site, const OffPage *page, const OffBlock *block,
           const gboolean *inside)
{
    const xmlNode *box = off_box(page, block->box)->node;
    gboolean in = inside[block->box];
    for (xmlNode *n = block->node; !in && n && n != box; n = n->parent)
        in = g_hash_table_contains(site->body, n);
    return in;
}

static void
mark_body(const OffSitePage *site, const OffPage *page, gboolean *in)
{
    g_autofree gboolean *inside = g_new0(gboolean, page->boxes->len);
    for (guint i = 0; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        inside[i] = g_hash_table_contains(site->body, box->node) || (i > 0 && inside[box->parent]);
    }
    for (guint i = 0; i < page->blocks->len; i++)
        in[i] = is_in_body(site, page, off_block(page, i), inside);
}

static gboolean
has_any(const gboolean *in, guint len)
{
    guint i = 0;
    while (i < len && !in[i])
        i++;
    return i < len;
}

void
off_site_judge(const OffSitePage *site, OffPage *page)
{
    g_autofree gboolean *in = g_new0(gboolean, page->blocks->len);
    gboolean prune = off_site_rules_switch(site->rules, OFF_RULE_prune, TRUE);
    mark_body(site, page, in);
    if (!has_any(in, page->blocks->len) &&
        off_site_rules_switch(site->rules, OFF_RULE_autodetect_on_failure, TRUE))
        return;
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        gboolean pruned = prune && b->kind == OFF_BLOCK_TEXT && b->worth < PRUNE_WORTH;
        b->kept = in[i] && !pruned && !(off_box(page, b->box)->flags & OFF_HIDDEN);
        b->why = in[i] ? (pruned ? "pruned" : "the body by the site's rules")
                       : "outside the body by the site's rules";
    }
}
