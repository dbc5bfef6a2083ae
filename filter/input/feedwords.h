/* feedwords.h: titles, names and texts of feeds. */
#ifndef OFF_FEEDWORDS_H
#define OFF_FEEDWORDS_H

#include <glib.h>
#include <libxml/tree.h>

/* A title as plain text (transfer full): tags that only set words off go, any other tag stays as it
 * is written, since the title speaks of it; references are replaced. */
char *off_feed_plain(const char *markup);

/* The name in "address (Name)" or "Name <address>" (transfer full); the text itself otherwise. */
char *off_feed_person(const char *text);

/* A text as an element holds it (RFC 4287, 3.1 and 4.1.3; Atom 0.3; RSS): one of the two is set
 * (transfer full), or neither if the element has no text. html is a fragment of HTML. */
typedef struct {
    char *html, *text;
} OffWords;

OffWords off_feed_words(const xmlNode *node);
void off_words_clear(OffWords *words);

#endif
