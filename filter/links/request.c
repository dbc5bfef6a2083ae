/* request.c: may an address be asked for? */
#include "config.h"

#include "links/request.h"

#include "links/acting.h"
#include "links/listed.h"

static gboolean
does_act(const char *url, const OffRequestFacts *facts)
{
    OffActs what = off_address_acts(url);
    if (facts->picture) /* it need not go along with a mail */
        return what != OFF_ACTS_NOT;
    /* Article addresses may look like forms, and redirects may pass through a login page. */
    return what >= (facts->from_web ? OFF_ACTS_CLICK : OFF_ACTS_DOOR);
}

static gboolean
may_follow(const OffRequestFacts *facts)
{
    if (facts->from_web || facts->follow == OFF_FOLLOW_ALL)
        return TRUE;
    return facts->follow == OFF_FOLLOW_PLAIN && !facts->personal;
}

const char *
off_refuses_request(const char *url, const OffRequestFacts *facts)
{
    if (facts->named)
        return NULL;
    if (does_act(url, facts) || off_is_listed(facts->listed, url))
        return "asks-to-act";
    return may_follow(facts) ? NULL : "not-followed";
}
