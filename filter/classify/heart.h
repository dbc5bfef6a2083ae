/* heart.h: the hints of the page about the place of its article, as far as they can be trusted. */
#ifndef OFF_HEART_H
#define OFF_HEART_H

#include "blocks/page.h"

/* A name or style does not describe an element that contains the title or most of the page's prose:
 * clears these flags of such boxes. title may be NULL. */
void off_void_names(OffPage *page, const char *title);

/* The box of the page's only <main>, or of its only <article> with text, if most of the prose is in
 * it; else 0. Needs off_void_names first. */
guint off_heart_of(const OffPage *page);

#endif
