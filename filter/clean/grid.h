/* grid.h: a table as a grid (HTML, 4.9.12): the rows and columns that each cell takes. The HTML
 * part, the text and Markdown all ask this one. */
#ifndef OFF_GRID_H
#define OFF_GRID_H

#include <glib.h>
#include <libxml/tree.h>

#define OFF_GRID_COLUMNS_MAX 200

typedef struct {
    xmlNode *node;
    guint column, columns; /* where it begins, and how many it takes */
    guint rows;            /* never beyond the end of its section */
} OffGridCell;

typedef struct {
    xmlNode *node; /* tr */
    GArray *cells; /* OffGridCell that begin here */
    guint width;   /* columns that are taken, by those from above as well */
    gboolean head; /* in <thead> */
} OffGridRow;

typedef struct {
    GPtrArray *rows; /* OffGridRow */
    guint width;     /* of the widest row */
} OffGrid;

/* Tables inside the table are not looked into. Free with off_grid_free. */
OffGrid *off_grid_new(xmlNode *table);
void off_grid_free(OffGrid *grid);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffGrid, off_grid_free)

#endif
