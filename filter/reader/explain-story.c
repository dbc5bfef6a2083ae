/* explain-story.c: --explain in plain words: what came in, which link was taken and why, what was
 * fetched, and what became of it. */
#include "config.h"

#include "reader/explanation.h"

#include "wire/reasons.h"

#include <offprint/locate.h>

#include <string.h>

#define STORIES_SHOWN 10 /* links of a digest */

static const char *
sentence_of(const char *word)
{
    static const struct {
        const char *word, *sentence;
    } table[] = {
#define OFF_EXPLAIN_PLAN(word, sentence) {word, sentence},
#define OFF_EXPLAIN_LINK(word, clause) {word, clause},
#include "reader/explain.def"
    };
    for (guint i = 0; i < G_N_ELEMENTS(table); i++)
        if (strcmp(table[i].word, word) == 0)
            return table[i].sentence;
    return off_reason_sentence(word);
}

static void
line_clear(void *data)
{
    g_free(((OffStoryLine *)data)->sentence);
    g_free(((OffStoryLine *)data)->object);
}

static void G_GNUC_PRINTF(3, 4)
    tell_sentence(GArray *story, const char *object, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    OffStoryLine line = {g_strdup_vprintf(format, words), g_strdup(object)};
    va_end(words);
    g_array_append_val(story, line);
}

/* What came in. */
static void
tell_kind(GArray *story, const OffWork *w)
{
    const OffItem *item = w->item;
    if (item->untouchable)
        tell_sentence(story, NULL, "This mail is left alone, because %s.",
                      sentence_of(item->untouchable));
    else if (w->plan && w->plan->kind == OFF_KIND_NONE)
        tell_sentence(story, NULL, "It is left alone, because %s.",
                      sentence_of(w->plan->reason ? w->plan->reason : "nothing-to-read"));
    else if (w->plan && w->plan->reason)
        tell_sentence(story, NULL, "%s", sentence_of(w->plan->reason));
    else if (item->kind == OFF_INPUT_URL)
        tell_sentence(story, item->url, "An address was given:");
    else
        tell_sentence(story, NULL, "The input is a page.");
}

static void
tell_link(GArray *story, const OffLink *link, const char *role)
{
    if (link->text && *link->text)
        tell_sentence(story, link->target ? link->target : link->href,
                      "%s is \"%s\", because %s:", role, link->text, sentence_of(link->why));
    else
        tell_sentence(story, link->target ? link->target : link->href,
                      "%s is this, because %s:", role, sentence_of(link->why));
}

static void
tell_links(GArray *story, const OffPlan *plan)
{
    guint n = plan->picked->len;
    if (plan->kind == OFF_KIND_NONE || n == 0)
        return;
    if (plan->kind == OFF_KIND_TEASER)
        tell_link(story, plan->picked->pdata[0], "Its link");
    if (plan->kind == OFF_KIND_FULL)
        tell_sentence(story, ((OffLink *)plan->picked->pdata[0])->target,
                      "Its address on the web:");
    if (plan->kind != OFF_KIND_DIGEST)
        return;
    tell_sentence(story, NULL, "These are its %u stories; --articles N fetches the first N:", n);
    for (guint i = 0; i < MIN(n, STORIES_SHOWN); i++) {
        const OffLink *link = plan->picked->pdata[i];
        tell_sentence(story, link->target, "%u. %s", i + 1,
                      link->text && *link->text ? link->text : "(picture)");
    }
    if (n > STORIES_SHOWN)
        tell_sentence(story, NULL, "And %u more.", n - STORIES_SHOWN);
}

static void
tell_pages(GArray *story, const GArray *pages)
{
    for (guint i = 0; i < pages->len; i++) {
        const OffExplainedPage *p = &g_array_index(pages, OffExplainedPage, i);
        tell_sentence(story, p->url, "%s (%s):", i == 0 ? "Fetched" : "Then", p->how);
    }
}

typedef struct {
    const char *why;
    guint count;
} Dropped;

static int
most_first(gconstpointer a, gconstpointer b)
{
    const Dropped *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->why, y->why);
}

static void
count_dropped(GArray *counts, const char *why)
{
    for (guint i = 0; i < counts->len; i++)
        if (strcmp(g_array_index(counts, Dropped, i).why, why) == 0) {
            g_array_index(counts, Dropped, i).count++;
            return;
        }
    Dropped one = {why, 1};
    g_array_append_val(counts, one);
}

char *
off_explain_dropped(const GArray *blocks, guint start, guint end)
{
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(Dropped));
    g_autoptr(GString) said = g_string_new(NULL);
    guint all = 0;
    for (guint i = start; i < end; i++) {
        const OffExplainedBlock *b = &g_array_index(blocks, OffExplainedBlock, i);
        if (b->kept)
            continue;
        all++;
        count_dropped(counts, b->why);
    }
    g_array_sort(counts, most_first);
    for (guint i = 0; i < counts->len; i++) {
        const Dropped *d = &g_array_index(counts, Dropped, i);
        g_string_append_printf(said, "%s%s", i ? ", " : "", d->why);
        if (d->count > 1)
            g_string_append_printf(said, " × %u", d->count);
    }
    return g_strdup_printf(all ? "%u dropped (%s)" : "%u dropped", all, said->str);
}

static guint
count_kept(const GArray *blocks)
{
    guint kept = 0;
    for (guint i = 0; i < blocks->len; i++)
        kept += g_array_index(blocks, OffExplainedBlock, i).kept;
    return kept;
}

static void
tell_article(GArray *story, const OffExplanation *e, const OffArticle *a)
{
    g_autoptr(GString) named = g_string_new(NULL);
    if (a->title)
        g_string_append_printf(named, " \"%s\"", a->title);
    if (a->byline)
        g_string_append_printf(named, " by %s", a->byline);
    if (a->date)
        g_string_append_printf(named, ", dated %s,", a->date);
    tell_sentence(story, NULL, "The article%s has %u words.", named->str, a->words);
    if (e->blocks->len == 0)
        return;
    g_autofree char *dropped = off_explain_dropped(e->blocks, 0, e->blocks->len);
    tell_sentence(story, NULL, "Of %u blocks of the page, %u were kept and %s.", e->blocks->len,
                  count_kept(e->blocks), dropped);
}

static void
tell_outcome(GArray *story, const OffWork *w, const OffOutcome *o)
{
    if (strcmp(o->status, "failed") != 0 && !o->reason)
        return;
    gboolean told = w->item->untouchable || (w->plan && w->plan->kind == OFF_KIND_NONE);
    if (!told)
        tell_sentence(story, o->message, "There is no %sarticle, because %s%s",
                      o->reason && strcmp(o->reason, "partial") == 0 ? "whole " : "",
                      o->reason ? sentence_of(o->reason) : "it failed", o->message ? ":" : ".");
    if (w->item->kind == OFF_INPUT_MAIL)
        tell_sentence(story, NULL, "The mail stays as it was.");
}

GArray *
off_explain_story(const OffExplanation *e, const OffWork *w, const OffArticle *article,
                  const OffOutcome *o)
{
    GArray *story = g_array_new(FALSE, FALSE, sizeof(OffStoryLine));
    g_array_set_clear_func(story, line_clear);
    tell_kind(story, w);
    if (w->plan && !w->item->untouchable)
        tell_links(story, w->plan);
    tell_pages(story, e->pages);
    if (article)
        tell_article(story, e, article);
    else
        tell_outcome(story, w, o);
    return story;
}
