/* score.h: which box holds the article. */
#ifndef OFF_SCORE_H
#define OFF_SCORE_H

#include "blocks/page.h"

typedef struct {
    guint box;   /* the smallest box that holds the article; 0: the whole page */
    guint prose; /* the box that agrees best with the prose of the page */
    guint named; /* the box whose name or property marks it as the body; 0: none */
} OffContainer;

/* Scores all boxes (box->score) and chooses. */
OffContainer off_find_container(const OffPage *page);

#endif
