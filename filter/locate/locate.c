/* locate.c: what kind of mail it is, and which link is the article.
 *
 *   refuse.c  links.def      what links say they do; links that act
 *   unwrap.c                 targets inside tracking links
 */
#include "config.h"

#include <offprint/locate.h>

#include "classify/features.h"
#include "wire/bounds.h"
#include "blocks/page.h"
#include "links/refuse.h"
#include "words/fold.h"
#include "dom/url.h"

#include <string.h>

#define PROSE_CHARS 60    /* a block of so many characters, mostly not links, is text to read */
#define FULL_WORDS 150    /* more of that is an article */
#define SHORT_WORDS 40    /* less is none by itself */
#define HEADLINE_CHARS 18 /* a link of so many characters that fills its block is a headline */
#define HEADLINE_CHARS_MAX 220
#define LEAD_BLOCK_MAX 700 /* characters of a block that begins with its headline */
#define DIGEST_HEADLINES 4 /* so many different ones make a digest */
#define DIGEST_WORDS 110   /* words of text for each headline, at most */
#define CANDIDATES_MAX 40  /* told to who wants to know why */
#define SUMMARY_WORDS 60   /* a feed item with fewer is a summary */

typedef struct {
    OffLink *link;
    OffSaying says;
    gboolean fills;   /* the link is all or most of its block */
    gboolean leads;   /* its block begins with it, and goes on */
    gboolean heading; /* in a heading, or bold and alone */
    gboolean picture;
    gboolean own;    /* of the sender's own domain */
    double likeness; /* to the subject, 0 to 1 */
    guint block;
} Candidate;

typedef struct {
    const OffLocateInput *input;
    OffPage *page;
    OffPlan *plan;
    GArray *candidates; /* Candidate; links belong to the plan or to pool */
    GPtrArray *pool;
    guint prose_words;
    guint acts;      /* links and buttons refused for what they do */
    gboolean on_web; /* a link says that the mail can be read on the web, wherever it leads */
} Locate;

static void
link_free(void *data)
{
    OffLink *link = data;
    g_free(link->href);
    g_free(link->target);
    g_free(link->text);
    g_free(link);
}

void
off_plan_free(OffPlan *plan)
{
    if (!plan)
        return;
    g_ptr_array_unref(plan->picked);
    g_ptr_array_unref(plan->refused);
    g_ptr_array_unref(plan->candidates);
    g_free(plan);
}

const char *
off_kind_name(OffKind kind)
{
    static const char *const names[] = {"none", "full", "teaser", "digest"};
    return names[kind];
}

static OffLink *
link_copy(const OffLink *from, const char *why)
{
    OffLink *link = g_new0(OffLink, 1);
    link->href = g_strdup(from->href);
    link->target = g_strdup(from->target);
    link->text = g_strdup(from->text);
    link->why = why;
    return link;
}

/* --- links -------------------------------------------------------------------------------------
 */

static double
likeness(const char *a, const char *b)
{
    if (!a || !b)
        return 0;
    g_autofree char *x = off_comparable(a, 0), *y = off_comparable(b, 0);
    if (!*x || !*y)
        return 0;
    if (strcmp(x, y) == 0)
        return 1;
    g_auto(GStrv) words = g_strsplit(x, " ", -1);
    g_autofree char *other = g_strconcat(" ", y, " ", NULL);
    guint found = 0, count = g_strv_length(words);
    for (guint i = 0; words[i]; i++) {
        g_autofree char *word = g_strconcat(" ", words[i], " ", NULL);
        found += strstr(other, word) != NULL;
    }
    g_auto(GStrv) others = g_strsplit(y, " ", -1);
    guint most = MAX(count, g_strv_length(others));
    /* Scripts without spaces: one holds the other. */
    if (count == 1 && (strstr(y, x) || strstr(x, y)) && strlen(x) > 9)
        return 0.8;
    return most ? (double)found / most : 0;
}

static gboolean
is_own(const Locate *l, const char *target)
{
    g_autofree char *host = off_url_host(target);
    g_autofree char *domain = host ? off_url_domain(host) : NULL;
    return domain && l->input->domain && strcmp(domain, l->input->domain) == 0;
}

static void
weigh_link(Locate *l, const char *href, const char *words, guint block, gboolean fills,
           gboolean leads, gboolean heading, gboolean picture)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(href));
    g_autofree char *url = off_url_resolve(NULL, trimmed);
    if (!url || g_str_has_prefix(url, "mailto:") || l->pool->len >= OFF_LINKS_MAX)
        return;
    OffLink *link = g_new0(OffLink, 1);
    link->href = g_steal_pointer(&trimmed);
    link->target = off_unwrap(url);
    link->text = g_strdup(words);
    g_ptr_array_add(l->pool, link);
    l->on_web = l->on_web || off_saying(words) == OFF_SAYS_ONLINE;
    const char *why = off_refuses_link(link->href, link->target, words, l->input->unsubscribe);
    if (why) {
        g_ptr_array_add(l->plan->refused, link_copy(link, why));
        l->acts += strcmp(why, "social") != 0;
        return;
    }
    Candidate c = {.link = link,
                   .says = off_saying(words),
                   .fills = fills,
                   .leads = leads,
                   .heading = heading,
                   .picture = picture,
                   .own = is_own(l, link->target),
                   .likeness = likeness(words, l->input->subject),
                   .block = block};
    g_array_append_val(l->candidates, c);
}

/* The block that a link's text stands in: that of its first text or picture. */
static const OffBlock *
block_of_link(const OffPage *page, const xmlNode *a, guint *index)
{
    for (xmlNode *n = (xmlNode *)(guintptr)a; n; n = off_next(a, n, FALSE)) {
        guint block = GPOINTER_TO_UINT(n->_private);
        gboolean leaf = n->type == XML_TEXT_NODE ||
                        (n->type == XML_ELEMENT_NODE && (off_element(n)->flags & OFF_E_MEDIA));
        if (!leaf || block == 0 || block > page->blocks->len)
            continue;
        *index = block - 1;
        return off_block(page, block - 1);
    }
    return NULL;
}

static char *
words_of_link(const xmlNode *a, gboolean *picture)
{
    g_autofree char *text = off_text_of(a);
    for (xmlNode *n = (xmlNode *)(guintptr)a; n; n = off_next(a, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE || off_tag(n) != OFF_TAG_img)
            continue;
        *picture = TRUE;
        if (!*text && off_attribute(n, "alt"))
            return off_fold(off_attribute(n, "alt"));
    }
    return g_steal_pointer(&text);
}

static void
read_anchor(Locate *l, const xmlNode *a)
{
    const char *href = off_attribute(a, "href");
    gboolean picture = FALSE;
    guint index = 0;
    if (!href)
        return;
    const OffBlock *block = block_of_link(l->page, a, &index);
    if (block && (off_box(l->page, block->box)->flags & OFF_HIDDEN))
        return;
    g_autofree char *words = words_of_link(a, &picture);
    gboolean fills =
        block && block->kind == OFF_BLOCK_TEXT && block->link_chars * 5 >= block->chars * 4;
    gboolean heading = block && ((block->tag >= OFF_TAG_h1 && block->tag <= OFF_TAG_h4) ||
                                 (fills && block->bold_chars * 5 >= block->chars * 4));
    gboolean leads = !fills && block && block->kind == OFF_BLOCK_TEXT && *words &&
                     block->chars < LEAD_BLOCK_MAX && g_str_has_prefix(block->text, words);
    weigh_link(l, href, words, index, fills, leads, heading, picture);
}

static void
read_html(Locate *l)
{
    l->page = off_page_new(off_dom_parse(l->input->html, strlen(l->input->html)));
    xmlNode *root = xmlDocGetRootElement(l->page->doc);
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE))
        if (n->type == XML_ELEMENT_NODE && off_tag(n) == OFF_TAG_a)
            read_anchor(l, n);
    for (guint i = 0; i < l->page->blocks->len; i++) {
        const OffBlock *b = off_block(l->page, i);
        if (b->kind != OFF_BLOCK_TEXT || b->chars < PROSE_CHARS ||
            b->link_chars * 5 > b->chars * 2 || (off_box(l->page, b->box)->flags & OFF_HIDDEN))
            continue;
        gboolean footer =
            b->chars < 400 && off_furniture_of(b->text).words > 0 && i * 2 > l->page->blocks->len;
        if (!footer)
            l->prose_words += b->words;
    }
}

/* In plain text a link's words are the line it stands on, or the one before. */
static void
read_text(Locate *l)
{
    g_auto(GStrv) lines = g_strsplit(l->input->text, "\n", -1);
    g_autoptr(GRegex) regex =
        g_regex_new("https?://[^\\s<>\"']+[^\\s<>\"'.,;:!?)\\]]", G_REGEX_RAW, 0, NULL);
    g_autofree char *before = g_strdup("");
    for (guint i = 0; lines[i]; i++) {
        g_autoptr(GMatchInfo) match = NULL;
        g_autofree char *line = off_fold(lines[i]);
        if (!g_regex_match(regex, line, 0, &match)) {
            OffBlock b = {.text = line};
            off_block_measure(&b);
            l->prose_words += b.chars > 40 ? b.words : 0;
            if (*line) {
                g_free(before);
                before = g_strdup(line);
            }
            continue;
        }
        for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
            int start;
            g_autofree char *url = g_match_info_fetch(match, 0);
            g_match_info_fetch_pos(match, 0, &start, NULL);
            g_autofree char *words = g_strndup(line, (gsize)start);
            g_strstrip(words);
            while (*words && strchr(":<([-", words[strlen(words) - 1]))
                words[strlen(words) - 1] = '\0';
            gboolean alone = *g_strstrip(words) == '\0';
            weigh_link(l, url, alone ? before : words, i, alone, FALSE, FALSE, FALSE);
        }
    }
}

/* --- the decision --- */

static gboolean
is_headline(const Candidate *c)
{
    glong chars = g_utf8_strlen(c->link->text, -1);
    gboolean wide = g_utf8_get_char(c->link->text) >= 0x2e80;
    return (c->fills || c->leads) && c->says == OFF_SAYS_NOTHING &&
           chars >= (wide ? 8 : HEADLINE_CHARS) && chars <= HEADLINE_CHARS_MAX &&
           !off_url_is_front(c->link->target);
}

static guint
count_headlines(const Locate *l)
{
    g_autoptr(GHashTable) targets = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < l->candidates->len; i++) {
        const Candidate *c = &g_array_index(l->candidates, Candidate, i);
        if (is_headline(c) || (c->says == OFF_SAYS_MORE && !off_url_is_front(c->link->target)))
            g_hash_table_add(targets, c->link->target);
    }
    return g_hash_table_size(targets);
}

/* How many candidates with this target say something for it. */
static double
support(const Locate *l, const char *target)
{
    double sum = 0;
    for (guint i = 0; i < l->candidates->len; i++) {
        const Candidate *c = &g_array_index(l->candidates, Candidate, i);
        if (strcmp(c->link->target, target) != 0)
            continue;
        sum += c->says == OFF_SAYS_MORE ? 3 : is_headline(c) ? 1.5 : c->picture ? 0.5 : 0.1;
        sum += c->heading ? 0.8 : 0;
        sum += c->likeness > 0.5 ? 3 * c->likeness : 0;
    }
    return sum;
}

/* The best candidate to fetch; score is set to how much speaks for it. */
static const Candidate *
best_article(const Locate *l, double *score)
{
    const Candidate *best = NULL;
    *score = 0;
    for (guint i = 0; i < l->candidates->len; i++) {
        const Candidate *c = &g_array_index(l->candidates, Candidate, i);
        if (off_url_is_front(c->link->target) || c->says == OFF_SAYS_ONLINE)
            continue;
        double sum = support(l, c->link->target) + (c->own ? 0.3 : 0) - 0.002 * i;
        /* Of several with one target the one that says most is shown. */
        sum += c->says == OFF_SAYS_MORE ? 0.05 : c->likeness > 0.5 ? 0.04 : 0;
        if (sum > *score) {
            *score = sum;
            best = c;
        }
    }
    return best;
}

static const Candidate *
online_link(const Locate *l)
{
    const Candidate *best = NULL;
    for (guint i = 0; i < l->candidates->len; i++) {
        const Candidate *c = &g_array_index(l->candidates, Candidate, i);
        if (c->says == OFF_SAYS_ONLINE)
            return c;
        if (!best && c->likeness > 0.8 && !off_url_is_front(c->link->target))
            best = c;
    }
    return best;
}

static const char *
reason_of(const Candidate *c)
{
    return c->says == OFF_SAYS_MORE     ? "more"
           : c->says == OFF_SAYS_ONLINE ? "online"
           : c->likeness > 0.5          ? "subject"
           : is_headline(c)             ? "headline"
           : c->picture                 ? "picture"
                                        : "link";
}

static int
more_likely_first(const void *a, const void *b)
{
    const OffLink *x = *(OffLink *const *)a, *y = *(OffLink *const *)b;
    return (y->score > x->score) - (x->score > y->score);
}

static gboolean
has_target(const GPtrArray *links, const char *target)
{
    for (guint i = 0; i < links->len; i++)
        if (strcmp(((OffLink *)links->pdata[i])->target, target) == 0)
            return TRUE;
    return FALSE;
}

static void
list_candidates(Locate *l)
{
    GPtrArray *list = l->plan->candidates;
    for (guint i = 0; i < l->candidates->len && list->len < CANDIDATES_MAX; i++) {
        const Candidate *c = &g_array_index(l->candidates, Candidate, i);
        if (has_target(list, c->link->target))
            continue;
        OffLink *link = link_copy(c->link, reason_of(c));
        link->score = support(l, c->link->target);
        g_ptr_array_add(list, link);
    }
    g_ptr_array_sort(list, more_likely_first);
}

static void
pick(Locate *l, const Candidate *c, const char *why)
{
    if (!has_target(l->plan->picked, c->link->target))
        g_ptr_array_add(l->plan->picked, link_copy(c->link, why));
}

static void
pick_headlines(Locate *l)
{
    for (guint i = 0; i < l->candidates->len; i++) {
        const Candidate *c = &g_array_index(l->candidates, Candidate, i);
        if (is_headline(c))
            pick(l, c, "headline");
    }
}

static void
decide(Locate *l)
{
    OffPlan *plan = l->plan;
    double score;
    guint headlines = count_headlines(l);
    const Candidate *article = best_article(l, &score), *online = online_link(l);
    gboolean newsletter = l->input->bulk || online || l->on_web;
    /* "Confirm your address": one button that acts, and next to nothing to read. */
    if (l->acts > 0 && l->prose_words < FULL_WORDS &&
        off_saying(l->input->subject ? l->input->subject : "") == OFF_SAYS_ACT) {
        plan->reason = "asks-to-act";
        return;
    }
    if (headlines >= DIGEST_HEADLINES && newsletter && l->prose_words < headlines * DIGEST_WORDS) {
        plan->kind = OFF_KIND_DIGEST;
        plan->reason = "headlines";
        pick_headlines(l);
        return;
    }
    if (l->prose_words >= FULL_WORDS && newsletter) {
        plan->kind = OFF_KIND_FULL;
        plan->reason = "text";
        if (online)
            pick(l, online, online->says == OFF_SAYS_ONLINE ? "online" : "subject");
        return;
    }
    if (article && score >= 1.5 &&
        (newsletter || article->says == OFF_SAYS_MORE || article->likeness > 0.6)) {
        plan->kind = OFF_KIND_TEASER;
        plan->reason = article->says == OFF_SAYS_MORE ? "more"
                       : article->likeness > 0.5      ? "subject"
                                                      : "headline";
        pick(l, article, plan->reason);
        return;
    }
    if (newsletter &&
        (l->prose_words >= SHORT_WORDS || (l->on_web && l->page && l->page->blocks->len > 0))) {
        plan->kind = OFF_KIND_FULL;
        plan->reason = "text";
        if (online)
            pick(l, online, "online");
        return;
    }
    plan->reason = newsletter ? "nothing-to-read" : "no-newsletter";
}

OffPlan *
off_locate_mail(const OffLocateInput *input)
{
    OffPlan *plan = g_new0(OffPlan, 1);
    plan->picked = g_ptr_array_new_with_free_func(link_free);
    plan->refused = g_ptr_array_new_with_free_func(link_free);
    plan->candidates = g_ptr_array_new_with_free_func(link_free);
    Locate l = {.input = input,
                .plan = plan,
                .candidates = g_array_new(FALSE, TRUE, sizeof(Candidate)),
                .pool = g_ptr_array_new_with_free_func(link_free)};
    if (input->html)
        read_html(&l);
    else if (input->text)
        read_text(&l);
    decide(&l);
    list_candidates(&l);
    off_page_free(l.page);
    g_array_unref(l.candidates);
    g_ptr_array_unref(l.pool);
    return plan;
}

/* --- feed items --- */

gboolean
off_is_summary(const char *html, const char *text)
{
    static const char *const ends[] = {"[…]", "[...]", "…", "...", "[&#8230;]", "(...)"};
    g_autofree char *words = NULL;
    if (html) {
        g_autoptr(xmlDoc) doc = off_dom_parse(html, strlen(html));
        xmlNode *root = xmlDocGetRootElement(doc);
        words = root ? off_text_of(root) : NULL;
        for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
            if (n->type != XML_ELEMENT_NODE || off_tag(n) != OFF_TAG_a)
                continue;
            g_autofree char *link = off_text_of(n);
            if (off_saying(link) == OFF_SAYS_MORE)
                return TRUE;
        }
    } else {
        words = off_fold(text ? text : "");
    }
    OffBlock b = {.text = words ? words : (char *)""};
    off_block_measure(&b);
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_suffix(b.text, ends[i]))
            return TRUE;
    return b.words < SUMMARY_WORDS;
}
