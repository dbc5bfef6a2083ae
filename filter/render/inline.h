/* inline.h: running text of a clean element, with its links collected. */
#ifndef OFF_INLINE_H
#define OFF_INLINE_H

#include "dom/dom.h"

#include <glib.h>
#include <libxml/tree.h>

typedef struct {
    GPtrArray *urls;    /* char *, in the order of their numbers */
    GHashTable *number; /* url -> its number, from 1 */
} OffNotes;

OffNotes *off_notes_new(void);
void off_notes_free(OffNotes *notes);

/* The text of node's inline children (transfer full): <br> is '\n', pictures are "[Picture: ...]".
 * digits in <sup> and <sub> are raised and lowered. notes NULL: the words alone. Block children are
 * left out. */
char *off_inline_text(const xmlNode *node, OffNotes *notes);

gboolean off_is_block_name(const char *name);

#endif
