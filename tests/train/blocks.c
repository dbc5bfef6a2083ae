/* blocks.c: writes the blocks of pages with their features, for train.py.
 *
 * usage: blocks LIST [WORTHS [context] | titles]
 * LIST has a line "page file url" for each page. Without WORTHS: for each block of text a line
 * "page<TAB>features<TAB>text". With WORTHS (a number for each of those lines): for each page a
 * line "page<TAB>text" of what would be kept by these worths, line ends written as U+241E (for each
 * set of prices in OFF_PRICES: read_prices()). With
 * "context" after it: for each block the line again, with the numbers of context.def by these
 * worths. With "titles": for each candidate for a title a line "page<TAB>numbers<TAB>text". */
#include "config.h"

#include "blocks/prepare.h"
#include "dom/charset.h"
#include "clean/clean.h"
#include "classify/context.h"
#include "classify/features.h"
#include "classify/heart.h"
#include "classify/score.h"
#include "metadata/choose.h"
#include "metadata/metadata.h"
#include "metadata/title.h"
#include "classify/verdict.h"

#include <offprint/render.h>

#include <stdio.h>
#include <stdlib.h>

static FILE *worths;
static gboolean titles, contexts;
static GArray *prices; /* OffPrices that are tried */

static void
set_price(OffPrices *set, const char *name, float value)
{
#define OFF_PRICE(price, unused)                                                                   \
    if (g_str_equal(name, #price))                                                                 \
        set->price = value;
#include "classify/prices.def"
#undef OFF_PRICE
}

/* OFF_PRICES: sets parted by semicolons, each with name=value pairs that are parted by blanks. What
 * a set does not name is as it is compiled in. */
static void
read_prices(void)
{
    const char *said = g_getenv("OFF_PRICES");
    g_auto(GStrv) sets = g_strsplit(said ? said : " ", ";", -1);
    prices = g_array_new(FALSE, FALSE, sizeof(OffPrices));
    for (guint i = 0; sets[i]; i++) {
        OffPrices set = off_prices;
        g_auto(GStrv) pairs = g_strsplit(sets[i], " ", -1);
        for (guint k = 0; pairs[k]; k++) {
            g_auto(GStrv) pair = g_strsplit(pairs[k], "=", 2);
            if (pair[0] && pair[1])
                set_price(&set, pair[0], (float)g_ascii_strtod(pair[1], NULL));
        }
        g_array_append_val(prices, set);
    }
}

static void
write_row(const char *id, const float *row, guint numbers, const char *text)
{
    printf("%s\t", id);
    for (guint k = 0; k < numbers; k++)
        printf("%s%.6g", k ? " " : "", (double)row[k]);
    printf("\t%s\n", text);
}

static void
write_title(const char *text, const float *row, guint numbers, void *id)
{
    write_row(id, row, numbers, text);
}

static void
write_features(const OffPage *page, const char *id, const OffFeatures *f)
{
    float row[OFF_FEATURES];
    for (guint i = 0; i < page->blocks->len; i++) {
        if (off_block(page, i)->kind != OFF_BLOCK_TEXT)
            continue;
        off_features_of(f, i, row);
        write_row(id, row, OFF_FEATURES, off_block(page, i)->text);
    }
}

static void
write_context(const OffPage *page, const char *id)
{
    g_autoptr(OffContext) context = off_context_new(page);
    float row[OFF_CONTEXTS];
    for (guint nth = 0; off_context_of(context, nth, row); nth++)
        write_row(id, row, OFF_CONTEXTS, "");
}

static void
read_worths(OffPage *page)
{
    for (guint i = 0; i < page->blocks->len; i++) {
        if (off_block(page, i)->kind == OFF_BLOCK_TEXT &&
            fscanf(worths, "%f", &off_block(page, i)->worth) != 1)
            exit(1);
    }
}

static void
write_final(OffPage *page, const char *id, const OffFeatures *f)
{
    for (guint i = 0; i < prices->len; i++) {
        g_autoptr(OffArticle) article = off_article_new();
        off_settle_verdicts(page, f, &g_array_index(prices, OffPrices, i));
        article->body = off_clean_page(page, &(OffCleanOptions){0});
        g_autofree char *words = off_render_words(article);
        g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
        g_autofree char *line = g_strjoinv("\u241e", lines);
        printf("%s\t%s\n", id, line);
    }
}

static void
write_page(const char *id, const char *file, const char *url)
{
    g_autofree char *bytes = NULL;
    gsize length, n;
    if (!g_file_get_contents(file, &bytes, &length, NULL))
        exit(1);
    g_autofree char *utf8 = off_to_utf8(bytes, length, NULL, NULL, TRUE, &n);
    g_autoptr(OffPage) page = off_page_new(off_read_tree(utf8, n));
    if (page->boxes->len == 0 || page->blocks->len == 0)
        return;
    g_autoptr(OffMetadata) metadata = off_metadata_new(page);
    if (titles) {
        off_each_title(metadata, write_title, (void *)(guintptr)id);
        return;
    }
    g_autoptr(OffArticle) article = off_article_new();
    off_metadata_apply(metadata, article, &(OffExtractOptions){.url = url});
    off_void_names(page, article->title);
    OffContainer container = off_find_container(page);
    g_autoptr(OffFeatures) f =
        off_features_new(page, &container, article->title, article->description);
    if (worths) {
        read_worths(page);
        if (contexts)
            write_context(page, id);
        else
            write_final(page, id, f);
    } else {
        write_features(page, id, f);
    }
}

int
main(int argc, char **argv)
{
    g_autofree char *list = NULL;
    if (argc < 2 || !g_file_get_contents(argv[1], &list, NULL, NULL))
        return 64;
    read_prices();
    titles = argc > 2 && g_str_equal(argv[2], "titles");
    contexts = argc > 3 && g_str_equal(argv[3], "context");
    worths = argc > 2 && !titles ? fopen(argv[2], "r") : NULL;
    g_auto(GStrv) lines = g_strsplit(list, "\n", -1);
    for (guint i = 0; lines[i] && *lines[i]; i++) {
        g_auto(GStrv) each = g_strsplit(lines[i], " ", 3);
        write_page(each[0], each[1], each[2]);
    }
    return 0;
}
