/* table.c: a table in columns where they fit, as records where they do not. */
#include "config.h"

#include "table.h"

#include "wrap.h"

#include <string.h>

#define COLUMNS_MAX 64
#define GAP 2 /* spaces between columns */

typedef struct {
    GPtrArray *cells; /* char * */
    gboolean head;    /* all are <th> */
} Row;

static void
row_free(void *data)
{
    Row *row = data;
    g_ptr_array_unref(row->cells);
    g_free(row);
}

/* The text of a cell on one line, its blocks behind each other. */
static void
append_cell(GString *out, const xmlNode *node, OffNotes *notes)
{
    g_autofree char *text = off_inline_text(node, notes);
    if (*text) {
        if (out->len > 0)
            g_string_append_c(out, ' ');
        g_string_append(out, text);
    }
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE && off_is_block_name((const char *)child->name))
            append_cell(out, child, notes);
}

static Row *
read_row(const xmlNode *tr, OffNotes *notes)
{
    Row *row = g_new0(Row, 1);
    row->cells = g_ptr_array_new_with_free_func(g_free);
    row->head = TRUE;
    for (const xmlNode *cell = tr->children; cell && row->cells->len < COLUMNS_MAX;
         cell = cell->next) {
        if (!off_is_named(cell, "td") && !off_is_named(cell, "th"))
            continue;
        row->head = row->head && off_is_named(cell, "th");
        GString *text = g_string_new(NULL);
        append_cell(text, cell, notes);
        g_strdelimit(text->str, "\n\t", ' ');
        g_ptr_array_add(row->cells, g_string_free(text, FALSE));
    }
    return row;
}

static void
read_rows(const xmlNode *node, OffNotes *notes, GPtrArray *rows)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (off_is_named(child, "tr"))
            g_ptr_array_add(rows, read_row(child, notes));
        else if (off_is_named(child, "thead") || off_is_named(child, "tbody") ||
                 off_is_named(child, "tfoot"))
            read_rows(child, notes, rows);
    }
}

static guint
measure(GPtrArray *rows, guint widths[COLUMNS_MAX])
{
    guint columns = 0, total = 0;
    for (guint r = 0; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        columns = MAX(columns, row->cells->len);
        for (guint c = 0; c < row->cells->len; c++)
            widths[c] = MAX(widths[c], off_columns(row->cells->pdata[c]));
    }
    for (guint c = 0; c < columns; c++)
        total += widths[c] + (c ? GAP : 0);
    return total;
}

static void
add_columns(GPtrArray *lines, GPtrArray *rows, const guint *widths)
{
    for (guint r = 0; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        GString *line = g_string_new(NULL);
        guint total = 0;
        for (guint c = 0; c < row->cells->len; c++) {
            const char *cell = row->cells->pdata[c];
            g_string_append(line, cell);
            guint pad = widths[c] - off_columns(cell) + GAP;
            total += widths[c] + GAP;
            for (guint i = 0; i < pad && c + 1 < row->cells->len; i++)
                g_string_append_c(line, ' ');
        }
        g_ptr_array_add(lines, g_string_free(line, FALSE));
        if (r == 0 && row->head && rows->len > 1)
            g_ptr_array_add(lines, g_strnfill(total > GAP ? total - GAP : 0, '-'));
    }
}

static void
add_records(GPtrArray *lines, GPtrArray *rows)
{
    const Row *head = rows->pdata[0];
    guint first = head->head && rows->len > 1 ? 1 : 0;
    for (guint r = first; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        if (r > first)
            g_ptr_array_add(lines, g_strdup(""));
        for (guint c = 0; c < row->cells->len; c++) {
            const char *cell = row->cells->pdata[c];
            if (!*cell)
                continue;
            if (first && c < head->cells->len && *(char *)head->cells->pdata[c])
                g_ptr_array_add(lines,
                                g_strdup_printf("%s: %s", (char *)head->cells->pdata[c], cell));
            else
                g_ptr_array_add(lines, g_strdup(cell));
        }
    }
}

char **
off_table_lines(const xmlNode *table, OffNotes *notes, guint width)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(row_free);
    GPtrArray *lines = g_ptr_array_new();
    guint widths[COLUMNS_MAX] = {0};
    for (const xmlNode *child = table->children; child; child = child->next) {
        if (!off_is_named(child, "caption"))
            continue;
        GString *caption = g_string_new(NULL);
        append_cell(caption, child, notes);
        g_ptr_array_add(lines, g_string_free(caption, FALSE));
    }
    read_rows(table, notes, rows);
    if (rows->len > 0) {
        guint total = measure(rows, widths);
        if (width == 0 || total <= width)
            add_columns(lines, rows, widths);
        else
            add_records(lines, rows);
    }
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
}
