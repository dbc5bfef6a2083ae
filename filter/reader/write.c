/* write.c: an article as the kind of output that was asked for: the writers of wire/kinds.def. */
#include "config.h"

#include "reader/write.h"

#include <offprint/locate.h>
#include <offprint/render.h>

#include "reader/json.h"

#include <string.h>

static const struct {
    const char *word;
    enum off_result result;
    OffWriter writer;
} kinds[] = {
#define OFF_TO(name, word, result, writer)                                                         \
    [OFF_TO_##name] = {word, OFF_RESULT_##result, off_write_##writer},
#define OFF_TO_INNER OFF_TO
#include "wire/kinds.def"
};

OffTo
off_to_kind(const char *word)
{
    for (guint i = 0; word && i < G_N_ELEMENTS(kinds); i++) {
        gsize fixed = strcspn(kinds[i].word, ":"); /* after it is an argument */
        if (strncmp(word, kinds[i].word, fixed) == 0 && word[fixed] == '\0')
            return (OffTo)i;
    }
    return OFF_TO_MIME;
}

gboolean
off_to_is_rendering(OffTo to)
{
    return kinds[to].result == OFF_RESULT_PLAIN;
}

gboolean
off_job_makes_messages(const OffJob *job)
{
    return kinds[job->command->to].result == OFF_RESULT_MESSAGE;
}

void
off_write_article(GByteArray *out, const OffWork *w, const OffArticle *article, OffJob *job,
                  const OffOutcome *o)
{
    kinds[job->command->to].writer(out, w, article, job, o);
}

/* --- the writers ----------------------------------------------------------------------------- */

static OffVerdict
verdict_of(const OffWork *w, const OffOutcome *o)
{
    return (OffVerdict){.status = o->status,
                        .reason = o->reason,
                        .kind = w->plan ? off_kind_name(w->plan->kind) : "page",
                        .url = o->url};
}

static void
append_string(GByteArray *out, const char *text)
{
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

void
off_write_text(GByteArray *out, G_GNUC_UNUSED const OffWork *w, const OffArticle *article,
               OffJob *job, G_GNUC_UNUSED const OffOutcome *o)
{
    const OffTextOptions options = {.width = job->settings.compose.width,
                                    .flowed = FALSE,
                                    .head = job->settings.compose.head,
                                    .notes = job->settings.compose.notes};
    g_autofree char *text = off_render_text(article, &options);
    if (out->len > 0 || job->command->first_item > 1)
        append_string(out, "\f\n");
    append_string(out, text);
}

void
off_write_html(GByteArray *out, G_GNUC_UNUSED const OffWork *w, const OffArticle *article,
               G_GNUC_UNUSED OffJob *job, G_GNUC_UNUSED const OffOutcome *o)
{
    g_autofree char *html = off_render_html(article);
    append_string(out, html);
}

/* Articles follow each other as the parts of one document. */
void
off_write_markdown(GByteArray *out, G_GNUC_UNUSED const OffWork *w, const OffArticle *article,
                   OffJob *job, G_GNUC_UNUSED const OffOutcome *o)
{
    gboolean matter = job->command->asked.front_matter;
    g_autofree char *head = matter ? off_render_front_matter(article) : g_strdup("");
    g_autofree char *text = off_render_markdown(article, !matter && job->settings.compose.head);
    if (out->len > 0 || job->command->first_item > 1)
        append_string(out, "\n");
    append_string(out, head);
    append_string(out, text);
}

void
off_write_json(GByteArray *out, const OffWork *w, const OffArticle *article,
               G_GNUC_UNUSED OffJob *job, const OffOutcome *o)
{
    const OffVerdict verdict = verdict_of(w, o);
    off_append_json(out, w->item, article, &verdict);
}

/* The HTML that goes into the feed. Only fetched articles are new to it; included text stays as it
 * is. */
void
off_write_feed(GByteArray *out, const OffWork *w, const OffArticle *article, OffJob *job,
               const OffOutcome *o)
{
    if (!job->run->feed || !w->item->node ||
        (strcmp(o->status, "fetched") != 0 && !w->item->is_card))
        return;
    g_autofree char *html = off_render_html_body(article);
    append_string(out, html);
}

void
off_write_message(GByteArray *out, const OffWork *w, const OffArticle *article, OffJob *job,
                  const OffOutcome *o)
{
    const OffVerdict verdict = verdict_of(w, o);
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

/* The reason why the mail stayed as it was, if it is to be reported: for a mail that should have
 * changed and is not signed. Otherwise NULL (transfer full). */
static GByteArray *
marked_message(const OffWork *w, const OffJob *job, const OffOutcome *o)
{
    gboolean failed = strcmp(o->status, "failed") == 0 || g_strcmp0(o->reason, "no-fetch") == 0;
    if (!job->command->asked.mark_failed || !failed || w->item->untouchable || !job->run->mail)
        return NULL;
    const OffVerdict verdict = verdict_of(w, o);
    return job->run->mail->mark_mail(w->item, &verdict);
}

/* A mail that stays as it is: nothing, if it is the only one and there is nothing to say. */
void
off_write_original(GByteArray *out, const OffWork *w, const OffJob *job, const OffOutcome *o)
{
    const OffItem *item = w->item;
    if (!item->fields || !off_job_makes_messages(job))
        return;
    g_autoptr(GByteArray) same = marked_message(w, job, o);
    if (!same && job->command->to != OFF_TO_MBOX && job->command->to != OFF_TO_MAILDIR)
        return;
    if (!same && job->command->to == OFF_TO_MBOX && item->raw) {
        g_byte_array_append(out, (const guint8 *)item->raw, (guint)item->raw_length);
        return;
    }
    if (!same) {
        same = g_byte_array_new();
        g_byte_array_append(same, (const guint8 *)item->bytes, (guint)item->length);
    }
    if (job->command->to == OFF_TO_MBOX)
        job->run->mail->append_mbox(out, same, item, job->command->now);
    else
        g_byte_array_append(out, same->data, same->len);
}

/* For kinds that are written without an article (--to links, --explain). */
void
off_write_nothing(G_GNUC_UNUSED GByteArray *out, G_GNUC_UNUSED const OffWork *w,
                  G_GNUC_UNUSED const OffArticle *article, G_GNUC_UNUSED OffJob *job,
                  G_GNUC_UNUSED const OffOutcome *o)
{
}
