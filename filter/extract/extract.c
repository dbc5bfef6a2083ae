/* extract.c: page in, article out. The room's table of contents:
 *
 *   charset.c   bytes to UTF-8
 *   dom.c       UTF-8 to a tree
 *   prepare.c   makes the changes that scripts would make
 *   page.c      the tree as boxes and blocks; names.c: the meaning of classes and ids
 *   metadata.c  the page's data, with jsonld.c and table.c; choose.c, title.c, names.c and date.c
 *               choose among them; visible.c: byline and date as the page shows them
 *   siterules.c the site's own rules; siteapply.c applies them; paging.c finds the next page
 *   score.c     finds the running text
 *   verdict.c   decides which blocks are the article, with features.c and phrases.c
 *   clean/      rebuilds the kept blocks
 */
#include "config.h"

#include <offprint/extract.h>

#include "dom/charset.h"
#include "clean/clean.h"
#include "metadata/choose.h"
#include "extract/text.h"
#include "metadata/date.h"
#include "metadata/dateline.h"
#include "metadata/lang.h"
#include "pagetype/lists.h"
#include "metadata/metadata.h"
#include "metadata/names.h"
#include "metadata/sources.h"
#include "metadata/title.h"
#include "blocks/page.h"
#include "blocks/prepare.h"
#include "pagetype/paging.h"
#include "sites/siterules.h"
#include "pagetype/state.h"
#include "dom/url.h"
#include "classify/verdict.h"
#include "metadata/visible.h"
#include "pagetype/walls.h"

#include <string.h>

#define LARGE_PAGE 3000 /* boxes and blocks; freed even if the process is about to end */
#define DATA_BYTES 400  /* of a text in JSON-LD that is worth to be taken */
#define SITE_BLOCKS 8
#define LEAST_CHARS 25 /* an article has more than that */

G_DEFINE_QUARK(off - extract - error - quark, off_extract_error)

static const OffExtractOptions no_options;

/* Words and characters of what is kept. */
static void
count_kept(const OffPage *page, guint *words, guint *chars)
{
    *words = *chars = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (!b->kept || b->aside || b->kind != OFF_BLOCK_TEXT)
            continue;
        *words += b->words;
        *chars += b->chars;
    }
}

static void
read_first_blocks(OffArticle *article, const OffPage *page)
{
    guint looked = 0;
    for (guint i = 0; i < page->blocks->len && looked < 4; i++) {
        const OffBlock *b = off_block(page, i);
        if (!b->kept || b->kind != OFF_BLOCK_TEXT)
            continue;
        off_read_dateline(article, b->text);
        looked++;
    }
}

/* The site's name follows the title, in <title> or where the page repeats its title. */
static void
read_site(OffArticle *article, const OffPage *page, const char *document_title)
{
    if (!article->site)
        article->site = off_site_behind_title(document_title, article->title);
    for (guint i = 0; i < MIN(page->blocks->len, SITE_BLOCKS) && !article->site && !document_title;
         i++)
        article->site = off_site_behind_title(off_block(page, i)->text, article->title);
}

/* A page that names no language, or one that its text is not in. */
static void
read_language(OffArticle *article, const OffPage *page)
{
    OffLangGuess *guess = off_lang_guess_new();
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kept && b->kind == OFF_BLOCK_TEXT)
            off_lang_guess_add(guess, b->text);
    }
    const char *lang = off_lang_guess_free(guess, article->lang);
    if (!lang)
        return;
    off_replace(&article->lang, g_strdup(lang));
    off_replace(&article->dir, g_strdup(off_is_right_to_left(lang) ? "rtl" : "ltr"));
}

/* An article that is set from right to left says so in its text where <html> does not. */
static void
read_direction(OffArticle *article, const OffPage *page)
{
    xmlNode *root = xmlDocGetRootElement(page->doc);
    if (root && off_attribute_is(root, "dir", "rtl")) {
        g_free(article->dir);
        article->dir = g_strdup("rtl");
    }
}

/* <base href> (HTML, 4.2.3) is what relative links start from. */
static char *
base_of(const OffPage *page, const char *url)
{
    xmlNode *root = xmlDocGetRootElement(page->doc);
    guint seen = 0;
    for (xmlNode *n = root; n && seen++ < 5000; n = off_next(root, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE || strcmp((const char *)n->name, "base") != 0)
            continue;
        const char *href = off_attribute(n, "href");
        char *base = href ? g_uri_resolve_relative(
                                url, href, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL)
                          : NULL;
        if (base)
            return base;
    }
    return g_strdup(url);
}

/* The HTML of a mail or of an item, as mailcap and html-renderer hand it over: no address, no
 * title, nothing that a page has around its text. All of it was meant for the reader. */
static gboolean
is_fragment(const OffPage *page, const OffMetadata *metadata, const OffExtractOptions *options)
{
    const guint of_a_page =
        OFF_IN_NAV | OFF_IN_MAIN | OFF_IN_ARTICLE | OFF_IN_FOOTER | OFF_IN_HEADER | OFF_IN_ASIDE;
    if (options->url || options->http_type ||
        (metadata->document_title && *metadata->document_title))
        return FALSE;
    for (guint i = 0; i < page->boxes->len; i++)
        if (off_box(page, i)->own & of_a_page)
            return FALSE;
    return TRUE;
}

static const struct {
    int code;
    const char *reason, *message;
} reasons[] = {
#define OFF_REASON(name, number, word, exit, who, sentence)
#define OFF_REASON_PAGE(name, number, word, exit, sentence)                                        \
    {OFF_EXTRACT_ERROR_##name, word, sentence},
#include "wire/reasons.def"
};

const char *
off_extract_reason(const GError *error)
{
    for (guint i = 0; error && i < G_N_ELEMENTS(reasons); i++)
        if (error->domain == OFF_EXTRACT_ERROR && error->code == reasons[i].code)
            return reasons[i].reason;
    return "no-article";
}

static void
set_reason(GError **error, int code)
{
    for (guint i = 0; i < G_N_ELEMENTS(reasons); i++)
        if (reasons[i].code == code)
            g_set_error_literal(error, OFF_EXTRACT_ERROR, code, reasons[i].message);
}

/* Is the kept text an article, and not a wall before one? */
static gboolean
is_article(const OffPage *page, const OffArticle *article, const OffMetadata *metadata,
           const OffExtractOptions *options, guint chars, GError **error)
{
    int wall = off_find_wall(page, article->title ? article->title : metadata->document_title,
                             article->words);
    if (wall < 0 && !options->insist)
        wall = off_find_list(page, metadata, options->url, article->words);
    if (wall < 0 && chars >= LEAST_CHARS)
        return TRUE;
    set_reason(error, wall < 0 ? OFF_EXTRACT_ERROR_NO_ARTICLE : wall);
    return FALSE;
}

static OffArticle *from_page(OffPage *page, const OffSitePage *site,
                             const OffExtractOptions *options, GError **error);
/* A page that is empty without scripts often contains the text as data: articleBody of JSON-LD, or
 * the data of its scripts. */
static OffArticle *
from_data(const OffPage *shell, const OffMetadata *metadata, OffArticle *said,
          const OffExtractOptions *options, GError **error)
{
    g_autofree char *data =
        metadata->body_text ? g_strdup(metadata->body_text) : off_state_text(shell);
    if (!data || strlen(data) < DATA_BYTES)
        return NULL;
    OffExtractOptions whole = *options;
    whole.whole = TRUE;
    g_autofree char *text = g_utf8_make_valid(data, -1);
    gboolean html = strstr(text, "</p>") || strstr(text, "<br");
    g_autoptr(OffPage) page = off_page_new(html ? off_dom_parse(text, strlen(text))
                                                : off_tree_of_text(text, FALSE, FALSE));
    OffArticle *article = from_page(page, NULL, &whole, NULL);
    if (!article)
        return NULL;
    g_clear_error(error);
    /* The page's metadata also apply to the text from its data. */
    char **from[] = {&said->title, &said->byline, &said->date,        &said->modified, &said->site,
                     &said->lang,  &said->dir,    &said->description, &said->image,    &said->url};
    char **to[] = {&article->title, &article->byline, &article->date, &article->modified,
                   &article->site,  &article->lang,   &article->dir,  &article->description,
                   &article->image, &article->url};
    for (guint i = 0; i < G_N_ELEMENTS(from); i++) {
        g_free(*to[i]);
        *to[i] = g_steal_pointer(from[i]);
    }
    g_strfreev(article->tags);
    article->tags = g_steal_pointer(&said->tags);
    return article;
}

/* What the rules of the site say of the article, they know better than the page. */
static void
use_site_words(OffArticle *article, const OffSitePage *site)
{
    const char *author = off_site_said(site, OFF_RULE_author);
    const char *date = off_site_said(site, OFF_RULE_date);
    off_replace(&article->title, g_strdup(off_site_said(site, OFF_RULE_title)));
    off_replace(&article->byline, author ? off_clean_byline(author) : NULL);
    off_replace(&article->date, date ? off_parse_date(date) : NULL);
}

/* An address from the site rules, if it is a different address on the page's own site. */
static char *
site_address(const OffSitePage *site, OffRuleKind kind, const char *base, const char *url)
{
    const char *said = off_site_said(site, kind);
    g_autofree char *address = said && url ? off_url_resolve(base, said) : NULL;
    if (!address || strcmp(address, url) == 0 || !off_url_same_site(address, url))
        return NULL;
    return g_steal_pointer(&address);
}

static void
find_other_pages(OffArticle *article, const OffPage *page, const OffSitePage *site,
                 const char *base, const char *url)
{
    if (site) {
        article->single_page = site_address(site, OFF_RULE_single_page_link, base, url);
        article->next_page = site_address(site, OFF_RULE_next_page_link, base, url);
    }
    article->next_is_sure = article->next_page != NULL;
    if (!article->next_page)
        article->next_page = off_next_page(page, base, url, article->url);
}

static void
choose_blocks(OffPage *page, const OffSitePage *site, const OffExtractOptions *options,
              const OffArticle *article, gboolean whole)
{
    if (options->digest)
        off_keep_digest(page);
    else if (whole)
        off_keep_all(page);
    else
        off_judge_blocks(page, article->title, article->description);
    if (site && !whole && off_site_has_body(site))
        off_site_judge(site, page);
}

static void
explain_blocks(const OffPage *page, const OffExtractOptions *options)
{
    for (guint i = 0; options->explain && i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT)
            options->explain(b->text, b->kept, (double)b->worth, b->why, options->explain_data);
    }
}

/* site: the page under its site's rules, or NULL. */
static OffArticle *
from_page(OffPage *page, const OffSitePage *site, const OffExtractOptions *options, GError **error)
{
    g_autoptr(OffMetadata) metadata = off_metadata_new(page);
    g_autoptr(OffArticle) article = off_article_new();
    off_metadata_apply(metadata, article, options);
    if (site)
        use_site_words(article, site);
    /* A whole item may be a picture alone. */
    gboolean empty = page->blocks->len == 0 ||
                     (!options->whole && off_range_sums(page, 0, page->blocks->len).chars == 0);
    if (empty) {
        set_reason(error, OFF_EXTRACT_ERROR_EMPTY);
        return options->whole ? NULL : from_data(page, metadata, article, options, error);
    }
    read_site(article, page, metadata->document_title);
    gboolean whole = options->whole || (options->fragment && is_fragment(page, metadata, options));
    choose_blocks(page, site, options, article, whole);
    read_first_blocks(article, page);
    off_read_visible_byline(article, page, metadata);
    if (!whole)
        off_drop_byline_line(page, article->byline);
    if (!article->byline)
        article->byline = g_strdup(metadata->paper ? metadata->paper : article->agency);
    explain_blocks(page, options);
    guint chars;
    count_kept(page, &article->words, &chars);
    if (!whole && !options->digest && !is_article(page, article, metadata, options, chars, error))
        return from_data(page, metadata, article, options, error);
    off_read_visible_date(article, page, options->url);
    if (!article->date)
        article->date = off_parse_date(metadata->value[OFF_META_PAGE_DATE][OFF_META_LD]);
    read_language(article, page);
    off_explain_metadata(metadata, article, options);
    read_direction(article, page);
    g_autofree char *base = base_of(page, options->url);
    const OffCleanOptions clean = {.base = base,
                                   .lang = article->lang,
                                   .rtl = g_strcmp0(article->dir, "rtl") == 0,
                                   .drop_images = options->drop_images};
    article->body = off_clean_page(page, &clean);
    if (!whole && !options->digest)
        find_other_pages(article, page, site, base, options->url);
    return g_steal_pointer(&article);
}

static gboolean
has_body_rules(const OffSiteRules *rules)
{
    return rules->of[OFF_RULE_body]->len > 0;
}

/* Takes the page. */
static OffArticle *
extract_and_free(OffPage *page, const OffSitePage *site, const OffExtractOptions *options,
                 GError **error)
{
    OffArticle *article = from_page(page, site, options, error);
    if (!options->last || page->boxes->len + page->blocks->len > LARGE_PAGE)
        off_page_free(page);
    return article;
}

static OffArticle *
extract_by_rules(const char *utf8, gsize length, const OffExtractOptions *options, GError **error)
{
    g_autofree char *replaced = off_site_replace(options->rules, g_strndup(utf8, length));
    xmlDoc *doc = off_read_tree(replaced, strlen(replaced));
    g_autoptr(OffSitePage) site = off_site_page_new(options->rules, doc);
    off_site_prepare(site);
    if (!options->whole && !off_site_has_body(site) && has_body_rules(options->rules) &&
        !off_site_rules_switch(options->rules, OFF_RULE_autodetect_on_failure, TRUE)) {
        xmlFreeDoc(doc);
        g_set_error_literal(error, OFF_EXTRACT_ERROR, OFF_EXTRACT_ERROR_NO_ARTICLE,
                            "the site's rules find no body, and forbid to look for one");
        return NULL;
    }
    return extract_and_free(off_page_new(doc), site, options, error);
}

OffArticle *
off_extract_page(const char *html, gsize length, const OffExtractOptions *options, GError **error)
{
    gsize n;
    options = options ? options : &no_options;
    if (off_is_binary(html, length)) {
        g_set_error_literal(error, OFF_EXTRACT_ERROR, OFF_EXTRACT_ERROR_NO_ARTICLE,
                            "the page is no text");
        return NULL;
    }
    g_autofree char *owned = NULL;
    const char *utf8 =
        off_utf8_of(html, length, options->charset, options->http_type, TRUE, &n, &owned);
    if (options->rules)
        return extract_by_rules(utf8, n, options, error);
    return extract_and_free(off_page_new(off_read_tree(utf8, n)), NULL, options, error);
}

/* --- plain text ------------------------------------------------------------------------------ */

OffArticle *
off_extract_text(const char *text, gsize length, const OffExtractOptions *options, GError **error)
{
    gsize n;
    options = options ? options : &no_options;
    g_autofree char *utf8 =
        off_to_utf8(text, length, options->charset, options->http_type, FALSE, &n);
    g_autoptr(OffPage) page = off_page_new(off_tree_of_text(utf8, options->flowed, options->delsp));
    return from_page(page, NULL, options, error);
}
