/* code.h: the language of a listing. */
#ifndef OFF_CODE_H
#define OFF_CODE_H

#include "dom/dom.h"

/* What a <pre> of a page, the <code> in it or a box around it say (transfer full; "c", "python"),
 * or NULL. */
char *off_code_language(const xmlNode *pre);

/* Writes it into a clean <pre>: its content is in <code class="language-...">. */
void off_code_set_language(xmlNode *pre, const char *language);

/* A paragraph with nothing but <code> in it is a listing. */
void off_tidy_code(xmlNode *root);

#endif
