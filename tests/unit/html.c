/* html.c: the parser of the HTML standard, against the trees of tests/cases/html. */
#include "config.h"

#include "html/parser.h"

#include <string.h>

static void write_node(GString *out, const xmlNode *node, guint depth);

static int
compare_lines(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

static void
write_attributes(GString *out, const xmlNode *node, guint depth)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (const xmlAttr *a = node->properties; a; a = a->next)
        g_ptr_array_add(lines, g_strdup_printf("| %*s%s=\"%s\"\n", (int)depth * 2 + 2, "", a->name,
                                               (const char *)a->children->content));
    g_ptr_array_sort(lines, compare_lines);
    for (guint i = 0; i < lines->len; i++)
        g_string_append(out, lines->pdata[i]);
}

static void
write_children(GString *out, const xmlNode *first, guint depth)
{
    for (const xmlNode *n = first; n; n = n->next)
        write_node(out, n, depth);
}

static void
write_node(GString *out, const xmlNode *node, guint depth)
{
    const char *content = (const char *)node->content;
    g_string_append_printf(out, "| %*s", (int)depth * 2, "");
    if (node->type == XML_COMMENT_NODE) {
        g_string_append_printf(out, "<!-- %s -->\n", content ? content : "");
        return;
    }
    if (node->type != XML_ELEMENT_NODE) {
        g_string_append_printf(out, "\"%s\"\n", content);
        return;
    }
    g_string_append_printf(out, "<%s>\n", node->name);
    write_attributes(out, node, depth);
    write_children(out, node->children, depth + 1);
}

static char *
tree_of(const char *html, gsize length, OffHtmlOptions options)
{
    xmlDoc *doc = off_html_parse(html, length, options);
    GString *out = g_string_new(NULL);
    write_children(out, doc->children, 0);
    xmlFreeDoc(doc);
    return g_string_free(out, FALSE);
}

/* A case is "#data", the page, "#document", and the tree's lines up to an empty one at the end. */
static void
run_cases(const void *path)
{
    g_autofree char *text = NULL;
    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) cases = g_strsplit(text, "#data\n", -1);
    guint done = 0;
    for (char **at = cases + 1; *at; at++, done++) {
        g_auto(GStrv) parts = g_strsplit(*at, "\n#document\n", 2);
        g_autofree char *tree = tree_of(parts[0], strlen(parts[0]), OFF_HTML_WHOLE);
        g_assert_cmpstr(g_strchomp(tree), ==, g_strchomp(parts[1]));
    }
    g_assert_cmpuint(done, >, 0);
}

/* The same trees must come out of a page that ends at any byte: none is read past its end. */
static void
broken_off(const void *path)
{
    g_autofree char *text = NULL;
    gsize length;
    g_assert_true(g_file_get_contents(path, &text, &length, NULL));
    for (gsize end = 0; end < length; end++) {
        g_autofree char *part = g_memdup2(text, MAX(end, 1));
        xmlDoc *doc = off_html_parse(part, end, OFF_HTML_LEAN);
        g_assert_nonnull(xmlDocGetRootElement(doc));
        xmlFreeDoc(doc);
    }
}

static void
lean(void)
{
    static const char html[] =
        "<!doctype html><script>x</script><script type=application/json>{}</script>"
        "<style>y</style><!-- z --><ul>\n <li>a</li>\n <li>b</li>\n</ul>"
        "<noscript><img src=c></noscript><template shadowrootmode=open><p>d</template>";
    g_autofree char *tree = tree_of(html, strlen(html), OFF_HTML_LEAN);
    g_assert_cmpstr(tree, ==,
                    "| <html>\n|   <head>\n|     <script>\n|     <script>\n"
                    "|       type=\"application/json\"\n|       \"{}\"\n|     <style>\n"
                    "|   <body>\n|     <ul>\n|       <li>\n|         \"a\"\n|       <li>\n"
                    "|         \"b\"\n|     <noscript>\n|       <img>\n|         src=\"c\"\n"
                    "|     <div>\n|       shadowrootmode=\"open\"\n|       <p>\n|         \"d\"\n");
}

static void
controls(void)
{
    static const char html[] = "<p title='a\x01&#27;b'>c\x1b&#7;d\x7f";
    g_autofree char *tree = tree_of(html, strlen(html), OFF_HTML_LEAN);
    g_assert_cmpstr(tree, ==,
                    "| <html>\n|   <head>\n|   <body>\n|     <p>\n|       title=\"ab\"\n"
                    "|       \"cd\"\n");
}

/* What is nested too deep keeps its text, and no text of a script is shown. */
static void
deep(void)
{
    static const char *const tags[] = {"<div>",      "<b>",      "<table><tr><td>", "<ul><li>",
                                       "<template>", "<select>", "<object>",        "<p><a x>"};
    for (guint i = 0; i < G_N_ELEMENTS(tags); i++) {
        g_autoptr(GString) html = g_string_new("<!doctype html>");
        for (guint k = 0; k < 3000; k++)
            g_string_append(html, tags[i]);
        g_string_append(html, "end<script>hidden</script>");
        g_autofree char *tree = tree_of(html->str, html->len, OFF_HTML_LEAN);
        g_assert_nonnull(strstr(tree, "\"end\""));
        g_assert_null(strstr(tree, "hidden\""));
    }
}

/* A million pieces of text in one place are one text, or a few. */
static void
many_pieces(void)
{
    g_autoptr(GString) html = g_string_new("<table>");
    for (guint k = 0; k < 50000; k++)
        g_string_append(html, "a<tr>");
    g_autofree char *tree = tree_of(html->str, html->len, OFF_HTML_LEAN);
    g_assert_nonnull(strstr(tree, "aaaaaaaa"));
}

int
main(int argc, char **argv)
{
    static const char *const groups[] = {"blocks", "comments",  "foreign",    "formatting",
                                         "frames", "head",      "references", "tables",
                                         "tags",   "templates", "text"};
    g_test_init(&argc, &argv, NULL);
    const char *top = g_getenv("top_srcdir");
    for (guint i = 0; i < G_N_ELEMENTS(groups); i++) {
        g_autofree char *path =
            g_strdup_printf("%s/tests/cases/html/%s.dat", top ? top : ".", groups[i]);
        g_autofree char *trees = g_strdup_printf("/html/%s", groups[i]);
        g_autofree char *ends = g_strdup_printf("/html/broken-off/%s", groups[i]);
        g_test_add_data_func_full(trees, g_strdup(path), run_cases, g_free);
        g_test_add_data_func_full(ends, g_strdup(path), broken_off, g_free);
    }
    g_test_add_func("/html/lean", lean);
    g_test_add_func("/html/controls", controls);
    g_test_add_func("/html/deep", deep);
    g_test_add_func("/html/many-pieces", many_pieces);
    return g_test_run();
}
