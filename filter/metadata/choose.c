/* choose.c: which of the statements about an article is believed. */
#include "config.h"

#include "metadata/choose.h"

#include "metadata/date.h"
#include "metadata/names.h"
#include "metadata/title.h"
#include "dom/url.h"
#include "wire/prefix.h"
#include "words/fold.h"

#include <string.h>

#define SLOGAN_BYTES 40 /* a name that is shorter may hold a colon itself */
#define SITE_PARTS 6
#define NAME_WORDS_MAX 3 /* a site whose name has no more may bear it as a title, too */
#define REGION_DIGITS 3  /* "es-419" (RFC 5646, 2.2.4) */
#define LABEL_MIN 5      /* bytes of a part of an address that tells something */

/* If one source has "Ana" and another "Ana Ruiz", the longer name is used. */
static char *
fuller_name(const OffMetadata *m, char *name)
{
    gsize n = strlen(name);
    for (guint i = 0; !strchr(name, ' ') && i < OFF_META_SOURCES; i++) {
        const char *value = m->value[OFF_META_BYLINE][i];
        g_autofree char *other = value ? off_clean_byline(value) : NULL;
        if (other && off_has_prefix(other, name) && other[n] == ' ' &&
            !strchr(other + n + 1, ' ')) {
            g_free(name);
            return g_steal_pointer(&other);
        }
    }
    return name;
}

/* Does the name hold the label of the address, or begin it ("Google" of googleblog.example)? */
static gboolean
is_of_address(const char *letters, const char *url)
{
    g_autofree char *host = url ? off_url_host(url) : NULL;
    g_autofree char *domain = host ? off_url_domain(host) : NULL;
    g_autofree char *label = domain ? g_strndup(domain, strcspn(domain, ".")) : NULL;
    g_autofree char *address = label ? off_comparable_letters(label) : NULL;
    if (!address || !*address)
        return FALSE;
    if (strcmp(address, letters) == 0)
        return TRUE;
    return (strlen(address) >= LABEL_MIN && strstr(letters, address)) ||
           (strlen(letters) >= LABEL_MIN && off_has_prefix(address, letters));
}

/* The paper's own name: what it calls itself, its address ("elcolombiano.example"), or a domain;
 * or another body. */
static gboolean
is_paper(const OffMetadata *m, const char *url, const char *name)
{
    g_autofree char *letters = off_comparable_letters(name);
    /* "Harbour Foundation", "Verein e.V.": many, and no person. */
    gboolean body = off_names_body(name);
    if (!*letters || off_is_domain(name) || body || is_of_address(letters, url))
        return TRUE;
    for (guint i = 0; i < OFF_META_SOURCES; i++) {
        const char *site = m->value[OFF_META_SITE][i];
        g_autofree char *called = site ? off_comparable_letters(site) : NULL;
        if ((called && strcmp(called, letters) == 0) ||
            is_of_address(letters, m->value[OFF_META_URL][i]))
            return TRUE;
    }
    g_autofree char *title = m->document_title ? off_comparable_letters(m->document_title) : NULL;
    if (title && g_str_has_suffix(title, letters))
        return TRUE;
    return m->author_is_organization && m->value[OFF_META_BYLINE][OFF_META_LD] &&
           strcmp(m->value[OFF_META_BYLINE][OFF_META_LD], name) == 0;
}

/* Does a heading of the page begin with the words, and go on? */
static gboolean
begins_heading(const GArray *headings, const char *name)
{
    gsize n = strlen(name);
    for (guint i = 0; i < headings->len; i++) {
        const char *text = g_array_index(headings, OffHeading, i).text;
        if (strncmp(text, name, n) == 0 && text[n])
            return TRUE;
    }
    return FALSE;
}

/* Of the names in elements that are called an author's, the first that is one in full, or else the
 * first; or NULL. */
static const char *
shown_name(const OffMetadata *m)
{
    for (guint i = 0; i < m->shown->len; i++)
        if (off_is_full_name(m->shown->pdata[i]) &&
            !begins_heading(m->subheadings, m->shown->pdata[i]))
            return m->shown->pdata[i];
    return m->shown->len > 0 ? m->shown->pdata[0] : NULL;
}

/* Names alone (transfer full), or NULL; then *paper (transfer full) is the paper's own name, if it
 * is in their place, or NULL. */
static char *
choose_byline(OffMetadata *m, const char *url, char **paper)
{
    static const OffMetaSource order[] = {OFF_META_LD, OFF_META_NAME, OFF_META_ITEM, OFF_META_PAGE,
                                          OFF_META_OG};
    *paper = NULL;
    off_metadata_set(m, OFF_META_BYLINE, OFF_META_PAGE, shown_name(m));
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        const char *value = m->value[OFF_META_BYLINE][order[i]];
        g_autofree char *name = value && !strstr(value, "://") ? off_clean_byline(value) : NULL;
        if (!name)
            continue;
        /* "Harbour in Winter" may be the paper's name, though "Harbour" could be a person's. */
        if (!is_paper(m, url, name) && !(order[i] == OFF_META_NAME && is_paper(m, url, value))) {
            g_clear_pointer(paper, g_free);
            m->byline_is_shown = order[i] == OFF_META_PAGE;
            return fuller_name(m, g_steal_pointer(&name));
        }
        if (!*paper)
            *paper = fuller_name(m, g_steal_pointer(&name));
    }
    return NULL;
}

/* The first date that is not in the future, or else the first. */
static char *
first_date(const OffMetadata *m, OffMetaField field, const OffDateContext *context)
{
    g_autofree char *future = NULL;
    for (guint i = 0; i < OFF_META_SOURCES; i++) {
        const char *value = m->value[field][i];
        g_autofree char *date = value ? off_parse_datum(value, context) : NULL;
        if (date && !off_date_is_future(date))
            return g_steal_pointer(&date);
        if (!future && date && !off_date_is_impossible(date))
            future = g_steal_pointer(&date);
    }
    return g_steal_pointer(&future);
}

/* The languages that ISO 639-1 knows, of two letters each. "us", "cn" and "jp" are countries. */
static const char two_letters[] =
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv "
    "kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr "
    "nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq "
    "sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
    "yo za zh zu";

/* Is it a charset's name, and no tag: "utf", "euc-jp", or letters with a number after them that is
 * no region ("utf-8", "iso-8859-1", "win-1251")? */
static gboolean
is_charset(const char *tag)
{
    static const char *const names[] = {"utf", "euc", "ucs"};
    gsize n = strcspn(tag, "-"), digits = tag[n] ? strspn(tag + n + 1, "0123456789") : 0;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (n == strlen(names[i]) && g_ascii_strncasecmp(tag, names[i], n) == 0)
            return TRUE;
    return digits > 0 && digits != REGION_DIGITS;
}

/* Is the primary subtag a language, as far as its letters tell? */
static gboolean
is_known_language(const char *tag)
{
    g_autofree char *primary = g_ascii_strdown(tag, (gssize)strcspn(tag, "-"));
    return strlen(primary) == 2 ? strstr(two_letters, primary) != NULL : !is_charset(tag);
}

/* "en_US" and "en-us, de" as BCP 47; NULL if it is not a language. */
static char *
clean_lang(const char *text)
{
    gsize n = 0;
    if (!text)
        return NULL;
    while (g_ascii_isalnum(text[n]) || text[n] == '-' || text[n] == '_')
        n++;
    g_autofree char *lang = g_strndup(text, n);
    g_strdelimit(lang, "_", '-');
    if (!is_known_language(lang))
        return NULL;
    if (off_is_language(lang))
        return g_steal_pointer(&lang);
    /* The text after the language may be invalid in BCP 47 although the language is right. */
    lang[strcspn(lang, "-")] = '\0';
    return off_is_language(lang) ? g_steal_pointer(&lang) : NULL;
}

gboolean
off_is_right_to_left(const char *lang)
{
    static const char *const langs[] = {"ar", "he", "fa", "ur", "yi", "ps",
                                        "dv", "ug", "sd", "iw", "ckb"};
    gsize n = strcspn(lang, "-");
    for (guint i = 0; i < G_N_ELEMENTS(langs); i++)
        if (strlen(langs[i]) == n && g_ascii_strncasecmp(lang, langs[i], n) == 0)
            return TRUE;
    return FALSE;
}

/* The first address that the page calls its own, on its own site and more than that site's front
 * page. */
static char *
choose_url(const OffMetadata *m, const char *url)
{
    static const OffMetaSource order[] = {OFF_META_NAME, OFF_META_OG, OFF_META_LD};
    for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
        g_autofree char *own = off_url_resolve(url, m->value[OFF_META_URL][order[i]]);
        if (own && (!url || (off_url_same_site(own, url) && !off_url_is_front(own))))
            return g_steal_pointer(&own);
    }
    return g_strdup(url);
}

static const char *const slogan_separators[] = {" | ", " – ",  " — ", " - ", " · ",
                                                " • ", " :: ", " » ", "｜",  ": "};

/* The site's name without the slogan beside it: of its parts that which the address names, or else
 * the first; the last if name is the end of a title, where parts of the title go before it
 * (transfer full). */
static char *
without_slogan(const char *name, const char *url, gboolean of_title)
{
    for (guint i = 0; i < G_N_ELEMENTS(slogan_separators); i++) {
        if (!strstr(name, slogan_separators[i]) ||
            (strcmp(slogan_separators[i], ": ") == 0 && strlen(name) < SLOGAN_BYTES))
            continue;
        g_auto(GStrv) parts = g_strsplit(name, slogan_separators[i], SITE_PARTS);
        guint best = of_title ? g_strv_length(parts) - 1 : 0;
        for (guint k = 0; parts[k]; k++) {
            g_strstrip(parts[k]);
            g_autofree char *letters = off_comparable_letters(parts[k]);
            if (*letters && is_of_address(letters, url)) {
                best = k;
                break;
            }
        }
        if (*parts[best])
            return g_strdup(parts[best]);
    }
    return g_strdup(name);
}

/* The title of a feed without "RSS" and the like (transfer full), or NULL if it names the article
 * or nothing. */
static char *
site_of_feed(const char *feed, const char *title, const char *url)
{
    static const char *const words[] = {"rss",      "feed",    "atom",    "rss2",     "rss20",
                                        "rssfeed",  "xml",     "json",    "newsfeed", "updates",
                                        "full",     "posts",   "entries", "10",       "20",
                                        "comments", "articles"};
    if (!feed || (title && strstr(feed, title)) || g_ascii_strncasecmp(feed, "rss", 3) == 0)
        return NULL;
    char *name = without_slogan(feed, url, FALSE);
    for (char *last = strrchr(name, ' '), *start; *name; last = strrchr(name, ' ')) {
        start = last ? last + 1 : name;
        g_autofree char *word = off_comparable_letters(start);
        guint i = 0;
        while (i < G_N_ELEMENTS(words) && strcmp(word, words[i]) != 0 && *word)
            i++;
        if (i == G_N_ELEMENTS(words))
            return name;
        *(last ? last : name) = '\0';
    }
    g_free(name);
    return NULL;
}

/* Is it so long that it names an article rather than a site? */
static gboolean
is_long(const char *name)
{
    guint words = 1;
    for (const char *p = name; *p; p = g_utf8_next_char(p))
        words += *p == ' ' || g_unichar_iswide(g_utf8_get_char(p));
    return words > NAME_WORDS_MAX * (g_unichar_iswide(g_utf8_get_char(name)) ? 3 : 1);
}

/* Is it the title of the page, which is where the name of its site should be? */
static gboolean
is_title(const OffMetadata *m, const char *name, const char *title, const char *url)
{
    const char *const titles[] = {title, m->document_title, m->value[OFF_META_TITLE][OFF_META_OG]};
    g_autofree char *letters = off_comparable_letters(name);
    if (!is_long(name) || is_of_address(letters, url))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
        g_autofree char *other = titles[i] ? off_comparable_letters(titles[i]) : NULL;
        if (other && strcmp(other, letters) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A name without the separators at its ends that the rest of a title left there, and without a
 * bracket that was opened before it (transfer full). */
static char *
without_ends(const char *name)
{
    static const char *const marks[] = {"-", "–", "—", "|", "_", "·", "•", "»", "«", "/", ":", ","};
    char *tidy = g_strstrip(g_strdup(name));
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        gsize n = strlen(tidy), mark = strlen(marks[i]);
        if (n <= mark || !(g_str_has_suffix(tidy, marks[i]) && tidy[n - mark - 1] == ' '))
            continue;
        tidy[n - mark] = '\0';
        g_strchomp(tidy);
        i = (guint)-1; /* and what stood before it */
    }
    gsize n = strlen(tidy);
    if (n > 1 &&
        ((tidy[n - 1] == ')' && !strchr(tidy, '(')) || (tidy[n - 1] == ']' && !strchr(tidy, '['))))
        tidy[n - 1] = '\0';
    return tidy;
}

/* Does it name no site: a row of stars, "Homepage"? */
static gboolean
is_no_name(const char *name)
{
    static const char *const words[] = {"", "home", "homepage", "startseite", "website"};
    g_autofree char *letters = off_comparable_letters(name);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(letters, words[i]) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
is_address(const char *name)
{
    return off_has_prefix(name, "http://") || off_has_prefix(name, "https://");
}

/* What the site calls itself. A body that publishes it goes after the name that is after the
 * title. */
static char *
named_site(const OffMetadata *m, const char *title, const char *url)
{
    g_autofree char *behind = off_site_behind_title(m->document_title, title);
    const char *publisher = m->value[OFF_META_SITE][OFF_META_LD];
    const char *const names[] = {m->value[OFF_META_SITE][OFF_META_OG],
                                 publisher && behind && off_names_body(publisher) ? NULL
                                                                                  : publisher,
                                 m->value[OFF_META_SITE][OFF_META_ITEM],
                                 m->value[OFF_META_SITE][OFF_META_NAME],
                                 behind,
                                 publisher,
                                 m->value[OFF_META_SITE][OFF_META_PAGE]};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = names[i] ? without_ends(names[i]) : NULL;
        if (name && !is_no_name(name) && !is_address(name) && !is_title(m, name, title, url))
            return without_slogan(name, url, names[i] == behind);
    }
    return site_of_feed(m->value[OFF_META_FEED][OFF_META_PAGE], title, url);
}

/* The host of the first address that is where the site name should be (transfer full), or
 * NULL. */
static char *
domain_for_name(const OffMetadata *m)
{
    for (guint i = 0; i < OFF_META_SOURCES; i++) {
        const char *value = m->value[OFF_META_SITE][i];
        char *host = value && is_address(value) ? off_url_host(value) : NULL;
        if (host)
            return host;
    }
    return NULL;
}

/* What the site calls itself (transfer full), or NULL. If it gives an address for a name, this is
 * the domain, unless another name is that of the address. */
static char *
choose_site(const OffMetadata *m, const char *title, const char *url)
{
    g_autofree char *name = named_site(m, title, url), *domain = domain_for_name(m);
    g_autofree char *letters = name ? off_comparable_letters(name) : NULL;
    if (domain && !(name && is_of_address(letters, url)))
        return g_steal_pointer(&domain);
    gboolean web = name && off_has_prefix(name, "www.") && off_is_domain(name);
    return web ? g_strdup(name + strlen("www.")) : g_steal_pointer(&name);
}

/* Takes the paper off a byline that names it after a person ("Ana Ruiz, Pierpost Business").
 * A paper that bears a person's name may be the second author. */
static void
drop_paper(char *byline, const char *site)
{
    char *comma = byline && site ? strstr(byline, ", ") : NULL;
    gsize n = site ? strlen(site) : 0;
    if (!comma || !off_has_prefix(comma + 2, site) || !strchr(" ,", comma[2 + n]) ||
        off_is_full_name(site))
        return;
    g_autofree char *name = g_strndup(byline, (gsize)(comma - byline));
    if (off_is_full_name(name))
        *comma = '\0';
}

static char **
choose_tags(const OffMetadata *m)
{
    const GPtrArray *from = m->tags->len > 0 ? m->tags : m->keywords;
    char **tags = from->len > 0 ? g_new0(char *, from->len + 1) : NULL;
    for (guint i = 0; i < from->len; i++)
        tags[i] = g_strdup(from->pdata[i]);
    return tags;
}

/* The page's own picture may have been put into a folder of the day (".../2026/11/24/bridge.jpg").
 * It is asked last. */
static void
read_day_of_picture(OffMetadata *m, const char *image, const char *url)
{
    g_autofree char *day =
        image && url && off_url_same_site(image, url) ? off_date_in_address(image) : NULL;
    if (day && strlen(day) == strlen("2026-11-24") && !off_date_is_future(day))
        off_metadata_set(m, OFF_META_PAGE_DATE, OFF_META_LD, day);
}

void
off_metadata_apply(OffMetadata *m, OffArticle *a, const OffExtractOptions *options)
{
    const char *url = options->url;
    a->title = off_choose_title(m, options->title);
    g_free(m->paper);
    a->byline = choose_byline(m, url, &m->paper);
    a->site = choose_site(m, a->title, url);
    drop_paper(a->byline, a->site);
    a->tags = choose_tags(m);
    a->lang = clean_lang(m->value[OFF_META_LANG][OFF_META_PAGE]);
    if (!a->lang)
        a->lang = clean_lang(off_metadata_first(m, OFF_META_LANG));
    OffDateContext context = {.lang = a->lang, .url = url};
    a->modified = first_date(m, OFF_META_MODIFIED, &context);
    context.modified = a->modified;
    a->date = first_date(m, OFF_META_DATE, &context);
    a->description = g_strdup(off_metadata_first(m, OFF_META_DESCRIPTION));
    a->image = off_url_resolve(url, off_metadata_first(m, OFF_META_IMAGE));
    read_day_of_picture(m, a->image, url);
    a->url = choose_url(m, url);
    a->dir = g_strdup(a->lang && off_is_right_to_left(a->lang) ? "rtl" : "ltr");
}
