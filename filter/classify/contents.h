/* contents.h: a page's table of contents. */
#ifndef OFF_CONTENTS_H
#define OFF_CONTENTS_H

#include "blocks/page.h"

/* Drops lists of links to places of the page itself that its headings name. */
void off_drop_contents(OffPage *page);

#endif
