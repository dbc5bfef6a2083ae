/* paging.c: which link leads to the next page of the same article, and how pages are joined. */
#include "config.h"

#include <offprint/extract.h>

#include "pagetype/paging.h"
#include "dom/url.h"
#include "words/fold.h"

#include <string.h>

#define NUMBER_MAX 50 /* a larger number is no page's but an article's */
#define LINK_BYTES_MAX 60
#define LIKE_WORDS_MIN 0.7 /* of the shorter title that both pages share */

static const char *const next_words[] = {
#define OFF_NEXT(phrase, langs) phrase,
#include "words/words.def"
};

/* Names of a page number in a query. */
static const char *const number_names[] = {"page",  "p",       "pg",     "pagina", "seite", "pag",
                                           "paged", "page_no", "pageno", "pn",     "strona"};

/* An address without its page number, and the number. */
typedef struct {
    char *key;
    guint number;
} Numbered;

static void
numbered_clear(void *data)
{
    g_free(((Numbered *)data)->key);
}

/* The number that digits say, or 0 where they say none that a page has. */
static guint
page_number(const char *digits, gsize length)
{
    if (length == 0 || length > 2 || strspn(digits, "0123456789") < length)
        return 0;
    guint64 n = g_ascii_strtoull(digits, NULL, 10);
    return n <= NUMBER_MAX ? (guint)n : 0;
}

static void
add_numbered(GArray *all, const char *start, gsize length, const char *rest, guint number)
{
    Numbered one = {.number = number};
    while (length > 0 && start[length - 1] == '/' && *rest != '.')
        length--;
    g_autofree char *front = g_strndup(start, length);
    one.key = g_strconcat(front, rest, NULL);
    g_array_append_val(all, one);
}

/* "story/2", "story/page/2", "story-2.html", "story_p2.html": the number at the end of the path. */
static void
add_path_number(GArray *all, const char *path, const char *tail)
{
    gsize n = strlen(path);
    while (n > 0 && path[n - 1] == '/')
        n--;
    const char *end = path + n, *dot = end;
    while (dot > path && dot[-1] != '/' && *dot != '.')
        dot--;
    const char *last = *dot == '.' && dot > path ? dot : end;
    const char *digits = last;
    while (digits > path && g_ascii_isdigit(digits[-1]))
        digits--;
    guint number = page_number(digits, (gsize)(last - digits));
    if (number == 0 || digits == path)
        return;
    g_autofree char *extension = g_strndup(last, (gsize)(end - last));
    g_autofree char *rest = g_strconcat(extension, tail, NULL);
    const char *start = digits;
    static const char *const words[] = {"page", "seite", "pagina", "p"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        gsize w = strlen(words[i]);
        const char *before = start[-1] == '/' || start[-1] == '-' ? start - 1 : start;
        if ((gsize)(before - path) > w && g_ascii_strncasecmp(before - w, words[i], w) == 0 &&
            strchr("/-_,", *(before - w - 1))) {
            start = before - w;
            break;
        }
    }
    if (start > path && strchr("/-_,", start[-1])) {
        /* "story/page2.html" belongs to "story/", "story-2.html" to "story.html". */
        gboolean segment = start[-1] == '/';
        add_numbered(all, path, (gsize)(start - 1 - path), segment ? tail : rest, number);
    }
}

/* All ways to read an address as one with a page number; itself, as the first page, among them. */
static GArray *
readings_of(const char *url)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(Numbered));
    g_array_set_clear_func(all, numbered_clear);
    g_autofree char *bare = g_strndup(url, strcspn(url, "#"));
    char *query = strchr(bare, '?');
    g_autofree char *tail = g_strdup(query ? query : "");
    if (query)
        *query = '\0';
    add_numbered(all, bare, strlen(bare), tail, 1);
    add_path_number(all, bare, tail);
    g_auto(GStrv) pairs = g_strsplit(*tail ? tail + 1 : "", "&", -1);
    for (guint i = 0; pairs[i]; i++) {
        const char *equals = strchr(pairs[i], '=');
        g_autofree char *name = equals ? g_strndup(pairs[i], (gsize)(equals - pairs[i])) : NULL;
        guint number = name ? page_number(equals + 1, strlen(equals + 1)) : 0;
        gboolean known = FALSE;
        for (guint k = 0; number && k < G_N_ELEMENTS(number_names); k++)
            known = known || g_ascii_strcasecmp(name, number_names[k]) == 0;
        if (!known)
            continue;
        g_autoptr(GString) rest = g_string_new(NULL);
        for (guint k = 0; pairs[k]; k++)
            if (k != i)
                g_string_append_printf(rest, "%c%s", rest->len ? '&' : '?', pairs[k]);
        add_numbered(all, bare, strlen(bare), rest->str, number);
    }
    return all;
}

/* Is next the address of url with a page number that is one higher? Sets number to it. */
static gboolean
follows_page(const char *url, const char *next, guint *number)
{
    g_autoptr(GArray) now = readings_of(url);
    g_autoptr(GArray) then = readings_of(next);
    for (guint i = 0; i < now->len; i++)
        for (guint k = 0; k < then->len; k++) {
            const Numbered *a = &g_array_index(now, Numbered, i);
            const Numbered *b = &g_array_index(then, Numbered, k);
            if (b->number != a->number + 1 || strcmp(a->key, b->key) != 0)
                continue;
            *number = b->number;
            return TRUE;
        }
    return FALSE;
}

enum { SAYS_NOTHING = 0, SAYS_NEXT = NUMBER_MAX + 1 };

/* The page that a link's words name: a number, SAYS_NEXT, or SAYS_NOTHING. */
static guint
saying_of(const xmlNode *link)
{
    if (off_has_token(off_attribute(link, "rel"), "next"))
        return SAYS_NEXT;
    if (!off_is_named(link, "a"))
        return SAYS_NOTHING;
    g_autofree char *text = off_text_of(link);
    const char *label = *text ? text : off_attribute(link, "aria-label");
    if (!label || strlen(label) > LINK_BYTES_MAX || !g_utf8_validate(label, -1, NULL))
        return SAYS_NOTHING;
    g_autofree char *words = off_comparable(label, 0);
    guint number = page_number(words, strlen(words));
    for (guint i = 0; number == 0 && i < G_N_ELEMENTS(next_words); i++)
        if (strcmp(words, next_words[i]) == 0)
            return SAYS_NEXT;
    return number;
}

static gboolean
is_next(guint saying, const char *address, const char *url)
{
    guint number;
    g_autofree char *here = url ? off_url_host(url) : NULL;
    g_autofree char *there = off_url_host(address);
    return here && there && strcmp(here, there) == 0 && follows_page(url, address, &number) &&
           (saying == SAYS_NEXT || saying == number);
}

char *
off_next_page(const OffPage *page, const char *base, const char *url, const char *canonical)
{
    xmlNode *root = xmlDocGetRootElement(page->doc);
    for (xmlNode *n = url ? root : NULL; n; n = off_next(root, n, FALSE)) {
        const char *href =
            off_is_named(n, "a") || off_is_named(n, "link") ? off_attribute(n, "href") : NULL;
        guint saying = href && strpbrk(href, "0123456789") ? saying_of(n) : SAYS_NOTHING;
        g_autofree char *address = saying ? off_url_resolve(base, href) : NULL;
        if (address && (is_next(saying, address, url) || is_next(saying, address, canonical)))
            return g_steal_pointer(&address);
    }
    return NULL;
}

/* --- joining --- */

static GHashTable *
words_of(const char *text)
{
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *folded = off_comparable(text, 0);
    g_auto(GStrv) each = g_strsplit(folded, " ", -1);
    for (guint i = 0; each[i]; i++)
        if (*each[i] && !g_ascii_isdigit(*each[i]))
            g_hash_table_add(words, g_strdup(each[i]));
    return words;
}

/* Do both pages say the same title, but for "page 2"? */
static gboolean
same_title(const char *a, const char *b)
{
    if (!a || !b)
        return TRUE;
    g_autoptr(GHashTable) of_a = words_of(a);
    g_autoptr(GHashTable) of_b = words_of(b);
    guint shared = 0, least = MIN(g_hash_table_size(of_a), g_hash_table_size(of_b));
    GHashTableIter each;
    gpointer word;
    g_hash_table_iter_init(&each, of_a);
    while (g_hash_table_iter_next(&each, &word, NULL))
        shared += g_hash_table_contains(of_b, word);
    return least == 0 || shared >= least * LIKE_WORDS_MIN;
}

/* What a reader would know a block again by: its words and its pictures. */
static char *
face_of(const xmlNode *node)
{
    GString *face = g_string_new(NULL);
    g_autofree char *text = off_text_of(node);
    g_string_append(face, text);
    for (const xmlNode *n = node; n; n = off_next(node, (xmlNode *)(guintptr)n, FALSE))
        if (off_is_named(n, "img"))
            g_string_append_printf(face, "\n%s", off_attribute(n, "src"));
    return g_string_free(face, FALSE);
}

static guint
words_in(const xmlNode *node)
{
    g_autofree char *text = off_text_of(node);
    OffBlock block = {.text = text};
    off_block_measure(&block);
    return block.words;
}

gboolean
off_extract_join(OffArticle *article, OffArticle *next)
{
    gboolean same = article->next_is_sure || same_title(article->title, next->title);
    if (!same || !next->body || !article->body)
        return FALSE;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    xmlNode *to = xmlDocGetRootElement(article->body);
    xmlNode *from = xmlDocGetRootElement(next->body);
    for (xmlNode *n = to->children; n; n = n->next)
        g_hash_table_add(seen, face_of(n));
    guint words = next->words;
    for (xmlNode *n = from->children, *after; n; n = after) {
        after = n->next;
        g_autofree char *face = face_of(n);
        if (*face && g_hash_table_contains(seen, face)) {
            guint repeated = words_in(n);
            words -= MIN(words, repeated);
            continue;
        }
        xmlUnlinkNode(n);
        xmlAddChild(to, n);
    }
    article->words += words;
    return TRUE;
}
