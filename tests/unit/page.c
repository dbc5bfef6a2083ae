/* page.c: blocks, their verdicts, the clean tree and its tables. */
#include "config.h"

#include "blocks/page.h"
#include "classify/verdict.h"
#include "clean/clean.h"
#include "clean/grid.h"
#include "dom/dom.h"

#include <string.h>

#define SENTENCE                                                                                   \
    "<p>The ferry left the quay at seven in the morning, and the two women on the upper deck, "    \
    "who had not spoken to "                                                                       \
    "each other in eleven years, looked at the same gull without knowing it.</p>"

static OffPage *
page_of(const char *html)
{
    return off_page_new(off_dom_parse(html, strlen(html)));
}

static const OffBlock *
block_with(const OffPage *page, const char *words)
{
    for (guint i = 0; i < page->blocks->len; i++)
        if (off_block(page, i)->text && strstr(off_block(page, i)->text, words))
            return off_block(page, i);
    return NULL;
}

/* --- classify --- */

static void
verdicts(void)
{
    g_autofree char *html = g_strconcat("<body><nav><ul><li><a href=/a>Home</a><li><a "
                                        "href=/b>Sport</a><li><a href=/c>Weather</a></ul></nav>"
                                        "<main><article><h1>The ferry</h1>",
                                        SENTENCE, SENTENCE, SENTENCE, SENTENCE,
                                        "</article></main><footer><p><a href=/imprint>Imprint</a> "
                                        "<a href=/terms>Terms of use</a></p></footer></body>",
                                        NULL);
    OffPage *page = page_of(html);
    off_judge_blocks(page, "The ferry", NULL);
    g_assert_true(block_with(page, "upper deck")->kept);
    g_assert_false(block_with(page, "Weather")->kept);
    g_assert_false(block_with(page, "Imprint")->kept);
    for (guint i = 0; i < page->blocks->len; i++) {
        g_assert_cmpfloat(off_block(page, i)->worth, >=, 0);
        g_assert_cmpfloat(off_block(page, i)->worth, <=, 1);
    }
    off_page_free(page);
}

static void
everything(void)
{
    OffPage *page = page_of("<p>One.<p>Two.<div hidden>Three.</div>");
    off_keep_all(page);
    g_assert_true(block_with(page, "One")->kept);
    g_assert_true(block_with(page, "Two")->kept);
    off_page_free(page);
    OffPage *empty = page_of("");
    off_judge_blocks(empty, NULL, NULL);
    off_keep_all(empty);
    g_assert_cmpuint(off_kept_chars(empty, 0, empty->blocks->len), ==, 0);
    off_page_free(empty);
}

/* --- clean --- */

static char *
clean(const char *html)
{
    OffPage *page = page_of(html);
    off_keep_all(page);
    xmlDoc *doc = off_clean_page(page, &(OffCleanOptions){.base = "https://example.org/a/"});
    GString *out = g_string_new(NULL);
    for (xmlNode *n = xmlDocGetRootElement(doc)->children; n; n = n->next)
        off_serialize(out, n);
    xmlFreeDoc(doc);
    off_page_free(page);
    return g_string_free(out, FALSE);
}

static void
allowed(void)
{
    g_autofree char *html = clean(
        "<p onclick=x() style='color:red' id=p>Read <a href='../b?c=1' target=_blank>this</a>, "
        "not <a href='javascript:alert(1)'>that</a>.<script>alert(2)</script></p>"
        "<form><input value=3></form><iframe src=https://x.example/></iframe>");
    g_assert_nonnull(strstr(html, "<a href=\"https://example.org/b?c=1\">this</a>"));
    g_assert_null(strstr(html, "onclick"));
    g_assert_null(strstr(html, "style"));
    g_assert_null(strstr(html, "javascript"));
    g_assert_null(strstr(html, "alert"));
    g_assert_null(strstr(html, "<form"));
    g_assert_null(strstr(html, "<iframe"));
    g_assert_nonnull(strstr(html, "that"));
}

static void
escaped(void)
{
    g_autofree char *html = clean("<p>1 &lt; 2 &amp;&amp; \"3\" &gt; 2</p>");
    g_assert_nonnull(strstr(html, "1 &lt; 2 &amp;&amp;"));
    GString *out = g_string_new(NULL);
    off_append_escaped(out, "<&>\"");
    g_assert_null(strchr(out->str, '<'));
    g_assert_null(strchr(out->str, '"'));
    g_string_free(out, TRUE);
}

/* --- table --- */

static xmlNode *
first_table(xmlDoc *doc)
{
    for (xmlNode *n = xmlDocGetRootElement(doc); n;) {
        if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "table") == 0)
            return n;
        xmlNode *next = n->children ? n->children : n->next;
        while (!next && (n = n->parent) && n->type == XML_ELEMENT_NODE)
            next = n->next;
        n = next;
    }
    return NULL;
}

/* A rowspan ends with its section (HTML, 4.9.12.1), and takes its column from the rows below. */
static void
spans(void)
{
    static const char html[] = "<table><thead><tr><th rowspan=9>a<th>b</thead>"
                               "<tbody><tr><td rowspan=2>1<td colspan=2>2<tr><td>3</tbody></table>";
    xmlDoc *doc = off_dom_parse(html, strlen(html));
    OffGrid *grid = off_grid_new(first_table(doc));
    g_assert_cmpuint(grid->rows->len, ==, 3);
    g_assert_cmpuint(grid->width, ==, 3);
    const OffGridRow *head = grid->rows->pdata[0], *second = grid->rows->pdata[1],
                     *third = grid->rows->pdata[2];
    g_assert_true(head->head);
    g_assert_cmpuint(g_array_index(head->cells, OffGridCell, 0).rows, ==, 1);
    g_assert_cmpuint(g_array_index(second->cells, OffGridCell, 1).columns, ==, 2);
    g_assert_cmpuint(third->cells->len, ==, 1);
    g_assert_cmpuint(g_array_index(third->cells, OffGridCell, 0).column, ==, 1);
    off_grid_free(grid);
    xmlFreeDoc(doc);
}

static void
huge_spans(void)
{
    static const char html[] = "<table><tr><td colspan=4000000000 rowspan=65535>a<td>b</table>";
    xmlDoc *doc = off_dom_parse(html, strlen(html));
    OffGrid *grid = off_grid_new(first_table(doc));
    g_assert_cmpuint(grid->width, <=, OFF_GRID_COLUMNS_MAX);
    g_assert_cmpuint(grid->rows->len, ==, 1);
    off_grid_free(grid);
    xmlFreeDoc(doc);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/classify/verdicts", verdicts);
    g_test_add_func("/classify/everything", everything);
    g_test_add_func("/clean/allowed", allowed);
    g_test_add_func("/clean/escaped", escaped);
    g_test_add_func("/table/spans", spans);
    g_test_add_func("/table/huge", huge_spans);
    return g_test_run();
}
