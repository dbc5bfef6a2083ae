/* table.c: a table in columns if they fit, otherwise as records. */
#include "config.h"

#include "render/table.h"

#include "clean/grid.h"
#include "render/wrap.h"

#include <string.h>

#define COLUMNS_MAX 64 /* of a table that is set in columns */
#define GAP 2          /* spaces between columns */
#define HEADS_MAX 4    /* rows of heads that are broken */
#define HEIGHT_MAX 6   /* lines of one */

typedef struct {
    char *text;
    guint column, span; /* where it begins, how many columns it takes */
    gboolean head;      /* <th> */
} Cell;

typedef struct {
    GArray *cells;  /* Cell */
    gboolean head;  /* all that say something are <th> */
    gboolean title; /* one cell says something, over all columns */
} Row;

static void
cell_clear(void *data)
{
    g_free(((Cell *)data)->text);
}

static void
row_free(void *data)
{
    Row *row = data;
    g_array_unref(row->cells);
    g_free(row);
}

static const Cell *
cell_of(const Row *row, guint i)
{
    return &g_array_index(row->cells, Cell, i);
}

/* The text of a column in this row, or of the cell that spans it, or "". */
static const char *
text_over(const Row *row, guint column)
{
    for (guint i = 0; i < row->cells->len; i++)
        if (column >= cell_of(row, i)->column &&
            column < cell_of(row, i)->column + cell_of(row, i)->span)
            return cell_of(row, i)->text;
    return "";
}

/* The text of a cell on one line, its blocks one after the other. */
static void
append_cell(GString *out, const xmlNode *node, OffInline *in)
{
    g_autofree char *text = off_inline_text(node, in);
    if (*text) {
        if (out->len > 0)
            g_string_append_c(out, ' ');
        g_string_append(out, text);
    }
    for (const xmlNode *child = node->children; child; child = child->next)
        if (off_is_block(child))
            append_cell(out, child, in);
}

static Row *
read_row(const OffGridRow *from, guint width, OffInline *in)
{
    Row *row = g_new0(Row, 1);
    guint heads = 0, others = 0, widest = 0;
    row->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    g_array_set_clear_func(row->cells, cell_clear);
    for (guint i = 0; i < from->cells->len; i++) {
        const OffGridCell *cell = &g_array_index(from->cells, OffGridCell, i);
        GString *text = g_string_new(NULL);
        append_cell(text, cell->node, in);
        g_strdelimit(text->str, "\n\t", ' ');
        Cell new = {.text = g_string_free(text, FALSE),
                    .column = cell->column,
                    .span = cell->columns,
                    .head = off_is_named(cell->node, "th")};
        heads += new.head &&*new.text;
        others += !new.head &&*new.text;
        widest = *new.text ? MAX(widest, new.span) : widest;
        g_array_append_val(row->cells, new);
    }
    row->head = others == 0 && (heads > 0 || from->head);
    row->title = heads + others == 1 && width > 1 && widest == width;
    return row;
}

static GPtrArray *
read_rows(const OffGrid *grid, OffInline *in)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
    for (guint i = 0; i < grid->rows->len; i++)
        g_ptr_array_add(rows, read_row(grid->rows->pdata[i], grid->width, in));
    return rows;
}

/* --- columns --- */

typedef struct {
    guint width;
    guint body, word; /* widths of what is no head, and of the longest word of a head */
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

/* The number of head rows at the top; a table of head rows only has none. */
static guint
head_rows(const GPtrArray *rows)
{
    guint n = 0;
    while (n < rows->len && ((Row *)rows->pdata[n])->head)
        n++;
    return n < rows->len ? n : 0;
}

/* The columns of the next line of a text that no line of may be wider than width, if its words
 * allow; *text is moved after it. */
static guint
next_line(const char **text, guint width)
{
    guint columns = 0;
    const char *at = *text + strspn(*text, " ");
    while (*at) {
        gsize n = strcspn(at, " ");
        g_autofree char *word = g_strndup(at, n);
        guint more = off_columns(word) + (columns > 0);
        if (columns > 0 && columns + more > width)
            break;
        columns += more;
        at += n + strspn(at + n, " ");
    }
    *text = at;
    return columns;
}

static guint
longest_word(const char *text)
{
    guint longest = 0;
    while (*text) {
        guint columns = next_line(&text, 0);
        longest = MAX(longest, columns);
    }
    return longest;
}

static guint
count_lines(const char *text, guint width)
{
    guint lines = 0;
    for (; *text; lines++)
        next_line(&text, width);
    return lines;
}

static void
measure_column(const GPtrArray *rows, guint c, guint head, Column *column)
{
    guint numbers = 0, others = 0;
    for (guint r = 0; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        for (guint i = 0; i < row->cells->len; i++) {
            const Cell *cell = cell_of(row, i);
            if (cell->column != c || cell->span > 1)
                continue;
            column->width = MAX(column->width, off_columns(cell->text));
            if (r < head)
                column->word = MAX(column->word, longest_word(cell->text));
            if (r < head || !*cell->text)
                continue;
            column->body = MAX(column->body, off_columns(cell->text));
            numbers += is_number(cell->text);
            others += !is_number(cell->text) && g_utf8_strlen(cell->text, -1) > 1;
        }
    }
    column->numbers = numbers > 0 && others == 0;
}

/* What stretches over columns makes the last of them wider if it has to; a title over all of them
 * may be longer than the table. */
static void
make_room(const GPtrArray *rows, Column *columns)
{
    for (guint r = 0; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        for (guint i = 0; i < row->cells->len && !row->title; i++) {
            const Cell *cell = cell_of(row, i);
            guint has = width_from(columns, cell->column, cell->span);
            if (cell->span > 1 && off_columns(cell->text) > has)
                columns[cell->column + cell->span - 1].width += off_columns(cell->text) - has;
        }
    }
}

/* Lines of the highest head of a column. */
static guint
head_height(const GPtrArray *rows, guint head, guint c, guint width)
{
    guint height = 0;
    for (guint r = 0; r < head; r++) {
        const Row *row = rows->pdata[r];
        for (guint i = 0; i < row->cells->len; i++)
            if (cell_of(row, i)->column == c && cell_of(row, i)->span == 1)
                height = MAX(height, count_lines(cell_of(row, i)->text, width));
    }
    return height;
}

/* The column whose heads are the highest. */
static guint
highest_column(const GPtrArray *rows, guint head, const Column *columns, guint width, guint *height)
{
    guint highest = 0;
    *height = 0;
    for (guint c = 0; c < width; c++) {
        guint lines = head_height(rows, head, c, columns[c].width);
        if (lines > *height) {
            highest = c;
            *height = lines;
        }
    }
    return highest;
}

/* Makes columns narrower than their heads, which are set in several lines, until the table fits. */
static gboolean
break_heads(const GPtrArray *rows, Column *columns, guint width, guint room)
{
    guint head = head_rows(rows), total = 0, height = 0;
    for (guint c = 0; c < width; c++)
        total += MAX(columns[c].body, columns[c].word) + (c > 0 ? GAP : 0);
    if (head == 0 || head > HEADS_MAX || total > room)
        return FALSE;
    for (guint r = 0; r < rows->len; r++)
        for (guint i = 0; i < ((Row *)rows->pdata[r])->cells->len; i++)
            if (cell_of(rows->pdata[r], i)->span > 1)
                return FALSE;
    for (guint c = 0; c < width; c++)
        columns[c].width = MAX(columns[c].body, columns[c].word);
    highest_column(rows, head, columns, width, &height);
    if (height > HEIGHT_MAX)
        return FALSE;
    for (; total < room; total++) {
        guint c = highest_column(rows, head, columns, width, &height);
        if (height < 2)
            break;
        columns[c].width++;
    }
    return TRUE;
}

static void
measure_columns(const GPtrArray *rows, guint width, Column *columns)
{
    guint head = head_rows(rows);
    for (guint c = 0; c < width; c++)
        measure_column(rows, c, head, &columns[c]);
    make_room(rows, columns);
}

static void
pad_line(GString *line, guint spaces)
{
    for (guint i = 0; i < spaces; i++)
        g_string_append_c(line, ' ');
}

static char *
line_of(const Row *row, const Column *columns)
{
    GString *line = g_string_new(NULL);
    guint at = 0, filled = 0; /* where the cell begins; where the line ends */
    guint column = 0;
    for (guint i = 0; i < row->cells->len; i++) {
        const Cell *cell = cell_of(row, i);
        for (; column < cell->column; column++)
            at += columns[column].width + GAP;
        guint width = width_from(columns, cell->column, cell->span);
        guint takes = off_columns(cell->text);
        gboolean right = cell->span == 1 && columns[cell->column].numbers;
        guint start = at + (right ? width - MIN(width, takes) : 0);
        if (!*cell->text)
            continue;
        pad_line(line, start - MIN(start, filled));
        g_string_append(line, cell->text);
        filled = start + takes;
    }
    return g_string_free(line, FALSE);
}

/* One line of a row of heads that is height lines high; the last lines are side by side. */
static char *
head_line(const Row *row, const Column *columns, guint line, guint height)
{
    Row part = {.cells = g_array_new(FALSE, TRUE, sizeof(Cell))};
    g_array_set_clear_func(part.cells, cell_clear);
    for (guint i = 0; i < row->cells->len; i++) {
        Cell cell = *cell_of(row, i);
        guint width = columns[cell.column].width, lines = count_lines(cell.text, width);
        const char *start = cell.text, *end = cell.text;
        for (guint n = 0; n + height <= line + lines && *end; n++) {
            start = end;
            next_line(&end, width);
        }
        cell.text = line + lines < height ? g_strdup("") : g_strndup(start, (gsize)(end - start));
        g_strstrip(cell.text);
        g_array_append_val(part.cells, cell);
    }
    char *text = line_of(&part, columns);
    g_array_unref(part.cells);
    return text;
}

/* The heights of a row's heads, once they are broken; 1 if none is. */
static guint
row_height(const Row *row, const Column *columns)
{
    guint height = 1;
    for (guint i = 0; i < row->cells->len; i++) {
        const Cell *cell = cell_of(row, i);
        if (cell->span == 1)
            height = MAX(height, count_lines(cell->text, columns[cell->column].width));
    }
    return height;
}

static void
add_columns(GPtrArray *lines, const GPtrArray *rows, const Column *columns, guint total)
{
    guint head = head_rows(rows);
    for (guint r = 0; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        guint height = r < head ? row_height(row, columns) : 1;
        for (guint i = 0; i < height; i++) {
            char *line = height > 1 ? head_line(row, columns, i, height) : line_of(row, columns);
            if (!*line)
                g_free(line);
            else
                g_ptr_array_add(lines, line);
        }
        if (r + 1 == head)
            g_ptr_array_add(lines, g_strnfill(total, '-'));
    }
}

/* --- records --- */

/* A row whose first cell is the head of the others, if nothing above explains the columns. */
static void
add_labelled(GPtrArray *lines, const Row *row)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < row->cells->len; i++) {
        const Cell *cell = cell_of(row, i);
        if (!*cell->text)
            continue;
        if (line->len > 0)
            g_string_append(line, line->str[line->len - 1] == ':' ? " " : ", ");
        g_string_append(line, cell->text);
        if (i == 0 && !g_str_has_suffix(cell->text, ":"))
            g_string_append_c(line, ':');
    }
    if (line->len > 0)
        g_ptr_array_add(lines, g_strdup(line->str));
}

static void
add_record(GPtrArray *lines, const Row *row, const Row *head)
{
    for (guint i = 0; i < row->cells->len; i++) {
        const Cell *cell = cell_of(row, i);
        const char *name = head ? text_over(head, cell->column) : "";
        if (*cell->text)
            g_ptr_array_add(lines, *name ? g_strdup_printf("%s: %s", name, cell->text)
                                         : g_strdup(cell->text));
    }
}

/* The row that names the columns: the last head row that is not a title. NULL: there is none. */
static const Row *
naming_row(const GPtrArray *rows, guint heads)
{
    while (heads > 0 && ((Row *)rows->pdata[heads - 1])->title)
        heads--;
    return heads > 0 ? rows->pdata[heads - 1] : NULL;
}

static void
add_records(GPtrArray *lines, const GPtrArray *rows, guint width)
{
    guint first = head_rows(rows);
    const Row *head = naming_row(rows, first);
    gboolean labelled = !head && width == 2, apart = FALSE;
    for (guint r = 0; r < rows->len; r++) {
        const Row *row = rows->pdata[r];
        if (r < first && !row->title)
            continue;
        gboolean label = labelled || (!head && row->cells->len > 1 && cell_of(row, 0)->head);
        if (lines->len > 0 && (row->title ? apart : apart && !label))
            g_ptr_array_add(lines, g_strdup(""));
        apart = !row->title;
        if (row->title)
            add_record(lines, row, NULL);
        else if (label)
            add_labelled(lines, row);
        else
            add_record(lines, row, head);
    }
}

char **
off_table_lines(const xmlNode *table, OffInline *in, guint width)
{
    g_autoptr(OffGrid) grid = off_grid_new((xmlNode *)(guintptr)table);
    GPtrArray *lines = g_ptr_array_new();
    Column columns[COLUMNS_MAX] = {0};
    for (const xmlNode *child = table->children; child; child = child->next) {
        if (!off_is_named(child, "caption"))
            continue;
        GString *caption = g_string_new(NULL);
        append_cell(caption, child, in);
        g_ptr_array_add(lines, g_string_free(caption, FALSE));
    }
    g_autoptr(GPtrArray) rows = read_rows(grid, in);
    guint total = G_MAXUINT;
    if (grid->width <= COLUMNS_MAX) {
        measure_columns(rows, grid->width, columns);
        total = width_from(columns, 0, grid->width);
        if (width > 0 && total > width && break_heads(rows, columns, grid->width, width))
            total = width_from(columns, 0, grid->width);
    }
    if (total < G_MAXUINT && (width == 0 || total <= width))
        add_columns(lines, rows, columns, total);
    else
        add_records(lines, rows, grid->width);
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
}
