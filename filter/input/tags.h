/* tags.h: one tag of possibly invalid markup, and the meaning of its name in a feed. */
#ifndef OFF_TAGS_H
#define OFF_TAGS_H

#include <glib.h>

typedef struct {
    const char *name; /* in the input */
    gsize name_length;
    gboolean empty; /* "<a/>" */
    gboolean odd;   /* it is not as XML has it, and has to be written anew */
} OffTagBytes;

/* The length of a name at p, or 0. */
gsize off_name_length(const char *p, const char *end);
/* Reads a start tag at "<". Returns its length, or 0 if it is not a start tag. */
gsize off_tag_read(const char *at, const char *end, OffTagBytes *tag);
/* Appends it as XML; the set declared may be NULL. Returns whether anything had to be mended. */
gboolean off_tag_write(GString *out, const char *at, gsize length, const OffTagBytes *tag,
                       GHashTable *declared);
/* Appends well-formed text with the entities of declared (may be NULL) replaced by their text. */
void off_markup_replace(GString *out, const char *text, gsize length, GHashTable *declared);

/* By the part of the name after the prefix. */
gboolean off_tag_is_item(const char *name, gsize length); /* item, entry */
gboolean off_tag_is_feed(const char *name, gsize length); /* channel, feed, RDF, rss */
/* An element of HTML that has no end tag, and no meaning in feeds. */
gboolean off_tag_is_void(const char *name, gsize length);
/* Is it certain that one field of an item (or channel) has ended when another element begins? */
gboolean off_tag_ends_field(const char *field, gsize field_length, const char *name, gsize length);
/* The position of the first tag of a feed's root in head; its length if there is none. */
gsize off_tag_find_root(const char *head);
/* Text without its comments (transfer full). */
char *off_without_comments(const char *text);

#endif
