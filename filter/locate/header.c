/* header.c: features of a mail's header that tell who sent it, and to whom. */
#include "config.h"

#include "locate/evidence.h"

#include "locate/words.h"
#include "words/fold.h"

#include <math.h>
#include <string.h>

/* A field whose name has this prefix sets a feature, whatever its value. */
static const struct {
    const char *name;
    guint feature;
} marks[] = {
    {"List-ID", OFF_M_list_id},
    {"List-Unsubscribe", OFF_M_list_unsubscribe},
    {"X-List-Unsubscribe", OFF_M_list_unsubscribe},
    {"List-Unsubscribe-Post", OFF_M_one_click},
    {"List-Archive", OFF_M_list_archive},
    {"List-Owner", OFF_M_list_owner},
    {"List-Help", OFF_M_list_owner},
    {"In-Reply-To", OFF_M_in_reply_to},
    {"Feedback-ID", OFF_M_feedback_id},
    /* mail service providers: on newsletters and on receipts */
    {"X-Mailgun-", OFF_M_provider},
    {"X-SG-", OFF_M_provider},
    {"X-SES-", OFF_M_provider},
    {"X-PM-Message-Id", OFF_M_provider},
    {"X-Mandrill-", OFF_M_provider},
    {"X-MSFBL", OFF_M_provider},
    {"X-Report-Abuse", OFF_M_provider},
    {"X-SFMC-", OFF_M_provider},
    {"X-CSA-Complaints", OFF_M_campaign},
    /* campaigns: one mail to many */
    {"X-Campaign", OFF_M_campaign},
    {"X-MC-User", OFF_M_campaign},
    {"X-Mailer-", OFF_M_campaign},
    {"X-MailingID", OFF_M_campaign},
    {"X-Newsletter", OFF_M_campaign},
    {"X-Broadcast-Id", OFF_M_campaign},
    {"X-Job", OFF_M_campaign},
    /* mail programs of persons */
    {"User-Agent", OFF_M_person_client},
    {"X-Originating-IP", OFF_M_person_client},
    {"Thread-Topic", OFF_M_person_client},
    {"Thread-Index", OFF_M_person_client},
    {"X-MS-Has-Attach", OFF_M_person_client},
    {"X-MimeOLE", OFF_M_person_client},
    {"X-Universally-Unique-Identifier", OFF_M_person_client},
    {"X-Gmail-Original-Message-ID", OFF_M_person_client},
    {"X-Mailman-", OFF_M_mailman},
    {"X-BeenThere", OFF_M_mailman},
    {"X-Loop", OFF_M_mailman},
    {"X-Mailing-List", OFF_M_mailman},
    {"Mailing-List", OFF_M_mailman},
    /* programs that tell of one event */
    {"X-Bugzilla-", OFF_M_tracker},
    {"X-GitHub-", OFF_M_tracker},
    {"X-GitLab-", OFF_M_tracker},
    {"X-Debian-PR-", OFF_M_tracker},
    {"X-JIRA-", OFF_M_tracker},
    {"X-Launchpad-", OFF_M_tracker},
    {"X-Redmine-", OFF_M_tracker},
    {"X-Gerrit-", OFF_M_tracker},
    {"X-Phabricator-", OFF_M_tracker},
    {"X-Discourse-", OFF_M_tracker},
    {"X-Cron-Env", OFF_M_tracker},
    {"X-RSS-", OFF_M_feed},
    {"X-Feedname", OFF_M_feed},
    {"X-Feed-", OFF_M_feed},
    {"DKIM-Signature", OFF_M_dkim},
    {"Errors-To", OFF_M_errors_to},
    {"Sender", OFF_M_sender},
    {"Importance", OFF_M_priority},
    {"X-Priority", OFF_M_priority},
};

/* Parts of the local part of From. */
static const struct {
    const char *part;
    guint feature;
} roles[] = {
    {"noreply", OFF_M_from_nobody},      {"no-reply", OFF_M_from_nobody},
    {"no_reply", OFF_M_from_nobody},     {"donotreply", OFF_M_from_nobody},
    {"do-not-reply", OFF_M_from_nobody}, {"mailer-daemon", OFF_M_from_nobody},
    {"news", OFF_M_from_letter},         {"letter", OFF_M_from_letter},
    {"digest", OFF_M_from_letter},       {"weekly", OFF_M_from_letter},
    {"daily", OFF_M_from_letter},        {"redaktion", OFF_M_from_letter},
    {"editor", OFF_M_from_letter},       {"rss", OFF_M_from_letter},
    {"hello", OFF_M_from_letter},        {"mailing", OFF_M_from_letter},
    {"order", OFF_M_from_service},       {"billing", OFF_M_from_service},
    {"invoice", OFF_M_from_service},     {"receipt", OFF_M_from_service},
    {"support", OFF_M_from_service},     {"service", OFF_M_from_service},
    {"account", OFF_M_from_service},     {"security", OFF_M_from_service},
    {"notif", OFF_M_from_service},       {"alert", OFF_M_from_service},
    {"root", OFF_M_from_service},        {"cron", OFF_M_from_service},
    {"admin", OFF_M_from_service},       {"shop", OFF_M_from_service},
    {"booking", OFF_M_from_service},     {"bounces", OFF_M_from_service},
};

/* Values of X-Mailer that are programs of persons; others are mailers. */
static const char *const person_mailers[] = {
    "Mail (", "Outlook", "Thunderbird", "Evolution", "mutt",      "KMail", "Eudora", "The Bat",
    "iPhone", "iPad",    "Apple Mail",  "Lotus",     "YahooMail", "exmh",  "Gnus",   "Zimbra"};

const char *
off_locate_field(const OffLocateInput *input, const char *name)
{
    for (gsize i = 0; input->fields && input->fields[i]; i += 2)
        if (g_ascii_strcasecmp(input->fields[i], name) == 0)
            return input->fields[i + 1];
    return NULL;
}

static guint
count_of(const char *text, char c)
{
    guint count = 0;
    for (; text && *text; text++)
        count += *text == c;
    return count;
}

static void
read_mark(const char *name, float *out)
{
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        gsize n = strlen(marks[i].name);
        gboolean prefix = marks[i].name[n - 1] == '-';
        if (g_ascii_strncasecmp(name, marks[i].name, n) == 0 && (prefix || name[n] == '\0'))
            out[marks[i].feature]++;
    }
}

static void
read_mailer(const char *mailer, float *out)
{
    if (!mailer)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(person_mailers); i++)
        if (strcasestr(mailer, person_mailers[i])) {
            out[OFF_M_person_client]++;
            return;
        }
    out[OFF_M_campaign]++;
}

static void
read_from(const OffLocateInput *input, float *out)
{
    const char *from = off_locate_field(input, "From");
    const char *reply_to = off_locate_field(input, "Reply-To");
    const char *path = off_locate_field(input, "Return-Path");
    const char *open = from ? strrchr(from, '<') : NULL;
    const char *address = open ? open + 1 : from ? from : "";
    g_autofree char *local = g_ascii_strdown(address, (gssize)strcspn(address, "@>"));
    for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
        if (strstr(local, roles[i].part))
            out[roles[i].feature] = 1;
    out[OFF_M_reply_to] = reply_to != NULL;
    out[OFF_M_reply_to_other] = reply_to && *local && !strcasestr(reply_to, local);
    /* A return address that contains the reader's address: one for each reader, to recognize
     * bounces. */
    out[OFF_M_return_path] =
        path && (strcasestr(path, "bounce") || strchr(path, '=') || count_of(path, '-') > 2);
}

/* As the forests know it: "bulk", "list", or any other. */
static float
precedence_of(const char *value)
{
    if (strcasestr(value, "bulk"))
        return 1;
    return strcasestr(value, "list") ? 2 : 3;
}

static void
read_lists(const OffLocateInput *input, float *out)
{
    const char *post = off_locate_field(input, "List-Post");
    const char *precedence = off_locate_field(input, "Precedence");
    const char *automatic = off_locate_field(input, "Auto-Submitted");
    /* "NO": nobody may post (RFC 2369, 3.4) */
    out[OFF_M_list_post] = !post ? 0 : strcasestr(post, "NO") == post ? -1 : 1;
    out[OFF_M_precedence] = precedence ? precedence_of(precedence) : 0;
    if (off_locate_field(input, "X-Autoreply") || off_locate_field(input, "X-Autorespond"))
        out[OFF_M_auto_submitted] = OFF_AUTO_REPLY;
    if (automatic && g_ascii_strncasecmp(automatic, "no", 2) != 0)
        out[OFF_M_auto_submitted] += strcasestr(automatic, "replied") ? OFF_AUTO_REPLY : 1;
}

static void
read_subject(const OffLocateInput *input, float *out)
{
    const char *subject = input->subject ? input->subject : "";
    OffSubjectPrefix prefix = off_subject_prefix(subject);
    OffBlock words = {.text = (char *)(guintptr)subject};
    off_block_measure(&words);
    out[OFF_M_reply] = prefix == OFF_SUBJECT_REPLY;
    out[OFF_M_forward] = prefix == OFF_SUBJECT_FORWARD;
    out[OFF_M_tag] = strchr(subject, '[') != NULL && strchr(subject, ']') != NULL;
    out[OFF_M_subject_words] = (float)MIN(words.words, 40u);
    out[OFF_M_subject_digits] = (float)MIN(words.digits, 20u);
    out[OFF_M_subject_question] = strchr(subject, '?') || strstr(subject, "？");
    out[OFF_M_subject_exclaims] = strchr(subject, '!') || strstr(subject, "！");
    g_autofree char *plain = off_comparable_composed(subject);
    out[OFF_M_subject_notices] = (float)off_count_notices(plain);
    OffSaying says = off_saying_plain(plain, TRUE);
    out[OFF_M_subject_acts] = says >= OFF_SAYS_ACT;
}

void
off_evidence_of_header(const OffLocateInput *input, float out[OFF_MAIL_FEATURES])
{
    for (gsize i = 0; input->fields && input->fields[i]; i += 2)
        read_mark(input->fields[i], out);
    const char *references = off_locate_field(input, "References");
    out[OFF_M_references] = (float)MIN(count_of(references, '<'), 20u);
    out[OFF_M_to] = (float)MIN(count_of(off_locate_field(input, "To"), '@'), 20u);
    out[OFF_M_cc] = (float)MIN(count_of(off_locate_field(input, "Cc"), '@'), 20u);
    read_mailer(off_locate_field(input, "X-Mailer"), out);
    read_from(input, out);
    read_lists(input, out);
    read_subject(input, out);
}
