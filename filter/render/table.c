/* table.c: a table in columns where they fit, as records where they do not. */
#include "config.h"

#include "render/table.h"

#include "render/wrap.h"

#include <string.h>

#define COLUMNS_MAX 64
#define GAP 2 /* spaces between columns */

typedef struct {
    char *text;
    guint span; /* columns that it takes */
} Cell;

typedef struct {
    GPtrArray *cells; /* Cell; one that another stretches over is NULL */
    gboolean head;    /* all that say something are <th> */
} Row;

static void
cell_free(void *data)
{
    Cell *cell = data;
    if (cell)
        g_free(cell->text);
    g_free(cell);
}

static void
row_free(void *data)
{
    Row *row = data;
    g_ptr_array_unref(row->cells);
    g_free(row);
}

static const char *
text_at(const Row *row, guint column)
{
    const Cell *cell = column < row->cells->len ? row->cells->pdata[column] : NULL;
    return cell ? cell->text : "";
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

static Cell *
add_cell(Row *row, const xmlNode *node, OffNotes *notes, guint *hanging)
{
    guint first = row->cells->len, down = off_span_of(node, "rowspan", COLUMNS_MAX);
    Cell *cell = g_new0(Cell, 1);
    GString *text = g_string_new(NULL);
    cell->span = off_span_of(node, "colspan", COLUMNS_MAX - first);
    append_cell(text, node, notes);
    g_strdelimit(text->str, "\n\t", ' ');
    cell->text = g_string_free(text, FALSE);
    g_ptr_array_add(row->cells, cell);
    for (guint i = 0; i < cell->span; i++) {
        hanging[first + i] = down - 1;
        if (i > 0)
            g_ptr_array_add(row->cells, NULL);
    }
    return cell;
}

/* hanging: for how many rows more a cell from above hangs down in each column. */
static Row *
read_row(const xmlNode *tr, OffNotes *notes, guint *hanging)
{
    Row *row = g_new0(Row, 1);
    gboolean others = FALSE;
    row->cells = g_ptr_array_new_with_free_func(cell_free);
    for (const xmlNode *node = tr->children; node; node = node->next) {
        if (!off_is_named(node, "td") && !off_is_named(node, "th"))
            continue;
        while (row->cells->len < COLUMNS_MAX && hanging[row->cells->len] > 0) {
            hanging[row->cells->len]--;
            g_ptr_array_add(row->cells, NULL);
        }
        if (row->cells->len >= COLUMNS_MAX)
            break;
        const Cell *cell = add_cell(row, node, notes, hanging);
        row->head = row->head || off_is_named(node, "th");
        others = others || (*cell->text && !off_is_named(node, "th"));
    }
    row->head = row->head && !others;
    for (guint c = row->cells->len; c < COLUMNS_MAX; c++)
        hanging[c] -= hanging[c] > 0;
    return row;
}

static void
read_rows(const xmlNode *node, OffNotes *notes, GPtrArray *rows, guint *hanging)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (off_is_named(child, "tr"))
            g_ptr_array_add(rows, read_row(child, notes, hanging));
        else if (off_is_named(child, "thead") || off_is_named(child, "tbody") ||
                 off_is_named(child, "tfoot"))
            read_rows(child, notes, rows, hanging);
    }
}

/* --- columns --- */

typedef struct {
    guint width;
    gboolean numbers; /* set to the right */
} Column;

static gboolean
is_number(const char *text)
{
    gboolean digits = FALSE;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        digits = digits || g_ascii_isdigit((char)MIN(c, 127));
        if (c > 127 ? !(c == 0xa0 || c == 0x2212 || c == 0x2013 || c == 0x20ac || c == 0xa3)
                    : !g_ascii_isdigit((char)c) && !strchr("+-.,:%$ '", (int)c))
            return FALSE;
    }
    return digits;
}

static guint
width_from(const Column *columns, guint first, guint span)
{
    guint width = 0;
    for (guint c = first; c < first + span; c++)
        width += columns[c].width + (c > first ? GAP : 0);
    return width;
}

static guint
head_rows(const GPtrArray *rows)
{
    guint n = 0;
    while (n < rows->len && ((Row *)rows->pdata[n])->head)
        n++;
    return n < rows->len ? n : 0;
}

static void
measure_column(const GPtrArray *rows, guint c, guint head, Column *column)
{
    guint numbers = 0, others = 0;
    for (guint r = 0; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        const Cell *cell = c < row->cells->len ? row->cells->pdata[c] : NULL;
        if (!cell || cell->span > 1)
            continue;
        column->width = MAX(column->width, off_columns(cell->text));
        if (r < head || !*cell->text)
            continue;
        numbers += is_number(cell->text);
        others += !is_number(cell->text) && g_utf8_strlen(cell->text, -1) > 1;
    }
    column->numbers = numbers > 0 && others == 0;
}

/* What stretches over columns makes the last of them wider where it has to. */
static void
make_room(const GPtrArray *rows, Column *columns)
{
    for (guint r = 0; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        for (guint c = 0; c < row->cells->len; c++) {
            const Cell *cell = row->cells->pdata[c];
            guint has = cell ? width_from(columns, c, cell->span) : 0;
            if (cell && cell->span > 1 && off_columns(cell->text) > has)
                columns[c + cell->span - 1].width += off_columns(cell->text) - has;
        }
    }
}

/* How many there are. */
static guint
measure(const GPtrArray *rows, Column *columns)
{
    guint n = 0, head = head_rows(rows);
    for (guint r = 0; r < rows->len; r++)
        n = MAX(n, ((Row *)rows->pdata[r])->cells->len);
    for (guint c = 0; c < n; c++)
        measure_column(rows, c, head, &columns[c]);
    make_room(rows, columns);
    return n;
}

static void
pad(GString *line, guint spaces)
{
    for (guint i = 0; i < spaces; i++)
        g_string_append_c(line, ' ');
}

static char *
line_of(const Row *row, const Column *columns)
{
    GString *line = g_string_new(NULL);
    guint spaces = 0;
    for (guint c = 0; c < row->cells->len;) {
        const Cell *cell = row->cells->pdata[c];
        guint span = cell ? cell->span : 1, width = width_from(columns, c, span);
        guint rest = width - MIN(width, off_columns(text_at(row, c)));
        gboolean right = span == 1 && columns[c].numbers;
        if (*text_at(row, c)) {
            pad(line, spaces + (right ? rest : 0));
            g_string_append(line, text_at(row, c));
            spaces = right ? 0 : rest;
        } else {
            spaces += width;
        }
        spaces += GAP;
        c += span;
    }
    return g_string_free(line, FALSE);
}

static void
add_columns(GPtrArray *lines, const GPtrArray *rows, const Column *columns, guint total)
{
    guint head = head_rows(rows);
    for (guint r = 0; r < rows->len; r++) {
        g_ptr_array_add(lines, line_of(rows->pdata[r], columns));
        if (r + 1 == head)
            g_ptr_array_add(lines, g_strnfill(total, '-'));
    }
}

/* --- records --- */

static void
add_records(GPtrArray *lines, const GPtrArray *rows)
{
    guint first = head_rows(rows);
    const Row *head = first > 0 ? rows->pdata[first - 1] : NULL;
    for (guint r = first; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        if (r > first)
            g_ptr_array_add(lines, g_strdup(""));
        for (guint c = 0; c < row->cells->len; c++) {
            const char *text = text_at(row, c), *name = head ? text_at(head, c) : "";
            if (*text)
                g_ptr_array_add(lines,
                                *name ? g_strdup_printf("%s: %s", name, text) : g_strdup(text));
        }
    }
}

char **
off_table_lines(const xmlNode *table, OffNotes *notes, guint width)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(row_free);
    GPtrArray *lines = g_ptr_array_new();
    guint hanging[COLUMNS_MAX] = {0};
    Column columns[COLUMNS_MAX] = {0};
    for (const xmlNode *child = table->children; child; child = child->next) {
        if (!off_is_named(child, "caption"))
            continue;
        GString *caption = g_string_new(NULL);
        append_cell(caption, child, notes);
        g_ptr_array_add(lines, g_string_free(caption, FALSE));
    }
    read_rows(table, notes, rows, hanging);
    if (rows->len > 0) {
        guint n = measure(rows, columns), total = width_from(columns, 0, n);
        if (width == 0 || total <= width)
            add_columns(lines, rows, columns, total);
        else
            add_records(lines, rows);
    }
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
}
