/* footnote.h: the notes of an article, and the places in its text that refer to them. Links to a
 * note and back get ids of our own, whatever the page calls them. */
#ifndef OFF_FOOTNOTE_H
#define OFF_FOOTNOTE_H

#include "blocks/page.h"

typedef struct OffFootnotes OffFootnotes;

/* Searches a page for links with a short label that lead to a kept block of it. base: the page's
 * address, may be NULL. Returns NULL if there are none. */
OffFootnotes *off_footnotes_new(const OffPage *page, const char *base);
void off_footnotes_free(OffFootnotes *notes);

/* All take NULL for notes. The number, from 1, of the note that an <a> refers to, that an element
 * holds, or that an <a> leads back from; 0: none. */
guint off_footnote_referred(const OffFootnotes *notes, const xmlNode *link);
guint off_footnote_held(const OffFootnotes *notes, const xmlNode *element);
guint off_footnote_left(const OffFootnotes *notes, const xmlNode *link);

/* Gives a link of the clean tree its address and id. */
void off_footnote_set_reference(xmlNode *link, guint number);

/* Cleans up the finished tree: an unreferenced note loses its id, a reference without its note
 * becomes plain text, ids are unique, and each note ends with a link back. */
void off_footnotes_tie(xmlNode *article);

#endif
