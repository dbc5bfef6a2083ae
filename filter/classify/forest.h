/* forest.h: small decision trees whose leaves are added up (gradient boosting; Friedman, 2001). */
#ifndef OFF_FOREST_H
#define OFF_FOREST_H

#include <glib.h>

/* feature -1: a leaf; value is its contribution to the sum. Otherwise: continue with the next node
 * if the feature is at most value, with node above if it is greater. */
typedef struct {
    gint16 feature;
    guint16 above;
    float value;
} OffForestNode;

typedef struct {
    const OffForestNode *nodes;
    const guint *roots; /* of each tree, in nodes */
    guint trees;
    double bias;
} OffForest;

/* The sum over all trees: log odds. features has as many numbers as the forest was made with. */
double off_ask_forest(const OffForest *forest, const float *features);
/* The same as a probability, 0 to 1. */
double off_ask_forest_share(const OffForest *forest, const float *features);

#endif
