/* text.c: an article as plain text, a block at a time. */
#include "config.h"

#include <offprint/render.h>

#include "render/head.h"
#include "render/inline.h"
#include "render/list.h"
#include "render/table.h"
#include "render/wrap.h"

#include <libxml/tree.h>
#include <string.h>

#define RULE_MIN 3 /* columns of the line under a heading */

typedef struct {
    GString *out;
    const OffTextOptions *options;
    OffInline *in;
    OffWrap wrap;
    GString *indent;     /* before every line, within the quotes */
    gboolean tight;      /* no blank line before the next block */
    char *bullet;        /* label of an entry whose first block is still to come; NULL: none */
    gsize pictured;      /* the end of the output after the last picture; 0: no picture yet */
    const xmlNode *said; /* a block whose words have just been printed */
} Text;

static void render_blocks(Text *t, const xmlNode *parent);

/* A blank line before the next block; inside quotes it is quoted too, so that they stay one. */
static void
begin_part(Text *t)
{
    if (t->out->len > 0 && !t->tight)
        off_wrap_line(t->out, &t->wrap, "");
    t->tight = FALSE;
}

/* The prefix of the first line of a block (transfer full): the indent, which ends with the bullet
 * if the block is the first of an entry that has no text of its own. */
static char *
first_indent(Text *t)
{
    g_autofree char *bullet = g_steal_pointer(&t->bullet);
    gsize columns = bullet ? off_columns(bullet) : 0;
    gsize kept = t->indent->len - MIN(columns, t->indent->len);
    return g_strdup_printf("%.*s%s", (int)kept, t->indent->str, bullet ? bullet : "");
}

static void
write_paragraph(Text *t, const char *text, const char *bullet)
{
    if (!*text)
        return;
    begin_part(t);
    g_autofree char *indent = first_indent(t);
    g_autofree char *first = g_strconcat(indent, bullet, NULL);
    g_autofree char *rest = g_strnfill(off_columns(first), ' ');
    off_wrap(t->out, &t->wrap, first, rest, text);
}

/* One line as it is. */
static void
put_line(Text *t, const char *text)
{
    g_autofree char *indent = first_indent(t);
    g_autofree char *line = g_strconcat(indent, text, NULL);
    off_wrap_line(t->out, &t->wrap, line);
}

/* Columns of the longest line of a text. */
static guint
widest_line(const char *text)
{
    guint widest = 0;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        g_strchomp(lines[i]);
        widest = MAX(widest, off_columns(lines[i]));
    }
    return widest;
}

/* Every level is underlined, as long as the heading's longest line. */
static void
write_heading(Text *t, const xmlNode *node)
{
    static const char rules[] = "=--~....";
    g_autofree char *text = off_inline_text(node, t->in);
    if (!*text)
        return;
    begin_part(t);
    g_autoptr(GString) lines = g_string_new(NULL);
    OffWrap bare = t->wrap;
    bare.quotes = 0;
    bare.flowed = FALSE;
    if (bare.width > off_columns(t->indent->str) + t->wrap.quotes + 1)
        bare.width -= off_columns(t->indent->str) + (t->wrap.quotes ? t->wrap.quotes + 1 : 0);
    off_wrap(lines, &bare, "", "", text);
    g_autofree char *first = first_indent(t);
    off_wrap(t->out, &t->wrap, first, t->indent->str, text);
    /* Not "--", which begins a signature. */
    guint width = MAX(widest_line(lines->str), RULE_MIN);
    g_autofree char *rule = g_strnfill(width, rules[(node->name[1] - '0') & 7]);
    put_line(t, rule);
}

/* Callouts and collapsed content are indented, so that their end is visible. */
static void
set_in(Text *t, const xmlNode *node, const char *by)
{
    gsize indent = t->indent->len;
    g_string_append(t->indent, by);
    render_blocks(t, node);
    g_string_truncate(t->indent, indent);
}

/* Collapsed content follows its summary. */
static void
write_details(Text *t, const xmlNode *node)
{
    const xmlNode *first = node->children;
    if (first && off_is_named(first, "summary")) {
        g_autofree char *text = off_inline_text(first, t->in);
        write_paragraph(t, text, "▸ ");
        render_blocks(t, first);
    }
    set_in(t, node, "  ");
}

static gboolean
has_blocks(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (off_is_block(child))
            return TRUE;
    return FALSE;
}

static void
list_item(Text *t, const xmlNode *item, const char *bullet)
{
    g_autofree char *text = off_inline_text(item, t->in);
    gsize indent = t->indent->len;
    if (*text)
        write_paragraph(t, text, bullet);
    guint columns = off_columns(bullet);
    for (guint i = 0; i < columns; i++)
        g_string_append_c(t->indent, ' ');
    if (has_blocks(item)) {
        t->tight = *text || t->tight;
        g_free(t->bullet);
        t->bullet = *text ? NULL : g_strdup(bullet);
        render_blocks(t, item);
        g_clear_pointer(&t->bullet, g_free);
    }
    g_string_truncate(t->indent, indent);
}

/* Is there a blank line inside an entry? */
static gboolean
holds_blank_line(const xmlNode *item)
{
    g_autofree char *text = off_inline_text(item, NULL);
    guint blocks = *text ? 0 : 1;
    for (const xmlNode *n = item->children; n; n = n->next)
        blocks += off_is_block(n) && !off_is_named(n, "ul") && !off_is_named(n, "ol");
    return blocks > 1;
}

/* Then blank lines are between the entries of its list as well. */
static gboolean
is_loose(const xmlNode *list)
{
    for (const xmlNode *n = list->children; n; n = n->next)
        if (off_is_named(n, "li") && holds_blank_line(n))
            return TRUE;
    return FALSE;
}

static void
write_list(Text *t, const xmlNode *node)
{
    OffCount count = off_count_begin(node);
    gboolean first = TRUE, loose = is_loose(node);
    for (const xmlNode *item = node->children; item; item = item->next) {
        if (item->type != XML_ELEMENT_NODE)
            continue;
        g_autofree char *bullet = off_count_marker(&count, item);
        t->tight = first ? t->tight : !loose;
        list_item(t, item, bullet);
        first = FALSE;
    }
    t->tight = FALSE;
}

static void
write_definitions(Text *t, const xmlNode *node)
{
    const xmlNode *before = NULL;
    for (const xmlNode *item = node->children; item; item = item->next) {
        if (item->type != XML_ELEMENT_NODE)
            continue;
        gboolean term = off_is_named(item, "dt");
        t->tight = !term || (before && off_is_named(before, "dt"));
        before = item;
        list_item(t, item, term ? "" : "    ");
    }
    t->tight = FALSE;
}

static void
write_quotation(Text *t, const xmlNode *node)
{
    begin_part(t);
    t->tight = TRUE;
    t->wrap.quotes++;
    render_blocks(t, node);
    t->wrap.quotes--;
    t->tight = FALSE;
}

static void
write_preformatted(Text *t, const xmlNode *node)
{
    xmlChar *content = xmlNodeGetContent(node);
    g_auto(GStrv) lines = g_strsplit((const char *)content, "\n", -1);
    guint n = g_strv_length(lines);
    xmlFree(content);
    while (n > 0 && strspn(lines[n - 1], " \t") == strlen(lines[n - 1]))
        n--;
    begin_part(t);
    for (guint i = 0; i < n; i++) {
        if (i == 0 && *lines[0] == '\0')
            continue;
        g_autofree char *line = g_strconcat("    ", lines[i], NULL);
        put_line(t, line);
    }
}

/* Does the paragraph after a picture repeat the picture's own words? */
static const xmlNode *
said_again(const xmlNode *figure, const char *words)
{
    const xmlNode *next = figure->next;
    while (next && next->type != XML_ELEMENT_NODE)
        next = next->next;
    g_autofree char *text = next && off_is_named(next, "p") ? off_inline_text(next, NULL) : NULL;
    return text && strcmp(text, words) == 0 ? next : NULL;
}

/* Does the text printed so far announce the next block, as a line that ends in a colon does? */
static gboolean
is_announced(const Text *t)
{
    const char *end = t->out->str + t->out->len;
    while (end > t->out->str && strchr(" \n>*_", end[-1]))
        end--;
    if (end == t->out->str)
        return FALSE;
    gunichar last = g_utf8_get_char(g_utf8_prev_char(end));
    return last == ':' || last == 0xff1a;
}

/* The words of a picture: of its caption, or of alt if the caption says nothing new. NULL: neither
 * does. */
static const char *
picture_words(const Text *t, const char *caption, const char *alt)
{
    if (*caption && !off_inline_is_said(t->in, caption))
        return caption;
    return alt && !off_inline_is_said(t->in, alt) ? alt : NULL;
}

/* Prints a picture with its words. A picture without words is mentioned only if its place matters:
 * after a colon, or away from the picture that had the same words. */
static void
write_picture(Text *t, const char *caption, const char *alt)
{
    const char *words = picture_words(t, caption, alt);
    gboolean worded = *caption || alt;
    gboolean repeats = worded && (t->pictured == 0 || t->pictured != t->out->len);
    if (!words && (off_inline_is_title(t->in, alt) || !repeats) && !is_announced(t))
        return;
    g_autofree char *line = off_inline_picture(t->in, words);
    write_paragraph(t, line, "");
    t->pictured = t->out->len;
}

static void
write_figure(Text *t, const xmlNode *node)
{
    g_autoptr(GString) caption = g_string_new(NULL);
    const char *alt = NULL;
    gboolean pictured = FALSE;
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        if (off_is_named(child, "figcaption")) {
            g_autofree char *text = off_inline_text(child, t->in);
            g_string_append(caption, text);
        } else if (off_is_named(child, "img")) {
            const char *value = off_attribute(child, "alt");
            pictured = TRUE;
            alt = !alt && value && *value ? value : alt;
        } else {
            render_blocks(t, node);
            return;
        }
    }
    t->said = said_again(node, caption->len || !alt ? caption->str : alt);
    if (pictured)
        write_picture(t, caption->str, alt);
    else
        write_paragraph(t, caption->str, "");
    for (const xmlNode *child = node->children; child; child = child->next)
        if (off_is_named(child, "figcaption"))
            render_blocks(t, child);
}

static void
write_table(Text *t, const xmlNode *node)
{
    guint used = off_columns(t->indent->str) + (t->wrap.quotes ? t->wrap.quotes + 1 : 0);
    guint width = t->options->width > used + 2 ? t->options->width - used - 2 : t->options->width;
    g_auto(GStrv) lines = off_table_lines(node, t->in, width);
    if (!lines || !lines[0])
        return;
    begin_part(t);
    for (guint i = 0; lines[i]; i++) {
        g_autofree char *first = first_indent(t);
        g_autofree char *line = g_strconcat(first, lines[i], NULL);
        if (t->options->width && off_columns(line) > t->options->width)
            off_wrap(t->out, &t->wrap, "", "    ", line);
        else
            off_wrap_line(t->out, &t->wrap, line);
    }
}

static void
write_block(Text *t, const xmlNode *node)
{
    const char *name = (const char *)node->name;
    if (node == t->said) {
        t->said = NULL;
    } else if (strcmp(name, "p") == 0 || strcmp(name, "figcaption") == 0) {
        g_autofree char *text = off_inline_text(node, t->in);
        write_paragraph(t, text, "");
        render_blocks(t, node);
    } else if (name[0] == 'h' && g_ascii_isdigit(name[1])) {
        write_heading(t, node);
    } else if (strcmp(name, "ul") == 0 || strcmp(name, "ol") == 0) {
        write_list(t, node);
    } else if (strcmp(name, "dl") == 0) {
        write_definitions(t, node);
    } else if (strcmp(name, "blockquote") == 0) {
        write_quotation(t, node);
    } else if (strcmp(name, "aside") == 0) {
        set_in(t, node, "    ");
    } else if (strcmp(name, "details") == 0) {
        write_details(t, node);
    } else if (strcmp(name, "pre") == 0) {
        write_preformatted(t, node);
    } else if (strcmp(name, "figure") == 0) {
        write_figure(t, node);
    } else if (strcmp(name, "table") == 0) {
        write_table(t, node);
    } else if (strcmp(name, "hr") == 0) {
        write_paragraph(t, "* * *", "");
    }
}

static void
render_blocks(Text *t, const xmlNode *parent)
{
    for (const xmlNode *child = parent->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            write_block(t, child);
}

/* --- head and notes -------------------------------------------------------------------------- */

static void
head_line(GString *line, const char *word)
{
    if (!word || !*word)
        return;
    if (line->len > 0)
        g_string_append(line, " · ");
    g_string_append(line, word);
}

/* "2025-04-08T08:28:06+02:00" as a reader wants it: "2025-04-08 08:28". */
static char *
short_date(const char *date)
{
    if (!date)
        return NULL;
    if (strlen(date) >= 16 && date[10] == 'T')
        return g_strdup_printf("%.10s %.5s", date, date + 11);
    return g_strdup(date);
}

static void
write_head(Text *t, const OffArticle *a)
{
    OffWrap wrap = t->wrap;
    if (a->title) {
        off_wrap(t->out, &wrap, "", "", a->title);
        guint columns = off_columns(a->title);
        guint most = t->options->width ? t->options->width - 2 : 72;
        g_autofree char *rule = g_strnfill(MIN(columns, most), '=');
        off_wrap_line(t->out, &wrap, rule);
    }
    g_autoptr(GString) line = g_string_new(NULL);
    g_autofree char *date = short_date(a->date);
    head_line(line, off_head_byline(a));
    head_line(line, date);
    head_line(line, a->site);
    if (line->len > 0)
        off_wrap(t->out, &wrap, "", "", line->str);
    if (a->url)
        off_wrap_line(t->out, &wrap, a->url);
}

static void
write_notes(Text *t)
{
    guint first;
    const GPtrArray *urls = off_inline_notes(t->in, &first);
    for (guint i = 0; i < urls->len; i++) {
        g_autofree char *line = g_strdup_printf("[%u] %s", first + i, (char *)urls->pdata[i]);
        if (i == 0)
            off_wrap_line(t->out, &t->wrap, "");
        off_wrap_line(t->out, &t->wrap, line);
    }
}

char *
off_render_text(const OffArticle *article, const OffTextOptions *options)
{
    Text t = {.out = g_string_new(NULL), .options = options, .indent = g_string_new(NULL)};
    const xmlNode *root = article->body ? xmlDocGetRootElement(article->body) : NULL;
    g_autoptr(OffInline) in = off_inline_new(root, options->notes, article->lang);
    if (options->head && article->title)
        off_inline_set_title(in, article->title);
    t.in = in;
    t.wrap.width = options->width;
    t.wrap.flowed = options->flowed && options->width > 0;
    t.wrap.delsp = t.wrap.flowed && options->delsp;
    if (options->head)
        write_head(&t, article);
    if (root)
        render_blocks(&t, root);
    write_notes(&t);
    g_string_free(t.indent, TRUE);
    return g_string_free(t.out, FALSE);
}

/* --- words ------------------------------------------------------------------------------------ */

static void
append_words(GString *out, const xmlNode *node)
{
    if (node->_private) /* clean.h */
        return;
    if (off_is_named(node, "pre")) {
        xmlChar *content = xmlNodeGetContent(node);
        g_string_append_printf(out, "%s\n", (const char *)content);
        xmlFree(content);
        return;
    }
    g_autofree char *text = off_inline_text(node, NULL);
    if (*text)
        g_string_append_printf(out, "%s\n", text);
    for (const xmlNode *child = node->children; child; child = child->next)
        if (off_is_block(child))
            append_words(out, child);
}

char *
off_render_words(const OffArticle *article)
{
    GString *out = g_string_new(NULL);
    const xmlNode *root = article->body ? xmlDocGetRootElement(article->body) : NULL;
    if (root)
        append_words(out, root);
    while (out->len > 0 && out->str[out->len - 1] == '\n')
        g_string_truncate(out, out->len - 1);
    g_string_replace(out, "\xc2\xa0", " ", 0); /* for programs that part words at spaces */
    return g_string_free(out, FALSE);
}
