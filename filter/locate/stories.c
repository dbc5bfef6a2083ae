/* stories.c: groups links with the same target into a story, computes its features, and scores
 * it. */
#include "config.h"

#include "locate/anchors.h"
#include "locate/evidence.h"

#include "classify/features.h"
#include "classify/forest.h"
#include "dom/url.h"
#include "locate/story-model.h"
#include "locate/words.h"
#include "wire/prefix.h"
#include "words/fold.h"

#include <string.h>

#define PROSE_CHARS 60     /* a block of so many characters, mostly not links, is text to read */
#define SHORT_CHARS 30     /* a link of fewer characters that fills its block is one of a row */
#define ROW_ANCHORS 20     /* links of a row that are counted */
#define NEAR_ANCHORS 2     /* links before and after that are near */
#define SPONSOR_CHARS 60   /* "Sponsored by Example": a label, no sentence */
#define LEAD_BLOCK 700     /* characters of a block that is one story with its label */
#define HEADLINE_BYTES 12  /* a shorter link is a label, and begins no story */
#define SECTION_STORIES 12 /* links under one headline are looked at */
#define LABEL_BLOCKS 2     /* largest distance of a label from the story that it labels */
#define NO_FONT 16         /* pixels: a browser's default font size */

/* What of a letter all its stories need. */
typedef struct {
    OffAnchors *all;
    guint *prose;    /* words of prose before a block */
    guint *sponsors; /* labels of sponsors before a block */
    guint *refused;  /* refused links before an anchor */
    guint leave; /* the first block with a way to leave the list; blocks->len if there is none */
    GHashTable *shapes, *hosts; /* to how many anchors, stories have it */
} Context;

static gboolean
is_prose(const OffPage *page, guint index)
{
    const OffBlock *b = off_block(page, index);
    return b->kind == OFF_BLOCK_TEXT && b->chars >= PROSE_CHARS &&
           b->link_chars * 5 <= b->chars * 2 && !(off_box(page, b->box)->flags & OFF_HIDDEN);
}

static gboolean
is_sponsor(const OffLetter *letter, guint index)
{
    const OffBlock *b = off_block(letter->page, index);
    const char *plain = letter->plain[index];
    return off_ends_with_sponsor(plain) || (b->chars <= SPONSOR_CHARS && off_says_sponsor(plain));
}

static void
add_one(GHashTable *counts, gpointer key)
{
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, key));
    g_hash_table_insert(counts, key, GUINT_TO_POINTER(n + 1));
}

static void
read_context(Context *c)
{
    const OffPage *page = c->all->letter->page;
    guint blocks = page->blocks->len, anchors = c->all->anchors->len;
    c->prose = g_new0(guint, blocks + 1);
    c->sponsors = g_new0(guint, blocks + 1);
    c->refused = g_new0(guint, anchors + 1);
    c->leave = blocks;
    for (guint i = 0; i < blocks; i++) {
        c->prose[i + 1] = c->prose[i] + (is_prose(page, i) ? off_block(page, i)->words : 0);
        c->sponsors[i + 1] = c->sponsors[i] + is_sponsor(c->all->letter, i);
    }
    for (guint i = 0; i < anchors; i++) {
        const OffAnchor *a = off_anchor(c->all, i);
        c->refused[i + 1] = c->refused[i] + (a->refused != NULL);
        if (a->refused && a->block * 2 > blocks && a->says == OFF_SAYS_LEAVE)
            c->leave = MIN(c->leave, a->block);
        add_one(c->shapes, GUINT_TO_POINTER(a->shape));
    }
}

/* The most informative link: a headline before "Read more" before a picture. */
static guint
says_most(const OffAnchor *a)
{
    glong chars = g_utf8_strlen(a->link->text, -1);
    guint sum = (guint)MIN(chars, 80);
    sum += a->heading ? 100 : 0;
    sum += a->says == OFF_SAYS_MORE ? 20 : 0;
    return a->says == OFF_SAYS_ONLINE ? 0 : sum;
}

static void
group_links(OffAnchors *all)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < all->anchors->len; i++) {
        OffAnchor *a = off_anchor(all, i);
        if (a->refused)
            continue;
        gpointer found;
        if (!g_hash_table_lookup_extended(seen, a->link->target, NULL, &found)) {
            const OffStory story = {.anchor = i, .first = i};
            found = GUINT_TO_POINTER(all->stories->len);
            g_array_append_val(all->stories, story);
            g_hash_table_insert(seen, a->link->target, found);
        }
        a->story = GPOINTER_TO_UINT(found);
        OffStory *s = off_story(all, a->story);
        s->last = i;
        s->count++;
        if (says_most(a) > says_most(off_anchor(all, s->anchor)))
            s->anchor = i;
    }
}

/* --- features ------------------------------------------------------------------------------- */

static void
of_links(const Context *c, OffStory *s, guint index)
{
    float *f = s->feature;
    for (guint i = s->first; i <= s->last; i++) {
        const OffAnchor *a = off_anchor(c->all, i);
        if (a->story != index)
            continue;
        f[OFF_S_picture] += a->picture;
        f[OFF_S_heading] += a->heading;
        f[OFF_S_fills] += a->fills;
        f[OFF_S_leads] += a->leads;
        f[OFF_S_more] += a->says == OFF_SAYS_MORE;
        f[OFF_S_online] += a->says == OFF_SAYS_ONLINE;
        f[OFF_S_button] += a->button;
        f[OFF_S_likeness] = (float)MAX(f[OFF_S_likeness], a->likeness);
    }
    f[OFF_S_count] = (float)off_log_of_count(s->count);
}

/* "https://ads.example.net/..." */
static gboolean
is_ad_host(const Context *c, const OffStory *s)
{
    const char *host = off_anchor(c->all, s->anchor)->host;
    return host && (off_has_prefix(host, "ads.") || off_has_prefix(host, "ad.") ||
                    off_has_prefix(host, "adserver.") || off_has_prefix(host, "sponsor"));
}

/* Are the words, two or more, the sender's name or a part of it? */
static gboolean
names_sender(const Context *c, const char *plain)
{
    return strchr(plain, ' ') && strstr(c->all->from, plain);
}

/* "https://paper.example/2026", "paper.example" */
static gboolean
is_address(const char *text)
{
    const char *dot = strrchr(text, '.');
    return strstr(text, "://") || off_has_prefix(text, "www.") ||
           (dot && dot > text && g_ascii_isalpha(dot[1]) && !strchr(text, ' '));
}

static void
of_words(const Context *c, OffStory *s)
{
    const OffAnchor *a = off_anchor(c->all, s->anchor);
    const char *text = a->link->text;
    OffBlock words = {.text = (char *)(guintptr)text};
    off_block_measure(&words);
    gboolean letters = FALSE, money = FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar u = g_utf8_get_char(p);
        letters = letters || g_unichar_isalnum(u);
        money = money || g_unichar_type(u) == G_UNICODE_CURRENCY_SYMBOL || u == '%';
    }
    s->feature[OFF_S_chars] = (float)MIN(words.chars, 300u);
    s->feature[OFF_S_words] = (float)MIN(words.words, 60u);
    s->feature[OFF_S_capitals] = words.words ? (float)words.capitals / (float)words.words : 0;
    s->feature[OFF_S_no_letters] = !letters;
    s->feature[OFF_S_money] = money;
    s->feature[OFF_S_marked] = off_ends_with_sponsor(a->plain);
    s->sponsored = s->feature[OFF_S_marked] > 0 || off_says_sponsor(a->plain) || is_ad_host(c, s);
    s->no_story = *text == '@' || *text == '#' || names_sender(c, a->plain);
    s->feature[OFF_S_handle] = *text == '@' || *text == '#';
    s->feature[OFF_S_paper] = (float)off_likeness(a->plain, c->all->from);
    s->feature[OFF_S_bare_address] = is_address(text);
}

static void
of_address(const Context *c, OffStory *s)
{
    const OffLink *link = off_anchor(c->all, s->anchor)->link;
    const char *host = off_anchor(c->all, s->anchor)->host;
    const char *from = off_anchor(c->all, s->anchor)->from_host;
    const char *path = strstr(link->target, "://");
    path = path ? strchr(path + 3, '/') : NULL;
    gsize length = path ? strcspn(path, "?#") : 0, depth = 0, hyphens = 0;
    const char *dot = NULL;
    for (gsize i = 0; i < length; i++) {
        depth += path[i] == '/' && i + 1 < length;
        hyphens = path[i] == '/' ? 0 : hyphens + (path[i] == '-' || path[i] == '_');
        dot = path[i] == '/' ? NULL : path[i] == '.' ? path + i : dot;
    }
    static const char *const files[] = {".pdf", ".mp3", ".jpg", ".png", ".gif", ".zip", ".ics"};
    for (guint i = 0; dot && i < G_N_ELEMENTS(files); i++)
        if (g_ascii_strncasecmp(dot, files[i], 4) == 0)
            s->feature[OFF_S_file] = 1;
    s->feature[OFF_S_depth] = (float)depth;
    s->feature[OFF_S_slug] = (float)MIN(hyphens, 10u);
    s->feature[OFF_S_query] =
        path && path[length] == '?' ? (float)off_log_of_count(strlen(path + length)) : 0;
    s->feature[OFF_S_personal] = off_is_personal(link->target);
    s->feature[OFF_S_wrapped] = host && from && strcmp(host, from) != 0;
    s->feature[OFF_S_front] = off_url_is_front(link->target);
    s->feature[OFF_S_own] = off_anchor(c->all, s->anchor)->own;
    guint same = host ? GPOINTER_TO_UINT(g_hash_table_lookup(c->hosts, host)) : 0;
    s->feature[OFF_S_host_share] = (float)same / (float)c->all->stories->len;
    s->feature[OFF_S_host_repeats] = (float)off_log_of_count(same);
}

/* "(4 minute read)", "12-min read", "Lesezeit: 5 Minuten": a number before a word for minutes. */
static gboolean
tells_minutes(const char *text)
{
    static const char *const minutes[] = {"min", "мин",  "хв", "λεπτ", "dakika", "perc", "phút",
                                          "นาที", "मिनट", "分", "분",   "דק",     "دق"};
    for (const char *p = text; *p; p++) {
        if (!g_ascii_isdigit(*p) || g_ascii_isdigit(p[1]))
            continue;
        const char *word = p + 1 + strspn(p + 1, " -");
        for (guint i = 0; i < G_N_ELEMENTS(minutes); i++)
            if (g_ascii_strncasecmp(word, minutes[i], strlen(minutes[i])) == 0)
                return TRUE;
    }
    return FALSE;
}

/* "Read our story: https://...": words before the link in its block lead to it. */
static gboolean
is_invited(const OffBlock *b, const OffAnchor *a)
{
    const char *at = *a->link->text && b->text ? strstr(b->text, a->link->text) : NULL;
    while (at && at > b->text && strchr(" (\"'", at[-1]))
        at--;
    return at && at > b->text && at[-1] == ':';
}

/* Short links that fill their blocks, side by side: a menu, a footer. */
static guint
short_row(const Context *c, guint anchor)
{
    guint row = 0;
    for (int step = -1; step <= 1; step += 2)
        for (gint64 i = (gint64)anchor + step; i >= 0 && i < (gint64)c->all->anchors->len;
             i += step) {
            const OffAnchor *a = off_anchor(c->all, (guint)i);
            const OffAnchor *near = off_anchor(c->all, (guint)(i - step));
            guint gap = a->block > near->block ? a->block - near->block : near->block - a->block;
            if (gap > 1 || !a->fills || strlen(a->link->text) > SHORT_CHARS || row > ROW_ANCHORS)
                break;
            row++;
        }
    return row;
}

/* "... said the mayor. (City Paper)": the link ends its paragraph. */
static gboolean
ends_with_link(const char *text, const char *words)
{
    gsize n = strlen(text), m = strlen(words);
    while (n > 0 && strchr(" .)]>:»", text[n - 1]))
        n--;
    return n >= m && strncmp(text + n - m, words, m) == 0;
}

static guint
first_block(const Context *c, guint story)
{
    return off_anchor(c->all, off_story(c->all, story)->first)->block;
}

/* Does it begin a story: a headline, and no "Read more" or arrow? */
static gboolean
is_headline(const Context *c, guint story)
{
    const OffAnchor *a = off_anchor(c->all, off_story(c->all, story)->anchor);
    return a->says == OFF_SAYS_NOTHING && (a->heading || a->fills || a->leads) &&
           strlen(a->link->text) >= HEADLINE_BYTES;
}

/* The labels of sponsors from the headline that a link is under to the next headline, and right
 * above the first. */
static void
of_section(const Context *c, OffStory *s, guint index)
{
    guint blocks = c->all->letter->page->blocks->len, first = index, next = index + 1;
    guint stories = c->all->stories->len;
    while (first > 0 && index - first < SECTION_STORIES && !is_headline(c, first))
        first--;
    while (next < stories && next - index < SECTION_STORIES && !is_headline(c, next))
        next++;
    guint start = first_block(c, first);
    guint end = next < stories ? MAX(first_block(c, next), start) : blocks;
    guint above = start > LABEL_BLOCKS ? start - LABEL_BLOCKS : 0;
    guint tail = end > start + LABEL_BLOCKS ? end - LABEL_BLOCKS : start;
    s->feature[OFF_S_sponsor_in] = (float)(c->sponsors[end] - c->sponsors[start]);
    s->feature[OFF_S_sponsor_above] = (float)(c->sponsors[start] - c->sponsors[above]);
    s->feature[OFF_S_sponsor_tail] = (float)(c->sponsors[end] - c->sponsors[tail]);
    s->feature[OFF_S_section_links] = (float)(next - first);
    s->feature[OFF_S_headline] = is_headline(c, index);
}

/* The first block of prose, or the number of blocks. */
static guint
first_prose(const Context *c)
{
    guint blocks = c->all->letter->page->blocks->len, low = 0, high = blocks;
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (c->prose[middle + 1] == 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Is one of the blocks from a first to before an end a label? */
static gboolean
has_label(const OffLetter *letter, guint first, guint end, gboolean (*labels)(const char *plain))
{
    for (guint i = first; i < end; i++)
        if (off_block(letter->page, i)->chars <= SPONSOR_CHARS && labels(letter->plain[i]))
            return TRUE;
    return FALSE;
}

gboolean
off_is_labelled_above(const OffAnchors *all, guint anchor)
{
    guint block = off_anchor(all, anchor)->block;
    guint first = anchor > 0 ? off_anchor(all, anchor - 1)->block + 1 : block - MIN(block, 1);
    return has_label(all->letter, first, block, off_labels_below);
}

gboolean
off_is_labelled_below(const OffAnchors *all, guint anchor)
{
    guint block = off_anchor(all, anchor)->block, blocks = all->letter->page->blocks->len;
    guint end = anchor + 1 < all->anchors->len ? off_anchor(all, anchor + 1)->block
                                               : MIN(block + 2, blocks);
    return has_label(all->letter, block + 1, end, off_labels_above);
}

static void
of_place(const Context *c, OffStory *s, guint index)
{
    const OffPage *page = c->all->letter->page;
    const OffAnchor *a = off_anchor(c->all, s->anchor);
    guint blocks = page->blocks->len, stories = c->all->stories->len;
    guint block = a->block, start = off_anchor(c->all, s->first)->block;
    guint before = index > 0 ? first_block(c, index - 1) : 0;
    guint next = index + 1 < stories ? MAX(first_block(c, index + 1), start) : blocks;
    float *f = s->feature;
    f[OFF_S_position] = (float)start / (float)MAX(blocks, 1u);
    f[OFF_S_rank] = (float)off_log_of_count(index);
    f[OFF_S_stories] = (float)off_log_of_count(stories);
    f[OFF_S_words_behind] = (float)off_log_of_count(c->prose[next] - c->prose[start]);
    f[OFF_S_lead_block] = start <= first_prose(c);
    f[OFF_S_words_above] = (float)off_log_of_count(c->prose[start]);
    f[OFF_S_words_below] = (float)off_log_of_count(c->prose[blocks] - c->prose[start]);
    f[OFF_S_words_before] =
        before < start ? (float)off_log_of_count(c->prose[start] - c->prose[before]) : 0;
    f[OFF_S_sponsor] = (float)(c->sponsors[MIN(next, blocks)] - c->sponsors[MIN(before, next)]);
    of_section(c, s, index);
    f[OFF_S_label_above] = off_is_labelled_above(c->all, s->first);
    f[OFF_S_label_below] = off_is_labelled_below(c->all, s->last);
    s->sponsored = s->sponsored || f[OFF_S_label_above] > 0 || f[OFF_S_label_below] > 0;
    f[OFF_S_below_leave] = start > c->leave;
    f[OFF_S_quoted] = start >= c->all->letter->quote_first;
    f[OFF_S_mail_words] = (float)off_log_of_count(c->prose[blocks]);
    f[OFF_S_text_mail] = c->all->letter->is_text;
    f[OFF_S_font] = (float)(a->font ? MIN(a->font, 60u) : NO_FONT);
    f[OFF_S_short_row] = (float)short_row(c, s->anchor);
    f[OFF_S_alike] = (float)off_log_of_count(
        GPOINTER_TO_UINT(g_hash_table_lookup(c->shapes, GUINT_TO_POINTER(a->shape))));
    for (guint i = before; i < start; i++)
        f[OFF_S_heading_before] =
            MAX(f[OFF_S_heading_before], off_is_heading(off_block(page, i)->tag));
    if (block >= blocks)
        return;
    const OffBlock *b = off_block(page, block);
    guint flags = off_box(page, b->box)->flags;
    f[OFF_S_block_words] = (float)off_log_of_count(b->chars > b->link_chars ? b->words : 0);
    f[OFF_S_row] = (float)MIN(b->links, 30u);
    f[OFF_S_bold] = b->chars ? (float)b->bold_chars / (float)b->chars : 0;
    f[OFF_S_in_foot] = (flags & (OFF_IN_FOOTER | OFF_NAMED_FOOTER)) != 0;
    f[OFF_S_in_head] = (flags & (OFF_IN_HEADER | OFF_IN_NAV | OFF_NAMED_NAV)) != 0;
    f[OFF_S_named_ad] = (flags & OFF_NAMED_AD) != 0;
    f[OFF_S_furniture] =
        (flags & OFF_NAMED_FURNITURE) != 0 || off_furniture_of(b->text ? b->text : "").words > 0;
    f[OFF_S_marked] =
        MAX(f[OFF_S_marked], (float)off_ends_with_sponsor(c->all->letter->plain[block]));
    s->sponsored = s->sponsored || (b->chars < LEAD_BLOCK && f[OFF_S_marked] > 0);
    f[OFF_S_at_end] = b->text && *a->link->text && ends_with_link(b->text, a->link->text);
    f[OFF_S_list_item] = (flags & OFF_IN_LIST) != 0;
    f[OFF_S_minutes] = b->text && b->chars < LEAD_BLOCK && tells_minutes(b->text);
    f[OFF_S_invited] = is_invited(b, a);
}

static void
of_neighbours(const Context *c, OffStory *s)
{
    guint anchors = c->all->anchors->len;
    guint from = s->anchor > NEAR_ANCHORS ? s->anchor - NEAR_ANCHORS : 0;
    guint to = MIN(s->anchor + NEAR_ANCHORS + 1, anchors);
    s->feature[OFF_S_refused_near] = (float)(c->refused[to] - c->refused[from]);
    guint all = c->refused[anchors];
    s->feature[OFF_S_refused_above] = all ? (float)c->refused[s->anchor] / (float)all : 0;
}

void
off_find_stories(OffAnchors *all)
{
    Context c = {.all = all,
                 .shapes = g_hash_table_new(g_direct_hash, g_direct_equal),
                 .hosts = g_hash_table_new(g_str_hash, g_str_equal)};
    group_links(all);
    read_context(&c);
    for (guint i = 0; i < all->stories->len; i++) {
        const char *host = off_anchor(all, off_story(all, i)->anchor)->host;
        if (host)
            add_one(c.hosts, (gpointer)(guintptr)host);
    }
    for (guint i = 0; i < all->stories->len; i++) {
        OffStory *s = off_story(all, i);
        of_links(&c, s, i);
        of_words(&c, s);
        of_address(&c, s);
        of_place(&c, s, i);
        of_neighbours(&c, s);
        s->worth = off_ask_forest_share(&story_forest, s->feature);
        s->lead = off_ask_forest_share(&lead_forest, s->feature);
    }
    g_free(c.prose);
    g_free(c.sponsors);
    g_free(c.refused);
    g_hash_table_unref(c.shapes);
    g_hash_table_unref(c.hosts);
}
