/* list.h: the numbers and bullets of a list (HTML, 4.4.5 and 4.4.8). */
#ifndef OFF_LIST_H
#define OFF_LIST_H

#include <glib.h>
#include <libxml/tree.h>

typedef struct {
    gboolean ordered, down;
    char kind; /* 1 a A i I */
    gint64 next;
} OffCount;

/* Before the first entry: start=, reversed and type= of the list are read. */
OffCount off_count_begin(const xmlNode *list);

/* The number of the next entry: its value=, or one more (less) than the last. */
gint64 off_count_next(OffCount *count, const xmlNode *item);

/* The label of the next entry in text: "3. ", "c. ", "- ", "[3] " for a note of the article, or
 * nothing if the entry has its own label (transfer full). */
char *off_count_marker(OffCount *count, const xmlNode *item);

#endif
