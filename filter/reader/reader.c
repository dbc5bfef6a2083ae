/* reader.c: offprint-reader, the process that parses and has neither network nor files.
 *
 *   channel.c  the socket to the gate
 *   job.c      one item, with plan.c, article.c and write.c; archive.c: the pages of a WARC
 *   input/     parses the input                locate/  finds the link of the article
 *   extract/   clean/  render/                 page to article to text and HTML
 *   mail/      composes messages
 *
 * It gets one request on standard input, and answers there. If memory is out it aborts, because the
 * gate has the original. */
#include "config.h"

#include "reader/addresses.h"
#include "reader/archive.h"
#include "reader/batch.h"
#include "reader/channel.h"
#include "reader/explain.h"
#include "reader/chapter.h"
#include "reader/job.h"
#include "reader/json.h"
#include "reader/plan.h"
#include "reader/suggest.h"
#include "wire/bounds.h"
#include "wire/reasons.h"
#include "sandbox/sandbox.h"
#include "input/bytes.h"

#include <limits.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_ITEMS 10 /* with more items, a terminal shows the progress */
#define HEAP_PIECE (1 << 20)
#define OUTPUT_CHUNK (OFF_FRAME_MAX / 2)

static char *
string_field(const struct off_frame_view *view, enum off_field field)
{
    char *text = off_field_string(view->body, view->length, field);
    char *copy = g_strdup(text);
    free(text);
    return copy;
}

static gint64
number_field(const struct off_frame_view *view, enum off_field field, gint64 otherwise)
{
    return off_field_number(view->body, view->length, field, otherwise);
}

/* The secret of made.h (transfer full), or NULL. */
static guint8 *
seal_of(const struct off_frame_view *view)
{
    gsize length = 0;
    const unsigned char *seal = off_field_find(view->body, view->length, OFF_FIELD_SEAL, &length);
    if (!seal || length != OFF_SEAL_SIZE)
        return NULL;
    return memcpy(g_malloc(length), seal, length);
}

/* The command line overrides the configuration files. */
static void
read_said(OffConf *conf, const struct off_frame_view *view)
{
    g_autofree char *value = NULL;
#define OFF_OPTION(name, letter, word, argument, type, member, otherwise, goes, tag, help)
#define OFF_OPTION_KEY(name, letter, word, argument, type, member, otherwise, goes, tag, help)     \
    value = string_field(view, OFF_FIELD_##name);                                                  \
    off_conf_say(conf, OFF_SETTING_##name, value);                                                 \
    g_clear_pointer(&value, g_free);
#include "wire/options.def"
    if (number_field(view, OFF_FIELD_NO_FETCH, 0) != 0)
        off_conf_say(conf, OFF_SETTING_FETCH, "never");
}

static void
tell_complaint(const char *file, guint line, const char *what, void *channel)
{
    g_autofree char *text = line ? g_strdup_printf("%s:%u: %s", file, line, what)
                                 : g_strdup_printf("%s: %s", file, what);
    off_channel_complain(channel, text);
}

static void
read_conf(OffJob *job, const struct off_frame_view *view, OffChannel *channel)
{
    gsize length = 0;
    g_autofree char *name = string_field(view, OFF_FIELD_SITE_NAME);
    const unsigned char *text =
        off_field_find(view->body, view->length, OFF_FIELD_SITE_TEXT, &length);
    if (name && text)
        job->run->conf_errors += off_conf_read(job->run->conf, (const char *)text, length, name,
                                               tell_complaint, channel);
}

/* The charset, if iconv knows it; otherwise NULL, and -v reports it. Mail readers fill in whatever
 * a mail declares. */
static char *
known_charset(const char *name, OffChannel *channel)
{
    if (!name || !*name)
        return NULL;
    GIConv known = g_iconv_open("UTF-8", name);
    if (known == (GIConv)-1) {
        off_channel_say(channel, "--charset %s: unknown charset; it is ignored", name);
        return NULL;
    }
    g_iconv_close(known);
    return g_strdup(name);
}

static void
read_options(OffJob *job, const struct off_frame_view *view, gboolean *to_said, OffChannel *channel)
{
    struct off_options *o = &job->command->asked;
    off_options_read(o, view->body, view->length, OFF_GOES_READER);
    job->command->from = off_input_kind(o->from);
    *to_said = o->to != NULL;
    job->command->to = off_to_kind(o->to);
    job->run->conf = off_conf_new();
    read_said(job->run->conf, view);
    job->command->base_url = g_strdup(o->base_url);
    job->command->charset = known_charset(o->charset, channel);
    job->settings.no_fetch = o->no_fetch;
    job->command->restore = o->restore;
    job->command->require_sandbox = o->require_sandbox;
    job->command->sandbox_test = string_field(view, OFF_FIELD_SANDBOX_TEST);
    job->command->check_sites = number_field(view, OFF_FIELD_CHECK_SITES, 0) != 0;
    if (number_field(view, OFF_FIELD_SITES, 0) != 0 && job->command->to != OFF_TO_RULES)
        job->run->rules = off_rule_book_new();
    job->run->seal = seal_of(view);
    job->command->archive = string_field(view, OFF_FIELD_ARCHIVE);
    job->command->skip_records = o->skip_records;
    job->command->plain = number_field(view, OFF_FIELD_PLAIN, 0) != 0;
    job->command->first_item = (guint64)MAX(number_field(view, OFF_FIELD_FIRST_ITEM, 0), 0);
    job->command->deadline = number_field(view, OFF_FIELD_DEADLINE, 0);
    job->command->begun = off_now_ms();
    job->command->now = (gint64)time(NULL);
    job->settings.compose.sender = g_strdup(o->sender);
    job->settings.compose.flowed = o->flowed;
    job->settings.compose.notes = o->notes;
    job->settings.compose.head = job->settings.compose.notes;
}

/* Reads the request. Returns FALSE where the gate is gone. */
static gboolean
read_request(OffChannel *channel, OffJob *job, gboolean *to_said, GString *input)
{
    struct off_frame_view view;
    while (off_channel_read(channel, &view)) {
        switch (view.type) {
        case OFF_FRAME_OPTIONS:
            read_options(job, &view, to_said, channel);
            /* All at once: growing would touch every byte twice. */
            g_string_set_size(
                input, (gsize)CLAMP(number_field(&view, OFF_FIELD_SIZE, 0), 0, OFF_RESTORE_MAX));
            g_string_set_size(input, 0);
            if (job->command->check_sites || job->command->sandbox_test)
                return TRUE;
            break;
        case OFF_FRAME_CONF:
            if (view.length > 0)
                read_conf(job, &view, channel);
            else if (job->command->archive)
                return TRUE;
            break;
        case OFF_FRAME_INPUT:
            g_string_append_len(input, (const char *)view.body, (gssize)view.length);
            break;
        case OFF_FRAME_INPUT_END: return TRUE;
        default: return FALSE;
        }
    }
    return FALSE;
}

static void
send_done(OffChannel *channel, const OffRun *run, const OffOutcome *o, gsize total)
{
    struct off_buffer fields = {0};
    g_autofree char *message = o->message ? g_strndup(o->message, 1024) : NULL;
    off_field_add_string(&fields, OFF_FIELD_STATUS, o->status);
    off_reason_add(&fields, o->reason);
    if (o->url && strlen(o->url) < OFF_URL_MAX)
        off_field_add_string(&fields, OFF_FIELD_URL, o->url);
    off_field_add_string(&fields, OFF_FIELD_MESSAGE, message);
    off_field_add_number(&fields, OFF_FIELD_EXIT, o->exit_status);
    off_field_add_number(&fields, OFF_FIELD_TOTAL, (long long)total);
    for (guint i = 0; i < G_N_ELEMENTS(run->counts); i++)
        off_field_add_number(&fields, (enum off_field)(OFF_FIELD_FETCHED + i), run->counts[i]);
    off_reason_counts_add(&fields, &run->failed);
    off_field_add_number(&fields, OFF_FIELD_OF_FEED, run->of_feed);
    off_channel_send(channel, OFF_FRAME_DONE, fields.data, fields.length);
    off_buffer_free(&fields);
}

static void
send_bytes(OffChannel *channel, const GByteArray *out, guint start, guint end)
{
    for (guint at = start; at < end; at += OUTPUT_CHUNK)
        off_channel_send(channel, OFF_FRAME_OUTPUT, out->data + at, MIN(end - at, OUTPUT_CHUNK));
}

static void
send_result(OffChannel *channel, const GByteArray *out, const OffRun *run, const OffOutcome *o)
{
    const GArray *ends = run->ends;
    guint start = 0;
    off_channel_stage(channel, "reply");
    for (guint i = 0; i < ends->len; i++) {
        const OffEnd *end = &g_array_index(ends, OffEnd, i);
        send_bytes(channel, out, start, end->at);
        off_channel_send(channel, OFF_FRAME_NEXT, end->mark, strlen(end->mark));
        start = end->at;
    }
    send_bytes(channel, out, start, out->len);
    send_done(channel, run, o, out->len);
}

/* Bytes that nobody said to be a text, and that begin as no mail, feed or page does: whatever a
 * mail filter was given, it is not for us to make a message of. */
static gboolean
is_no_mail(const OffItem *item)
{
    gsize blank = strspn(item->bytes, " \t\r\n");
    return item->kind == OFF_INPUT_TEXT ||
           (item->kind == OFF_INPUT_HTML && item->bytes[blank] != '<');
}

static OffSource
source_of(const OffJob *job, const GString *input, OffFeed **feed)
{
    return (OffSource){.bytes = input->str,
                       .length = input->len,
                       .base_url = job->command->base_url,
                       .read_mail = job->run->mail ? job->run->mail->read_mail : NULL,
                       .feed = feed};
}

/* If nothing was new the feed comes out in its own bytes: nothing, unless only its address came in.
 */
static void
write_feed(const OffFeed *feed, const OffJob *job, OffChannel *channel, gboolean from_address,
           GByteArray *out)
{
    const char *doubt = off_feed_doubt(feed);
    if (doubt)
        off_channel_say(channel, "%s", doubt);
    if (job->run->filled == 0 && !from_address)
        return;
    g_autoptr(GByteArray) whole = off_feed_write(feed);
    g_byte_array_append(out, whole->data, whole->len);
}

/* A line of JSON for an input that no item came of. */
static void
append_failed_json(const OffJob *job, const char *reason, GByteArray *out)
{
    const OffArchivePage *page = job->run->page;
    if (job->command->to == OFF_TO_JSON)
        off_append_json(
            out, &(OffItem){.record = page ? page->record : 0, .url = page ? page->url : NULL},
            NULL, &(OffVerdict){.status = "failed", .reason = reason});
}

static void
refuse_input(const OffJob *job, const GError *error, GByteArray *out, OffOutcome *outcome)
{
    gboolean empty = g_error_matches(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_EMPTY);
    gboolean address = job->command->from == OFF_INPUT_URL;
    off_outcome_fail(outcome, empty ? "empty" : "input",
                     empty && address ? "no address; one is expected, as https://example.org/story"
                                      : error->message);
    if (empty && !address)
        outcome->status = "untouched";
    append_failed_json(job, outcome->reason, out);
}

/* Do not print a document, a picture or a program as an article. A given charset means that the
 * input is text. */
static gboolean
refuse_bytes(const OffJob *job, const GString *input, GByteArray *out, OffOutcome *outcome)
{
    OffInputKind kind = job->command->from;
    if (kind == OFF_INPUT_AUTO && !off_job_makes_messages(job))
        kind = off_input_guess(input->str, input->len);
    if ((kind != OFF_INPUT_TEXT && kind != OFF_INPUT_HTML) || job->run->page ||
        job->command->charset)
        return FALSE;
    const char *what = off_bytes_are(input->str, input->len);
    if (!what)
        return FALSE;
    g_autofree char *message =
        g_strdup_printf("the input is %s, which has no text for offprint", what);
    off_outcome_fail(outcome, "type", message);
    append_failed_json(job, outcome->reason, out);
    return TRUE;
}

/* Options that were given and have no effect on an input of this kind. */
static void
say_idle(const OffJob *job, const OffItem *item, OffChannel *channel)
{
    const struct off_options *o = &job->command->asked;
    gboolean mail = item->kind == OFF_INPUT_MAIL;
    if (o->base_url && (mail || item->kind == OFF_INPUT_URL))
        off_channel_say(channel, "--base-url: no effect on a %s", mail ? "mail" : "single address");
    if (o->charset && mail)
        off_channel_say(channel, "--charset: no effect on a mail, which declares its own");
    if (o->articles > 0 && !mail && off_job_makes_messages(job))
        off_channel_say(channel, "--articles: no effect without a mail");
}

static void
run_input(OffJob *job, OffChannel *channel, gboolean to_said, const GString *input, GByteArray *out,
          OffOutcome *outcome)
{
    g_autoptr(GError) error = NULL;
    off_channel_stage(channel, "input");
    g_autoptr(OffFeed) feed = NULL;
    const OffSource source = source_of(job, input, &feed);
    if (refuse_bytes(job, input, out, outcome))
        return;
    g_autoptr(GPtrArray) items = off_input_read(job->command->from, &source, &error);
    if (g_error_matches(error, OFF_INPUT_ERROR, OFF_INPUT_ERROR_NO_ITEMS)) {
        gboolean again = job->command->to == OFF_TO_FEED || !to_said;
        outcome->status = again ? "untouched" : "nothing";
        outcome->reason = "no-items";
        return;
    }
    OffInputKind from = job->command->from;
    gboolean text = from != OFF_INPUT_TEXT && from != OFF_INPUT_URL && from != OFF_INPUT_URLS &&
                    from != OFF_INPUT_OPML && job->command->to != OFF_TO_FEED &&
                    !off_job_makes_messages(job);
    if (!items && text && input->len > 0)
        items = off_input_read(OFF_INPUT_TEXT, &source, NULL);
    if (items && off_job_makes_messages(job) && job->command->from == OFF_INPUT_AUTO &&
        is_no_mail(items->pdata[0])) {
        outcome->reason = "no-mail";
        return;
    }
    if (!items) {
        refuse_input(job, error, out, outcome);
        return;
    }
    g_auto(OffAddresses) addresses = {0};
    gboolean opens = off_has_addresses(items) && !job->settings.no_fetch && !job->command->plain;
    if (opens) {
        off_addresses_open(&addresses, g_steal_pointer(&items), job, channel);
        items = g_ptr_array_ref(addresses.items);
    }
    OffFeed *whole = opens ? off_addresses_feed(&addresses) : feed;
    if (items->len == 0) {
        outcome->status = job->command->to == OFF_TO_FEED ? "failed" : "nothing";
        outcome->reason = "no-items";
        return;
    }
    say_idle(job, items->pdata[0], channel);
    if (!to_said && items->len > 1)
        job->command->to = OFF_TO_MBOX;
    const OffFetched *page = opens ? off_addresses_failure(&addresses) : NULL;
    if (job->command->to == OFF_TO_FEED && page) {
        off_outcome_fail(outcome, page->reason, page->message);
        outcome->url = g_strdup(((OffItem *)items->pdata[0])->url);
        return;
    }
    if (job->command->to == OFF_TO_FEED && !whole) {
        outcome->status = "failed";
        outcome->reason = "input";
        outcome->message = g_strdup("a feed can only be made of a feed");
        outcome->exit_status = EX_DATAERR;
        return;
    }
    if (job->run->page) {
        OffItem *item = items->pdata[0];
        item->record = job->run->page->record;
        item->html_type = g_strdup(job->run->page->content_type);
    }
    job->run->feed = whole;
    job->run->of_feed = feed != NULL || (opens && addresses.trees->len > 0);
    job->run->single =
        items->len == 1 && !job->run->page; /* the last one leaves its memory to the kernel */
    off_batch_run(job, channel, items, opens ? addresses.pages : NULL, out, outcome);
    if (job->command->to == OFF_TO_EPUB)
        off_book_end(job, out, outcome);
    if (job->command->to == OFF_TO_RULES)
        off_suggest_end(job, out, outcome);
    if (job->command->to == OFF_TO_FEED)
        write_feed(whole, job, channel, opens, out);
}

/* Writes the original of each mail of a mailbox; mails without one stay. Returns how many had one,
 * or -1 if the input is not a mailbox. */
static int
restore_mailbox(const OffJob *job, const GString *input, GByteArray *out)
{
    int restored = 0;
    g_autoptr(OffFeed) feed = NULL;
    const OffSource source = source_of(job, input, &feed);
    g_autoptr(GPtrArray) items = off_input_read(OFF_INPUT_MBOX, &source, NULL);
    for (guint i = 0; items && i < items->len; i++) {
        const OffItem *item = items->pdata[i];
        g_autoptr(GByteArray) original = job->run->mail->restore(item->bytes, item->length);
        if (original)
            job->run->mail->append_mbox(out, original, item, job->command->now);
        else
            g_byte_array_append(out, (const guint8 *)item->raw, (guint)item->raw_length);
        restored += original != NULL;
    }
    return items ? restored : -1;
}

static void
restore_mail(const OffJob *job, OffChannel *channel, const GString *input, GByteArray *out,
             OffOutcome *outcome)
{
    off_channel_stage(channel, "restore");
    if (job->command->from == OFF_INPUT_MBOX) {
        int restored = restore_mailbox(job, input, out);
        outcome->status = restored > 0 ? "restored" : "untouched";
        outcome->reason = restored > 0 ? NULL : "no-original";
        return;
    }
    g_autoptr(GByteArray) original = job->run->mail->restore(input->str, input->len);
    if (!original) {
        outcome->reason = "no-original";
        return;
    }
    outcome->status = "restored";
    g_byte_array_append(out, original->data, original->len);
}

/* One page after the other, until there are no more. */
static void
read_archive(OffJob *job, OffChannel *channel, GByteArray *out)
{
    OffArchivePage page = {0};
    job->run->page = &page;
    while (off_archive_next(channel, &page)) {
        OffOutcome outcome = {.status = "untouched"};
        job->command->base_url = page.url;
        g_byte_array_set_size(out, 0);
        run_input(job, channel, TRUE, page.body, out, &outcome);
        send_result(channel, out, job->run, &outcome);
        off_outcome_clear(&outcome);
    }
    off_archive_page_clear(&page);
}

/* --print-config: the settings for the input, or for any input if there is none. */
static void
print_config(OffJob *job, const GString *input, GByteArray *out, OffOutcome *outcome)
{
    g_autoptr(OffFeed) feed = NULL;
    const OffSource source = source_of(job, input, &feed);
    g_autoptr(GPtrArray) items = off_input_read(job->command->from, &source, NULL);
    OffWork work = {.item = items && items->len > 0 ? items->pdata[0] : NULL};
    g_autofree char *text =
        work.item ? off_work_settings(&work, job) : off_conf_print(job->run->conf, &(OffMatch){0});
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
    off_work_clear(&work);
    outcome->exit_status = job->run->conf_errors > 0 ? EX_CONFIG : EX_OK;
}

static gboolean
needs_mail_room(const OffJob *job, const GString *input)
{
    OffInputKind kind = job->command->from == OFF_INPUT_AUTO
                            ? off_input_guess(input->str, input->len)
                            : job->command->from;
    return job->command->restore || off_job_makes_messages(job) || kind == OFF_INPUT_MAIL ||
           kind == OFF_INPUT_MBOX;
}

/* Enters the sandbox: from here on the process can open no file and no socket. Returns FALSE if the
 * sandbox is required but incomplete. */
static gboolean
shut_in(const OffJob *job, OffChannel *channel, OffOutcome *outcome)
{
    struct off_sandbox_report report;
    off_sandbox_enter(OFF_SANDBOX_READER, NULL, 0, &report);
    if (job->command->sandbox_test) {
        outcome->message = g_strdup(report.words);
        outcome->status =
            off_sandbox_breaks(job->command->sandbox_test, NULL) ? "possible" : "refused";
        return FALSE;
    }
    if (off_sandbox_is_whole(&report))
        return TRUE;
    off_channel_say(channel, "the sandbox of the reader is incomplete: %s", report.words);
    if (!job->command->require_sandbox)
        return TRUE;
    outcome->status = "failed";
    outcome->reason = "sandbox";
    outcome->message = g_strdup("this system does not offer all of the sandbox");
    outcome->exit_status = EX_UNAVAILABLE;
    return FALSE;
}

int
main(int argc, char **argv)
{
#ifdef M_TOP_PAD
    /* One process, one page: memory is taken in large pieces and never given back before the end.
     */
    mallopt(M_TOP_PAD, HEAP_PIECE);
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_MMAP_THRESHOLD, 8 * HEAP_PIECE);
#endif
    OffCommand command = {0};
    OffRun run = {.ends = g_array_new(FALSE, FALSE, sizeof(OffEnd))};
    OffJob job = {.command = &command, .run = &run};
    gboolean to_said = FALSE;
    OffOutcome outcome = {.status = "untouched"};
    GString *input = g_string_new(NULL);
    GByteArray *out = g_byte_array_new();
    OffChannel *channel = off_channel_new(STDIN_FILENO);
    if (!read_request(channel, &job, &to_said, input))
        return 1;
    if (!job.command->check_sites && !job.command->archive && needs_mail_room(&job, input) &&
        !(job.run->mail = off_mail_room_load(argc > 0 ? argv[0] : "")) && !job.command->plain)
        return 1;
    if (command.to == OFF_TO_EPUB)
        run.books = off_book_room_load(argc > 0 ? argv[0] : "");
    if (!shut_in(&job, channel, &outcome))
        ; /* the outcome says why */
    else if (job.run->conf_errors > 0 && job.command->to != OFF_TO_CONFIG && !job.command->plain) {
        outcome.status = "failed";
        outcome.reason = "config";
        outcome.exit_status = EX_CONFIG;
    } else if (job.command->to == OFF_TO_CONFIG)
        print_config(&job, input, out, &outcome);
    else if (job.command->archive) {
        if (strcmp(job.command->archive, "find") == 0)
            off_archive_find(channel, (guint64)job.command->skip_records);
        else
            read_archive(&job, channel, out);
        _exit(0);
    } else if (job.command->check_sites)
        outcome.exit_status = off_check_rules(channel, out) > 0 ? EX_DATAERR : EX_OK;
    else if (job.command->restore)
        restore_mail(&job, channel, input, out, &outcome);
    else
        run_input(&job, channel, to_said, input, out, &outcome);
    send_result(channel, out, job.run, &outcome);
    /* Exit without freeing: the gate has the whole result, and freeing would only cost time. */
    _exit(0);
}
