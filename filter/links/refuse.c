/* refuse.c: a link that acts is never fetched, not even as the last choice. */
#include "config.h"

#include "links/refuse.h"

#include "links/acting.h"
#include "links/listed.h"
#include "dom/url.h"
#include "words/fold.h"
#include "words/match.h"

#include <offprint/locate.h>
#include <string.h>

#define BUTTON_CHARS 32      /* a link with more characters is not a button */
#define BUTTON_WORDS 4       /* nor is one with more words */
#define BUTTON_CHARS_WIDE 12 /* the same in scripts without spaces */
#define SENTENCE_CHARS 60    /* in a longer sentence a single strong word does not count */
#define ONLINE_CHARS 120     /* "Does this not look right? View it in your browser." */
#define HEADLINE_WORDS 5     /* a headline with fewer words may be a button */
#define LONE_WORD_BYTES 9    /* a shorter word means "more" only if the link has no other words */

enum { WEAK, STRONG, LEAVE, VERB, OBJECT };

static const OffPhrase more_phrases[] = {
#define OFF_MORE(phrase, langs) {phrase, 0},
#include "words/words.def"
};
static const OffPhrase online_phrases[] = {
#define OFF_ONLINE(phrase, langs) {phrase, 0},
#include "words/words.def"
};
static const OffPhrase act_phrases[] = {
#define OFF_ACT(strength, phrase, langs) {phrase, strength},
#include "words/words.def"
};
static const OffPhrases more = {more_phrases, G_N_ELEMENTS(more_phrases)};
static const OffPhrases online = {online_phrases, G_N_ELEMENTS(online_phrases)};
static const OffPhrases act = {act_phrases, G_N_ELEMENTS(act_phrases)};

/* Hosts whose pages are forms for sharing or profiles, never an article. */
static const char *const social[] = {
    "facebook.com",  "twitter.com",   "x.com",      "linkedin.com", "pinterest.com",
    "instagram.com", "t.me",          "wa.me",      "whatsapp.com", "threads.net",
    "tiktok.com",    "getpocket.com", "reddit.com", "bsky.app",     "play.google.com",
    "apps.apple.com"};

/* The words of a link, measured. */
typedef struct {
    const char *plain;
    glong chars;
    guint words;
    gboolean headline, spaceless;
} Words;

static gboolean
is_button(const Words *w)
{
    return w->spaceless ? w->chars <= BUTTON_CHARS_WIDE
                        : w->chars <= BUTTON_CHARS && w->words <= BUTTON_WORDS;
}

/* Verbs begin a button's words, or end them in languages with the verb last. */
static gboolean
is_imperative(const Words *w, const OffPhraseMatch *m)
{
    gboolean last = w->plain[m->start + m->length] == '\0' && w->words < BUTTON_WORDS;
    gboolean all = m->start == 0 && w->plain[m->length] == '\0';
    return all || (is_button(w) && (m->start == 0 || last || w->spaceless));
}

/* In a headline, "confirm" and "subscribe" tell about others. */
static gboolean
is_story(const Words *w)
{
    return w->headline &&
           (w->words >= HEADLINE_WORDS || (w->spaceless && w->chars > BUTTON_CHARS_WIDE));
}

static OffSaying
act_of(const Words *w, const OffPhraseMatch *m)
{
    gboolean lone = m->words == 1 && !w->spaceless;
    if (m->start > 0 && is_story(w))
        return OFF_SAYS_NOTHING;
    if (m->phrase->kind == LEAVE)
        return OFF_SAYS_LEAVE;
    if (m->phrase->kind == STRONG)
        return lone && w->chars > SENTENCE_CHARS ? OFF_SAYS_NOTHING : OFF_SAYS_ACT;
    if (m->phrase->kind == WEAK)
        return is_imperative(w, m) ? OFF_SAYS_ACT : OFF_SAYS_NOTHING;
    return OFF_SAYS_NOTHING;
}

/* The result of the acting phrases in a link. */
typedef struct {
    const Words *words;
    OffSaying worst;
    gboolean strong; /* some are no weak ones */
    gboolean verb, object;
} Acts;

static void
add_act(const OffPhraseMatch *m, gpointer data)
{
    Acts *a = data;
    OffSaying says = act_of(a->words, m);
    a->strong = a->strong || (says != OFF_SAYS_NOTHING && m->phrase->kind != WEAK);
    a->worst = MAX(a->worst, says);
    a->verb = a->verb || m->phrase->kind == VERB;
    a->object = a->object || m->phrase->kind == OBJECT;
}

/* The strongest action that the words name. strong: set if it is not a weak word. */
static OffSaying
find_act(const Words *w, gboolean *strong)
{
    Acts a = {.words = w};
    off_each_phrase(&act, w->plain, add_act, &a);
    gboolean both = a.verb && a.object && !is_story(w);
    *strong = a.strong || both;
    return both ? MAX(a.worst, OFF_SAYS_ACT) : a.worst;
}

/* "Read more" begins the words; a short word has to be all of them. */
static gboolean
says_more(const Words *w)
{
    OffPhraseMatch m;
    for (gsize from = 0; off_next_phrase(&more, w->plain, &from, &m);) {
        gboolean all = m.start == 0 && w->plain[m.length] == '\0';
        gboolean lone = m.words == 1 && m.length < LONE_WORD_BYTES;
        gboolean end = w->plain[m.start + m.length] == '\0' && m.words > 1;
        if (w->spaceless ? w->chars <= 2 * BUTTON_CHARS_WIDE
                         : all || (!lone && (m.start == 0 || end) && w->chars <= SENTENCE_CHARS))
            return TRUE;
    }
    return FALSE;
}

static Words
measure_words(const char *plain, gboolean headline)
{
    Words w = {.plain = plain, .chars = g_utf8_strlen(plain, -1), .headline = headline};
    w.spaceless = *plain && off_is_spaceless(plain);
    w.words = 1;
    for (const char *p = plain; *p; p++)
        w.words += *p == ' ';
    return w;
}

gboolean
off_says_leave(const char *plain)
{
    Words w = measure_words(plain, FALSE);
    gboolean strong;
    return find_act(&w, &strong) == OFF_SAYS_LEAVE;
}

OffSaying
off_saying_plain(const char *plain, gboolean headline)
{
    Words w = measure_words(plain, headline);
    gboolean strong = FALSE;
    OffSaying acts = find_act(&w, &strong);
    if (strong)
        return acts;
    if (w.chars <= ONLINE_CHARS && off_has_phrase(&online, plain))
        return OFF_SAYS_ONLINE;
    return says_more(&w) ? OFF_SAYS_MORE : acts;
}

OffSaying
off_saying(const char *text)
{
    g_autofree char *plain = off_comparable_composed(text);
    return off_saying_plain(plain, FALSE);
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

/* Is the address, or one inside it, listed in List-Unsubscribe (RFC 2369, 2)? */
static gboolean
is_listed(const char *href, const char *target, const char *keys)
{
    return off_is_listed(keys, href) || (target && off_is_listed(keys, target));
}

/* A mail address in the query: the link is personal to that reader. */
static gboolean
names_reader(const char *url)
{
    const char *query = strchr(url, '?');
    const char *at = query ? strchr(query, '@') : NULL;
    if (query && !at)
        at = strcasestr(query, "%40");
    return at && at > query + 1 && g_ascii_isalnum(at[-1]) && strchr(at, '.') != NULL;
}

const char *
off_refuses_address(const char *href, const char *target, const char *listed)
{
    if (is_listed(href, target, listed))
        return OFF_REFUSED_LISTED;
    if (off_address_acts(href) != OFF_ACTS_NOT ||
        (strcmp(href, target) != 0 && off_address_acts(target) != OFF_ACTS_NOT))
        return "address";
    if (names_reader(target))
        return "reader";
    if (is_social(target))
        return "social";
    return NULL;
}

const char *
off_refuses_words(const char *by_address, OffSaying says)
{
    gboolean listed = by_address && strcmp(by_address, OFF_REFUSED_LISTED) == 0;
    return says >= OFF_SAYS_ACT && !listed ? "words" : by_address;
}

const char *
off_refuses_link(const char *href, const char *target, const char *words, const char *unsubscribe)
{
    g_autofree char *keys = unsubscribe ? off_listed_keys(unsubscribe, off_unwrap) : NULL;
    return off_refuses_words(off_refuses_address(href, target, keys),
                             words ? off_saying(words) : OFF_SAYS_NOTHING);
}
