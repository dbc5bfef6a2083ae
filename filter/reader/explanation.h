/* explanation.h: what --explain has seen. Only explain.c, explain-story.c and explain-html.c need
 * it.
 */
#ifndef OFF_READER_EXPLANATION_H
#define OFF_READER_EXPLANATION_H

#include "reader/explain.h"

typedef struct {
    char *text;
    gboolean kept;
    double worth; /* how sure it is that the block belongs to the article, from 0 to 1 */
    char *why;
} OffExplainedBlock;

typedef struct {
    char *url, *how; /* how: its size, its redirects, its time */
} OffExplainedPage;

struct OffExplanation {
    GArray *blocks;      /* OffExplainedBlock, of the page that was read last */
    GHashTable *sources; /* field of the article -> what says so */
    GArray *pages;       /* OffExplainedPage, in the order of fetching */
};

/* A sentence of the summary, and its object: an address, or the words of an error. */
typedef struct {
    char *sentence, *object; /* object: NULL if there is none */
} OffStoryLine;

/* The summary in plain words: of OffStoryLine (transfer full). article: NULL if there is none. */
GArray *off_explain_story(const OffExplanation *explanation, const OffWork *work,
                          const OffArticle *article, const OffOutcome *outcome);

/* How many of the blocks from start up to end were dropped, and why: "4 dropped (furniture × 3, the
 * title)" (transfer full). */
char *off_explain_dropped(const GArray *blocks, guint start, guint end);

/* Appends the page of --explain=html. details: the account that -v shows as text. */
void off_explain_html(GString *out, const OffExplanation *explanation, const GArray *story,
                      const char *details, const OffArticle *article);

#endif
