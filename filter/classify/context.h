/* context.h: a second score for each block, from the first scores of the blocks around it.
 *
 * The first forest sees a block's own text and its place. It can only guess from their sizes
 * whether the neighbours belong to the article. The second forest gets the neighbours' first scores
 * (stacked generalization; Wolpert, 1992). */
#ifndef OFF_CONTEXT_H
#define OFF_CONTEXT_H

#include "blocks/page.h"

enum {
#define OFF_CONTEXT(name) OFF_C_##name,
#include "classify/context.def"
#undef OFF_CONTEXT
    OFF_CONTEXTS
};

typedef struct OffContext OffContext;

/* By the worth of the page's blocks of text as it is now; nothing of it is looked at later. */
OffContext *off_context_new(const OffPage *page);
void off_context_free(OffContext *context);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffContext, off_context_free)

/* The numbers of the nth block of text; FALSE where there are not so many. row: OFF_CONTEXTS. */
gboolean off_context_of(const OffContext *context, guint nth, float *row);

/* Sets the worth of every block of text anew. */
void off_weigh_again(OffPage *page);

#endif
