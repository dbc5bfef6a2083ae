/* verdict.c: which blocks are the article.
 *
 * A forest of small decision trees (model.h, made by tests/train) gives each block of text a worth
 * from 0 to 1, by itself and its surroundings (features.def); a second one corrects it by what the
 * blocks around it are worth (context.h). Everything else here keeps the whole whole. */
#include "config.h"

#include "classify/verdict.h"

#include "classify/contents.h"
#include "classify/context.h"
#include "classify/features.h"
#include "classify/model.h"
#include "classify/score.h"

#include <string.h>

#define THRESHOLD 0.5f
#define LEAD_CHARS 90    /* a line that is shorter and ends no sentence may be a date or a name */
#define PULL_WORDS_MIN 5 /* of a sentence that is set in large type */
#define PULL_CHARS_MAX 250
#define PULL_BLOCKS 20
#define NEIGHBOUR_WORTH 0.25f
#define BEST_CHARS 60 /* of a block that may be the best of its page */
#define SHORT_CHARS 25
#define ENOUGH_CHARS 100 /* kept characters beside which nothing else is looked for */
#define WORTH_MIN 0.05f
#define LINE_WORTH 0.3f
#define LEAD_WORDS 5
#define HOME_SHARE 0.85 /* of the kept text that has to stand in one box */
#define STRAY_WORTH 0.8f
#define WHOLE_TITLE 0.95f
#define TITLE_AND_TRAIL 0.6f
#define SERIES_MIN 5 /* titles that make a series */
#define SERIES_WORDS_MIN 5
#define SERIES_WORDS_MAX 24
#define TAIL_WORDS 3
#define END_BLOCKS 8 /* of a mail, at either end */
#define END_CHARS 300
#define ENOUGH_WORDS 60 /* an article that has comments is not shorter */
#define REPEAT_CHARS 100
#define REPEATS_MIN 3
#define ECHO_CHARS 800
#define ECHO_PARTS 3     /* other blocks that stand in it word for word */
#define ECHO_BLOCKS 2000 /* of a page that are compared */
#define LONG_ROW 60      /* paragraphs of one sort; few articles have as many */
#define ROW_CHARS 30
#define TABLE_WORTH 0.3 /* a table is the article's where it is worth so much on the whole */
#define LIST_SHARE 2    /* and a list where one part in so many is */
#define LIST_MIN 3
#define LIST_LINKS 0.5
#define NO_TEXT (OFF_NAMED_COMMENT | OFF_IN_NAV | OFF_HIDDEN)
#define FIGURE_BLOCKS 8 /* a figure with more is a gallery */
#define SAME_TITLE                                                                                 \
    0.85f /* a block with so many of the title's words, and hardly others, is the title */

static void
weigh_blocks(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        off_features_of(f, i, row);
        b->worth = (float)off_ask_forest_share(&block_forest, row);
    }
}

/* --- what the trees do not see ------------------------------------------------------------------
 */

static void
set(OffBlock *b, gboolean kept, const char *why)
{
    b->kept = kept;
    b->why = why;
}

/* Where nothing is sure, the best there is: blocks at least half as good as the best. Short lines
 * are none of it, but where a page has nothing else. */
static void
keep_something(OffPage *page)
{
    float best = 0, best_line = 0;
    guint kept = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kept)
            kept += b->chars;
        else if (b->kind == OFF_BLOCK_TEXT && b->chars > BEST_CHARS)
            best = MAX(best, b->worth);
        else if (b->kind == OFF_BLOCK_TEXT)
            best_line = MAX(best_line, b->worth);
    }
    gboolean lines = kept == 0 && best == 0 && best_line >= LINE_WORTH;
    if (kept > ENOUGH_CHARS || (best < WORTH_MIN && !lines))
        return;
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT && b->worth >= (lines ? best_line : best) * 0.5f &&
            (lines || b->chars > SHORT_CHARS))
            set(b, TRUE, "the best there is");
    }
}

/* The title stands above the article, not in it. Only before its text begins. */
static void
drop_title(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    for (guint i = 0, seen = 0; i < page->blocks->len && seen < 3; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || !b->kept)
            continue;
        seen++;
        off_features_of(f, i, row);
        gboolean same =
            row[OFF_F_title_likeness] >= SAME_TITLE && row[OFF_F_title_cover] >= SAME_TITLE;
        /* "Home > News > The title - The site": the whole of it, with not much else. */
        gboolean holds = row[OFF_F_title_cover] >= WHOLE_TITLE &&
                         row[OFF_F_title_likeness] >= TITLE_AND_TRAIL && !row[OFF_F_ends_with_stop];
        if (same || holds)
            set(b, FALSE, "the title");
    }
}

/* A link that says the title once more leads to the page itself, or to its twin in a list. */
static void
drop_title_links(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || !b->kept || b->link_chars < b->chars || b->words < 2)
            continue;
        off_features_of(f, i, row);
        if (row[OFF_F_title_likeness] >= WHOLE_TITLE && row[OFF_F_title_cover] >= WHOLE_TITLE)
            set(b, FALSE, "a link to itself");
    }
}

/* Nearly all of an article stands in one box. What was kept outside of it has to be surer than the
 * rest. A table or a list is no such box: what it is about stands before it. */
static void
drop_strays(OffPage *page)
{
    guint all = off_kept_chars(page, 0, page->blocks->len), home = 0;
    for (guint i = 1; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        gboolean is_matter = box->tag == OFF_TAG_table || box->tag == OFF_TAG_ul ||
                             box->tag == OFF_TAG_ol || box->tag == OFF_TAG_dl;
        if (box->parent == home && !is_matter &&
            off_kept_chars(page, box->first, box->end) >= all * HOME_SHARE)
            home = i;
    }
    const OffBox *box = off_box(page, home);
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kept && (i < box->first || i >= box->end) && b->worth < STRAY_WORTH)
            set(b, FALSE, "apart from the text");
    }
}

/* Do the boxes of two blocks stand in the same one, under the same name? */
static gboolean
is_beside(const OffPage *page, const OffBlock *a, const OffBlock *b)
{
    const OffBox *of_a = off_box(page, a->box), *of_b = off_box(page, b->box);
    return of_a->parent == of_b->parent && of_a->own == of_b->own;
}

static gboolean
is_comment(const OffPage *page, const OffBlock *b)
{
    return (off_box(page, b->box)->flags & OFF_NAMED_COMMENT) != 0;
}

/* What readers say below an article is not the article, where enough of one stands without it. */
static void
drop_comments(OffPage *page)
{
    guint words = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kept && !is_comment(page, b))
            words += b->words;
    }
    for (guint i = 0; i < page->blocks->len && words >= ENOUGH_WORDS; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kept && is_comment(page, b))
            set(b, FALSE, "a comment");
    }
}

/* A page that holds its article twice, for a printer or for a program, prints it once: of several
 * paragraphs the second copies go. What a writer says twice stands in the same box. */
static void
drop_repeats(OffPage *page)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) copies = g_ptr_array_new();
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || !b->kept || b->chars < REPEAT_CHARS)
            continue;
        const OffBlock *first = g_hash_table_lookup(seen, b->text);
        if (!first)
            g_hash_table_insert(seen, b->text, b);
        else if (off_box(page, first->box)->parent != off_box(page, b->box)->parent)
            g_ptr_array_add(copies, b);
    }
    for (guint i = 0; copies->len >= REPEATS_MIN && i < copies->len; i++)
        set(copies->pdata[i], FALSE, "said before");
}

/* The whole article once more in one piece, as data that programs read. */
static void
drop_echoes(OffPage *page)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *echo = off_block(page, i);
        guint said = 0;
        if (echo->kind != OFF_BLOCK_TEXT || !echo->kept || echo->chars < ECHO_CHARS)
            continue;
        for (guint k = 0; k < MIN(page->blocks->len, ECHO_BLOCKS) && said < ECHO_PARTS; k++) {
            const OffBlock *b = off_block(page, k);
            said += k != i && b->kind == OFF_BLOCK_TEXT && b->kept && b->chars >= REPEAT_CHARS &&
                    b->chars < echo->chars && strstr(echo->text, b->text);
        }
        if (said >= ECHO_PARTS)
            set(echo, FALSE, "all of it once more");
    }
}

/* In a long row of paragraphs of one sort, in one box, each is the article's, wherever in the page
 * it stands and whatever it speaks of: the trees have seen few books. */
static void
keep_long_rows(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    const OffBlock *before = NULL;
    guint alike = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        gboolean same = before && b->tag == before->tag && is_beside(page, before, b);
        if (!b->kept && same && alike >= LONG_ROW && b->chars >= ROW_CHARS &&
            b->link_chars * 2 < b->chars) {
            off_features_of(f, i, row);
            if (row[OFF_F_ends_with_stop] > 0 && row[OFF_F_lead_words] == 0)
                set(b, TRUE, "one of a long row");
        }
        alike = b->kept && same ? alike + 1 : 0;
        before = b;
    }
}

/* A table is read as a whole, or not at all. */
static void
keep_whole_tables(OffPage *page)
{
    for (guint i = 0; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        if (box->tag != OFF_TAG_table || box->end - box->first < 4)
            continue;
        double worth = 0, all = 0;
        guint kept = 0;
        for (guint k = box->first; k < box->end; k++) {
            const OffBlock *b = off_block(page, k);
            if (b->kind != OFF_BLOCK_TEXT)
                continue;
            kept += b->kept;
            all += b->chars;
            worth += (double)b->worth * b->chars;
        }
        if (kept == 0 || all == 0 || !off_is_data_table(page, box->node))
            continue;
        gboolean whole = worth >= all * TABLE_WORTH;
        for (guint k = box->first; k < box->end; k++)
            if (off_block(page, k)->kind == OFF_BLOCK_TEXT)
                set(off_block(page, k), whole,
                    whole ? "a table of the text" : "a table of something else");
    }
}

static gboolean
is_list(const OffBox *box)
{
    return box->tag == OFF_TAG_ul || box->tag == OFF_TAG_ol || box->tag == OFF_TAG_dl;
}

/* Nor is a list read in part, where its entries are words and not links. */
static void
keep_whole_lists(OffPage *page)
{
    for (guint i = 0; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        if (!is_list(box) || (box->flags & NO_TEXT) || box->end - box->first < LIST_MIN)
            continue;
        OffSums sums = off_box_sums(page, box);
        guint kept = off_kept_chars(page, box->first, box->end);
        if (kept * LIST_SHARE < sums.chars || off_link_density(&sums) >= LIST_LINKS)
            continue;
        for (guint k = box->first; k < box->end; k++) {
            OffBlock *b = off_block(page, k);
            gboolean entry = b->tag == OFF_TAG_li || b->tag == OFF_TAG_dt || b->tag == OFF_TAG_dd;
            if (b->kind == OFF_BLOCK_TEXT && !b->kept && entry &&
                !(off_box(page, b->box)->flags & NO_TEXT))
                set(b, TRUE, "a list of the text");
        }
    }
}

static gboolean
in_data_table(const OffPage *page, const OffBlock *b)
{
    guint box = b->box;
    while (box != 0 && off_box(page, box)->tag != OFF_TAG_table)
        box = off_box(page, box)->parent;
    return box != 0 && off_is_data_table(page, off_box(page, box)->node);
}

/* Where the first kept block stands that reads as text, not as a line above it ("Dear reader,"
 * does); behind all where there is none. */
static guint
begin_of_text(const OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || !b->kept)
            continue;
        off_features_of(f, i, row);
        if (b->chars >= LEAD_CHARS || row[OFF_F_ends_with_stop] > 0 ||
            g_str_has_suffix(b->text, ","))
            return i;
    }
    return page->blocks->len;
}

/* What stands between title and text is not the text: dates, names of authors, counters. Short
 * lines that are no sentence, before the first that is. */
static void
drop_lead(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    guint text = begin_of_text(page, f);
    if (text == page->blocks->len)
        return;
    for (guint i = 0; i < text; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || !b->kept)
            continue;
        off_features_of(f, i, row);
        gboolean line = !off_is_heading(b->tag) && b->tag != OFF_TAG_dt && b->tag != OFF_TAG_dd &&
                        b->words <= LEAD_WORDS && !row[OFF_F_in_quote] && !row[OFF_F_tag_pre] &&
                        !in_data_table(page, b);
        if (row[OFF_F_has_date] > 0 || line)
            set(b, FALSE, "before the text begins");
    }
}

/* A line as titles are: some words, and no stop at the end. */
static gboolean
is_title_like(const OffBlock *b, const float *row)
{
    return b->words >= SERIES_WORDS_MIN && b->words <= SERIES_WORDS_MAX &&
           !(row[OFF_F_ends_with_stop] > 0 && b->text[strlen(b->text) - 1] == '.') &&
           !row[OFF_F_ends_with_colon] && !row[OFF_F_starts_small] && !row[OFF_F_in_quote] &&
           !row[OFF_F_tag_pre];
}

/* The index of the last kept block before end, or -1. */
static gint64
last_kept(const OffPage *page, gint64 end)
{
    while (--end >= 0)
        if (off_block(page, (guint)end)->kept &&
            off_block(page, (guint)end)->kind == OFF_BLOCK_TEXT)
            return end;
    return -1;
}

/* Series of titles behind the text are other articles, whether they are links or not: lines without
 * an end, one after the other, with now and then a word or two that announce them. The same lines
 * before the last paragraph are a list of the article's own, and so are those behind a colon. */
static void
drop_series(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    guint titles = 0, others = 0;
    gint64 start = (gint64)page->blocks->len, at = start;
    while ((at = last_kept(page, at)) >= 0) {
        const OffBlock *b = off_block(page, (guint)at);
        off_features_of(f, (guint)at, row);
        if (row[OFF_F_ends_with_colon])
            return;
        if (is_title_like(b, row))
            titles++;
        else if (b->words < SERIES_WORDS_MIN && !row[OFF_F_ends_with_stop])
            others++;
        else
            break;
        start = at;
    }
    if (at < 0 || titles < SERIES_MIN || others * 2 > titles)
        return;
    for (guint i = (guint)start; i < page->blocks->len; i++)
        if (off_block(page, i)->kept)
            set(off_block(page, i), FALSE, "a series of titles");
}

/* A word or two behind the last paragraph, no sentence and in no list, are a counter or a button.
 */
static void
drop_tail(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    gint64 at = last_kept(page, (gint64)page->blocks->len);
    gint64 before = at > 0 ? last_kept(page, at) : -1;
    if (before < 0)
        return;
    OffBlock *b = off_block(page, (guint)at);
    off_features_of(f, (guint)at, row);
    gboolean part = b->tag == OFF_TAG_li || b->tag == OFF_TAG_dd || row[OFF_F_tag_heading] > 0 ||
                    row[OFF_F_in_quote] > 0 || row[OFF_F_tag_pre] > 0 || in_data_table(page, b);
    off_features_of(f, (guint)before, row);
    gboolean follows_text =
        off_block(page, (guint)before)->chars >= LEAD_CHARS && row[OFF_F_ends_with_stop] > 0;
    off_features_of(f, (guint)at, row);
    gboolean counts = b->digits > 0 || off_furniture_of(b->text).words > 0;
    if (!part && follows_text && counts && b->words <= TAIL_WORDS && !row[OFF_F_ends_with_stop])
        set(b, FALSE, "behind the text");
}

/* The heading right above a list of the text is the text's, whatever it says ("References"). */
static void
keep_list_headings(OffPage *page)
{
    gboolean text_above = FALSE;
    for (guint i = 0; i + 1 < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        const OffBlock *next = off_block(page, i + 1);
        gboolean list = next->kept && next->link_chars * 2 < next->chars &&
                        (next->tag == OFF_TAG_li || next->tag == OFF_TAG_dt);
        if (b->kind == OFF_BLOCK_TEXT && off_is_heading(b->tag) && !b->kept && text_above && list)
            set(b, TRUE, "the heading of a list");
        text_above = text_above || (b->kept && b->kind == OFF_BLOCK_TEXT && b->chars > LEAD_CHARS);
    }
}

/* Without the quotation marks around it and the stop at its end. */
static char *
bare_sentence(const char *text)
{
    const char *end = text + strlen(text);
    while (*text && !g_unichar_isalnum(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    while (end > text && !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(end))))
        end = g_utf8_prev_char(end);
    return g_strndup(text, (gsize)(end - text));
}

/* What a paper sets in large type in the middle of a text says a sentence of that text again. */
static void
drop_pull_quotes(OffPage *page)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *quote = off_block(page, i);
        if (quote->kind != OFF_BLOCK_TEXT || !quote->kept || quote->words < PULL_WORDS_MIN ||
            quote->chars > PULL_CHARS_MAX || !(off_box(page, quote->box)->flags & OFF_IN_QUOTE))
            continue;
        g_autofree char *said = bare_sentence(quote->text);
        guint from = i > PULL_BLOCKS ? i - PULL_BLOCKS : 0;
        for (guint k = from; k < MIN(page->blocks->len, i + PULL_BLOCKS); k++) {
            const OffBlock *b = off_block(page, k);
            if (k != i && b->kept && b->kind == OFF_BLOCK_TEXT && b->chars > quote->chars &&
                strstr(b->text, said))
                set(quote, FALSE, "said again in large type");
        }
    }
}

/* Nearly sure, a sentence, and beside one that is: a text does not stop before its last line. */
static void
keep_neighbours(OffPage *page, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    const OffBlock *before = NULL;
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        if (!b->kept && before && before->kept && b->worth >= NEIGHBOUR_WORTH &&
            b->tag == before->tag && b->chars >= ROW_CHARS && b->link_chars * 2 < b->chars &&
            is_beside(page, before, b)) {
            off_features_of(f, i, row);
            if (row[OFF_F_ends_with_stop] > 0)
                set(b, TRUE, "beside the text");
        }
        if (!off_is_heading(b->tag) || !b->kept)
            before = b;
    }
}

/* Does a picture stand right under it? */
static gboolean
heads_picture(const OffPage *page, guint i)
{
    const OffBlock *next = i + 1 < page->blocks->len ? off_block(page, i + 1) : NULL;
    return next && next->kind == OFF_BLOCK_MEDIA &&
           !(off_box(page, next->box)->flags & (NO_TEXT | OFF_NAMED_FURNITURE));
}

/* A heading with nothing under it announces what was dropped. */
static void
drop_bare_headings(OffPage *page)
{
    gboolean text_after = FALSE;
    OffTag below = OFF_TAG_UNKNOWN;
    for (guint i = page->blocks->len; i-- > 0;) {
        OffBlock *b = off_block(page, i);
        if (!b->kept || b->kind != OFF_BLOCK_TEXT)
            continue;
        gboolean heading = off_is_heading(b->tag);
        if (heading && !text_after && below == OFF_TAG_UNKNOWN && !heads_picture(page, i)) {
            set(b, FALSE, "a heading with nothing under it");
            continue;
        }
        text_after = !heading;
        below = b->tag;
    }
}

/* Pictures and players between kept text belong to it, where no furniture names them. */
static void
judge_media(OffPage *page)
{
    gint64 last_kept = -1;
    guint n = page->blocks->len;
    g_autofree guint *next_kept = g_new(guint, n + 1);
    next_kept[n] = n;
    for (guint i = n; i-- > 0;)
        next_kept[i] = off_block(page, i)->kept ? i : next_kept[i + 1];
    for (guint i = 0; i < n; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT) {
            if (b->kept)
                last_kept = i;
            continue;
        }
        guint flags = off_box(page, b->box)->flags;
        gboolean between =
            last_kept >= 0 ? next_kept[i] < n && i - (guint)last_kept < 6 && next_kept[i] - i < 6
                           : next_kept[i] - i < 3;
        gboolean furniture =
            (flags & (OFF_NAMED_FURNITURE | OFF_NAMED_AUTHOR | OFF_IN_NAV | OFF_HIDDEN)) &&
            !(last_kept >= 0 &&
              off_box(page, off_block(page, (guint)last_kept)->box)->flags == flags);
        gboolean headed = last_kept >= 0 && (guint)last_kept + 1 == i &&
                          off_is_heading(off_block(page, (guint)last_kept)->tag);
        if ((between || headed) && !furniture)
            set(b, TRUE, "a picture of the text");
    }
}

/* A picture that stays keeps its caption. */
static void
keep_captions(OffPage *page)
{
    for (guint i = 0; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        gboolean picture = FALSE;
        if (box->tag != OFF_TAG_figure || box->end - box->first > FIGURE_BLOCKS)
            continue;
        for (guint k = box->first; k < box->end; k++)
            picture = picture ||
                      (off_block(page, k)->kind == OFF_BLOCK_MEDIA && off_block(page, k)->kept);
        for (guint k = box->first; picture && k < box->end; k++) {
            OffBlock *b = off_block(page, k);
            if (b->kind == OFF_BLOCK_TEXT && !b->kept && b->tag == OFF_TAG_figcaption) {
                set(b, TRUE, "a caption");
                b->aside = TRUE;
            }
        }
    }
}

void
off_keep_all(OffPage *page)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        b->worth = 1;
        set(b, !(off_box(page, b->box)->flags & OFF_HIDDEN), "all is the article");
    }
}

/* A mail's furniture stands at its two ends: short blocks of the words that furniture is made of.
 */
static void
drop_end_furniture(OffPage *page, gint64 from, gint64 step)
{
    guint passed = 0;
    for (gint64 i = from; i >= 0 && i < page->blocks->len && passed < END_BLOCKS;
         i += step, passed++) {
        OffBlock *b = off_block(page, (guint)i);
        if (b->kind != OFF_BLOCK_TEXT || b->chars >= END_CHARS)
            continue;
        OffFurniture said = off_furniture_of(b->text);
        if (said.words > 0 || said.lead)
            set(b, FALSE, "furniture of the mail");
    }
}

void
off_keep_digest(OffPage *page)
{
    off_keep_all(page);
    drop_end_furniture(page, 0, 1);
    drop_end_furniture(page, (gint64)page->blocks->len - 1, -1);
}

void
off_settle_verdicts(OffPage *page, const OffFeatures *f)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT)
            set(b, b->worth >= THRESHOLD, b->worth >= THRESHOLD ? "text" : "furniture");
    }
    keep_something(page);
    drop_comments(page);
    drop_repeats(page);
    drop_echoes(page);
    keep_long_rows(page, f);
    drop_strays(page);
    keep_whole_tables(page);
    keep_whole_lists(page);
    drop_title(page, f);
    drop_title_links(page, f);
    drop_lead(page, f);
    drop_series(page, f);
    drop_tail(page, f);
    keep_neighbours(page, f);
    keep_list_headings(page);
    off_drop_contents(page);
    drop_pull_quotes(page);
    drop_bare_headings(page);
    judge_media(page);
    keep_captions(page);
}

void
off_judge_blocks(OffPage *page, const char *title)
{
    if (page->boxes->len == 0 || page->blocks->len == 0)
        return;
    OffContainer container = off_find_container(page);
    g_autoptr(OffFeatures) f = off_features_new(page, &container, title);
    weigh_blocks(page, f);
    off_weigh_again(page);
    off_settle_verdicts(page, f);
}
