/* write.c: an article in the form that was asked for. */
#include "config.h"

#include "reader/write.h"

#include <offprint/render.h>

#include "reader/json.h"

#include <string.h>

static const char *
kind_name(const OffWork *w)
{
    return w->plan ? off_kind_name(w->plan->kind) : "page";
}

static void
append_text(GByteArray *out, const OffArticle *article, const OffJob *job)
{
    const OffTextOptions options = {.width = job->settings.compose.width,
                                    .flowed = FALSE,
                                    .head = job->settings.compose.head,
                                    .notes = job->settings.compose.notes};
    g_autofree char *text = off_render_text(article, &options);
    if (out->len > 0)
        g_byte_array_append(out, (const guint8 *)"\f\n", 2);
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

static void
append_message(GByteArray *out, const OffWork *w, const OffArticle *article, const OffJob *job,
               const OffOutcome *o)
{
    const OffVerdict verdict = {
        .status = o->status, .reason = o->reason, .kind = kind_name(w), .url = o->url};
    g_autoptr(GByteArray) message =
        w->item->fields
            ? job->run->mail->compose_mail(w->item, article, &verdict, &job->settings.compose)
            : job->run->mail->compose_item(w->item, article, &verdict, &job->settings.compose,
                                           job->command->now);
    if (job->command->to == OFF_TO_MBOX)
        job->run->mail->append_mbox(out, message, w->item, job->command->now);
    else
        g_byte_array_append(out, message->data, message->len);
}

/* A mail that stays as it is, among others. */
void
off_write_original(GByteArray *out, const OffItem *item, const OffJob *job)
{
    g_autoptr(GByteArray) same = g_byte_array_new();
    if ((job->command->to != OFF_TO_MBOX && job->command->to != OFF_TO_MAILDIR) || !item->fields)
        return;
    if (job->command->to == OFF_TO_MBOX && item->raw) {
        g_byte_array_append(out, (const guint8 *)item->raw, (guint)item->raw_length);
        return;
    }
    g_byte_array_append(same, (const guint8 *)item->bytes, (guint)item->length);
    if (job->command->to == OFF_TO_MBOX)
        job->run->mail->append_mbox(out, same, item, job->command->now);
    else
        g_byte_array_append(out, same->data, same->len);
}

/* Only what was fetched is new to a feed; what it holds itself stays as it stands. */
static void
fill_feed(const OffWork *w, const OffArticle *article, OffJob *job, const OffOutcome *o)
{
    if (!job->run->feed || !w->item->node || strcmp(o->status, "fetched") != 0)
        return;
    g_autofree char *html = off_render_html_body(article);
    off_feed_fill(job->run->feed, w->item, html);
    job->run->filled++;
}

void
off_write_article(GByteArray *out, const OffWork *w, const OffArticle *article, OffJob *job,
                  const OffOutcome *o)
{
    const OffVerdict verdict = {
        .status = o->status, .reason = o->reason, .kind = kind_name(w), .url = o->url};
    g_autofree char *html = NULL;
    switch (job->command->to) {
    case OFF_TO_TEXT: append_text(out, article, job); break;
    case OFF_TO_JSON: off_append_json(out, w->item, article, &verdict); break;
    case OFF_TO_HTML:
        html = off_render_html(article);
        g_byte_array_append(out, (const guint8 *)html, (guint)strlen(html));
        break;
    case OFF_TO_FEED: fill_feed(w, article, job, o); break;
    default: append_message(out, w, article, job, o); break;
    }
}
