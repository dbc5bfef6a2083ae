/* metadata.c: reads <meta>, microdata, <time> and visible text into one table. */
#include "config.h"

#include "metadata/metadata.h"

#include "metadata/date.h"
#include "metadata/jsonld.h"
#include "metadata/names.h"
#include "metadata/state-date.h"
#include "metadata/title.h"
#include "dom/url.h"
#include "wire/prefix.h"
#include "words/fold.h"

#include <string.h>

#define HEADINGS_MAX 12
#define SHOWN_MAX 12
#define BRAND_BYTES 60
#define NAMES_BYTES 1000
#define LOOKED_AT_MAX 200 /* elements that may name an author */
#define GROUP_NODES 300   /* of one of them */
#define GROUP_MAX 12      /* authors of one article */
#define GROUP_DEPTH 3     /* elements round one author that hold the others */
#define GROUP_TEXT 200    /* bytes of such an element */
#define QUOTE_DEPTH 2
#define OTHER_DEPTH 8   /* elements in each other, from a date or name up */
#define CARD_NODES 60   /* of an element that are looked at */
#define LABEL_BYTES 24  /* before a date */
#define AUTHOR_TEXT 120 /* bytes */
#define LINK_TEXT 80    /* bytes */
#define SHORT_TEXT 400  /* bytes of a visible byline or date */

static const struct {
    const char *key; /* of <meta name>, property or itemprop */
    OffMetaField field;
    OffMetaSource source;
} keys[] = {
    {"og:title", OFF_META_TITLE, OFF_META_OG},
    {"twitter:title", OFF_META_TITLE, OFF_META_NAME},
    {"dc.title", OFF_META_TITLE, OFF_META_NAME},
    {"dcterms.title", OFF_META_TITLE, OFF_META_NAME},
    {"citation_title", OFF_META_TITLE, OFF_META_NAME},
    {"parsely-title", OFF_META_TITLE, OFF_META_NAME},
    {"author", OFF_META_BYLINE, OFF_META_NAME},
    {"article:author", OFF_META_BYLINE, OFF_META_OG},
    {"dc.creator", OFF_META_BYLINE, OFF_META_NAME},
    {"dcterms.creator", OFF_META_BYLINE, OFF_META_NAME},
    {"parsely-author", OFF_META_BYLINE, OFF_META_NAME},
    {"sailthru.author", OFF_META_BYLINE, OFF_META_NAME},
    {"byl", OFF_META_BYLINE, OFF_META_NAME},
    {"citation_author", OFF_META_BYLINE, OFF_META_NAME},
    {"citation_authors", OFF_META_BYLINE, OFF_META_NAME},
    {"dc.contributor.author", OFF_META_BYLINE, OFF_META_NAME},
    {"article:published_time", OFF_META_DATE, OFF_META_OG},
    {"og:published_time", OFF_META_DATE, OFF_META_OG},
    {"datepublished", OFF_META_DATE, OFF_META_NAME},
    {"date", OFF_META_DATE, OFF_META_NAME},
    {"pubdate", OFF_META_DATE, OFF_META_NAME},
    {"publish-date", OFF_META_DATE, OFF_META_NAME},
    {"publish_date", OFF_META_DATE, OFF_META_NAME},
    {"publication_date", OFF_META_DATE, OFF_META_NAME},
    {"dc.date", OFF_META_DATE, OFF_META_NAME},
    {"dc.date.issued", OFF_META_DATE, OFF_META_NAME},
    {"dc.date.created", OFF_META_DATE, OFF_META_NAME},
    {"dcterms.date", OFF_META_DATE, OFF_META_NAME},
    {"dcterms.created", OFF_META_DATE, OFF_META_NAME},
    {"dcterms.issued", OFF_META_DATE, OFF_META_NAME},
    {"parsely-pub-date", OFF_META_DATE, OFF_META_NAME},
    {"citation_publication_date", OFF_META_DATE, OFF_META_NAME},
    {"citation_date", OFF_META_DATE, OFF_META_NAME},
    {"citation_online_date", OFF_META_DATE, OFF_META_NAME},
    {"dcterms.available", OFF_META_DATE, OFF_META_NAME},
    {"dc.date.available", OFF_META_DATE, OFF_META_NAME},
    {"dc.date.published", OFF_META_DATE, OFF_META_NAME},
    {"prism.publicationdate", OFF_META_DATE, OFF_META_NAME},
    {"og:release_date", OFF_META_DATE, OFF_META_NAME},
    {"og:article:published_time", OFF_META_DATE, OFF_META_NAME},
    {"article.published", OFF_META_DATE, OFF_META_NAME},
    {"article_date_original", OFF_META_DATE, OFF_META_NAME},
    {"cxenseparse:recs:publishtime", OFF_META_DATE, OFF_META_NAME},
    {"published_time", OFF_META_DATE, OFF_META_NAME},
    {"pub_date", OFF_META_DATE, OFF_META_NAME},
    {"sailthru.date", OFF_META_DATE, OFF_META_NAME},
    {"article:modified_time", OFF_META_MODIFIED, OFF_META_OG},
    {"og:updated_time", OFF_META_MODIFIED, OFF_META_OG},
    {"last-modified", OFF_META_MODIFIED, OFF_META_NAME},
    {"og:site_name", OFF_META_SITE, OFF_META_OG},
    {"application-name", OFF_META_SITE, OFF_META_NAME},
    {"citation_journal_title", OFF_META_SITE, OFF_META_PAGE},
    {"og:locale", OFF_META_LANG, OFF_META_OG},
    {"content-language", OFF_META_LANG, OFF_META_NAME},
    {"language", OFF_META_LANG, OFF_META_NAME},
    {"dc.language", OFF_META_LANG, OFF_META_NAME},
    {"og:description", OFF_META_DESCRIPTION, OFF_META_OG},
    {"description", OFF_META_DESCRIPTION, OFF_META_NAME},
    {"twitter:description", OFF_META_DESCRIPTION, OFF_META_NAME},
    {"dc.description", OFF_META_DESCRIPTION, OFF_META_NAME},
    {"og:image", OFF_META_IMAGE, OFF_META_OG},
    {"og:image:url", OFF_META_IMAGE, OFF_META_OG},
    {"twitter:image", OFF_META_IMAGE, OFF_META_NAME},
    {"twitter:image:src", OFF_META_IMAGE, OFF_META_NAME},
    {"og:type", OFF_META_TYPE, OFF_META_OG},
    {"og:url", OFF_META_URL, OFF_META_OG},
};

static gboolean
is_words(OffMetaField field)
{
    return field == OFF_META_TITLE || field == OFF_META_BYLINE || field == OFF_META_SITE ||
           field == OFF_META_DESCRIPTION;
}

/* "Ruiz, Ana" of a catalogue is Ana Ruiz (transfer full). */
static char *
in_reading_order(const char *name)
{
    g_auto(GStrv) parts = g_strsplit(name, ",", -1);
    if (g_strv_length(parts) != 2)
        return g_strdup(name);
    const char *last = g_strstrip(parts[0]), *first = g_strstrip(parts[1]);
    gboolean title = strchr(last, ' ') && !strchr(first, ' '); /* "Ana Ruiz, PhD" */
    return *last && *first && !title ? g_strdup_printf("%s %s", first, last) : g_strdup(name);
}

/* Pages with several authors have an element for each. Authors in citation_author are preferred.
 * key: of the table. */
static void
add_author(OffMetadata *m, const char *key, const char *value)
{
    char **names = &m->value[OFF_META_BYLINE][OFF_META_NAME];
    gboolean cited = off_has_prefix(key, "citation_author");
    g_autofree char *name = cited ? in_reading_order(value) : g_strdup(value);
    if (cited && m->author_key && !off_has_prefix(m->author_key, "citation_author"))
        g_clear_pointer(names, g_free);
    gboolean goes_on = *names && m->author_key && (cited || strcmp(m->author_key, key) == 0);
    if (goes_on && !strstr(*names, name) && strlen(*names) < NAMES_BYTES)
        off_replace(names, g_strdup_printf("%s, %s", *names, name));
    else
        off_metadata_set(m, OFF_META_BYLINE, OFF_META_NAME, name);
    if (*names && (!m->author_key || cited))
        m->author_key = key;
}

/* "article:tag" and the like are of the article; "keywords" are often of the whole site. */
static void
read_tags(OffMetadata *m, const char *key, const char *value)
{
    static const char *const of_article[] = {"article:tag",       "og:article:tag", "news_keywords",
                                             "citation_keywords", "parsely-tags",   "sailthru.tags",
                                             "dc.subject",        "dcterms.subject"};
    for (guint i = 0; i < G_N_ELEMENTS(of_article); i++)
        if (strcmp(key, of_article[i]) == 0)
            off_metadata_add_tags(m->tags, value);
    if (strcmp(key, "keywords") == 0)
        off_metadata_add_tags(m->keywords, value);
}

static void
set_by_key(OffMetadata *m, const char *key, const char *value)
{
    g_autofree char *lower = g_ascii_strdown(key, -1);
    read_tags(m, lower, value);
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strcmp(lower, keys[i].key) != 0)
            continue;
        g_autofree char *plain =
            is_words(keys[i].field) ? off_without_entities(value) : g_strdup(value);
        if (keys[i].field == OFF_META_BYLINE && keys[i].source == OFF_META_NAME)
            add_author(m, keys[i].key, plain);
        else
            off_metadata_set(m, keys[i].field, keys[i].source, plain);
    }
}

/* twitter:label1 "Written by", twitter:data1 "Ana Ruiz". */
static void
read_labelled(OffMetadata *m, const xmlNode *node, const char *content)
{
    const char *name = off_attribute(node, "name");
    if (!name || !off_has_prefix(name, "twitter:"))
        return;
    if (off_has_prefix(name, "twitter:label"))
        m->label_says_author = off_says_author(content);
    else if (off_has_prefix(name, "twitter:data") && m->label_says_author)
        off_metadata_set(m, OFF_META_BYLINE, OFF_META_NAME, content);
}

static void
read_meta(OffMetadata *m, const xmlNode *node)
{
    static const char *const attributes[] = {"property", "name", "itemprop", "http-equiv"};
    const char *content = off_attribute(node, "content");
    if (content)
        read_labelled(m, node, content);
    for (guint i = 0; content && i < G_N_ELEMENTS(attributes); i++) {
        const char *names = off_attribute(node, attributes[i]);
        if (!names)
            continue;
        g_auto(GStrv) each = g_strsplit_set(names, " \t\n", -1);
        for (guint k = 0; each[k]; k++)
            set_by_key(m, each[k], content);
    }
}

static void
set_text(OffMetadata *m, OffMetaField field, OffMetaSource source, const xmlNode *node)
{
    g_autofree char *text = off_text_of(node);
    if (strlen(text) <= SHORT_TEXT)
        off_metadata_set(m, field, source, text);
}

static void read_author(OffMetadata *m, const xmlNode *node);

static void
read_item(OffMetadata *m, const xmlNode *node)
{
    const char *property = off_attribute(node, "itemprop");
    const char *content = off_attribute(node, "content");
    const char *when = off_attribute(node, "datetime");
    if (off_has_token(property, "author") || off_has_token(property, "creator")) {
        read_author(m, node);
    } else if (off_has_token(property, "datePublished") || off_has_token(property, "dateCreated")) {
        off_metadata_set(m, OFF_META_DATE, OFF_META_ITEM, when ? when : content);
        set_text(m, OFF_META_DATE, OFF_META_ITEM, node);
    } else if (off_has_token(property, "dateModified")) {
        off_metadata_set(m, OFF_META_MODIFIED, OFF_META_ITEM, when ? when : content);
    } else if (off_has_token(property, "headline")) {
        set_text(m, OFF_META_TITLE, OFF_META_ITEM, node);
    }
}

static gboolean
has_part(const char *href, const char *const *parts, gsize count)
{
    for (gsize i = 0; href && i < count; i++)
        if (strstr(href, parts[i]))
            return TRUE;
    return FALSE;
}

/* An address that is a person's page. */
static gboolean
leads_to_author(const xmlNode *link)
{
    static const char *const parts[] = {
        "/author/", "/authors/", "?author=",  "&author=",  "/contributor/", "/contributors/",
        "/autor/",  "/auteur/",  "/autoren/", "/autores/", "/reporter/",    "/columnist/"};
    return has_part(off_attribute(link, "href"), parts, G_N_ELEMENTS(parts));
}

/* Does the link lead away from the site that the page calls its own? */
static gboolean
leads_away(const OffMetadata *m, const xmlNode *link)
{
    static const OffMetaSource sources[] = {OFF_META_NAME, OFF_META_OG};
    const char *href = off_attribute(link, "href");
    for (guint i = 0; href && off_has_prefix(href, "http") && i < G_N_ELEMENTS(sources); i++) {
        const char *own = m->value[OFF_META_URL][sources[i]];
        if (own && off_has_prefix(own, "http"))
            return !off_url_same_site(own, href);
    }
    return FALSE;
}

/* An address that is a person's page in an element that names authors. */
static gboolean
leads_to_person(const xmlNode *link)
{
    static const char *const parts[] = {
        "/people/", "/person/",  "/persons/", "/profile", "/staff/", "/team/",  "/journalist",
        "/writer",  "/by/",      "/editor",   "/user",    "/u/",     "/in/",    "/redakt",
        "/autor",   "/auteurs/", "/forfatt",  "/expert",  "/bio/",   "/member", "/@"};
    return leads_to_author(link) ||
           has_part(off_attribute(link, "href"), parts, G_N_ELEMENTS(parts));
}

/* A link to all that is filed under a word, or one that a reader is not shown: no person's. */
static gboolean
is_no_person(const xmlNode *link)
{
    static const char *const parts[] = {"/tag/",   "/tags/",      "/category/", "/categories/",
                                        "/topic/", "/kategorie/", "/topics/",   "/categoria/"};
    return off_has_token(off_attribute(link, "rel"), "tag") || off_is_hidden(link) ||
           has_part(off_attribute(link, "href"), parts, G_N_ELEMENTS(parts));
}

/* Begins a new line if the element that begins or ends here parts the words on both sides of it. */
static void
part_lines(GString *out, const xmlNode *n, gboolean *glued)
{
    OffTag tag = off_tag(n);
    if ((off_element(n)->flags & OFF_E_BLOCK) || tag == OFF_TAG_br || tag == OFF_TAG_time ||
        tag == OFF_TAG_img)
        g_string_append_c(out, '\n');
    else
        *glued = out->len > 0 && g_ascii_islower(out->str[out->len - 1]);
}

/* The text of an element, a line for each part of it that a border parts from the others: a box, a
 * line break, a time, or an element whose capital follows a small letter without a blank ("Ana
 * RuizEditor"; transfer full). */
static char *
lines_of(const xmlNode *node)
{
    GString *out = g_string_new(NULL);
    gboolean glued = FALSE;
    guint seen = 0;
    for (xmlNode *n = (xmlNode *)(guintptr)node; n && out->len < SHORT_TEXT && seen < GROUP_NODES;
         seen++) {
        gboolean skip = n != node && n->type == XML_ELEMENT_NODE &&
                        ((off_element(n)->flags & OFF_E_SKIP) || is_no_person(n));
        if (skip)
            g_string_append_c(out, '\n');
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
            const char *text = (const char *)n->content;
            if (glued && (g_ascii_isupper(*text) || g_ascii_isdigit(*text)))
                g_string_append_c(out, '\n');
            glued = FALSE;
            off_append_folded(out, text);
            /* What follows an element is parted from it as what goes before it. */
            if (!n->next && n->parent != node)
                part_lines(out, n->parent, &glued);
        } else if (n != node && n->type == XML_ELEMENT_NODE) {
            part_lines(out, n, &glued);
        }
        n = off_next(node, n, skip);
    }
    return g_string_free(out, FALSE);
}

static void
add_name(GPtrArray *names, char *name)
{
    for (guint i = 0; name && i < names->len; i++)
        if (strcmp(names->pdata[i], name) == 0)
            g_clear_pointer(&name, g_free);
    if (name)
        g_ptr_array_add(names, name);
}

/* Do both links lead into one folder, as those of two persons do? */
static gboolean
are_of_one_kind(const char *a, const char *b)
{
    const char *slash = a && b ? strrchr(a, '/') : NULL;
    while (slash && slash > a && !slash[1]) /* a slash at the end names no folder */
        slash = g_strrstr_len(a, slash - a, "/");
    return slash && strncmp(a, b, (gsize)(slash - a) + 1) == 0;
}

/* The names of the links in an element, if all of them lead into one folder. */
static GPtrArray *
linked_names(const xmlNode *node)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    const char *first = NULL;
    guint seen = 0;
    gboolean skip = FALSE;
    for (xmlNode *n = (xmlNode *)(guintptr)node; n && names->len < GROUP_MAX && seen < GROUP_NODES;
         n = off_next(node, n, skip), seen++) {
        skip = n != node && n->type == XML_ELEMENT_NODE && is_no_person(n);
        if (skip || n->type != XML_ELEMENT_NODE || off_tag(n) != OFF_TAG_a)
            continue;
        g_autofree char *text = off_text_of(n);
        g_autofree char *name = strlen(text) < AUTHOR_TEXT ? off_clean_byline(text) : NULL;
        const char *href = off_attribute(n, "href");
        if (!name || !strchr(name, ' ') ||
            (first && !(leads_to_person(n) && are_of_one_kind(first, href))))
            continue;
        first = first ? first : href;
        add_name(names, g_steal_pointer(&name));
    }
    return names;
}

static char *
join_names(GPtrArray *names)
{
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

/* The names in an element that its class calls an author's: of its one link that is a name, if it
 * has one ("Ana Ruiz" beside "Follow"), or of its links if its text does not name them together
 * (transfer full), or NULL. */
static char *
names_inside(const xmlNode *node)
{
    g_autoptr(GPtrArray) linked = linked_names(node);
    if (linked->len == 1)
        return g_strdup(linked->pdata[0]);
    g_autofree char *text = off_text_of(node), *lines = lines_of(node);
    char *names = strlen(text) < AUTHOR_TEXT ? off_clean_byline(lines) : NULL;
    if (linked->len < 2 || (names && strstr(names, linked->pdata[1])))
        return names;
    g_free(names);
    return join_names(linked);
}

/* name: taken, or NULL. */
static void
take_shown(OffMetadata *m, char *name)
{
    if (name)
        g_ptr_array_add(m->shown, name);
}

static gboolean
holds_title(const xmlNode *node)
{
    guint seen = 0;
    for (xmlNode *n = (xmlNode *)(guintptr)node; n && seen < CARD_NODES;
         n = off_next(node, n, FALSE), seen++)
        if (n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_h1)
            return TRUE;
    return FALSE;
}

/* Does a link in the element, or the link that it is, hold a heading that is not the page's? */
static gboolean
is_card(const xmlNode *node)
{
    guint seen = 0;
    gboolean linked = FALSE, heading = FALSE;
    for (xmlNode *n = (xmlNode *)(guintptr)node; n && seen < CARD_NODES;
         n = off_next(node, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE)
            continue;
        OffTag tag = off_tag(n);
        seen++;
        if (tag == OFF_TAG_h1)
            return FALSE;
        linked = linked || (tag == OFF_TAG_a && off_attribute(n, "href"));
        heading = heading || (off_is_heading(tag) && linked) ||
                  (off_is_heading(tag) && n->children && off_tag(n->children) == OFF_TAG_a);
    }
    return heading && seen < CARD_NODES;
}

/* Does the element name the source of the quotation before it? */
static gboolean
names_quoted(const xmlNode *node)
{
    const xmlNode *before = xmlPreviousElementSibling((xmlNode *)(guintptr)node);
    return before && off_tag(before) == OFF_TAG_blockquote;
}

/* Is the element about somebody or something else: quoted, embedded, a picture's, a comment's, or a
 * card that leads to another article? */
static gboolean
is_of_another(const OffMetadata *m, const xmlNode *node)
{
    const guint own = OFF_NAMED_COMMENT | OFF_NAMED_EMBED, other = own | OFF_NAMED_RELATED;
    for (guint i = 0; node && node->type == XML_ELEMENT_NODE && i < OTHER_DEPTH; i++) {
        OffTag tag = off_tag(node);
        if (tag == OFF_TAG_article || tag == OFF_TAG_main || tag == OFF_TAG_body)
            return i > 0 && tag == OFF_TAG_article && is_card(node);
        if (i < QUOTE_DEPTH && names_quoted(node))
            return TRUE;
        if (tag == OFF_TAG_blockquote || tag == OFF_TAG_q || tag == OFF_TAG_figure ||
            tag == OFF_TAG_figcaption)
            return TRUE;
        guint names = off_names_of_seen(node, m->names);
        if ((names & (i > 0 ? other : own)) && !holds_title(node))
            return TRUE;
        if ((tag == OFF_TAG_a || tag == OFF_TAG_li) && is_card(node))
            return TRUE;
        node = node->parent;
    }
    return FALSE;
}

/* Is it the date of a change ("Updated <time>")? */
static gboolean
is_of_change(const xmlNode *node)
{
    const char *class = off_attribute(node, "class"), *property = off_attribute(node, "itemprop");
    const xmlNode *before = node->prev;
    if (off_has_token(class, "updated") || off_has_token(class, "modified") ||
        off_has_token(property, "dateModified"))
        return !off_has_token(class, "published");
    if (!before || before->type != XML_TEXT_NODE)
        return FALSE;
    const char *text = (const char *)before->content;
    gsize n = strlen(text);
    return off_tells_change(n > LABEL_BYTES ? text + n - LABEL_BYTES : text);
}

static void
read_time(OffMetadata *m, const xmlNode *node)
{
    if (is_of_another(m, node))
        return;
    OffMetaField field = is_of_change(node) ? OFF_META_MODIFIED : OFF_META_DATE;
    if (m->value[field][OFF_META_PAGE])
        return;
    const char *when = off_attribute(node, "datetime");
    g_autofree char *parsed = when ? off_parse_datum(when, &(OffDateContext){0}) : NULL;
    if (parsed && off_date_is_impossible(parsed))
        return;
    if (parsed)
        off_metadata_set(m, field, OFF_META_PAGE, parsed);
    else
        set_text(m, field, OFF_META_PAGE, node);
}

/* The microformat hAtom: class="published", or "updated", whose title is the date. */
static void
read_hatom(OffMetadata *m, const xmlNode *node, const char *class)
{
    const char *title = off_attribute(node, "title");
    if (title && (off_has_token(class, "published") || off_has_token(class, "updated"))) {
        g_autofree char *date = off_parse_date(title);
        off_metadata_set(m, OFF_META_DATE, OFF_META_PAGE, date);
    }
}

static gboolean
is_author(const xmlNode *node)
{
    const char *property = off_attribute(node, "itemprop");
    return off_attribute_is(node, "rel", "author") || off_has_token(property, "author") ||
           off_has_token(property, "creator");
}

/* What an element that is said to be the author's names: its content, the name in it, or its first
 * line that is one (transfer full), or NULL. */
static char *
name_of_author(const xmlNode *node)
{
    const char *content = off_attribute(node, "content");
    if (content)
        return off_clean_byline(content);
    for (xmlNode *n = (xmlNode *)(guintptr)node; n; n = off_next(node, n, FALSE)) {
        if (n == node || n->type != XML_ELEMENT_NODE ||
            !off_has_token(off_attribute(n, "itemprop"), "name"))
            continue;
        const char *value = off_attribute(n, "content");
        g_autofree char *text = value ? g_strdup(value) : off_text_of(n);
        return off_clean_byline(text);
    }
    g_autofree char *lines = lines_of(node);
    return off_clean_byline(lines);
}

/* The element that holds the author, and those beside it in a list or line of authors. */
static const xmlNode *
group_of_authors(const xmlNode *node)
{
    for (guint i = 0; i < GROUP_DEPTH && node->parent && node->parent->type == XML_ELEMENT_NODE;
         i++) {
        OffTag tag = off_tag(node->parent);
        if (tag == OFF_TAG_article || tag == OFF_TAG_main || tag == OFF_TAG_body)
            break;
        g_autofree char *text = lines_of(node->parent);
        if (strlen(text) >= GROUP_TEXT)
            break;
        node = node->parent;
    }
    return node;
}

/* rel="author", itemprop="author": the first, with those beside it. */
static void
read_author(OffMetadata *m, const xmlNode *node)
{
    if (m->value[OFF_META_BYLINE][OFF_META_ITEM] || m->looked_at++ > LOOKED_AT_MAX ||
        is_of_another(m, node))
        return;
    const xmlNode *group = group_of_authors(node);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    guint seen = 0;
    for (xmlNode *n = (xmlNode *)(guintptr)group; n && names->len < GROUP_MAX && seen < GROUP_NODES;
         seen++) {
        gboolean author = n->type == XML_ELEMENT_NODE && is_author(n);
        if (author)
            add_name(names, name_of_author(n));
        n = off_next(group, n, author);
    }
    if (names->len == 0)
        return;
    g_autofree char *joined = join_names(names);
    off_metadata_set(m, OFF_META_BYLINE, OFF_META_ITEM, joined);
}

static void
read_visible(OffMetadata *m, const xmlNode *node, OffTag tag)
{
    const char *class = off_attribute(node, "class"), *id = off_attribute(node, "id");
    if (tag == OFF_TAG_time) {
        read_time(m, node);
        return;
    }
    if (tag == OFF_TAG_a && off_has_token(off_attribute(node, "rel"), "tag")) {
        g_autofree char *text = off_text_of(node);
        if (!is_of_another(m, node))
            off_metadata_add_tags(m->tags, text + (*text == '#'));
        return;
    }
    if (off_attribute_is(node, "rel", "author")) {
        read_author(m, node);
        return;
    }
    if (tag == OFF_TAG_a && leads_to_author(node) && !leads_away(m, node) &&
        m->shown->len < SHOWN_MAX && !is_of_another(m, node)) {
        g_autofree char *text = off_text_of(node);
        take_shown(m, strlen(text) < LINK_TEXT ? off_clean_byline(text) : NULL);
        return;
    }
    if (!class && !id)
        return;
    read_hatom(m, node, class);
    guint names = off_names_of_seen(node, m->names);
    if ((names & OFF_NAMED_AUTHOR) && !(names & OFF_NAMED_COMMENT) && m->shown->len < SHOWN_MAX &&
        m->looked_at++ < LOOKED_AT_MAX && !is_of_another(m, node))
        take_shown(m, names_inside(node));
    if ((names & OFF_NAMED_META) && !m->value[OFF_META_DATE][OFF_META_PAGE] &&
        !is_of_another(m, node)) {
        g_autofree char *text = off_text_of(node);
        g_autofree char *date = strlen(text) < 120 ? off_parse_date(text) : NULL;
        off_metadata_set(m, OFF_META_DATE, OFF_META_PAGE, date);
    }
}

static void
heading_clear(void *data)
{
    OffHeading *h = data;
    g_free(h->text);
    g_free(h->head);
    g_free(h->tail);
}

/* The first text inside that became a block. */
static guint
first_block(const xmlNode *node)
{
    for (xmlNode *n = (xmlNode *)node; n; n = off_next(node, n, FALSE))
        if (n->type == XML_TEXT_NODE && n->_private)
            return GPOINTER_TO_UINT(n->_private) - 1;
    return OFF_NO_BLOCK;
}

static gboolean
is_feed_type(const char *type)
{
    return type && (g_ascii_strcasecmp(type, "application/rss+xml") == 0 ||
                    g_ascii_strcasecmp(type, "application/atom+xml") == 0 ||
                    g_ascii_strcasecmp(type, "application/feed+json") == 0);
}

/* The text of <title>, which is often escaped twice (transfer full). */
static char *
title_text(const xmlNode *node)
{
    g_autofree char *text = off_text_of(node);
    return off_without_entities(text);
}

/* Is it a heading's link to itself? Its mark is no word of the title. */
static gboolean
is_permalink(const xmlNode *node)
{
    const char *href = off_attribute(node, "href");
    if (off_tag(node) != OFF_TAG_a || !href || *href != '#')
        return FALSE;
    g_autofree char *text = off_text_of(node), *letters = off_comparable_letters(text);
    return !*letters;
}

/* The text of a heading without its link to itself (transfer full). */
static char *
heading_text(const xmlNode *node)
{
    GString *out = g_string_new(NULL);
    for (xmlNode *n = (xmlNode *)(guintptr)node; n;) {
        gboolean element = n != node && n->type == XML_ELEMENT_NODE;
        gboolean skip = element && ((off_element(n)->flags & OFF_E_SKIP) || is_permalink(n));
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
            off_append_folded(out, (const char *)n->content);
        else if (element && ((off_element(n)->flags & OFF_E_BLOCK) || off_tag(n) == OFF_TAG_br))
            off_append_folded(out, " ");
        n = off_next(node, n, skip);
    }
    return g_strchomp(g_string_free(out, FALSE));
}

static void
read_heading(GArray *list, const xmlNode *node)
{
    OffHeading h = {.text = list->len < HEADINGS_MAX ? heading_text(node) : NULL,
                    .block = first_block(node)};
    if (!h.text || !*h.text) {
        heading_clear(&h);
        return;
    }
    const xmlNode *around = node; /* a link or the like round the whole of it */
    while (around->children && !around->children->next &&
           around->children->type == XML_ELEMENT_NODE)
        around = around->children;
    for (const xmlNode *part = around->children; part; part = part->next) {
        g_autofree char *text = is_permalink(part) ? g_strdup("") : off_text_of(part);
        if (!*text)
            continue;
        if (!h.head)
            h.head = g_steal_pointer(&text);
        g_free(h.tail);
        h.tail = text ? g_steal_pointer(&text) : NULL;
    }
    g_array_append_val(list, h);
}

/* A link to the front page, whose words are the site's name ("/"). */
static void
read_brand(OffMetadata *m, const xmlNode *node)
{
    const char *href = off_attribute(node, "href");
    if (!href || m->brand || (strcmp(href, "/") != 0 && !off_url_is_front(href)))
        return;
    g_autofree char *text = off_text_of(node);
    if (*text && strlen(text) < BRAND_BYTES)
        m->brand = g_steal_pointer(&text);
}

static void
read_script(OffMetadata *m, const xmlNode *node)
{
    const char *text = node->children ? (const char *)node->children->content : NULL;
    if (text && off_attribute_is(node, "type", "application/ld+json"))
        off_metadata_read_jsonld(m, text);
    else if (text && off_attribute_is(node, "type", "application/json"))
        off_metadata_read_state(m, text);
}

static void
read_element(OffMetadata *m, const xmlNode *node)
{
    OffTag tag = off_tag(node);
    if (tag == OFF_TAG_meta) {
        read_meta(m, node);
    } else if (tag == OFF_TAG_title) {
        if (!m->document_title && node->parent && off_tag(node->parent) != OFF_TAG_svg)
            m->document_title = title_text(node);
    } else if (tag == OFF_TAG_script) {
        read_script(m, node);
    } else if (tag == OFF_TAG_link) {
        if (off_attribute_is(node, "rel", "canonical"))
            off_metadata_set(m, OFF_META_URL, OFF_META_NAME, off_attribute(node, "href"));
        if (off_attribute_is(node, "rel", "alternate") && is_feed_type(off_attribute(node, "type")))
            off_metadata_set(m, OFF_META_FEED, OFF_META_PAGE, off_attribute(node, "title"));
    } else if (tag == OFF_TAG_a) {
        read_brand(m, node);
    } else if (tag == OFF_TAG_html) {
        off_metadata_set(m, OFF_META_LANG, OFF_META_PAGE, off_attribute(node, "lang"));
    } else if (tag == OFF_TAG_h1 || tag == OFF_TAG_h2) {
        read_heading(tag == OFF_TAG_h1 ? m->headings : m->subheadings, node);
    }
    if (!node->properties || tag == OFF_TAG_meta || (off_element(node)->flags & OFF_E_SKIP))
        return;
    if (off_attribute(node, "itemprop"))
        read_item(m, node);
    read_visible(m, node, tag);
}

OffMetadata *
off_metadata_new(const OffPage *page)
{
    OffMetadata *m = g_new0(OffMetadata, 1);
    m->page = page;
    m->names = page->names;
    m->headings = g_array_new(FALSE, FALSE, sizeof(OffHeading));
    m->subheadings = g_array_new(FALSE, FALSE, sizeof(OffHeading));
    g_array_set_clear_func(m->headings, heading_clear);
    g_array_set_clear_func(m->subheadings, heading_clear);
    m->tags = g_ptr_array_new_with_free_func(g_free);
    m->keywords = g_ptr_array_new_with_free_func(g_free);
    m->shown = g_ptr_array_new_with_free_func(g_free);
    xmlNode *root = xmlDocGetRootElement(page->doc);
    for (xmlNode *node = root; node; node = off_next(root, node, FALSE))
        if (node->type == XML_ELEMENT_NODE)
            read_element(m, node);
    if (m->headings->len == 0)
        m->visible_title = off_title_of_blocks(page);
    return m;
}
