/* cut.h: one decision for the whole page: which elements are the article.
 *
 * Every element is labelled kept or dropped so that the total cost is lowest. The cost of a block
 * is how far its label contradicts its score; each change of label between an element and its
 * content has a price. Two passes over the tree find the exact minimum in linear time. */
#ifndef OFF_CUT_H
#define OFF_CUT_H

#include "classify/features.h"
#include "classify/units.h"

/* The price of a change of label, by what the element contains; chosen with tests/train. */
typedef struct {
#define OFF_PRICE(name, value) float name;
#include "classify/prices.def"
#undef OFF_PRICE
} OffPrices;

extern const OffPrices off_prices;

/* Sets kept of every block by its worth and the units. heart: off_heart_of(). */
void off_cut(OffPage *page, const OffFeatures *features, const GArray *units, guint heart,
             const OffPrices *prices);

/* By box: is it a list of which some parts surely are the article and others surely are not? Such a
 * list is the layout of a page, not a unit. NULL if the page has none (transfer full). */
gboolean *off_mixed_lists(const OffPage *page, const OffPrices *prices);

/* Log odds of a worth, bounded. */
float off_odds_of(float worth);

#endif
