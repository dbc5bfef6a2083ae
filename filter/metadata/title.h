/* title.h: the title among all that a page calls so. */
#ifndef OFF_TITLE_H
#define OFF_TITLE_H

#include "metadata/table.h"

/* For tests/train: the candidates for a title, each as a row of numbers. */
typedef void (*OffTitleRow)(const char *text, const float *row, guint numbers, void *data);
void off_each_title(const OffMetadata *m, OffTitleRow each, void *data);

/* The title without the names of site and section (transfer full), or NULL. */
char *off_choose_title(const OffMetadata *m, const char *expected);

/* The title of a page that has nothing but its text (transfer full), or NULL. */
char *off_title_of_blocks(const OffPage *page);
/* The name that follows the title in whole, after a dash or the like (transfer full), or NULL. */
char *off_site_behind_title(const char *whole, const char *title);

#endif
