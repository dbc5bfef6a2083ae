/* refuse.c: a link that acts is never fetched, not even as the last choice. */
#include "config.h"

#include "links/refuse.h"

#include "links/acting.h"
#include "links/listed.h"
#include "dom/url.h"
#include "words/fold.h"

#include <offprint/locate.h>
#include <string.h>

#define SHORT_LINK 60 /* bytes: words of a button; a headline may hold any verb */

typedef enum { MORE = OFF_SAYS_MORE, ONLINE = OFF_SAYS_ONLINE, ACT = OFF_SAYS_ACT } Kind;

static const struct {
    Kind kind;
    const char *phrase;
} phrases[] = {
#define OFF_MORE(phrase, langs) {MORE, phrase},
#include "words/words.def"
#define OFF_ONLINE(phrase, langs) {ONLINE, phrase},
#include "words/words.def"
#define OFF_ACT(strength, phrase, langs) {ACT, phrase},
#include "words/words.def"
};

/* Hosts whose pages are forms for sharing or profiles, never an article. */
static const char *const social[] = {
    "facebook.com",  "twitter.com",   "x.com",      "linkedin.com", "pinterest.com",
    "instagram.com", "t.me",          "wa.me",      "whatsapp.com", "threads.net",
    "tiktok.com",    "getpocket.com", "reddit.com", "bsky.app",     "play.google.com",
    "apps.apple.com"};

/* Scripts written without spaces have no word ends to look for. */
static gboolean
stands_in(const char *words, const char *phrase, gboolean at_start)
{
    gsize n = strlen(phrase);
    gunichar first = g_utf8_get_char(phrase);
    gboolean spaceless = first >= 0x2e80 && first <= 0xffdc;
    for (const char *at = strstr(words, phrase); at; at = strstr(at + 1, phrase)) {
        if (at_start && at != words && !spaceless)
            return FALSE;
        if (spaceless || ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0')))
            return TRUE;
    }
    return FALSE;
}

OffSaying
off_saying(const char *text)
{
    g_autofree char *words = off_comparable(text, 0);
    OffSaying best = OFF_SAYS_NOTHING;
    gsize longest = 0;
    if (strlen(words) > SHORT_LINK * 2)
        return OFF_SAYS_NOTHING;
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) {
        gsize n = strlen(phrases[i].phrase);
        gboolean act = phrases[i].kind == ACT;
        /* A single word for "more" counts only where it is all there is. */
        gboolean alone = !act && !strchr(phrases[i].phrase, ' ') && n < 9;
        gboolean found = alone ? strcmp(words, phrases[i].phrase) == 0
                               : stands_in(words, phrases[i].phrase, !act);
        if (found && act && strlen(words) > SHORT_LINK)
            found = FALSE;
        if (found && n > longest) {
            longest = n;
            best = (OffSaying)phrases[i].kind;
        }
    }
    return best;
}

static gboolean
is_social(const char *url)
{
    g_autofree char *host = off_url_host(url);
    g_autofree char *domain = host ? off_url_domain(host) : NULL;
    for (guint i = 0; domain && i < G_N_ELEMENTS(social); i++)
        if (strcmp(domain, social[i]) == 0 || strcmp(host, social[i]) == 0)
            return TRUE;
    return FALSE;
}

/* Is it, or what it carries, one of the addresses of List-Unsubscribe (RFC 2369, 2)? */
static gboolean
is_listed(const char *href, const char *target, const char *unsubscribe)
{
    if (!unsubscribe)
        return FALSE;
    g_autofree char *keys = off_listed_keys(unsubscribe, off_unwrap);
    return off_is_listed(keys, href) || (target && off_is_listed(keys, target));
}

const char *
off_refuses_link(const char *href, const char *target, const char *words, const char *unsubscribe)
{
    if (is_listed(href, target, unsubscribe))
        return "list-unsubscribe";
    if (off_saying(words) == OFF_SAYS_ACT)
        return "words";
    if (off_address_acts(href) != OFF_ACTS_NOT || off_address_acts(target) != OFF_ACTS_NOT)
        return "address";
    if (is_social(target))
        return "social";
    return NULL;
}
