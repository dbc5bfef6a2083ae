/* state.h: the text of pages that are built in the browser. */
#ifndef OFF_STATE_H
#define OFF_STATE_H

#include "blocks/page.h"

/* The article's text, plain or HTML, where a script of type application/json holds it in one string
 * (transfer full), or NULL. */
char *off_state_text(const OffPage *page);

#endif
