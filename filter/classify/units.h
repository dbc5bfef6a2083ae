/* units.h: the pieces of a page that are kept whole or dropped whole.
 *
 * A unit is a run of blocks: the entries of a list, the cells of a table, the lines of a listing, a
 * picture with its caption and credit, a quotation with its source, the lines of one paragraph, or
 * a row of boxes of one shape (questions with their answers, notes, contributions). */
#ifndef OFF_UNITS_H
#define OFF_UNITS_H

#include "blocks/page.h"

typedef enum {
    OFF_UNIT_LINES, /* the lines of one paragraph, or a box of a few blocks such as a callout */
    OFF_UNIT_LIST,
    OFF_UNIT_DEFINITIONS,
    OFF_UNIT_TABLE,
    OFF_UNIT_LISTING,
    OFF_UNIT_FIGURE,
    OFF_UNIT_QUOTE,
    OFF_UNIT_ROW
} OffUnitKind;

typedef struct {
    OffUnitKind kind;
    guint first, end; /* blocks [first, end) */
    guint box;        /* its own box; of a row the first of its boxes */
    guint parent;     /* the box around it */
} OffUnit;

/* The outermost units in document order; no two share a block (transfer full, of OffUnit). mixed:
 * by box, the lists that are no units (may be NULL). */
GArray *off_units_new(const OffPage *page, const gboolean *mixed);

/* Does the text before the block end with a colon, that of Chinese included? */
gboolean off_is_announced(const OffPage *page, guint index);

/* By block: the unit it is in, + 1; 0 if it is in none (transfer full). */
guint *off_units_of_blocks(const OffPage *page, const GArray *units);

#endif
