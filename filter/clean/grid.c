/* grid.c: a table as a grid (HTML, 4.9.12). */
#include "config.h"

#include "clean/grid.h"

#include "dom/dom.h"

#include <string.h>

static void
row_free(void *data)
{
    OffGridRow *row = data;
    g_array_unref(row->cells);
    g_free(row);
}

void
off_grid_free(OffGrid *grid)
{
    if (!grid)
        return;
    g_ptr_array_unref(grid->rows);
    g_free(grid);
}

/* reach: rows that a cell above still fills, by column. left: rows to the end of the section. */
static OffGridRow *
read_row(xmlNode *tr, guint *reach, guint left)
{
    OffGridRow *row = g_new0(OffGridRow, 1);
    guint column = 0;
    row->node = tr;
    row->cells = g_array_new(FALSE, FALSE, sizeof(OffGridCell));
    row->head = off_is_named(tr->parent, "thead");
    for (xmlNode *node = tr->children; node; node = node->next) {
        if (!off_is_named(node, "td") && !off_is_named(node, "th"))
            continue;
        while (column < OFF_GRID_COLUMNS_MAX && reach[column] > 0)
            column++;
        OffGridCell cell = {.node = node, .column = column};
        cell.columns =
            MIN(off_span_of(node, "colspan", OFF_GRID_COLUMNS_MAX), OFF_GRID_COLUMNS_MAX - column);
        cell.rows = MIN(off_span_of(node, "rowspan", G_MAXUINT16), left);
        if (cell.columns == 0)
            break;
        g_array_append_val(row->cells, cell);
        for (guint i = 0; i < cell.columns; i++)
            reach[column++] = cell.rows;
    }
    while (column < OFF_GRID_COLUMNS_MAX && reach[column] > 0)
        column++;
    for (guint i = 0; i < OFF_GRID_COLUMNS_MAX; i++)
        reach[i] -= reach[i] > 0;
    row->width = column;
    return row;
}

static guint
rows_from(const xmlNode *tr)
{
    guint rows = 0;
    for (; tr; tr = tr->next)
        rows += off_is_named(tr, "tr");
    return rows;
}

OffGrid *
off_grid_new(xmlNode *table)
{
    OffGrid *grid = g_new0(OffGrid, 1);
    guint reach[OFF_GRID_COLUMNS_MAX] = {0}, left = 0;
    const xmlNode *section = NULL;
    grid->rows = g_ptr_array_new_with_free_func(row_free);
    for (xmlNode *node = table; node;
         node = off_next(table, node, node != table && off_is_named(node, "table"))) {
        if (!off_is_named(node, "tr"))
            continue;
        if (node->parent != section) {
            memset(reach, 0, sizeof reach);
            section = node->parent;
            left = rows_from(node);
        }
        OffGridRow *row = read_row(node, reach, MAX(left, 1));
        left -= left > 0;
        grid->width = MAX(grid->width, row->width);
        g_ptr_array_add(grid->rows, row);
    }
    return grid;
}
