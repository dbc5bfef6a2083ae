/* heart.h: what the page says about the place of its article, as far as it can be believed. */
#ifndef OFF_HEART_H
#define OFF_HEART_H

#include "blocks/page.h"

/* A name or a style says nothing about an element that holds the title or most of the page's
 * prose: takes such names off the boxes. title may be NULL. */
void off_void_names(OffPage *page, const char *title);

/* The box of the page's only <main>, or of its only <article> with text, if most of the prose is in
 * it; else 0. Needs off_void_names first. */
guint off_heart_of(const OffPage *page);

#endif
