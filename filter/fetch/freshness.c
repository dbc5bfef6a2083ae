/* freshness.c: how long a response may be used without asking again (RFC 9111). */
#include "config.h"

#include "fetch/freshness.h"

#include <curl/curl.h>
#include <string.h>

#define HEURISTIC_SECONDS 3600 /* if the server says nothing (RFC 9111, 4.2.2) */
#define HEURISTIC_MAX 86400
#define FAILURE_SECONDS 180 /* what failed is not asked for again that soon */
#define LIFETIME_MAX (30 * 86400)

/* Reasons of failures are constants elsewhere; those that are worth remembering, here. */
static const char *const failures[] = {"dns",       "connect",  "tls",          "gone",
                                       "forbidden", "withheld", "server-error", "http-status",
                                       "type",      "too-large"};

const char *
off_lasting_failure(const char *reason)
{
    for (guint i = 0; reason && i < G_N_ELEMENTS(failures); i++)
        if (strcmp(reason, failures[i]) == 0)
            return failures[i];
    return NULL;
}

/* Delta-seconds (RFC 9111, 1.2.2): an invalid number counts as 0, a larger one than our longest
 * lifetime as that. */
static gint64
seconds_of(const char *text)
{
    guint64 seconds = g_ascii_isdigit(*text) ? g_ascii_strtoull(text, NULL, 10) : 0;
    return (gint64)MIN(seconds, (guint64)LIFETIME_MAX);
}

/* The argument of a Cache-Control directive, or -1. */
static gint64
find_directive(const char *control, const char *name)
{
    g_auto(GStrv) each = g_strsplit(control ? control : "", ",", -1);
    gsize n = strlen(name);
    for (guint i = 0; each[i]; i++) {
        const char *word = g_strstrip(each[i]);
        if (g_ascii_strncasecmp(word, name, n) == 0 && (word[n] == '=' || word[n] == '\0'))
            return word[n] ? seconds_of(word + n + 1 + (word[n + 1] == '"')) : 0;
    }
    return -1;
}

static gint64
date_of(const char *text)
{
    return text ? (gint64)curl_getdate(text, NULL) : -1;
}

gint64
off_lifetime(const OffResponse *r, gint64 now)
{
    if (r->error.reason)
        return off_lasting_failure(r->error.reason) ? FAILURE_SECONDS : -1;
    gint64 age = r->age ? seconds_of(r->age) : 0;
    gint64 max_age = find_directive(r->cache_control, "max-age"), expires = date_of(r->expires);
    gint64 date = date_of(r->date), modified = date_of(r->last_modified);
    if (find_directive(r->cache_control, "no-store") >= 0 || (r->vary && strchr(r->vary, '*')))
        return -1;
    if (find_directive(r->cache_control, "no-cache") >= 0)
        return 0;
    if (max_age >= 0)
        return CLAMP(max_age - age, 0, LIFETIME_MAX);
    if (r->expires)
        return CLAMP(expires - (date > 0 ? date : now), 0, LIFETIME_MAX);
    if (r->status >= 400)
        return CLAMP(off_retry_seconds(r, now), FAILURE_SECONDS, OFF_RETRY_SECONDS_MAX);
    /* A redirect that does not say that it is for good is asked each time. */
    if (r->status == 302 || r->status == 303 || r->status == 307)
        return -1;
    if (modified > 0 && (date > 0 ? date : now) > modified)
        return CLAMP(((date > 0 ? date : now) - modified) / 10, 60, HEURISTIC_MAX);
    return HEURISTIC_SECONDS;
}
