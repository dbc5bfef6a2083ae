/* forest.c: small decision trees whose leaves are added up. */
#include "config.h"

#include "forest.h"

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
