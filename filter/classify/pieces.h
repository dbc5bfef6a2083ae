/* pieces.h: units of content that are kept or dropped together, whatever the scores. */
#ifndef OFF_PIECES_H
#define OFF_PIECES_H

#include "classify/units.h"

/* Sets whether a block is kept, and why. */
void off_set_kept(OffBlock *block, gboolean kept, const char *why);

/* Drops repeated content: a copy of the text, a pull quote, a caption (copies.c). */
void off_drop_copies(OffPage *page, const GArray *units);

/* Who wrote it and when, in lines above the text (lead.c). */
void off_drop_lead_lines(OffPage *page, const GArray *units);
/* Drops the titles of other articles after a heading such as "Related", up to the end of the page.
 */
void off_drop_title_tail(OffPage *page);

/* Notes that kept text refers to stay (notes.c). */
void off_keep_notes(OffPage *page, const GArray *units);

/* Restores units that the steps after the cut have broken (whole.c). */
void off_make_whole(OffPage *page, const GArray *units);

/* Is the box an embedded post of somebody, which names its writer by a handle (posts.c)? */
gboolean off_is_post(const OffPage *page, guint box);
/* Embedded posts are printed as quotations, without their writers' portraits. */
void off_quote_posts(OffPage *page, const GArray *units);

/* In builds with sanitizers, or without optimization: stops if a unit is kept in part, a picture
 * without its caption, or a heading over nothing. */
void off_check_pieces(const OffPage *page, const GArray *units);

/* Pictures with their captions and credits (pictures.c). caption: the worth from which a caption is
 * among the article's own words. */
void off_judge_pictures(OffPage *page, const GArray *units, float caption);

/* Drops headings with nothing under them (headings.c). */
void off_drop_bare_headings(OffPage *page, const GArray *units);
/* unit: off_units_of_blocks(). */
gboolean off_is_bare_heading(const OffPage *page, const guint *unit, guint index);

#endif
