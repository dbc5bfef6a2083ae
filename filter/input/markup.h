/* markup.h: XML as strangers write it, made well-formed in its own bytes.
 *
 * What is well-formed stays as it is, byte for byte. Mended are: what stands before the declaration
 * and behind the root, characters that XML does not allow, "&" and "<" that begin nothing, names of
 * HTML, attributes without quotes or said twice, elements that are not closed or closed in the
 * wrong order, an item that begins within an item. */
#ifndef OFF_MARKUP_H
#define OFF_MARKUP_H

#include <glib.h>

/* Where an element lies in the text: its start tag from start to inner, its content to inner_end,
 * its end tag to end. An empty element ("<a/>") has inner == inner_end == end. */
typedef struct {
    gsize start, inner, inner_end, end;
} OffSpan;

typedef struct {
    GString *text;   /* well-formed */
    GString *parse;  /* the same for a parser: without declaration and DTD, whose entities are
                        replaced, without tags deeper than OFF_FEED_DEPTH_MAX, and with one root */
    GArray *spans;   /* OffSpan of the elements of parse, in their order */
    gboolean mended; /* text differs from what came in */
    gboolean cut;    /* the input ends within an element */
} OffMarkup;

/* Reads UTF-8 (transfer full); NULL if there is no element in it. */
OffMarkup *off_markup_new(const char *utf8, gsize length);
void off_markup_free(OffMarkup *markup);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffMarkup, off_markup_free)

#endif
