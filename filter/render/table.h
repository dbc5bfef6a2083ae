/* table.h: a table in columns if they fit, otherwise as records. */
#ifndef OFF_TABLE_H
#define OFF_TABLE_H

#include "render/inline.h"

/* The lines of a clean <table> within width columns; 0: any width (transfer full, g_strfreev). */
char **off_table_lines(const xmlNode *table, OffInline *in, guint width);

#endif
