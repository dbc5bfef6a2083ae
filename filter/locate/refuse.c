/* refuse.c: a link that acts is never fetched, not even as the last choice. */
#include "config.h"

#include "refuse.h"

#include "url.h"

#include <string.h>

#define SHORT_LINK 60 /* bytes: words of a button; a headline may hold any verb */

typedef enum { MORE = OFF_SAYS_MORE, ONLINE = OFF_SAYS_ONLINE, ACT = OFF_SAYS_ACT } Kind;

static const struct {
    const char *lang;
    Kind kind;
    const char *phrase;
} phrases[] = {
#define OFF_LINK_PHRASE(lang, kind, phrase) {lang, kind, phrase},
#include "links.def"
#undef OFF_LINK_PHRASE
};

/* Segments of a path and names of parameters that act, whatever the words of the link are. */
static const char *const acting[] = {
    "unsubscribe",    "unsub",       "optout",       "opt-out",
    "opt_out",        "preferences", "subscription", "subscriptions",
    "confirm",        "verify",      "verification", "activate",
    "activation",     "reset",       "password",     "login",
    "signin",         "sign-in",     "sign_in",      "logout",
    "signup",         "sign-up",     "subscribe",    "accept",
    "decline",        "rsvp",        "vote",         "poll",
    "survey",         "like",        "share",        "sharer",
    "sharer.php",     "intent",      "tweet",        "reply",
    "comment",        "comments",    "refer",        "referral",
    "invite",         "forward",     "report-abuse", "abuse",
    "checkout",       "cart",        "pay",          "donate",
    "delete",         "remove",      "cancel",       "magic",
    "magic-link",     "oauth",       "authorize",    "profile",
    "update-profile", "account",     "settings",     "open.gif",
    "pixel",          "pixel.gif",   "beacon",       "disable_email",
    "manage",         "webmention",  "restack",      "gift",
    "upgrade",        "app-link",
};

/* Hosts whose pages are forms for sharing or profiles, never an article. */
static const char *const social[] = {
    "facebook.com",  "twitter.com",   "x.com",      "linkedin.com", "pinterest.com",
    "instagram.com", "t.me",          "wa.me",      "whatsapp.com", "threads.net",
    "tiktok.com",    "getpocket.com", "reddit.com", "bsky.app",     "play.google.com",
    "apps.apple.com"};

char *
off_plain_words(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isalnum(c) || g_unichar_ismark(c))
            g_string_append_unichar(out, g_unichar_tolower(c));
        else if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    if (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

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
    g_autofree char *words = off_plain_words(text);
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
is_acting(const char *segment, gsize n)
{
    for (guint i = 0; i < G_N_ELEMENTS(acting); i++)
        if (strlen(acting[i]) == n && g_ascii_strncasecmp(segment, acting[i], n) == 0)
            return TRUE;
    return FALSE;
}

/* A segment that is one of the words, or two words of which the first is one: /confirm-email. */
static gboolean
path_acts(const char *path)
{
    g_auto(GStrv) segments = g_strsplit(path, "/", -1);
    for (guint i = 0; segments[i]; i++) {
        gsize n = strlen(segments[i]), word = strcspn(segments[i], "-_.");
        const char *second = segments[i] + word + (segments[i][word] != '\0');
        if (is_acting(segments[i], n))
            return TRUE;
        if (word < n && !strpbrk(second, "-_") && is_acting(segments[i], word))
            return TRUE;
    }
    return FALSE;
}

static gboolean
query_acts(const char *query)
{
    g_auto(GStrv) pairs = g_strsplit_set(query ? query : "", "&;", -1);
    for (guint i = 0; pairs[i]; i++) {
        gsize name = strcspn(pairs[i], "=");
        const char *value = pairs[i] + name + (pairs[i][name] == '=');
        if (is_acting(pairs[i], name) ||
            (g_ascii_strncasecmp(pairs[i], "action", name) == 0 && name == 6) ||
            is_acting(value, strlen(value)))
            return TRUE;
    }
    return FALSE;
}

static gboolean
address_acts(const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
    if (!uri)
        return TRUE;
    return path_acts(g_uri_get_path(uri)) || query_acts(g_uri_get_query(uri));
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

const char *
off_refuses_link(const char *href, const char *target, const char *words, const char *unsubscribe)
{
    if (unsubscribe && strlen(href) > 12 && strstr(unsubscribe, href))
        return "list-unsubscribe";
    if (off_saying(words) == OFF_SAYS_ACT)
        return "words";
    if (address_acts(href) || address_acts(target))
        return "address";
    if (is_social(target))
        return "social";
    return NULL;
}
