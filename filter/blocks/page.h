/* page.h: a page as a row of blocks under a tree of elements.
 *
 * A block is what a reader sees as one paragraph, heading, list item, table cell or picture. Every
 * element that can contain blocks has an OffBox, which spans the blocks inside it. Sums over blocks
 * are stored as prefix sums, so any box is measured in constant time. Counting text by blocks
 * follows Kohlschütter et al., Boilerplate Detection using Shallow Text Features (WSDM 2010). */
#ifndef OFF_PAGE_H
#define OFF_PAGE_H

#include "dom/dom.h"

/* What a box is, or is in. */
enum {
    OFF_IN_NAV = 1 << 0,
    OFF_IN_ASIDE = 1 << 1,
    OFF_IN_FOOTER = 1 << 2,
    OFF_IN_HEADER = 1 << 3,
    OFF_IN_FORM = 1 << 4,
    OFF_IN_TABLE = 1 << 5,
    OFF_IN_LIST = 1 << 6,
    OFF_IN_QUOTE = 1 << 7,
    OFF_IN_FIGURE = 1 << 8,
    OFF_IN_ARTICLE = 1 << 9,
    OFF_IN_MAIN = 1 << 10,
    OFF_IN_PRE = 1 << 11,
    OFF_HIDDEN = 1 << 12,
    OFF_BODY_PROPERTY = 1 << 13, /* itemprop="articleBody" */
    /* by class, id and the like: names.def */
    OFF_NAMED_BODY = 1 << 14,
    OFF_NAMED_SHARE = 1 << 15,
    OFF_NAMED_RELATED = 1 << 16,
    OFF_NAMED_COMMENT = 1 << 17,
    OFF_NAMED_NAV = 1 << 18,
    OFF_NAMED_FOOTER = 1 << 19,
    OFF_NAMED_SIDEBAR = 1 << 20,
    OFF_NAMED_AD = 1 << 21,
    OFF_NAMED_SIGNUP = 1 << 22,
    OFF_NAMED_OVERLAY = 1 << 23, /* cookie and paywall notices, pop-ups */
    OFF_NAMED_AUTHOR = 1 << 24,
    OFF_NAMED_META = 1 << 25, /* date, tags, category */
    OFF_NAMED_CAPTION = 1 << 26,
    OFF_NAMED_HEADLINE = 1 << 27,
    OFF_NAMED_EMBED = 1 << 28, /* somebody else's post */
    OFF_NAMED_FURNITURE = OFF_NAMED_SHARE | OFF_NAMED_RELATED | OFF_NAMED_COMMENT | OFF_NAMED_NAV |
                          OFF_NAMED_FOOTER | OFF_NAMED_SIDEBAR | OFF_NAMED_AD | OFF_NAMED_SIGNUP |
                          OFF_NAMED_OVERLAY,
};

typedef struct {
    xmlNode *node;
    guint parent;     /* index of the box around it; 0 is the root, its own parent */
    guint first, end; /* blocks [first, end) */
    guint behind;     /* index of the box after all that are inside it */
    guint own;        /* flags of this element alone */
    guint flags;      /* with those of all around it */
    OffTag tag;
    OffTag as;    /* the element that it is printed as; OFF_TAG_UNKNOWN: its own (pictures.c) */
    double score; /* score.c */
} OffBox;

typedef enum { OFF_BLOCK_TEXT, OFF_BLOCK_MEDIA } OffBlockKind;

typedef struct {
    OffBlockKind kind;
    guint box;     /* index of the nearest box */
    xmlNode *node; /* the media element, or the first text node */
    char *text;    /* folded; for pictures the alternative text */
    guint chars;   /* characters, white space folded */
    guint words;   /* two characters are a word in scripts without spaces */
    guint link_chars, links;
    guint bold_chars;
    guint stops;  /* . ! ? and the like in all scripts */
    guint commas; /* , ; and the like */
    guint digits;
    guint capitals; /* words that begin with a capital */
    OffTag tag;     /* of the box */
    gboolean kept;
    gboolean aside; /* kept with its picture: shown, but not counted as the article's words */
    float worth;    /* verdict.c: how sure, 0 to 1 */
    const char *why;
} OffBlock;

/* Sums over blocks before an index. */
typedef struct {
    guint chars, words, link_chars, links, stops, commas, paragraphs, texts;
} OffSums;

typedef struct {
    xmlDoc *doc;       /* owned */
    GArray *boxes;     /* OffBox */
    GArray *blocks;    /* OffBlock */
    GArray *sums;      /* OffSums, one more than blocks */
    GPtrArray *texts;  /* owned text of blocks */
    GHashTable *names; /* what names.c said of each class and id: a page says few, often */
} OffPage;

/* Reads the tree (taken). node->_private of a text or media node is its block's index + 1, of an
 * element that is a box its box's index + 1. */
OffPage *off_page_new(xmlDoc *doc);
void off_page_free(OffPage *page);

OffBox *off_box(const OffPage *page, guint index);
OffBlock *off_block(const OffPage *page, guint index);
/* The sums of a box, or of blocks [first, end). */
OffSums off_box_sums(const OffPage *page, const OffBox *box);
OffSums off_range_sums(const OffPage *page, guint first, guint end);
/* From the first kept block to after the last one; the whole page if none is kept. */
void off_kept_range(const OffPage *page, guint *first, guint *end);
/* Characters of the blocks [first, end) that are kept. */
guint off_kept_chars(const OffPage *page, guint first, guint end);
/* Link characters among all, 0 to 1. */
double off_link_density(const OffSums *sums);
/* Is the box at index inner inside (or the same as) the one at outer? */
gboolean off_box_inside(const OffPage *page, guint inner, guint outer);

/* Of a script that sets no blanks between words? */
gboolean off_is_unspaced(gunichar c);

/* Counts of a text by itself. */
void off_block_measure(OffBlock *block);

/* Is it a data table, not a layout? It has more than one row with more than one cell of text, and
 * contains no table. */
gboolean off_is_data_table(const OffPage *page, const xmlNode *table);

/* Hidden by an attribute, a class or a style of its own? */
gboolean off_is_hidden(const xmlNode *node);

/* names.c: the OFF_NAMED_* flags that class, id and the like of an element give. */
guint off_names_of(const xmlNode *node);
/* The same, remembering in seen (of g_str_hash, owning its keys) what each name gave: a page says
 * few, often. */
guint off_names_of_seen(const xmlNode *node, GHashTable *seen);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffPage, off_page_free)

#endif
