/* inline.h: running text of a clean element, with its links collected. */
#ifndef OFF_INLINE_H
#define OFF_INLINE_H

#include "dom/dom.h"

#include <glib.h>
#include <libxml/tree.h>

/* What the lines of one article share: the notes of its links, and the pictures described so far.
 */
typedef struct OffInline OffInline;

/* notes: links get numbers, which begin after the highest [n] that the article itself has. lang
 * may be NULL: the language of the words that are added. */
OffInline *off_inline_new(const xmlNode *article, gboolean notes, const char *lang);
void off_inline_free(OffInline *in);

/* The text of node's inline children (transfer full): <br> is '\n', pictures are "[Picture: ...]",
 * digits in <sup> and <sub> are raised and lowered, struck words are in "~~". NULL for in: the
 * words alone. Block children are left out. */
char *off_inline_text(const xmlNode *node, OffInline *in);

/* "[Picture: words]", or "[Picture]" without them (transfer full). */
char *off_inline_picture(OffInline *in, const char *words);

/* Have these words been printed for an earlier picture, or as the title above the article? */
gboolean off_inline_is_said(const OffInline *in, const char *words);
gboolean off_inline_is_title(const OffInline *in, const char *words);
void off_inline_set_title(OffInline *in, const char *title);

/* The addresses of the notes, in order (char *; transfer none), and the number of the first. */
const GPtrArray *off_inline_notes(const OffInline *in, guint *first);

/* A superscript (subscript) as plain text (transfer full): H₂O, x², a note's ¹. Without such
 * characters in Unicode, an exponent or index of a formula follows ^ or _, and a word such as "th"
 * stays as it is. */
char *off_raised_text(const char *plain, gboolean above);

/* Is it a note of the article's own, or a link from one back to the text? */
gboolean off_is_note(const xmlNode *node);
gboolean off_is_back_link(const xmlNode *node);

gboolean off_is_block(const xmlNode *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffInline, off_inline_free)

#endif
