/* plan.c: decides the kind of an item, its settings, and the request for its page. */
#include "config.h"

#include "reader/plan.h"

#include "dom/url.h"
#include "links/acting.h"
#include "links/listed.h"
#include "links/request.h"
#include "reader/ask.h"
#include "reader/feedplan.h"
#include "reader/locate.h"
#include "reader/made.h"

#include <string.h>

#define SECONDS_A_DAY 86400

static OffPlan *
plan_of(const OffItem *item, gboolean insist)
{
    if (item->kind == OFF_INPUT_MAIL && item->url)
        return off_feed_plan(item);
    if (item->kind == OFF_INPUT_MAIL)
        return off_plan_mail(item, insist);
    if (item->kind == OFF_INPUT_FEED || item->kind == OFF_INPUT_NEWSBOAT)
        return off_feed_plan(item);
    return NULL;
}

/* The address that would be fetched, or NULL. */
static const char *
target_of(const OffWork *w)
{
    if (w->item->kind == OFF_INPUT_URL)
        return w->item->url;
    if (w->plan && w->plan->kind == OFF_KIND_TEASER && w->plan->picked->len > 0)
        return ((OffLink *)w->plan->picked->pdata[0])->target;
    return NULL;
}

/* The articles of a digest that are to go along: asked for all at once. */
static void
begin_digest(OffWork *w, const OffJob *job, OffChannel *channel)
{
    w->more = g_array_new(FALSE, FALSE, sizeof(guint));
    for (guint i = 0; i < MIN(w->plan->picked->len, job->settings.articles); i++) {
        const OffLink *link = w->plan->picked->pdata[i];
        guint id = off_ask(link->target, OFF_ASK_ITEM, job, channel);
        g_array_append_val(w->more, id);
    }
}

/* The host of the article, as far as that is known before anything is fetched (transfer full), or
 * NULL. */
static char *
host_of(const OffWork *w)
{
    const char *url = w->target ? w->target : w->item->url;
    if (!url && w->plan && w->plan->picked->len > 0 && w->plan->kind != OFF_KIND_DIGEST)
        url = ((OffLink *)w->plan->picked->pdata[0])->target;
    return url ? off_url_host(url) : NULL;
}

static const char *
feed_of(const OffWork *w, const OffJob *job)
{
    gboolean of_a_feed = w->item->kind == OFF_INPUT_FEED || w->item->kind == OFF_INPUT_NEWSBOAT;
    return of_a_feed && job->command->base_url ? job->command->base_url : w->item->feed_address;
}

/* What the item is known by; *host (transfer full) is a part of it. */
static OffMatch
match_of(const OffWork *w, const OffJob *job, char **host)
{
    *host = host_of(w);
    return (OffMatch){.sender = w->item->sender,
                      .list_id = w->item->list_id,
                      .home = w->item->feed_url,
                      .feed = feed_of(w, job),
                      .host = *host};
}

/* Is it an item of a feed, be it that a feed program made a mail of it? */
static gboolean
is_of_feed(const OffItem *item)
{
    return item->kind == OFF_INPUT_FEED || item->kind == OFF_INPUT_NEWSBOAT ||
           (item->kind == OFF_INPUT_MAIL && item->url);
}

static OffFollow
follow_of(const char *word)
{
    if (strcmp(word, "never") == 0)
        return OFF_FOLLOW_NEVER;
    return strcmp(word, "plain") == 0 ? OFF_FOLLOW_PLAIN : OFF_FOLLOW_ALL;
}

typedef enum { NEWSLETTERS, ALL_MAIL, NO_MAIL } MailSetting;

/* Which mail may be changed, as the user wrote for this sender. */
static MailSetting
mail_setting(const OffWork *w, const OffJob *job)
{
    g_autofree char *host = NULL;
    const OffMatch match = match_of(w, job, &host);
    const char *word = off_conf_value(job->run->conf, OFF_SETTING_MAIL, &match, NULL);
    if (w->item->kind != OFF_INPUT_MAIL)
        return NEWSLETTERS;
    return strcmp(word, "all") == 0 ? ALL_MAIL : strcmp(word, "none") == 0 ? NO_MAIL : NEWSLETTERS;
}

/* What the user wrote for mail like this one. */
static void
use_settings(OffWork *w, const OffJob *job)
{
    g_autofree char *host = NULL;
    const OffMatch match = match_of(w, job, &host);
    const char *value[OFF_SETTINGS];
    for (guint i = 0; i < OFF_SETTINGS; i++)
        value[i] = off_conf_value(job->run->conf, (OffSetting)i, &match, NULL);
    w->job.settings.compose.original = value[OFF_SETTING_ORIGINAL];
    w->job.settings.compose.width = (guint)g_ascii_strtoull(value[OFF_SETTING_WIDTH], NULL, 10);
    w->job.settings.articles = (guint)g_ascii_strtoull(value[OFF_SETTING_ARTICLES], NULL, 10);
    w->job.settings.drop_images = strcmp(value[OFF_SETTING_IMAGES], "drop") == 0;
    w->job.settings.embed_images = strcmp(value[OFF_SETTING_IMAGES], "embed") == 0;
    w->job.settings.no_fetch |= strcmp(value[OFF_SETTING_FETCH], "never") == 0;
    w->job.settings.always_fetch = strcmp(value[OFF_SETTING_FETCH], "always") == 0;
    w->job.settings.user_agent = value[OFF_SETTING_USER_AGENT];
    w->job.settings.cookies = value[OFF_SETTING_COOKIES];
    w->job.settings.allow_net = value[OFF_SETTING_ALLOW_NET];
    if (w->item->kind == OFF_INPUT_MAIL)
        w->job.settings.follow = follow_of(value[OFF_SETTING_FOLLOW]);
    if (is_of_feed(w->item))
        w->job.settings.keep =
            (gint64)g_ascii_strtoull(value[OFF_SETTING_KEEP], NULL, 10) * SECONDS_A_DAY;
}

/* Restrictions on requests for the item and for the pages it leads to. */
static void
use_request_facts(OffWork *w)
{
    OffItemSettings *s = &w->job.settings;
    const char *url = w->item->url;
    w->listed = off_listed_keys(w->item->unsubscribe, off_unwrap);
    s->listed = *w->listed ? w->listed : NULL;
    s->named = w->item->kind == OFF_INPUT_URL;
    s->named_acts = s->named && url && off_address_acts(url) == OFF_ACTS_CLICK;
}

/* An item of a feed names its address itself, and it may be one that acts. It is not picked then:
 * --to links shows it among those refused. The request is left to off_ask, which says why there is
 * none. */
static void
refuse_picked(OffPlan *plan, const OffJob *job)
{
    for (guint i = 0; i < plan->picked->len;) {
        OffLink *link = plan->picked->pdata[i];
        OffRequestFacts facts = {.listed = job->settings.listed};
        const char *why = off_refuses_request(link->target, &facts);
        if (!why) {
            i++;
            continue;
        }
        g_ptr_array_add(plan->refused, g_ptr_array_steal_index(plan->picked, i));
        link->why = why;
        g_clear_pointer(&link->target, g_free);
    }
    if (plan->kind == OFF_KIND_TEASER && plan->picked->len == 0) {
        plan->kind = OFF_KIND_NONE;
        plan->reason = "asks-to-act";
    }
}

/* fetch = always: the page is asked for where the mail holds the article too, if the mail says
 * where that is. */
static void
prefer_page(OffWork *w)
{
    if (w->target || !w->plan || w->plan->kind != OFF_KIND_FULL)
        return;
    const char *url =
        w->plan->picked->len > 0 ? ((OffLink *)w->plan->picked->pdata[0])->target : w->item->url;
    g_autofree char *target = url ? off_unwrap(url) : NULL;
    if (target && !off_is_personal(target))
        w->target = g_steal_pointer(&target);
}

char *
off_work_settings(OffWork *w, const OffJob *job)
{
    w->plan = w->item->untouchable ? NULL : plan_of(w->item, mail_setting(w, job) == ALL_MAIL);
    w->target = g_strdup(target_of(w));
    g_autofree char *host = NULL;
    const OffMatch match = match_of(w, job, &host);
    return off_conf_print(job->run->conf, &match);
}

void
off_work_begin(OffWork *w, const OffJob *job, OffChannel *channel)
{
    w->job = *job;
    if (w->item->untouchable)
        return;
    off_channel_stage(channel, "locate");
    MailSetting mail = mail_setting(w, job);
    if (mail == NO_MAIL) {
        w->item->untouchable = "setting";
        return;
    }
    w->plan = plan_of(w->item, mail == ALL_MAIL);
    w->target = g_strdup(target_of(w));
    use_settings(w, job);
    use_request_facts(w);
    job = &w->job;
    if (w->plan)
        refuse_picked(w->plan, job);
    if (job->settings.always_fetch && !job->settings.no_fetch)
        prefer_page(w);
    if (w->target && !w->page && !job->settings.no_fetch && !job->command->plain &&
        job->command->to != OFF_TO_LINKS) {
        off_made_begin(w, job);
        w->request = off_ask(w->target, OFF_ASK_ITEM, job, channel);
    }
    gboolean digest = w->plan && w->plan->kind == OFF_KIND_DIGEST && w->item->fields;
    if (digest && job->settings.articles > 0 && !job->settings.no_fetch && !job->command->plain &&
        off_job_makes_messages(job))
        begin_digest(w, job, channel);
}
