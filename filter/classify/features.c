/* features.c: a block as a row of numbers.
 *
 * Shallow text features and those of the neighbours follow Kohlschütter et al. (WSDM 2010); names
 * of containers, boxes around and the agreement with a scored container are added (EXTRACTION.md, 5
 * to 9). */
#include "config.h"

#include "classify/features.h"

#include "classify/heart.h"
#include "wire/bounds.h"
#include "words/fold.h"

#include <math.h>
#include <string.h>

#define WINDOW 4       /* blocks to either side */
#define PROSE_CHARS 80 /* a block of so many characters, mostly without links, is prose */
#define NAME_LOSS                                                                                  \
    0.9             /* a name says so much less of a box that holds all text than of an empty one */
#define FAR 40      /* distances are not told apart beyond */
#define WORD_MAX 40 /* bytes of a word that fits the stack */
#define PICTURE_BLOCKS 4    /* of a box that is a picture with what is said of it */
#define LONG_TEXT 320       /* texts beyond are not looked through for furniture words */
#define DATE_LINE_CHARS 120 /* characters of a line that is looked through for a date */
#define BOLD_LINE_CHARS 60  /* characters of a bold line that is a heading */
#define LIKE_TIMES 3        /* a block of so many times the words of a text, */
#define LIKE_MORE 8         /* and so many more, can't be like it */
#define TITLE_LIKENESS 0.8f /* of a heading to the title: words in common, of all */
#define TITLE_COVER 0.7f    /* of the title's words, in the heading */

/* Counts are capped at these values. The forests were trained with them and with the numbers above:
 * after a change they must be retrained (tests/train). */
#define LINKS_MOST 20      /* links of a block */
#define STOPS_MOST 12      /* ends of sentences in a block */
#define REPEATS_MOST 5     /* blocks of the same words */
#define HEADLINES_MOST 5   /* headlines since the title */
#define ITEMS_MOST 60      /* blocks of a list */
#define BOX_MOST 40        /* blocks of a box */
#define UP_MOST 60         /* blocks of the box around it */
#define AFTER_MOST 8000    /* characters of prose after a block */
#define PARAGRAPHS_MOST 50 /* paragraphs there */
#define UNIT_MOST 60       /* blocks of a unit */
#define BESIDE_MOST 9      /* blocks between a block and the nearest prose */

/* The words of a text that other texts are compared with. */
typedef struct {
    GHashTable *words; /* set, in lower case */
    guint count;
} Words;

typedef struct {
    float likeness; /* found words, of those of the block */
    float cover;    /* and of those of the text that it is compared with */
} Likeness;

/* What is worked out once for each block. */
typedef struct {
    guint headlines;             /* h1 or title-like blocks before it */
    guint heading;               /* index of the heading above, + 1 */
    guint gap_before, gap_after; /* blocks since and until prose */
    guint prose_after;           /* characters */
    Likeness title, description; /* to these */
    guint unit;                  /* + 1; 0 if in none */
    guint beside_before;         /* prose in the same container, before and after */
    guint beside_after;
    OffFurniture furniture; /* of texts up to LONG_TEXT */
} Known;

struct OffFeatures {
    const OffPage *page;
    OffContainer container;
    OffSums all;
    Words title, description;
    GHashTable *texts; /* text -> how often */
    GHashTable *likes; /* signature -> characters of prose */
    guint headlines;
    guint heart;   /* off_heart_of() */
    GArray *units; /* OffUnit */
    Known *known;  /* by block */
};

static double
log_of(double n)
{
    return log1p(n);
}

static gboolean
is_prose(const OffBlock *b)
{
    return b->kind == OFF_BLOCK_TEXT && b->chars >= PROSE_CHARS && b->link_chars * 3 < b->chars;
}

/* --- texts ---------------------------------------------------------------------------------- */

static gunichar
last_character(const char *text)
{
    const char *end = text + strlen(text);
    while (end > text) {
        end = g_utf8_prev_char(end);
        gunichar c = g_utf8_get_char(end);
        if (c != '"' && c != '\'' && c != ')' && c != 0x201d && c != 0x2019 && c != 0xbb &&
            c != ' ' && c != ']')
            return c;
    }
    return 0;
}

static gboolean
ends_with_stop(const char *text)
{
    return off_is_sentence_end(last_character(text));
}

/* Writes a word in lower case into buffer. A longer word is allocated, and *owned is set to it. */
static const char *
lower_word(const char *word, gsize length, char buffer[WORD_MAX], char **owned)
{
    gsize n = 0;
    while (n < length && n < WORD_MAX - 1 && !(word[n] & 0x80)) {
        buffer[n] = g_ascii_tolower(word[n]);
        n++;
    }
    buffer[n] = '\0';
    *owned = n == length ? NULL : g_utf8_strdown(word, (gssize)length);
    return *owned ? *owned : buffer;
}

static gboolean
is_of_word(const char *p)
{
    if (!(*p & 0x80))
        return g_ascii_isalnum(*p);
    /* A combining mark belongs to its letter: in many scripts it is the vowel. */
    gunichar c = g_utf8_get_char(p);
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* After a letter and the marks on it. */
static const char *
behind_letter(const char *p)
{
    do
        p = g_utf8_next_char(p);
    while (*p & 0x80 && g_unichar_ismark(g_utf8_get_char(p)));
    return p;
}

/* The end of the word at p, and the start of the next one. In scripts without spaces every two
 * letters count as a word, and words overlap by one letter. */
static const char *
end_of_word(const char *p, const char **next)
{
    if (*p & 0x80 && off_is_unspaced(g_utf8_get_char(p))) {
        *next = behind_letter(p);
        gboolean pair = **next & 0x80 && off_is_unspaced(g_utf8_get_char(*next));
        return pair ? behind_letter(*next) : *next;
    }
    while (*p && is_of_word(p) && !(*p & 0x80 && off_is_unspaced(g_utf8_get_char(p))))
        p = g_utf8_next_char(p);
    return *next = p;
}

/* Counts the words of a text; those in the set are found. With add they go into the set instead. */
static void
count_words(const char *text, GHashTable *set, gboolean add, guint *count, guint *found)
{
    char buffer[WORD_MAX];
    for (const char *p = text; *p;) {
        while (*p && !is_of_word(p))
            p = g_utf8_next_char(p);
        const char *start = p;
        if (!*p)
            return;
        const char *end = end_of_word(p, &p);
        g_autofree char *owned = NULL;
        const char *word = lower_word(start, (gsize)(end - start), buffer, &owned);
        (*count)++;
        if (add)
            g_hash_table_add(set, g_strdup(word));
        else
            *found += g_hash_table_contains(set, word);
    }
}

static void
learn_words(Words *words, const char *text)
{
    guint found = 0;
    words->words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (text)
        count_words(text, words->words, TRUE, &words->count, &found);
}

/* A text much longer than the other is not compared. */
static Likeness
likeness_to(const Words *words, const OffBlock *b)
{
    guint count = 0, found = 0;
    if (words->count == 0 || b->words > words->count * LIKE_TIMES + LIKE_MORE)
        return (Likeness){0};
    count_words(b->text, words->words, FALSE, &count, &found);
    return (Likeness){.likeness = count ? (float)found / (float)count : 0,
                      .cover = MIN(1, (float)found / (float)words->count)};
}

static gboolean
has_date(const char *text)
{
    /* A recent year or a time of day, which with the block's length suffices to recognize a
     * dateline. */
    for (const char *p = text; *p; p++) {
        if (!g_ascii_isdigit(*p) || (p > text && g_ascii_isalnum(p[-1])))
            continue;
        guint n = 0;
        while (g_ascii_isdigit(p[n]))
            n++;
        if (n == 4 && (strncmp(p, "19", 2) == 0 || strncmp(p, "20", 2) == 0))
            return TRUE;
        if (n <= 2 && p[n] == ':' && g_ascii_isdigit(p[n + 1]))
            return TRUE;
        p += n - 1;
    }
    return FALSE;
}

static gboolean
starts_small(const char *text)
{
    return g_unichar_islower(g_utf8_get_char(text));
}

static void
text_features(const OffFeatures *f, guint index, float *out)
{
    const OffBlock *b = off_block(f->page, index);
    const Known *known = &f->known[index];
    double chars = MAX(b->chars, 1), words = MAX(b->words, 1);
    out[OFF_F_log_chars] = (float)log_of(b->chars);
    out[OFF_F_log_words] = (float)log_of(b->words);
    out[OFF_F_link_density] = (float)(b->link_chars / chars);
    out[OFF_F_links] = (float)MIN(b->links, LINKS_MOST);
    out[OFF_F_bold] = (float)(b->bold_chars / chars);
    out[OFF_F_stops] = (float)MIN(b->stops, STOPS_MOST);
    out[OFF_F_ends_with_stop] = ends_with_stop(b->text);
    out[OFF_F_ends_with_colon] = last_character(b->text) == ':';
    out[OFF_F_commas] = (float)(b->commas / words);
    out[OFF_F_digits] = (float)(b->digits / chars);
    out[OFF_F_capitals] = (float)(b->capitals / words);
    out[OFF_F_starts_small] = starts_small(b->text);
    out[OFF_F_word_length] = (float)(chars / words);
    out[OFF_F_furniture_words] = (float)known->furniture.words;
    out[OFF_F_lead_words] = known->furniture.lead;
    out[OFF_F_says_furniture] = known->furniture.share;
    out[OFF_F_has_date] = b->chars < DATE_LINE_CHARS && has_date(b->text);
    out[OFF_F_has_copyright] = strstr(b->text, "\xc2\xa9") != NULL;
    out[OFF_F_has_address] = strchr(b->text, '@') != NULL || strstr(b->text, "://") != NULL;
    guint times = GPOINTER_TO_UINT(g_hash_table_lookup(f->texts, b->text));
    out[OFF_F_repeats] = (float)MIN(times, REPEATS_MOST);
    out[OFF_F_title_likeness] = known->title.likeness;
    out[OFF_F_title_cover] = known->title.cover;
    out[OFF_F_description_likeness] = known->description.likeness;
    out[OFF_F_description_cover] = known->description.cover;
}

/* --- elements ------------------------------------------------------------------------------- */

static const struct {
    guint flag;
    int feature;
} flag_features[] = {
    {OFF_IN_NAV, OFF_F_in_nav},
    {OFF_IN_ASIDE, OFF_F_in_aside},
    {OFF_IN_FOOTER, OFF_F_in_footer},
    {OFF_IN_HEADER, OFF_F_in_header},
    {OFF_IN_FORM, OFF_F_in_form},
    {OFF_IN_TABLE, OFF_F_in_table},
    {OFF_IN_LIST, OFF_F_in_list},
    {OFF_IN_QUOTE, OFF_F_in_quote},
    {OFF_IN_FIGURE, OFF_F_in_figure},
    {OFF_IN_ARTICLE, OFF_F_in_article},
    {OFF_IN_MAIN, OFF_F_in_main},
    {OFF_HIDDEN, OFF_F_hidden},
    {OFF_BODY_PROPERTY, OFF_F_body_property},
    {OFF_NAMED_BODY, OFF_F_named_body},
    {OFF_NAMED_SHARE, OFF_F_named_share},
    {OFF_NAMED_RELATED, OFF_F_named_related},
    {OFF_NAMED_COMMENT, OFF_F_named_comment},
    {OFF_NAMED_NAV, OFF_F_named_nav},
    {OFF_NAMED_FOOTER, OFF_F_named_footer},
    {OFF_NAMED_SIDEBAR, OFF_F_named_sidebar},
    {OFF_NAMED_AD, OFF_F_named_ad},
    {OFF_NAMED_SIGNUP, OFF_F_named_signup},
    {OFF_NAMED_OVERLAY, OFF_F_named_overlay},
    {OFF_NAMED_AUTHOR, OFF_F_named_author},
    {OFF_NAMED_META, OFF_F_named_meta},
    {OFF_NAMED_CAPTION, OFF_F_named_caption},
    {OFF_NAMED_HEADLINE, OFF_F_named_headline},
};

/* For each flag: 1 minus the share of the page's text inside the innermost box that has it, so that
 * a name counts less the more it contains; 0 if no box around has it. */
static void
flag_shares(const OffFeatures *f, const OffBlock *b, float *out)
{
    guint seen = 0, index = b->box, all = off_box(f->page, b->box)->flags;
    double total = MAX(f->all.chars, 1);
    for (guint level = 0; level < OFF_LEVELS_MAX; level++) {
        const OffBox *box = off_box(f->page, index);
        guint fresh = box->own & ~seen;
        if (fresh) {
            OffSums sums = off_box_sums(f->page, box);
            float weight = (float)(1.0 - NAME_LOSS * sums.chars / total);
            for (guint i = 0; i < G_N_ELEMENTS(flag_features); i++)
                if (fresh & flag_features[i].flag)
                    out[flag_features[i].feature] = weight;
            if ((fresh & OFF_NAMED_FURNITURE) && !(seen & OFF_NAMED_FURNITURE))
                out[OFF_F_furniture_share] = (float)(sums.chars / total);
            seen |= fresh;
        }
        if (index == 0 || !(all & ~seen))
            return;
        index = box->parent;
    }
}

static void
element_features(const OffFeatures *f, const OffBlock *b, float *out)
{
    const OffBox *box = off_box(f->page, b->box);
    out[OFF_F_tag_p] = b->tag == OFF_TAG_p;
    out[OFF_F_tag_li] = b->tag == OFF_TAG_li;
    out[OFF_F_tag_heading] = off_is_heading(b->tag) ? (float)(b->tag - OFF_TAG_h1 + 1) : 0;
    out[OFF_F_tag_cell] = b->tag == OFF_TAG_td || b->tag == OFF_TAG_th;
    out[OFF_F_tag_caption] = b->tag == OFF_TAG_figcaption || b->tag == OFF_TAG_caption;
    out[OFF_F_tag_pre] = (box->flags & OFF_IN_PRE) != 0;
    out[OFF_F_tag_definition] = b->tag == OFF_TAG_dt || b->tag == OFF_TAG_dd;
    out[OFF_F_own_names] = (float)__builtin_popcount(
        (box->own | off_box(f->page, box->parent)->own) & OFF_NAMED_FURNITURE);
    flag_shares(f, b, out);
}

/* --- place ---------------------------------------------------------------------------------- */

/* Whether a block is inside a box, and how far: 0 at its start to 1 at its end, less before it and
 * more after it; and the share of the page's text that the box has. */
static void
place_in_box(const OffFeatures *f, guint index, guint box, float *inside, float *place,
             float *share)
{
    const OffBox *b = off_box(f->page, box);
    double span = MAX(b->end - b->first, 1);
    *inside = index >= b->first && index < b->end;
    *place = (float)CLAMP(((double)index - b->first) / span, -1, 2);
    *share = (float)(off_box_sums(f->page, b).chars / MAX(f->all.chars, 1));
}

static void
place_features(const OffFeatures *f, guint index, float *out)
{
    const OffBlock *b = off_block(f->page, index);
    const OffContainer *c = &f->container;
    double total = MAX(f->all.chars, 1), n = MAX(f->page->blocks->len, 1);
    OffSums before = off_range_sums(f->page, 0, index);
    out[OFF_F_position] = (float)(index / n);
    out[OFF_F_chars_before] = (float)(before.chars / total);
    out[OFF_F_after_headline] = (float)(f->headlines == 0 ? -1 : f->known[index].headlines > 0);
    out[OFF_F_headlines_away] = (float)MIN(f->known[index].headlines, HEADLINES_MOST);
    place_in_box(f, index, c->box, &out[OFF_F_in_container], &out[OFF_F_container_position],
                 &out[OFF_F_container_share]);
    place_in_box(f, index, c->prose, &out[OFF_F_in_prose_box], &out[OFF_F_prose_box_position],
                 &out[OFF_F_prose_box_share]);
    out[OFF_F_named_exists] = c->named != 0;
    out[OFF_F_in_named] = c->named != 0 && off_box_inside(f->page, b->box, c->named);
    out[OFF_F_page_density] = (float)off_link_density(&f->all);
}

/* --- boxes around --------------------------------------------------------------------------- */

static char *
signature_of(const OffFeatures *f, const OffBlock *b)
{
    const OffBox *box = off_box(f->page, b->box), *up = off_box(f->page, box->parent);
    const char *class = off_attribute(box->node, "class");
    const char *up_class = off_attribute(up->node, "class");
    return g_strconcat((const char *)box->node->name, ".", class ? class : "", "<",
                       (const char *)up->node->name, ".", up_class ? up_class : "", NULL);
}

static void
list_features(const OffFeatures *f, const OffBlock *b, float *out)
{
    guint index = b->box;
    if (!(off_box(f->page, index)->flags & OFF_IN_LIST))
        return;
    for (guint level = 0; index != 0 && !(off_box(f->page, index)->own & OFF_IN_LIST); level++) {
        if (level == OFF_LEVELS_MAX)
            return;
        index = off_box(f->page, index)->parent;
    }
    OffSums sums = off_box_sums(f->page, off_box(f->page, index));
    out[OFF_F_list_log_chars] = (float)log_of(sums.chars);
    out[OFF_F_list_density] = (float)off_link_density(&sums);
    out[OFF_F_list_items] = (float)MIN(sums.texts, ITEMS_MOST);
}

/* The nearest box, from this one outwards, with more texts than that. */
static guint
box_of_more(const OffPage *page, guint index, guint texts)
{
    for (guint level = 0; index != 0 && level < OFF_LEVELS_MAX; level++) {
        if (off_box_sums(page, off_box(page, index)).texts > texts)
            break;
        index = off_box(page, index)->parent;
    }
    return index;
}

static void
box_features(const OffFeatures *f, const OffBlock *b, float *out)
{
    const OffPage *page = f->page;
    double total = MAX(f->all.chars, 1);
    /* The element of the paragraph itself tells nothing: its box is the first that holds more. */
    guint index = box_of_more(page, b->box, 1);
    OffSums own = off_box_sums(page, off_box(page, index));
    out[OFF_F_box_blocks] = (float)MIN(own.texts, BOX_MOST);
    out[OFF_F_box_density] = (float)off_link_density(&own);
    out[OFF_F_box_share] = (float)(own.chars / total);
    guint up_index = box_of_more(page, index, own.texts);
    OffSums up = off_box_sums(page, off_box(page, up_index));
    out[OFF_F_up_blocks] = (float)MIN(up.texts, UP_MOST);
    out[OFF_F_up_mean_chars] = (float)log_of(up.chars / MAX(up.texts, 1.0));
    out[OFF_F_up_density] = (float)off_link_density(&up);
    out[OFF_F_up_share] = (float)(up.chars / total);
    out[OFF_F_up_paragraphs] = (float)MIN(up.paragraphs, PARAGRAPHS_MOST);
    guint upper = off_box(page, up_index)->parent;
    OffSums higher = off_box_sums(page, off_box(page, upper));
    out[OFF_F_upper_mean_chars] = (float)log_of(higher.chars / MAX(higher.texts, 1.0));
    out[OFF_F_upper_density] = (float)off_link_density(&higher);
    out[OFF_F_upper_share] = (float)(higher.chars / total);
    list_features(f, b, out);
    g_autofree char *signature = signature_of(f, b);
    out[OFF_F_like_share] =
        (float)(GPOINTER_TO_UINT(g_hash_table_lookup(f->likes, signature)) / total);
}

/* --- neighbours ----------------------------------------------------------------------------- */

/* The text block so many steps away, or NULL; passed: a picture stood between. */
static const OffBlock *
neighbour_block(const OffPage *page, guint index, int step, guint count, gboolean *passed)
{
    gint64 i = index;
    while (count > 0) {
        i += step;
        if (i < 0 || i >= page->blocks->len)
            return NULL;
        if (off_block(page, (guint)i)->kind == OFF_BLOCK_TEXT)
            count--;
        else if (passed)
            *passed = TRUE;
    }
    return off_block(page, (guint)i);
}

static void
measure_beside(const OffBlock *b, float *chars, float *density)
{
    *chars = b ? (float)log_of(b->chars) : -1;
    *density = b && b->chars ? (float)b->link_chars / (float)b->chars : 0;
}

static gboolean
same_parent(const OffPage *page, const OffBlock *a, const OffBlock *b)
{
    return a &&
           (a->box == b->box || off_box(page, a->box)->parent == off_box(page, b->box)->parent);
}

static void
neighbour_features(const OffFeatures *f, guint index, float *out)
{
    const OffPage *page = f->page;
    const OffBlock *b = off_block(page, index);
    gboolean before_media = FALSE, after_media = FALSE;
    const OffBlock *before = neighbour_block(page, index, -1, 1, &before_media);
    const OffBlock *after = neighbour_block(page, index, 1, 1, &after_media);
    measure_beside(before, &out[OFF_F_before1_log_chars], &out[OFF_F_before1_density]);
    measure_beside(after, &out[OFF_F_after1_log_chars], &out[OFF_F_after1_density]);
    out[OFF_F_before1_stop] = before && ends_with_stop(before->text);
    out[OFF_F_after1_stop] = after && ends_with_stop(after->text);
    out[OFF_F_before1_same_box] = same_parent(page, before, b);
    out[OFF_F_after1_same_box] = same_parent(page, after, b);
    out[OFF_F_before1_heading] = before && off_is_heading(before->tag);
    out[OFF_F_after1_heading] = after && off_is_heading(after->tag);
    out[OFF_F_before1_media] = before_media;
    if (before)
        out[OFF_F_before1_says] = f->known[before - off_block(page, 0)].furniture.others;
    out[OFF_F_after1_media] = after_media;
    measure_beside(neighbour_block(page, index, -1, 2, NULL), &out[OFF_F_before2_log_chars],
                   &out[OFF_F_before2_density]);
    measure_beside(neighbour_block(page, index, 1, 2, NULL), &out[OFF_F_after2_log_chars],
                   &out[OFF_F_after2_density]);
    guint first = index > WINDOW ? index - WINDOW : 0;
    guint end = MIN(index + WINDOW + 1, page->blocks->len);
    OffSums window = off_range_sums(page, first, end);
    out[OFF_F_window_mean_chars] = (float)log_of(window.chars / MAX(window.texts, 1.0));
    out[OFF_F_window_density] = (float)off_link_density(&window);
    guint heading = f->known[index].heading;
    out[OFF_F_under_furniture_heading] = heading > 0 && f->known[heading - 1].furniture.heading;
    out[OFF_F_blocks_since_heading] = (float)(heading ? MIN(index + 1 - heading, FAR) : FAR);
    out[OFF_F_prose_after] = (float)log_of(MIN(f->known[index].prose_after, AFTER_MOST));
    out[OFF_F_gap_before] = (float)f->known[index].gap_before;
    out[OFF_F_gap_after] = (float)f->known[index].gap_after;
}

/* --- pieces ------------------------------------------------------------------------------------
 */

static gboolean
beside_picture(const OffPage *page, guint index)
{
    guint box = off_block(page, index)->box;
    while (box != 0 && off_box(page, box)->end - off_box(page, box)->first < 2)
        box = off_box(page, box)->parent;
    const OffBox *b = off_box(page, box);
    for (guint i = b->first; i < b->end && b->end - b->first <= PICTURE_BLOCKS; i++)
        if (off_block(page, i)->kind == OFF_BLOCK_MEDIA)
            return TRUE;
    return FALSE;
}

static gboolean
is_plain(const OffPage *page, const OffBlock *b)
{
    const xmlNode *node = off_box(page, b->box)->node;
    return b->links == 0 && !off_attribute(node, "class") && !off_attribute(node, "id");
}

static void
unit_features(const OffFeatures *f, guint index, float *out)
{
    const OffUnit *u = &g_array_index(f->units, OffUnit, f->known[index].unit - 1);
    OffSums sums = off_range_sums(f->page, u->first, u->end);
    guint before = u->first;
    while (before > 0 && off_block(f->page, before - 1)->kind != OFF_BLOCK_TEXT)
        before--;
    out[OFF_F_unit_kind] = (float)u->kind + 1;
    out[OFF_F_unit_blocks] = (float)MIN(u->end - u->first, UNIT_MOST);
    out[OFF_F_unit_log_words] = (float)log_of(sums.words);
    out[OFF_F_unit_density] = (float)off_link_density(&sums);
    out[OFF_F_unit_stops] = (float)(sums.stops / MAX(sums.texts, 1.0));
    out[OFF_F_announced] =
        before > 0 && last_character(off_block(f->page, before - 1)->text) == ':';
}

static void
piece_features(const OffFeatures *f, guint index, float *out)
{
    const OffBlock *b = off_block(f->page, index);
    const Known *known = &f->known[index];
    if (f->heart)
        out[OFF_F_in_heart] = off_box_inside(f->page, b->box, f->heart) ? 1 : -1;
    if (known->unit)
        unit_features(f, index, out);
    out[OFF_F_plain] = is_plain(f->page, b);
    out[OFF_F_prose_before_beside] = (float)MIN(known->beside_before, BESIDE_MOST);
    out[OFF_F_prose_after_beside] = (float)MIN(known->beside_after, BESIDE_MOST);
    out[OFF_F_beside_picture] = beside_picture(f->page, index);
}

/* The box of a block, or of its unit, that has siblings. */
static guint
container_of(const OffFeatures *f, guint index)
{
    guint unit = f->known[index].unit;
    if (unit)
        return g_array_index(f->units, OffUnit, unit - 1).parent;
    const OffBox *box = off_box(f->page, off_block(f->page, index)->box);
    return box->end - box->first == 1 ? box->parent : off_block(f->page, index)->box;
}

static void
read_pieces(OffFeatures *f)
{
    guint n = f->page->blocks->len;
    g_autofree guint *prose = g_new0(guint, f->page->boxes->len);
    f->heart = off_heart_of(f->page);
    f->units = off_units_new(f->page, NULL);
    for (guint k = 0; k < f->units->len; k++) {
        const OffUnit *u = &g_array_index(f->units, OffUnit, k);
        for (guint i = u->first; i < u->end; i++)
            f->known[i].unit = k + 1;
    }
    for (guint i = 0; i < n; i++) {
        guint *count = &prose[container_of(f, i)];
        f->known[i].beside_before = *count;
        *count += is_prose(off_block(f->page, i));
    }
    for (guint i = 0; i < n; i++)
        f->known[i].beside_after =
            prose[container_of(f, i)] - f->known[i].beside_before - is_prose(off_block(f->page, i));
}

GArray *
off_features_units(const OffFeatures *f)
{
    return f->units;
}

guint
off_features_heart(const OffFeatures *f)
{
    return f->heart;
}

OffFurniture
off_features_furniture(const OffFeatures *f, guint block)
{
    const OffBlock *b = off_block(f->page, block);
    return b->chars <= LONG_TEXT ? f->known[block].furniture : off_furniture_of(b->text);
}

/* --- the page --------------------------------------------------------------------------------- */

static void
read_texts(OffFeatures *f)
{
    guint heading = 0;
    for (guint i = 0; i < f->page->blocks->len; i++) {
        const OffBlock *b = off_block(f->page, i);
        Known *known = &f->known[i];
        known->headlines = f->headlines;
        if (b->kind == OFF_BLOCK_TEXT) {
            known->title = likeness_to(&f->title, b);
            known->description = likeness_to(&f->description, b);
            if (b->tag == OFF_TAG_h1 ||
                (known->title.likeness > TITLE_LIKENESS && known->title.cover > TITLE_COVER &&
                 off_is_heading(b->tag)))
                f->headlines++;
            /* A short line alone in bold announces as a heading does. */
            gboolean bold_line = b->bold_chars == b->chars && b->chars < BOLD_LINE_CHARS;
            if (b->chars <= LONG_TEXT)
                known->furniture = off_furniture_of(b->text);
            if (off_is_heading(b->tag) || bold_line || known->furniture.heading)
                heading = i + 1;
        }
        known->heading = heading;
    }
}

static void
read_gaps(OffFeatures *f)
{
    guint gap = FAR, prose = 0, n = f->page->blocks->len;
    for (guint i = 0; i < n; i++) {
        f->known[i].gap_before = gap;
        gap = is_prose(off_block(f->page, i)) ? 0 : MIN(gap + 1, FAR);
    }
    gap = FAR;
    for (guint i = n; i-- > 0;) {
        f->known[i].gap_after = gap;
        f->known[i].prose_after = prose;
        gap = is_prose(off_block(f->page, i)) ? 0 : MIN(gap + 1, FAR);
        if (gap == 0)
            prose += off_block(f->page, i)->chars;
    }
}

static void
count_texts(OffFeatures *f)
{
    for (guint i = 0; i < f->page->blocks->len; i++) {
        const OffBlock *b = off_block(f->page, i);
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        guint times = GPOINTER_TO_UINT(g_hash_table_lookup(f->texts, b->text));
        g_hash_table_insert(f->texts, b->text, GUINT_TO_POINTER(times + 1));
        if (!is_prose(b))
            continue;
        char *signature = signature_of(f, b);
        guint chars = GPOINTER_TO_UINT(g_hash_table_lookup(f->likes, signature));
        g_hash_table_insert(f->likes, signature, GUINT_TO_POINTER(chars + b->chars));
    }
}

OffFeatures *
off_features_new(const OffPage *page, const OffContainer *container, const char *title,
                 const char *description)
{
    guint n = page->blocks->len;
    OffFeatures *f = g_new0(OffFeatures, 1);
    f->page = page;
    f->container = *container;
    f->all = off_range_sums(page, 0, n);
    learn_words(&f->title, title);
    learn_words(&f->description, description);
    f->texts = g_hash_table_new(g_str_hash, g_str_equal);
    f->likes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    f->known = g_new0(Known, n + 1);
    count_texts(f);
    read_texts(f);
    read_gaps(f);
    read_pieces(f);
    return f;
}

void
off_features_free(OffFeatures *f)
{
    if (!f)
        return;
    g_hash_table_unref(f->title.words);
    g_hash_table_unref(f->description.words);
    g_hash_table_unref(f->texts);
    g_hash_table_unref(f->likes);
    g_array_unref(f->units);
    g_free(f->known);
    g_free(f);
}

void
off_features_of(const OffFeatures *f, guint index, float out[OFF_FEATURES])
{
    const OffBlock *b = off_block(f->page, index);
    memset(out, 0, sizeof(float) * OFF_FEATURES);
    text_features(f, index, out);
    element_features(f, b, out);
    place_features(f, index, out);
    box_features(f, b, out);
    neighbour_features(f, index, out);
    piece_features(f, index, out);
}
