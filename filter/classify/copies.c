/* copies.c: what occurs in a page twice is printed once. */
#include "config.h"

#include "classify/pieces.h"

#include <string.h>

#define COPY_WORDS                                                                                 \
    8 /* of a block that may be a copy; in scripts without blanks two characters are one */
#define UNIT_WORDS 3
#define PAST_BLOCKS 3    /* before a unit, by which a copy of the whole text is known */
#define PAST_WORDS 15    /* so many are enough for that */
#define BETWEEN_BLOCKS 2 /* between a list and its copy for another width */
#define PULL_WORDS_MIN 8 /* of a sentence that is set in large type */
#define PULL_WORDS_MAX 60
#define PULL_BLOCKS 20
#define ECHO_WORDS 120
#define ECHO_PARTS 3     /* other blocks that are in it word for word */
#define ECHO_BLOCKS 2000 /* of a page that are compared */
#define ECHOES_MAX 50    /* long blocks that are looked at */

static gboolean
is_kept_text(const OffBlock *b)
{
    return b->kept && b->kind == OFF_BLOCK_TEXT;
}

/* --- units ------------------------------------------------------------------------------------
 */

static char *
text_of_unit(const OffPage *page, const OffUnit *u, guint *words)
{
    GString *text = g_string_new(NULL);
    *words = 0;
    for (guint i = u->first; i < u->end; i++) {
        const OffBlock *b = off_block(page, i);
        if (!is_kept_text(b))
            continue;
        g_string_append(text, b->text);
        g_string_append_c(text, '\n');
        *words += b->words;
    }
    return g_string_free(text, FALSE);
}

/* A writer shows a program again after what is said of it: in the same box. */
static gboolean
is_shown_again(const GArray *units, guint last, const OffUnit *again)
{
    return again->kind == OFF_UNIT_LISTING &&
           g_array_index(units, OffUnit, last).parent == again->parent;
}

/* The text before the block, kept or not; NULL at the beginning. */
static const OffBlock *
text_before(const OffPage *page, guint *index)
{
    while (*index > 0)
        if (off_block(page, --*index)->kind == OFF_BLOCK_TEXT)
            return off_block(page, *index);
    return NULL;
}

/* Does the same text lead up to both: a few blocks, or prose? */
static gboolean
have_one_past(const OffPage *page, const OffUnit *a, const OffUnit *b)
{
    guint at_a = a->first, at_b = b->first, words = 0;
    for (guint n = 0; n < PAST_BLOCKS && words < PAST_WORDS; n++) {
        const OffBlock *before_a = text_before(page, &at_a), *before_b = text_before(page, &at_b);
        if (!before_a) /* the page begins with the first */
            return n > 1;
        if (!before_b || strcmp(before_a->text, before_b->text) != 0)
            return FALSE;
        words += before_a->words;
    }
    return TRUE;
}

/* A writer says again what is true of another thing ("Cons: ..."), or shows the same output. It is
 * a copy if the text before it is one too, or if it comes twice in a row, for another width of the
 * screen. */
static gboolean
is_said_on_purpose(const OffPage *page, const OffUnit *last, const OffUnit *again)
{
    guint between = 0;
    for (guint i = last->end; i < again->first && between <= BETWEEN_BLOCKS; i++)
        between += is_kept_text(off_block(page, i));
    return between > BETWEEN_BLOCKS && !have_one_past(page, last, again);
}

/* A list, a table or a listing that comes again as a whole. */
static void
drop_unit_copies(OffPage *page, const GArray *units)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint k = 0; k < units->len; k++) {
        const OffUnit *u = &g_array_index(units, OffUnit, k);
        guint words;
        if (u->kind == OFF_UNIT_FIGURE) /* many pictures have the same credit */
            continue;
        g_autofree char *text = text_of_unit(page, u, &words);
        if (words < UNIT_WORDS)
            continue;
        guint last = GPOINTER_TO_UINT(g_hash_table_lookup(seen, text));
        g_hash_table_insert(seen, g_steal_pointer(&text), GUINT_TO_POINTER(k + 1));
        if (last == 0 || is_shown_again(units, last - 1, u) ||
            is_said_on_purpose(page, &g_array_index(units, OffUnit, last - 1), u))
            continue;
        for (guint i = u->first; i < u->end; i++)
            off_set_kept(off_block(page, i), FALSE, "said before");
    }
}

/* --- blocks -----------------------------------------------------------------------------------
 */

/* A page that holds its article twice, for a printer or for another width of the screen, prints it
 * once. What a writer says twice is in the same box. */
static void
drop_block_copies(OffPage *page, const GArray *units, const guint *unit)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        const OffUnit *u = unit[i] ? &g_array_index(units, OffUnit, unit[i] - 1) : NULL;
        if (!is_kept_text(b) || b->words < COPY_WORDS || off_is_heading(b->tag) ||
            (u && u->kind != OFF_UNIT_FIGURE))
            continue;
        guint at = GPOINTER_TO_UINT(g_hash_table_lookup(seen, b->text));
        if (at == 0) {
            g_hash_table_insert(seen, b->text, GUINT_TO_POINTER(i + 1));
            continue;
        }
        const OffBlock *first = off_block(page, at - 1);
        if (!u && off_box(page, first->box)->parent != off_box(page, b->box)->parent)
            off_set_kept(b, FALSE, "said before");
    }
}

/* The whole article once more in one piece, as data that programs read. */
static void
drop_echoes(OffPage *page)
{
    guint looked = 0;
    for (guint i = 0; i < page->blocks->len && looked < ECHOES_MAX; i++) {
        OffBlock *echo = off_block(page, i);
        guint said = 0;
        if (!is_kept_text(echo) || echo->words < ECHO_WORDS)
            continue;
        looked++;
        for (guint k = 0; k < MIN(page->blocks->len, ECHO_BLOCKS) && said < ECHO_PARTS; k++) {
            const OffBlock *b = off_block(page, k);
            said += k != i && is_kept_text(b) && b->words >= COPY_WORDS && b->chars < echo->chars &&
                    strstr(echo->text, b->text);
        }
        if (said >= ECHO_PARTS)
            off_set_kept(echo, FALSE, "all of it once more");
    }
}

/* --- sentences --------------------------------------------------------------------------------
 */

/* Without the quotation marks around it, the stop at its end, and its first letter: within a longer
 * sentence that is a small one. */
static char *
bare_sentence(const char *text)
{
    const char *end = text + strlen(text);
    while (*text && !g_unichar_isalnum(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    if (*text)
        text = g_utf8_next_char(text);
    while (end > text && !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(end))))
        end = g_utf8_prev_char(end);
    return g_strndup(text, end > text ? (gsize)(end - text) : 0);
}

/* Paragraphs of one sort in one box: what a writer says twice. */
static gboolean
is_same_sort(const OffPage *page, const OffBlock *a, const OffBlock *b)
{
    const OffBox *of_a = off_box(page, a->box), *of_b = off_box(page, b->box);
    return of_a->tag == of_b->tag && of_a->parent == of_b->parent &&
           g_strcmp0(off_attribute(of_a->node, "class"), off_attribute(of_b->node, "class")) == 0;
}

static gboolean
stands_near(const OffPage *page, guint i, const char *said)
{
    const OffBlock *quote = off_block(page, i);
    guint from = i > PULL_BLOCKS ? i - PULL_BLOCKS : 0;
    for (guint k = from; k < MIN(page->blocks->len, i + PULL_BLOCKS); k++) {
        const OffBlock *b = off_block(page, k);
        if (k != i && is_kept_text(b) && b->chars > quote->chars && !is_same_sort(page, quote, b) &&
            strstr(b->text, said))
            return TRUE;
    }
    return FALSE;
}

/* What a paper sets in large type in the middle of a text says a sentence of that text again. Its
 * source goes with it. */
static void
drop_pull_quotes(OffPage *page, const GArray *units, const guint *unit)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        OffBlock *b = off_block(page, i);
        const OffUnit *u = unit[i] ? &g_array_index(units, OffUnit, unit[i] - 1) : NULL;
        if (!is_kept_text(b) || b->words < PULL_WORDS_MIN || b->words > PULL_WORDS_MAX ||
            off_is_heading(b->tag) || off_is_announced(page, i) ||
            (u && (u->kind != OFF_UNIT_QUOTE || u->end - u->first > 2)))
            continue;
        g_autofree char *said = bare_sentence(b->text);
        if (!stands_near(page, i, said))
            continue;
        for (guint k = u ? u->first : i; k < (u ? u->end : i + 1); k++)
            off_set_kept(off_block(page, k), FALSE, "said again in large type");
    }
}

void
off_drop_copies(OffPage *page, const GArray *units)
{
    g_autofree guint *unit = off_units_of_blocks(page, units);
    drop_unit_copies(page, units);
    drop_block_copies(page, units, unit);
    drop_echoes(page);
    drop_pull_quotes(page, units, unit);
}
