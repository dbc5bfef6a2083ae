/* batch.c: processes the items of a run in order while their pages are being fetched.
 *
 * The newest items are requested first, so that the deadline cuts off the oldest; these come in the
 * next run. The number of pages in flight is limited by memory. */
#include "config.h"

#include "reader/batch.h"

#include "reader/explain.h"
#include "reader/made.h"
#include "reader/plan.h"

#include <string.h>

#define PROGRESS_ITEMS 10 /* with more items, a terminal shows the progress */
#define REASONS_BYTES 400 /* of the line that counts them */
#define UNDER_WAY_MAX 400 /* pages requested before the first item is finished */
#define DATE_BYTES 10     /* of an ISO 8601 date: the day */

enum { INCLUDED = 1, FAILED = 2 }; /* places in order, below; any other status counts as included */

typedef struct {
    OffJob *job;
    OffChannel *channel;
    GPtrArray *items;
    OffWork *work;
    guint *order;         /* indices of items, newest first */
    GByteArray **written; /* the output of each item; NULL: items are written in their order */
} Batch;

/* What is said of many items: the best that came of any, and the last thing that went wrong. */
static void
add_outcome(OffOutcome *all, OffOutcome *one, guint count)
{
    gboolean failed = strcmp(one->status, "failed") == 0;
    if (count == 0 || !failed || strcmp(all->status, "failed") == 0) {
        off_outcome_clear(all);
        *all = *one;
        memset(one, 0, sizeof *one);
        return;
    }
    off_outcome_clear(one);
}

/* Counts what became of an item, in the order of the fields of OFF_FRAME_DONE. */
static void
count_item(Batch *b, const OffOutcome *o)
{
    static const char *const order[] = {"fetched", "included", "failed", "untouched"};
    guint *c = b->job->run->counts;
    guint which = 0;
    while (which < G_N_ELEMENTS(order) && strcmp(o->status, order[which]) != 0)
        which++;
    c[which < G_N_ELEMENTS(order) ? which : INCLUDED]++;
    if (which == FAILED)
        off_reason_count(&b->job->run->failed, o->reason, 1);
}

static void
report_progress(const Batch *b, guint done)
{
    guint all = b->items->len;
    if (all <= PROGRESS_ITEMS)
        return;
    g_autofree char *line =
        done < all ? g_strdup_printf("offprint: %u of %u items", done, all) : g_strdup("");
    off_channel_send(b->channel, OFF_FRAME_PROGRESS, line, strlen(line));
}

static void
report_item(const Batch *b, guint64 number, const OffItem *item, const OffOutcome *o)
{
    const char *url = o->url ? o->url : item->url;
    gboolean named = strcmp(o->status, "failed") == 0 && item->subject;
    g_autoptr(GString) line = g_string_new(o->status);
    if (o->reason)
        g_string_append_printf(line, "; reason=%s", o->reason);
    if (url)
        g_string_append_printf(line, "; url=%s", url);
    if (named)
        g_string_append_printf(line, "; title=%s", item->subject);
    off_channel_say(b->channel, "item %" G_GUINT64_FORMAT ": status=%s", number, line->str);
}

/* "40 items: 37 fetched, 0 included, 3 failed (2 gone, 1 timeout), 0 untouched" */
static void
report_all(const Batch *b)
{
    const guint *c = b->job->run->counts;
    char reasons[REASONS_BYTES];
    off_reason_counts_print(&b->job->run->failed, reasons, sizeof reasons);
    off_channel_summary(b->channel, c[2] > 0,
                        "%u items: %u fetched, %u included, %u failed%s, %u untouched",
                        b->items->len, c[0], c[1], c[2], reasons, c[3]);
}

static gboolean
explains_items(const OffJob *job)
{
    return job->command->to == OFF_TO_EXPLAIN || job->command->to == OFF_TO_EXPLAIN_HTML;
}

/* --- the order --- */

static int
newest_first(gconstpointer a, gconstpointer b, gpointer items)
{
    guint i = *(const guint *)a, k = *(const guint *)b;
    const OffItem *x = g_ptr_array_index((GPtrArray *)items, i);
    const OffItem *y = g_ptr_array_index((GPtrArray *)items, k);
    int days = strncmp(y->date, x->date, DATE_BYTES);
    return days ? days : i < k ? -1 : i > k;
}

/* Fills b->order. Items of which one tells no day stay in their order, as do those that have it
 * already: a feed begins with the newest. */
static void
set_order(Batch *b)
{
    guint n = b->items->len;
    gboolean sorted = TRUE, dated = n > 1;
    b->order = g_new(guint, n);
    for (guint i = 0; i < n; i++) {
        const OffItem *item = b->items->pdata[i];
        b->order[i] = i;
        dated &= item->date && g_ascii_isdigit(item->date[0]) && strlen(item->date) >= DATE_BYTES;
    }
    for (guint i = 1; i < n && dated; i++)
        sorted &= newest_first(&b->order[i - 1], &b->order[i], b->items) < 0;
    if (!dated || sorted)
        return;
    g_qsort_with_data(b->order, (int)n, sizeof *b->order, newest_first, b->items);
    b->written = g_new0(GByteArray *, n);
}

/* --- the work --- */

static void
begin_item(Batch *b, guint i, GPtrArray *pages)
{
    OffWork *work = &b->work[i];
    work->item = b->items->pdata[i];
    if (pages && pages->pdata[i]) {
        work->page = pages->pdata[i];
        pages->pdata[i] = NULL;
    }
    off_work_begin(work, b->job, b->channel);
}

static void
finish_item(Batch *b, guint i, GByteArray *out, OffOutcome *one)
{
    OffExplanation *explanation = explains_items(b->job) ? off_explanation_new() : NULL;
    guint64 first = b->job->command->first_item;
    off_work_finish(&b->work[i], explanation, b->channel, out, one);
    if (b->items->len > 1 || first > 0)
        report_item(b, MAX(first, 1) + i, b->items->pdata[i], one);
    count_item(b, one);
    off_work_clear(&b->work[i]);
    g_clear_pointer(&explanation, off_explanation_free);
}

/* A message ends here, if there is more than at the end of the last. */
static void
note_end(const Batch *b, guint at, const OffItem *item)
{
    GArray *ends = b->job->run->ends;
    OffEnd end = {.at = at};
    if (b->job->command->to != OFF_TO_MAILDIR ||
        at <= (ends->len > 0 ? g_array_index(ends, OffEnd, ends->len - 1).at : 0))
        return;
    off_made_mark(item, end.mark);
    g_array_append_val(ends, end);
}

/* Brings output that was written out of order into the order of the items. */
static void
put_in_order(Batch *b, GByteArray *out)
{
    for (guint i = 0; i < b->items->len; i++) {
        GByteArray *piece = b->written[i];
        if (out->len > 0 && piece->len > 0 && b->job->command->to == OFF_TO_TEXT)
            g_byte_array_append(out, (const guint8 *)"\f\n", 2);
        g_byte_array_append(out, piece->data, piece->len);
        note_end(b, out->len, b->items->pdata[i]);
        g_byte_array_unref(piece);
    }
    g_clear_pointer(&b->written, g_free);
}

/* Pages still in flight will not arrive in time: request their kept articles, all at once. */
static void
ask_for_kept(Batch *b, guint done, guint begun)
{
    for (guint k = done; k < begun; k++)
        off_made_ask(&b->work[b->order[k]], b->channel);
}

void
off_batch_run(OffJob *job, OffChannel *channel, GPtrArray *items, GPtrArray *pages, GByteArray *out,
              OffOutcome *all)
{
    Batch b = {.job = job, .channel = channel, .items = items};
    guint begun = 0;
    gboolean late = FALSE;
    b.work = g_new0(OffWork, items->len);
    set_order(&b);
    for (guint done = 0; done < items->len; done++) {
        OffOutcome one = {.status = "untouched"};
        guint i = b.order[done];
        for (; begun < items->len && begun <= done + UNDER_WAY_MAX; begun++)
            begin_item(&b, b.order[begun], pages);
        if (!late && (late = off_made_is_late_to_ask(job)))
            ask_for_kept(&b, done, begun);
        if (b.written)
            b.written[i] = g_byte_array_new();
        finish_item(&b, i, b.written ? b.written[i] : out, &one);
        if (!b.written)
            note_end(&b, out->len, items->pdata[i]);
        if (job->command->first_item == 0)
            report_progress(&b, done + 1);
        add_outcome(all, &one, done);
    }
    off_channel_send_kept(channel);
    if (b.written)
        put_in_order(&b, out);
    if (items->len > 1 && job->command->first_item == 0)
        report_all(&b);
    g_free(b.order);
    g_free(b.work);
}
