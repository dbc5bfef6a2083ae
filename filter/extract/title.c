/* title.c: the title among all that a page calls so.
 *
 * The right one is nearly always among the <h1>s, the <title> without its site, og:title and the
 * headline of JSON-LD (EXTRACTION.md, 12): each candidate is weighed by where it comes from and by
 * how the others agree with it. */
#include "config.h"

#include "metadata.h"

#include <string.h>

#define SITE_CHARS_MAX 40
#define LEADING_BLOCKS 8 /* a title stands among the first */
#define TITLE_MAX 300    /* bytes; what is longer is a paragraph in a heading's clothes */

/* How much the candidates' agreement counts (set by hand on development pages; the scores hardly
 * move with them). */
#define INSIDE 0.12
#define LIKE 0.4
#define AGREED_MAX 0.8
#define SHORT_FACTOR 0.7
#define STRANGE_FACTOR 0.5

static const char *const separators[] = {" | ", " - ",  " – ", " — ", " :: ", " » ", " · ", " • ",
                                         " / ", " \\ ", " ~ ", " « ", " > ",  "｜",  " ‹ ", " : "};

typedef struct {
    char *text;
    char *words; /* folded for comparison */
    double weight;
} Candidate;

static void
candidate_clear(void *data)
{
    Candidate *c = data;
    g_free(c->text);
    g_free(c->words);
}

/* Letters and digits in lower case, single spaces. */
static char *
comparable(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isalnum(c))
            g_string_append_unichar(out, g_unichar_tolower(c));
        else if (out->len > 0 && out->str[out->len - 1] != ' ' && c != '\'' && c != 0x2019)
            g_string_append_c(out, ' ');
    }
    if (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

static void
add(GArray *list, const char *text, double weight)
{
    if (!text || !*text || strlen(text) > TITLE_MAX)
        return;
    Candidate c = {.text = off_fold(text), .weight = weight};
    c.words = comparable(c.text);
    if (!*c.words) {
        candidate_clear(&c);
        return;
    }
    for (guint i = 0; i < list->len; i++) {
        Candidate *have = &g_array_index(list, Candidate, i);
        if (strcmp(have->words, c.words) == 0) {
            have->weight += weight;
            candidate_clear(&c);
            return;
        }
    }
    g_array_append_val(list, c);
}

/* Every part of a title that a separator cuts off, from either side; the longer a part, the
 * likelier. */
static void
add_cuts(GArray *list, const char *title, const char *site, double weight)
{
    add(list, title, weight * 0.45);
    if (!title)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(separators); i++) {
        const char *first = strstr(title, separators[i]);
        if (!first)
            continue;
        const char *last = first;
        for (const char *at = first; at; at = strstr(at + 1, separators[i]))
            last = at;
        gsize n = strlen(separators[i]), whole = strlen(title);
        g_autofree char *head = g_strndup(title, (gsize)(last - title));
        g_autofree char *short_head = g_strndup(title, (gsize)(first - title));
        const char *tail = first + n, *end = last + n;
        gboolean site_first = site && g_ascii_strcasecmp(short_head, site) == 0;
        gboolean site_last = site && g_ascii_strcasecmp(end, site) == 0;
        double share = (double)strlen(head) / (double)whole;
        add(list, head, weight * (site_last ? 1.2 : share > 0.35 ? 0.8 : 0.2));
        if (last != first)
            add(list, short_head, weight * (strlen(short_head) * 2 > whole ? 0.6 : 0.3));
        add(list, tail,
            weight * (site_first                              ? 1.2
                      : strlen(tail) > strlen(short_head) * 2 ? 0.4
                                                              : 0.1));
    }
}

/* Words that two candidates have in common, among all that they have. */
static double
likeness(const char *a, const char *b)
{
    g_auto(GStrv) x = g_strsplit(a, " ", -1), y = g_strsplit(b, " ", -1);
    guint common = 0, n = g_strv_length(x), m = g_strv_length(y);
    for (guint i = 0; i < n; i++)
        common += g_strv_contains((const char *const *)y, x[i]);
    return n + m > common ? (double)common / (n + m - common) : 0;
}

/* What the candidates say of each other: one that stands inside another, or is much like it, is
 * borne out by it. What the page's <title> does not know at all is a heading of something else. */
static void
let_agree(GArray *list, const char *document_title)
{
    g_autofree char *whole = document_title ? comparable(document_title) : NULL;
    g_autofree double *agreed = g_new0(double, list->len + 1);
    for (guint i = 0; i < list->len; i++) {
        const Candidate *c = &g_array_index(list, Candidate, i);
        double sum = 0;
        for (guint k = 0; k < list->len; k++) {
            const Candidate *other = &g_array_index(list, Candidate, k);
            if (k == i)
                continue;
            if (strlen(c->words) > 8 && strstr(other->words, c->words))
                sum += INSIDE;
            sum += LIKE * other->weight * likeness(c->words, other->words);
        }
        agreed[i] = MIN(sum, AGREED_MAX);
    }
    for (guint i = 0; i < list->len; i++) {
        Candidate *c = &g_array_index(list, Candidate, i);
        c->weight += agreed[i];
        if (strlen(c->words) < 8)
            c->weight *= SHORT_FACTOR;
        if (whole && *whole && likeness(c->words, whole) == 0)
            c->weight *= STRANGE_FACTOR;
    }
}

char *
off_choose_title(const OffMetadata *m, const char *expected)
{
    g_autoptr(GArray) list = g_array_new(FALSE, TRUE, sizeof(Candidate));
    g_array_set_clear_func(list, candidate_clear);
    const char *site = m->value[OFF_META_SITE][OFF_META_OG];
    for (guint i = 0; i < MIN(m->headings->len, 4); i++)
        add(list, m->headings->pdata[i], i == 0 ? 0.75 : 0.3);
    for (guint i = 0; i < MIN(m->subheadings->len, 4); i++)
        add(list, m->subheadings->pdata[i], i == 0 ? 0.2 : 0.1);
    add(list, m->value[OFF_META_TITLE][OFF_META_LD], 0.55);
    add(list, m->value[OFF_META_TITLE][OFF_META_ITEM], 0.6);
    add_cuts(list, m->value[OFF_META_TITLE][OFF_META_OG], site, 0.75);
    add_cuts(list, m->value[OFF_META_TITLE][OFF_META_NAME], site, 0.4);
    add_cuts(list, m->document_title, site, 0.65);
    add(list, m->visible_title, 0.5);
    add(list, expected, 0.6);
    let_agree(list, m->document_title);
    const Candidate *best = NULL;
    for (guint i = 0; i < list->len; i++) {
        const Candidate *c = &g_array_index(list, Candidate, i);
        if (!best || c->weight > best->weight)
            best = c;
    }
    return best ? g_strdup(best->text) : NULL;
}

/* --- where nothing but the text tells
 * ------------------------------------------------------------- */

static gboolean
could_be_title(const OffBlock *b)
{
    gsize n = strlen(b->text);
    return b->kind == OFF_BLOCK_TEXT && b->words >= 3 && n <= TITLE_MAX && b->text[n - 1] != '.' &&
           b->text[n - 1] != ':' && b->digits * 3 < b->chars;
}

char *
off_title_of_blocks(const OffPage *page)
{
    const OffBlock *first = NULL;
    guint n = MIN(page->blocks->len, LEADING_BLOCKS);
    for (guint i = 0; i < n; i++) {
        const OffBlock *b = off_block(page, i);
        if (!could_be_title(b))
            continue;
        /* A page says its title again, in its trail or its head, with its own name behind. */
        for (guint k = 0; k < n; k++)
            if (k != i && off_block(page, k)->kind == OFF_BLOCK_TEXT && b->words > 3 &&
                strstr(off_block(page, k)->text, b->text))
                return g_strdup(b->text);
        first = first ? first : b;
    }
    /* A first line that is no sentence, with a text behind it. */
    return first && page->blocks->len > 1 && first == off_block(page, 0) ? g_strdup(first->text)
                                                                         : NULL;
}

char *
off_site_behind_title(const char *whole, const char *title)
{
    const char *at = whole && title && *title ? strstr(whole, title) : NULL;
    if (!at)
        return NULL;
    at += strlen(title);
    while (*at && !g_unichar_isalnum(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    gboolean parted = at > whole + strlen(title) + 1;
    glong chars = g_utf8_strlen(at, -1);
    return parted && chars >= 2 && chars <= SITE_CHARS_MAX ? off_fold(at) : NULL;
}
