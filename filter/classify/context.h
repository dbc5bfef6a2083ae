/* context.h: a second look at each block, by what the blocks around it are worth.
 *
 * The first forest sees a block's own text and its place. Whether those beside it are the article
 * it can only guess from their sizes; the second is told what the first thinks of them (stacked
 * generalization; Wolpert, 1992). */
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
