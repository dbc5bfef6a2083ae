/* ask.c: the one way for a request out of the reader.
 *
 * Whatever names an address, be it a mail, a feed, a page or a rule of a site: it is judged here,
 * by links/request.c, which the fetcher asks again at every redirect. */
#include "config.h"

#include "reader/ask.h"

#include "links/acting.h"
#include "links/request.h"

#include <offprint/locate.h>

/* If the user gave an address that acts, its redirects may be followed. */
static gboolean
is_named(OffAsking asking, const OffJob *job)
{
    return job->settings.named && (asking == OFF_ASK_ITEM || job->settings.named_acts);
}

const char *
off_ask_refuses(const char *url, OffAsking asking, const OffJob *job)
{
    const OffRequestFacts facts = {.listed = job->settings.listed,
                                   .follow = job->settings.follow,
                                   .named = is_named(asking, job),
                                   .from_web = asking == OFF_ASK_ONWARD,
                                   .personal = off_is_personal(url),
                                   .picture = asking == OFF_ASK_PICTURE};
    return off_refuses_request(url, &facts);
}

guint
off_ask(const char *url, OffAsking asking, const OffJob *job, OffChannel *channel)
{
    const char *reason = off_ask_refuses(url, asking, job);
    if (reason) {
        g_autofree char *message = g_strdup_printf("%.200s is not requested", url);
        return off_channel_refuse(channel, reason, message);
    }
    gboolean picture = asking == OFF_ASK_PICTURE;
    const OffSiteRules *rules = picture ? NULL : off_rule_book_find(job->run->rules, channel, url);
    const char *user_agent = off_site_rules_header(rules, "user-agent");
    return off_channel_request(
        channel, &(OffRequest){.url = url,
                               .user_agent = user_agent ? user_agent : job->settings.user_agent,
                               .referer = off_site_rules_header(rules, "referer"),
                               .cookies = picture ? NULL : job->settings.cookies,
                               .allow_net = job->settings.allow_net,
                               .listed = job->settings.listed,
                               .keep = job->settings.keep,
                               .named = is_named(asking, job),
                               .made = asking == OFF_ASK_ITEM ? job->settings.made : NULL,
                               .made_wanted = job->settings.made_wanted,
                               .picture = picture});
}
