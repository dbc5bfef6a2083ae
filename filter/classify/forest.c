/* forest.c: sums the leaves of small decision trees. */
#include "config.h"

#include "classify/forest.h"

#include <math.h>

double
off_ask_forest(const OffForest *f, const float *features)
{
    double sum = f->bias;
    for (guint t = 0; t < f->trees; t++) {
        guint at = f->roots[t];
        while (f->nodes[at].feature >= 0)
            at = features[f->nodes[at].feature] <= f->nodes[at].value ? at + 1 : f->nodes[at].above;
        sum += f->nodes[at].value;
    }
    return sum;
}

double
off_ask_forest_share(const OffForest *f, const float *features)
{
    return 1 / (1 + exp(-off_ask_forest(f, features)));
}
