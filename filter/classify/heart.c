/* heart.c: names that say nothing, and the one element that holds the article. */
#include "config.h"

#include "classify/heart.h"

#include <string.h>

#define PROSE_WORDS 12 /* a block of so many words, mostly without links, is prose */
#define MOST 0.5       /* of the page's prose */
#define NEARLY_ALL 0.85
#define TITLE_BYTES 12 /* shorter titles are in too many places */

#define OF_NAMES                                                                                   \
    (OFF_NAMED_FURNITURE | OFF_NAMED_AUTHOR | OFF_NAMED_META | OFF_NAMED_CAPTION |                 \
     OFF_NAMED_HEADLINE | OFF_IN_FORM)

/* Words of prose in the blocks before each: of any script, as words are counted by page.c. */
static guint *
prose_before(const OffPage *page)
{
    guint n = page->blocks->len;
    guint *words = g_new(guint, n + 1);
    words[0] = 0;
    for (guint i = 0; i < n; i++) {
        const OffBlock *b = off_block(page, i);
        gboolean prose =
            b->kind == OFF_BLOCK_TEXT && b->words >= PROSE_WORDS && b->link_chars * 3 < b->chars;
        words[i + 1] = words[i] + (prose ? b->words : 0);
    }
    return words;
}

static char *
key_of(const char *text)
{
    g_autofree char *folded = off_fold(text);
    return g_utf8_casefold(folded, -1);
}

/* The first heading with the title; the number of blocks if there is none. */
static guint
title_block(const OffPage *page, const char *title)
{
    g_autofree char *said = title ? key_of(title) : NULL;
    for (guint i = 0; said && i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || !off_is_heading(b->tag))
            continue;
        g_autofree char *heading = key_of(b->text);
        if (strcmp(heading, said) == 0 || (strlen(heading) >= TITLE_BYTES && strstr(said, heading)))
            return i;
    }
    return page->blocks->len;
}

/* Which flags of a box are no evidence, by the share of prose in it. */
static guint
void_flags(const OffBox *box, double share, gboolean title)
{
    guint flags = 0;
    if (share >= MOST)
        flags |= OF_NAMES & ~(guint)OFF_NAMED_COMMENT;
    if (share >= NEARLY_ALL)
        flags |= OFF_NAMED_COMMENT;
    if (title)
        flags |= OFF_NAMED_FURNITURE;
    /* Content that a script shows later. A dialog covers the article, however long it is. */
    if (title || (share >= MOST && !off_attribute(box->node, "role")))
        flags |= OFF_HIDDEN;
    return flags;
}

void
off_void_names(OffPage *page, const char *title)
{
    g_autofree guint *prose = prose_before(page);
    guint all = prose[page->blocks->len], at = title_block(page, title);
    gboolean found = at < page->blocks->len;
    for (guint i = 1; i < page->boxes->len; i++) {
        OffBox *box = off_box(page, i);
        double share = all > 0 ? (double)(prose[box->end] - prose[box->first]) / all : 0;
        gboolean heading = off_is_heading(box->tag);
        box->own &= ~void_flags(box, share, found && !heading && at >= box->first && at < box->end);
        box->flags = off_box(page, box->parent)->flags | box->own;
    }
}

/* The outermost box with flag that holds the most prose; *others: prose of all others. */
static guint
largest_box(const OffPage *page, const guint *prose, guint flag, guint *most, guint *others)
{
    guint best = 0, all = 0;
    *most = 0;
    for (guint i = 1; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        if (!(box->own & flag) || (off_box(page, box->parent)->flags & flag))
            continue;
        guint words = prose[box->end] - prose[box->first];
        all += words;
        if (words > *most) {
            *most = words;
            best = i;
        }
    }
    *others = all - *most;
    return best;
}

/* Is the page's only <h1> in the box? */
static gboolean
holds_headline(const OffPage *page, guint box)
{
    guint inside = 0, all = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        gboolean headline = off_block(page, i)->tag == OFF_TAG_h1;
        all += headline;
        inside += headline && i >= off_box(page, box)->first && i < off_box(page, box)->end;
    }
    return inside > 0 && inside == all;
}

guint
off_heart_of(const OffPage *page)
{
    static const guint flags[] = {OFF_IN_ARTICLE, OFF_IN_MAIN};
    g_autofree guint *prose = prose_before(page);
    for (guint i = 0; i < G_N_ELEMENTS(flags); i++) {
        guint words, others;
        guint box = largest_box(page, prose, flags[i], &words, &others);
        double share = holds_headline(page, box) ? MOST / 2 : MOST;
        if (box != 0 && words >= prose[page->blocks->len] * share && others * 8 <= words)
            return box;
    }
    return 0;
}
