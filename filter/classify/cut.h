/* cut.h: one decision over the whole page: which elements are the article.
 *
 * Every element is labelled kept or dropped so that the sum of two costs is least: what the worth
 * of each block says against its label, and a price wherever the label changes between an element
 * and what is in it. Two passes over the tree find the least sum exactly, in linear time. */
#ifndef OFF_CUT_H
#define OFF_CUT_H

#include "classify/units.h"

/* What a change of the label costs, by what stands in the element; learned by tests/train. */
typedef struct {
#define OFF_PRICE(name, value) float name;
#include "classify/prices.def"
#undef OFF_PRICE
} OffPrices;

extern const OffPrices off_prices;

/* Sets kept of every block by its worth and the units. heart: off_heart_of(). */
void off_cut(OffPage *page, const GArray *units, guint heart, const OffPrices *prices);

/* Log odds of a worth, bounded. */
float off_odds_of(float worth);

#endif
