/* verdict.c: decides which blocks are the article.
 *
 * 1. Names of elements that contain everything are ignored (heart.c). 2. A forest of small decision
 * trees gives each block a score from 0 to 1 (features.def, model.h); a second one corrects it by
 * the scores of the blocks around (context.h). 3. Units that are kept or dropped as a whole are
 * found (units.c). 4. The cheapest cut through the tree of elements decides what is kept (cut.c).
 * 5. Further passes handle what scores cannot see: the title, copies, notes, headings over nothing,
 * pictures. */
#include "config.h"

#include "classify/verdict.h"

#include "classify/contents.h"
#include "classify/context.h"
#include "classify/cut.h"
#include "classify/heart.h"
#include "classify/model.h"
#include "classify/pieces.h"
#include "classify/score.h"
#include "words/fold.h"
#include "words/match.h"

#define BEST_CHARS 60        /* of a block that may be the best of its page */
#define ENOUGH_CHARS 100     /* with so many characters kept, nothing else is looked for */
#define WORTH_MIN 0.05f      /* the best block of a page that has an article is so sure */
#define EASED_WORTH 0.5f     /* of the best block: so sure is enough where no block is sure */
#define LINE_WORTH 0.3f      /* and so sure the best line, if there is no longer block */
#define WHOLE_TITLE 0.95f    /* a block with so many of the title's words has all of it */
#define TITLE_AND_TRAIL 0.6f /* and so many of its words are the title's: the rest is a trail */
#define SAME_TITLE 0.85f     /* so many words of each are the other's: a block is the title */
#define TITLE_BLOCKS 3       /* that an article begins with: one of them may be its title */
#define ENOUGH_WORDS 60      /* an article that has comments is not shorter */
#define VISIBLE_WORDS 25     /* with so much visible text, hidden text is not the article */
#define HIDDEN_TIMES 2       /* as much hidden as visible text: the page is shown by a script */
#define HEART_SHARE 0.5      /* of what is worth keeping */
#define END_BLOCKS 8         /* of a mail, at either end */
#define START_OTHERS 3       /* blocks without words of furniture, after which it has begun */
#define END_OTHERS 2         /* and before which it has ended */
#define SENTENCE_CHARS 60    /* of a block that is prose, no label */
#define END_CHARS 300

void
off_set_kept(OffBlock *b, gboolean kept, const char *why)
{
    b->kept = kept;
    b->why = why;
}

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

/* If no block scores high, the cut is repeated with scores relative to the best block. Short lines
 * are left out, unless the page has nothing else. */
static void
keep_something(OffPage *page, const OffFeatures *f, const GArray *units, guint heart,
               const OffPrices *prices)
{
    float best = 0, best_line = 0;
    if (off_kept_chars(page, 0, page->blocks->len) > ENOUGH_CHARS)
        return;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT && b->chars > BEST_CHARS)
            best = MAX(best, b->worth);
        else if (b->kind == OFF_BLOCK_TEXT)
            best_line = MAX(best_line, b->worth);
    }
    if (best == 0 && best_line >= LINE_WORTH)
        best = best_line;
    if (best < WORTH_MIN)
        return;
    OffPrices eased = *prices;
    eased.bias = -off_odds_of(best * EASED_WORTH);
    off_cut(page, f, units, heart, &eased);
}

/* The title is printed above the article, so drop it where it begins the text. */
static void
drop_title(OffPage *page, const OffFeatures *f, const GArray *units)
{
    g_autofree guint *unit = off_units_of_blocks(page, units);
    float row[OFF_FEATURES];
    for (guint i = 0, seen = 0; i < page->blocks->len && seen < TITLE_BLOCKS; i++) {
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
        /* A part of a piece is no title. */
        if ((same || holds) && unit[i] == 0)
            off_set_kept(b, FALSE, "the title");
    }
}

/* A link with the title leads to the page itself, or to its entry in a list. */
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
            off_set_kept(b, FALSE, "a link to itself");
    }
}

static gboolean
is_comment(const OffPage *page, const OffBlock *b)
{
    return (off_box(page, b->box)->flags & OFF_NAMED_COMMENT) != 0;
}

/* Readers' comments are not the article, if enough text is kept without them. */
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
            off_set_kept(b, FALSE, "a comment");
    }
}

static gboolean
is_hidden(const OffPage *page, const OffBlock *b)
{
    return (off_box(page, b->box)->flags & OFF_HIDDEN) != 0;
}

/* What cannot be seen is not read, unless the page would be empty without it, or nearly so: a
 * script shows it then. */
static void
drop_hidden(OffPage *page)
{
    guint visible = 0, hidden = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kept && b->kind == OFF_BLOCK_TEXT)
            *(is_hidden(page, b) ? &hidden : &visible) += b->words;
    }
    if (visible < VISIBLE_WORDS || hidden > visible * HIDDEN_TIMES)
        return;
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        if (b->kept && is_hidden(page, b))
            off_set_kept(b, FALSE, "hidden");
    }
}

/* The heart of the page, if what is worth keeping lies in it. */
static guint
sure_heart(const OffPage *page, guint heart)
{
    double inside = 0, all = 0;
    for (guint i = 0; heart != 0 && i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        double worth = b->kind == OFF_BLOCK_TEXT ? (double)b->worth * b->words : 0;
        all += worth;
        inside += off_box_inside(page, b->box, heart) ? worth : 0;
    }
    return inside >= all * HEART_SHARE ? heart : 0;
}

void
off_keep_all(OffPage *page)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        b->worth = 1;
        off_set_kept(b, !(off_box(page, b->box)->flags & OFF_HIDDEN), "all is the article");
    }
}

/* An entry of a numbered list stays, whatever its words: the others would get its number. */
static gboolean
is_numbered(const OffPage *page, const OffBlock *b)
{
    const OffBox *box = off_box(page, b->box);
    return box->tag == OFF_TAG_li && off_box(page, box->parent)->tag == OFF_TAG_ol;
}

/* A link "Read more" is the way to its story. */
static gboolean
leads_on(const char *text)
{
    static const OffPhrase phrases[] = {
#define OFF_MORE(phrase, langs) {phrase, 0},
#include "words/words.def"
    };
    static const OffPhrases more = {phrases, G_N_ELEMENTS(phrases)};
    g_autofree char *plain = off_comparable(text, 0);
    gsize from = 0;
    OffPhraseMatch m;
    return off_next_phrase(&more, plain, &from, &m) && m.start == 0 && plain[m.length] == '\0';
}

/* "View in browser" */
static gboolean
leads_to_itself(const char *text)
{
    static const OffPhrase phrases[] = {
#define OFF_ONLINE(phrase, langs) {phrase, 0},
#include "words/words.def"
    };
    static const OffPhrases online = {phrases, G_N_ELEMENTS(phrases)};
    g_autofree char *plain = off_comparable(text, 0);
    return off_has_phrase(&online, plain);
}

/* Prose may begin with "By" or "Photo" as furniture does. */
static gboolean
is_sentence(const OffBlock *b)
{
    return b->chars >= SENTENCE_CHARS && b->stops > 0 && b->link_chars * 5 < b->chars;
}

static gboolean
is_end_furniture(const OffPage *page, const OffBlock *b)
{
    if (b->chars >= END_CHARS || is_numbered(page, b) || off_is_heading(b->tag))
        return FALSE;
    OffFurniture said = off_furniture_of(b->text);
    if (said.words > 0 || (said.lead && !is_sentence(b)))
        return !leads_on(b->text);
    return leads_to_itself(b->text);
}

/* The furniture of a mail is at its two ends: short blocks with furniture words. Blocks without
 * them are what the mail is about; after a few of these any word may be a part of it. */
static void
drop_end_furniture(OffPage *page, gint64 from, gint64 step, guint others_max)
{
    guint passed = 0, others = 0;
    for (gint64 i = from;
         i >= 0 && i < page->blocks->len && passed < END_BLOCKS && others < others_max;
         i += step, passed++) {
        OffBlock *b = off_block(page, (guint)i);
        gboolean furniture = b->kind == OFF_BLOCK_TEXT && is_end_furniture(page, b);
        if (furniture)
            off_set_kept(b, FALSE, "furniture of the mail");
        others = furniture ? 0 : others + (b->kind == OFF_BLOCK_TEXT);
    }
}

void
off_keep_digest(OffPage *page)
{
    off_keep_all(page);
    drop_end_furniture(page, 0, 1, START_OTHERS);
    drop_end_furniture(page, (gint64)page->blocks->len - 1, -1, END_OTHERS);
}

void
off_settle_verdicts(OffPage *page, const OffFeatures *f, const OffPrices *prices)
{
    g_autofree gboolean *mixed = off_mixed_lists(page, prices);
    g_autoptr(GArray) units =
        mixed ? off_units_new(page, mixed) : g_array_ref(off_features_units(f));
    guint heart = sure_heart(page, off_features_heart(f));
    off_cut(page, f, units, heart, prices);
    keep_something(page, f, units, heart, prices);
    drop_hidden(page);
    drop_comments(page);
    off_keep_notes(page, units);
    off_drop_copies(page, units);
    drop_title(page, f, units);
    drop_title_links(page, f);
    off_drop_lead_lines(page, units);
    off_drop_title_tail(page);
    off_drop_contents(page);
    off_make_whole(page, units);
    off_judge_pictures(page, units, prices->caption);
    off_quote_posts(page, units);
    off_drop_bare_headings(page, units);
    off_check_pieces(page, units);
}

void
off_judge_blocks(OffPage *page, const char *title, const char *description)
{
    if (page->boxes->len == 0 || page->blocks->len == 0)
        return;
    off_void_names(page, title);
    OffContainer container = off_find_container(page);
    g_autoptr(OffFeatures) f = off_features_new(page, &container, title, description);
    weigh_blocks(page, f);
    off_weigh_again(page);
    off_settle_verdicts(page, f, &off_prices);
}
