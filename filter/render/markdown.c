/* markdown.c: an article as Markdown: CommonMark with the tables, notes and struck words of GFM. */
#include "config.h"

#include <offprint/render.h>

#include "clean/clean.h"
#include "clean/grid.h"
#include "render/head.h"
#include "render/inline.h"
#include "render/list.h"
#include "render/markdown-inline.h"
#include "wire/prefix.h"

#include <string.h>

#define LEVELS_MAX 64 /* quotations and lists within each other; deeper ones are set flat */
#define FENCE_MIN 3

/* The prefix of the lines of a quotation or a list entry. */
typedef struct {
    const char *first, *rest;
    gboolean begun;
} Level;

typedef struct {
    GString *out;
    Level levels[LEVELS_MAX];
    guint depth;
    gboolean tight;         /* no blank line before the next block */
    char bullet, delimiter; /* of the list that ended right before, or '\0' */
} Markdown;

static void render_blocks(Markdown *m, const xmlNode *parent);

static void
write_prefix(Markdown *m)
{
    for (guint i = 0; i < m->depth; i++) {
        Level *level = &m->levels[i];
        g_string_append(m->out, level->begun ? level->rest : level->first);
        level->begun = TRUE;
    }
}

static void
write_line(Markdown *m, const char *line, gsize length)
{
    write_prefix(m);
    g_string_append_len(m->out, line, (gssize)length);
    if (length == 0)
        while (m->out->len > 0 && m->out->str[m->out->len - 1] == ' ')
            g_string_truncate(m->out, m->out->len - 1);
    g_string_append_c(m->out, '\n');
}

/* A blank line before the next block; none at the start of a level. */
static void
begin_part(Markdown *m)
{
    gboolean begins = m->depth > 0 && !m->levels[m->depth - 1].begun;
    if (m->out->len > 0 && !m->tight && !begins)
        write_line(m, "", 0);
    m->tight = FALSE;
    m->bullet = m->delimiter = '\0';
}

static void
open_level(Markdown *m, const char *first, const char *rest)
{
    m->levels[m->depth++] = (Level){.first = first, .rest = rest};
}

/* A level in which nothing was written is an empty entry. */
static void
close_level(Markdown *m)
{
    if (!m->levels[m->depth - 1].begun)
        write_line(m, "", 0);
    m->depth--;
}

/* Lines of running text, the first after start. */
static void
write_text(Markdown *m, const char *start, const char *text)
{
    for (const char *at = text;;) {
        gsize n = strcspn(at, "\n");
        g_autofree char *line = off_markdown_line(at, n);
        g_autofree char *whole = at == text ? g_strconcat(start, line, NULL) : g_strdup(line);
        write_line(m, whole, strlen(whole));
        if (at[n] == '\0')
            return;
        at += n + 1;
    }
}

static void
write_paragraph(Markdown *m, const xmlNode *node)
{
    g_autofree char *text = off_markdown_inline(node, FALSE);
    if (!*text)
        return;
    begin_part(m);
    write_text(m, "", text);
}

static void
strong_paragraph(Markdown *m, const char *words)
{
    if (!*words)
        return;
    begin_part(m);
    g_autofree char *escaped = off_markdown_words(words);
    g_autofree char *line = g_strdup_printf("**%s**", escaped);
    write_line(m, line, strlen(line));
}

static void
write_heading(Markdown *m, guint level, const char *text)
{
    if (!*text)
        return;
    begin_part(m);
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < level; i++)
        g_string_append_c(line, '#');
    g_string_append_c(line, ' ');
    g_string_append(line, text);
    /* A row of # at the end is no part of a heading (CommonMark, 4.2). */
    if (g_str_has_suffix(line->str, "#"))
        g_string_insert_c(line, (gssize)line->len - 1, '\\');
    write_line(m, line->str, line->len);
}

static void
write_listing(Markdown *m, const xmlNode *pre)
{
    xmlChar *content = xmlNodeGetContent(pre);
    const char *text = (const char *)content, *said = NULL;
    if (pre->children && off_is_named(pre->children, "code"))
        said = off_attribute(pre->children, "class");
    guint longest = FENCE_MIN - 1, run = 0;
    for (const char *p = text; *p; p++) {
        run = *p == '`' ? run + 1 : 0;
        longest = MAX(longest, run);
    }
    g_autofree char *fence = g_strnfill(longest + 1, '`');
    g_autofree char *open = g_strconcat(fence, said ? said + strlen("language-") : "", NULL);
    begin_part(m);
    write_line(m, open, strlen(open));
    gsize length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        length--;
    for (const char *at = text, *end = text + length; at <= end && length > 0;) {
        gsize n = MIN(strcspn(at, "\n"), (gsize)(end - at));
        write_line(m, at, n);
        at += n + 1;
    }
    write_line(m, fence, strlen(fence));
    xmlFree(content);
}

/* --- lists ------------------------------------------------------------------------------------ */

static gboolean
has_blocks(const xmlNode *node, gboolean lists)
{
    for (const xmlNode *n = node->children; n; n = n->next)
        if (off_is_block(n) && (lists || (!off_is_named(n, "ul") && !off_is_named(n, "ol"))))
            return TRUE;
    return FALSE;
}

/* A list whose entries hold more than a line and lists has blank lines between them. */
static gboolean
is_loose(const xmlNode *list)
{
    for (const xmlNode *n = list->children; n; n = n->next)
        if (off_is_named(n, "li") && has_blocks(n, FALSE))
            return TRUE;
    return FALSE;
}

/* GFM's boxes of tasks. */
static char *
with_box(char *text)
{
    static const char *const boxes[] = {"\u2610 ", "[ ] ", "\u2611 ", "[x] "};
    for (guint i = 0; i < G_N_ELEMENTS(boxes); i += 2) {
        if (!off_has_prefix(text, boxes[i]))
            continue;
        char *new = g_strconcat(boxes[i + 1], text + strlen(boxes[i]), NULL);
        g_free(text);
        return new;
    }
    return text;
}

static void
write_entry(Markdown *m, const xmlNode *item, const char *marker)
{
    g_autofree char *indent = g_strnfill(strlen(marker), ' ');
    g_autofree char *text = off_markdown_inline(item, FALSE);
    gboolean box = off_has_prefix(text, "\u2610 ") || off_has_prefix(text, "\u2611 ");
    if (m->depth == LEVELS_MAX)
        return;
    text = with_box(g_steal_pointer(&text));
    open_level(m, marker, indent);
    if (*text && box)
        write_line(m, text, strlen(text));
    else if (*text)
        write_text(m, "", text);
    if (has_blocks(item, TRUE)) {
        const xmlNode *first = item->children;
        while (first && !off_is_block(first))
            first = first->next;
        m->tight = off_is_named(first, "ul") || off_is_named(first, "ol");
        render_blocks(m, item);
    }
    m->tight = FALSE;
    close_level(m);
}

static gboolean
is_all_notes(const xmlNode *list)
{
    for (const xmlNode *n = list->children; n; n = n->next)
        if (off_is_named(n, "li") && !off_is_note(n))
            return FALSE;
    return TRUE;
}

/* Entries that are notes are written by notes(). */
static void
write_list(Markdown *m, const xmlNode *node)
{
    OffCount count = off_count_begin(node);
    gint64 expected = G_MININT64;
    /* Two lists that follow each other, or numbers that jump, need another sign (CommonMark, 5.3).
     */
    char bullet = m->bullet == '-' ? '*' : '-', delimiter = m->delimiter == '.' ? ')' : '.';
    gboolean loose = is_loose(node), first = TRUE;
    begin_part(m);
    for (const xmlNode *item = node->children; item; item = item->next) {
        if (!off_is_named(item, "li"))
            continue;
        gint64 number = count.ordered ? off_count_next(&count, item) : 0;
        if (off_is_note(item))
            continue;
        gboolean jumps = count.ordered && !first && number != expected;
        if (jumps)
            delimiter = delimiter == '.' ? ')' : '.';
        g_autofree char *marker =
            count.ordered && number >= 0
                ? g_strdup_printf("%" G_GINT64_FORMAT "%c ", number, delimiter)
                : g_strdup_printf("%c ", bullet);
        if (!first && (loose || jumps))
            write_line(m, "", 0);
        write_entry(m, item, marker);
        expected = number + 1;
        first = FALSE;
    }
    m->bullet = count.ordered ? '\0' : bullet;
    m->delimiter = count.ordered ? delimiter : '\0';
}

static void
write_definitions(Markdown *m, const xmlNode *node)
{
    for (const xmlNode *item = node->children; item; item = item->next) {
        if (off_is_named(item, "dt")) {
            g_autofree char *words = off_text_of(item);
            strong_paragraph(m, words);
        } else if (off_is_named(item, "dd")) {
            begin_part(m);
            write_entry(m, item, "- ");
        }
    }
}

/* --- notes ------------------------------------------------------------------------------------ */

static void
write_note(Markdown *m, const xmlNode *node)
{
    const char *id = off_attribute(node, "id");
    g_autofree char *marker = g_strdup_printf("[^%s]: ", id + strlen(OFF_NOTE_ID));
    if (m->depth == LEVELS_MAX)
        return;
    begin_part(m);
    if (off_is_named(node, "li")) {
        g_autofree char *text = off_markdown_inline(node, FALSE);
        open_level(m, marker, "    ");
        if (*text)
            write_text(m, "", text);
        render_blocks(m, node);
    } else {
        open_level(m, marker, "    ");
        write_paragraph(m, node);
    }
    close_level(m);
}

static void
write_notes(Markdown *m, const xmlNode *list)
{
    for (const xmlNode *item = list->children; item; item = item->next)
        if (off_is_note(item))
            write_note(m, item);
}

/* --- tables ----------------------------------------------------------------------------------- */

/* The text of a cell, its blocks one after the other. */
static void
append_cell(GString *out, const xmlNode *node)
{
    g_autofree char *text = off_markdown_inline(node, TRUE);
    if (*text && out->len > 0)
        g_string_append_c(out, ' ');
    g_string_append(out, text);
    for (const xmlNode *child = node->children; child; child = child->next)
        if (off_is_block(child))
            append_cell(out, child);
}

static void
write_row(Markdown *m, const OffGridRow *from, guint width)
{
    g_autoptr(GString) line = g_string_new("|");
    guint column = 0;
    for (guint i = 0; from && i < from->cells->len; i++) {
        const OffGridCell *cell = &g_array_index(from->cells, OffGridCell, i);
        g_autoptr(GString) text = g_string_new(NULL);
        for (; column < cell->column; column++)
            g_string_append(line, "  |");
        append_cell(text, cell->node);
        g_string_append_printf(line, " %s |", text->str);
        column++;
    }
    for (; column < width; column++)
        g_string_append(line, "  |");
    write_line(m, line->str, line->len);
}

static gboolean
is_head(const OffGridRow *row)
{
    gboolean heads = row->cells->len > 0;
    for (guint i = 0; i < row->cells->len; i++) {
        const xmlNode *cell = g_array_index(row->cells, OffGridCell, i).node;
        heads = heads && (off_is_named(cell, "th") || !cell->children);
    }
    return heads;
}

/* A table of GFM has one row of heads: an empty one if ours has none; other heads are rows. */
static void
write_table(Markdown *m, const xmlNode *node)
{
    g_autoptr(OffGrid) grid = off_grid_new((xmlNode *)(guintptr)node);
    for (const xmlNode *child = node->children; child; child = child->next)
        if (off_is_named(child, "caption")) {
            if (has_blocks(child, TRUE))
                render_blocks(m, child);
            write_paragraph(m, child);
        }
    if (grid->rows->len == 0 || grid->width == 0)
        return;
    const OffGridRow *first = grid->rows->pdata[0];
    gboolean headed = is_head(first);
    begin_part(m);
    write_row(m, headed ? first : NULL, grid->width);
    g_autoptr(GString) rule = g_string_new("|");
    for (guint i = 0; i < grid->width; i++)
        g_string_append(rule, " --- |");
    write_line(m, rule->str, rule->len);
    for (guint i = headed; i < grid->rows->len; i++)
        write_row(m, grid->rows->pdata[i], grid->width);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void
write_quotation(Markdown *m, const xmlNode *node)
{
    if (m->depth == LEVELS_MAX)
        return;
    begin_part(m);
    open_level(m, "> ", "> ");
    render_blocks(m, node);
    close_level(m);
}

static void
write_picture(Markdown *m, const xmlNode *image)
{
    xmlNode *alone = xmlNewNode(NULL, BAD_CAST "p");
    xmlAddChild(alone, xmlCopyNode((xmlNode *)(guintptr)image, 1));
    write_paragraph(m, alone);
    xmlFreeNode(alone);
}

static void
write_block(Markdown *m, const xmlNode *node)
{
    g_autofree char *text = NULL;
    if (off_is_note(node)) {
        write_note(m, node);
        return;
    }
    switch (off_tag(node)) {
    case OFF_TAG_p: write_paragraph(m, node); break;
    case OFF_TAG_figcaption:
        write_paragraph(m, node);
        render_blocks(m, node);
        break;
    case OFF_TAG_h2:
    case OFF_TAG_h3:
    case OFF_TAG_h4:
    case OFF_TAG_h5:
    case OFF_TAG_h6:
        text = off_markdown_inline(node, TRUE);
        write_heading(m, (guint)(node->name[1] - '0'), text);
        break;
    case OFF_TAG_ul:
    case OFF_TAG_ol:
        if (!is_all_notes(node))
            write_list(m, node);
        write_notes(m, node);
        break;
    case OFF_TAG_dl: write_definitions(m, node); break;
    case OFF_TAG_aside:
    case OFF_TAG_blockquote: write_quotation(m, node); break;
    case OFF_TAG_pre: write_listing(m, node); break;
    case OFF_TAG_img: write_picture(m, node); break;
    case OFF_TAG_table: write_table(m, node); break;
    case OFF_TAG_summary:
        text = off_text_of(node);
        strong_paragraph(m, text);
        break;
    case OFF_TAG_hr:
        begin_part(m);
        write_line(m, "---", 3);
        break;
    default: render_blocks(m, node);
    }
}

static void
render_blocks(Markdown *m, const xmlNode *parent)
{
    for (const xmlNode *child = parent->children; child; child = child->next)
        if (off_is_block(child) || (off_is_named(child, "img") && off_is_named(parent, "figure")))
            write_block(m, child);
}

/* "Name · 2025-04-08 · [Site](address)". */
static void
write_head(Markdown *m, const OffArticle *a)
{
    g_autofree char *title = off_markdown_words(a->title ? a->title : "");
    g_autoptr(GString) line = g_string_new(NULL);
    g_autofree char *day = a->date ? g_strndup(a->date, 10) : NULL;
    const char *words[] = {off_head_byline(a), day, a->site ? a->site : a->url};
    write_heading(m, 1, title);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *said = off_markdown_words(words[i] ? words[i] : "");
        if (!*said)
            continue;
        if (line->len > 0)
            g_string_append(line, " · ");
        if (i + 1 == G_N_ELEMENTS(words) && a->url)
            off_markdown_append_link(line, said, a->url);
        else
            g_string_append(line, said);
    }
    if (line->len == 0)
        return;
    begin_part(m);
    write_text(m, "", line->str);
}

char *
off_render_markdown(const OffArticle *article, gboolean with_head)
{
    Markdown m = {.out = g_string_new(NULL)};
    const xmlNode *root = article->body ? xmlDocGetRootElement(article->body) : NULL;
    if (with_head)
        write_head(&m, article);
    if (root)
        render_blocks(&m, root);
    return g_string_free(m.out, FALSE);
}

/* --- front matter ------------------------------------------------------------------------------
 */

/* A flow scalar in double quotes (YAML 1.2, 7.3.1). */
static void
append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == '"' || c == '\\')
            g_string_append_c(out, '\\');
        if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) || c == 0x2028 || c == 0x2029)
            g_string_append_printf(out, "\\u%04X", c);
        else
            g_string_append_unichar(out, c);
    }
    g_string_append_c(out, '"');
}

char *
off_render_front_matter(const OffArticle *a)
{
    const struct {
        const char *name, *value;
    } fields[] = {{"title", a->title}, {"url", a->url},   {"byline", a->byline},
                  {"date", a->date},   {"site", a->site}, {"lang", a->lang}};
    GString *out = g_string_new("---\n");
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (!fields[i].value || !*fields[i].value)
            continue;
        g_string_append_printf(out, "%s: ", fields[i].name);
        append_quoted(out, fields[i].value);
        g_string_append_c(out, '\n');
    }
    g_string_append_printf(out, "words: %u\n---\n\n", a->words);
    return g_string_free(out, FALSE);
}
