/* markup.h: makes XML well-formed, and changes no byte that it need not change.
 *
 * Well-formed XML stays the same, byte for byte. Repaired are: text before the declaration and
 * after the root, characters that XML does not allow, stray "&" and "<", entity names of HTML,
 * attributes that are unquoted or repeated, elements that are not closed or closed in the wrong
 * order, an item inside an item. */
#ifndef OFF_MARKUP_H
#define OFF_MARKUP_H

#include <glib.h>

/* The position of an element in the text: its start tag from start to inner, its content to
 * inner_end, its end tag to end. An empty element ("<a/>") has inner == inner_end == end. */
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
