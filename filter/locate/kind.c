/* kind.c: whose mail it is, and what kind of newsletter.
 *
 * First it is asked whether the mail is published at all. What a person wrote, or what was made for
 * one reader, is left alone; so is what is in doubt. Only then do stories count. */
#include "config.h"

#include "locate/kind.h"

#include "classify/forest.h"
#include "locate/mail-model.h"

#include <math.h>
#include <string.h>

/* Above this probability a mail is left alone. The two errors differ in price: a newsletter that
 * stays as it was is a small loss, a person's mail that is replaced a great one. In the folds of
 * tests/train/mails.py no private mail is touched up to 0.3; this is a third of it. */
#define LEAVE_ALONE 0.10

#define SHORT_PROSE 5.02f  /* log1p of 150 words: less is no letter */
#define FEW_WORDS 4.1f     /* log1p of 60 words */
#define QUOTED_SHARE 0.05f /* of the words: so much of a mail is quoted if it answers */
#define QUOTED_MUCH 0.1f   /* and so much if nothing else says that it belongs to a discussion */
#define OWN_WORDS 0.5f     /* log1p of the words above a quotation: one is enough */

/* What is certain without asking the forest: each row a reason and the evidence for it. */
typedef struct {
    const char *reason;
    gboolean (*holds)(const float *m);
} Rule;

static gboolean
is_answer(const float *m)
{
    gboolean quotes = m[OFF_M_words_above_quote] > OWN_WORDS && m[OFF_M_cites] > 0;
    gboolean answers = m[OFF_M_in_reply_to] > 0 || m[OFF_M_references] > 0 || m[OFF_M_reply] > 0 ||
                       m[OFF_M_forward] > 0;
    return (quotes && answers && m[OFF_M_campaign] == 0);
}

static gboolean
is_discussion(const float *m)
{
    gboolean talk = m[OFF_M_in_reply_to] > 0 || m[OFF_M_references] > 0 || m[OFF_M_reply] > 0 ||
                    m[OFF_M_quoted_share] > QUOTED_SHARE || m[OFF_M_person_client] > 0;
    gboolean announces = m[OFF_M_list_post] < 0; /* "List-Post: NO" (RFC 2369, 3.4) */
    return m[OFF_M_list_post] > 0 || (m[OFF_M_mailman] > 0 && talk && !announces);
}

static gboolean
is_tracker(const float *m)
{
    return m[OFF_M_tracker] > 0;
}

static gboolean
is_automatic(const float *m)
{
    gboolean published = m[OFF_M_list_unsubscribe] > 0 || m[OFF_M_list_id] > 0 ||
                         m[OFF_M_leave_words] > 0 || m[OFF_M_refused_leaves] > 0;
    gboolean threaded = m[OFF_M_in_reply_to] > 0 || m[OFF_M_references] > 0;
    return m[OFF_M_auto_submitted] >= OFF_AUTO_REPLY ||
           (m[OFF_M_auto_submitted] > 0 && (threaded || !published));
}

static gboolean
is_patch(const float *m)
{
    return m[OFF_M_diff] > 0 && (m[OFF_M_list_post] > 0 || m[OFF_M_list_unsubscribe] == 0);
}

/* Its Subject asks for something that one of its links does, and there is little else to read. */
static gboolean
is_request(const float *m)
{
    gboolean acts = m[OFF_M_refused_acts] > 0 || m[OFF_M_button_acts] > 0 || m[OFF_M_links] == 0;
    return m[OFF_M_subject_acts] > 0 && acts && m[OFF_M_prose_words] < SHORT_PROSE;
}

/* Its Subject is a notice's, and it names no list in any way; or it is short, and names no list by
 * its identity or leads only to what acts. */
static gboolean
is_notice(const float *m)
{
    gboolean listed = m[OFF_M_list_id] > 0 || m[OFF_M_list_unsubscribe] > 0 || m[OFF_M_feed] > 0;
    gboolean acts = m[OFF_M_refused_acts] > 0 && m[OFF_M_targets] == 0;
    gboolean brief = m[OFF_M_prose_words] < FEW_WORDS && (acts || m[OFF_M_list_id] == 0);
    return m[OFF_M_subject_notices] > 0 && (brief || !listed);
}

static gboolean
is_order(const float *m)
{
    return m[OFF_M_schema_order] > 0 && m[OFF_M_list_id] == 0;
}

/* Nothing says that it went to many: no field and no way to leave, or hardly a word to read. A
 * mailer's name says nothing: those who pretend to be a bank use the same. */
static gboolean
is_unpublished(const float *m)
{
    gboolean ways = m[OFF_M_leave_words] > 0 || m[OFF_M_refused_leaves] > 0;
    gboolean tells = ways && (m[OFF_M_words] > FEW_WORDS || m[OFF_M_mores] > 0);
    return m[OFF_M_list_id] == 0 && m[OFF_M_list_unsubscribe] == 0 && m[OFF_M_list_post] >= 0 &&
           m[OFF_M_feed] == 0 && m[OFF_M_feed_form] == 0 && !tells;
}

static const Rule rules[] = {
    {"reply", is_answer},        {"discussion", is_discussion}, {"notice", is_tracker},
    {"automatic", is_automatic}, {"patch", is_patch},           {"order", is_order},
    {"asks-to-act", is_request}, {"notice", is_notice},         {"no-newsletter", is_unpublished},
};

/* The strongest sign of what the forest took it for. */
static const char *
reason_to_leave(const float *m)
{
    if (m[OFF_M_subject_acts] > 0 || m[OFF_M_button_acts] > 0)
        return "asks-to-act";
    if (m[OFF_M_list_post] > 0 || m[OFF_M_quoted_share] > QUOTED_MUCH)
        return "discussion";
    return m[OFF_M_notices] > 1 ? "notice" : "no-newsletter";
}

gboolean
off_is_certain(const float m[OFF_MAIL_FEATURES], const char **reason)
{
    for (guint i = 0; i < G_N_ELEMENTS(rules); i++)
        if (rules[i].holds(m)) {
            *reason = rules[i].reason;
            return TRUE;
        }
    return FALSE;
}

OffKind
off_kind_of(const OffLocateInput *input, const OffAnchors *anchors,
            const float m[OFF_MAIL_FEATURES], const char **reason)
{
    if (!input->insist && off_is_certain(m, reason))
        return OFF_KIND_NONE;
    if (!input->insist && off_ask_forest_share(&leave_forest, m) > LEAVE_ALONE) {
        *reason = reason_to_leave(m);
        return OFF_KIND_NONE;
    }
    const struct {
        OffKind kind;
        const char *reason;
        double sum;
    } kinds[] = {
        {OFF_KIND_FULL, "text", off_ask_forest(&full_forest, m)},
        {OFF_KIND_TEASER, "one-story", off_ask_forest(&teaser_forest, m)},
        {OFF_KIND_DIGEST, "stories", off_ask_forest(&digest_forest, m)},
    };
    guint best = 0;
    for (guint i = 1; i < G_N_ELEMENTS(kinds); i++)
        if (kinds[i].sum > kinds[best].sum && anchors->stories->len > 0)
            best = i;
    *reason = kinds[best].reason;
    return kinds[best].kind;
}
