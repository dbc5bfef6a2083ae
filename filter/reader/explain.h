/* explain.h: --explain: not the article, but why it is this one. */
#ifndef OFF_EXPLAIN_H
#define OFF_EXPLAIN_H

#include "reader/channel.h"
#include "reader/job.h"

#include <offprint/extract.h>

/* What was seen on the way. */
typedef struct OffExplanation OffExplanation;

OffExplanation *off_explanation_new(void);
void off_explanation_free(OffExplanation *explanation);

/* For OffExtractOptions: notes a block of the page that is read. data: an OffExplanation. */
void off_explain_block(const char *text, gboolean kept, double worth, const char *why, void *data);
/* Another page begins: of a page that was fetched before, nothing more is said. */
void off_explain_page(OffExplanation *explanation, const OffFetched *page);
/* For OffExtractOptions: where a field of the article comes from. data: an OffExplanation. */
void off_explain_source(const char *field, const char *sources, void *data);

/* Appends the explanation of one item, as text or as an HTML page (html). article: NULL if there is
 * none. */
void off_append_explanation(GByteArray *out, const OffExplanation *explanation, const OffWork *work,
                            const OffArticle *article, const OffOutcome *outcome, gboolean html);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffExplanation, off_explanation_free)

#endif
