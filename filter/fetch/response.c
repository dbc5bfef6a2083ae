/* response.c: what came of one hop: its parts, its failure, and when to ask again. */
#include "config.h"

#include "fetch/response.h"

#include <curl/curl.h>
#include <string.h>

void
off_response_clear(OffResponse *r)
{
    char *strings[] = {r->location,        r->content_type, r->error.message, r->cache_control,
                       r->expires,         r->date,         r->age,           r->etag,
                       r->last_modified,   r->vary,         r->retry_after,   r->address,
                       r->content_encoding};
    for (guint i = 0; i < G_N_ELEMENTS(strings); i++)
        g_free(strings[i]);
    if (r->body)
        g_byte_array_unref(r->body);
    if (r->header)
        g_string_free(r->header, TRUE);
    if (r->request)
        g_string_free(r->request, TRUE);
    memset(r, 0, sizeof *r);
}

void
off_response_fail(OffResponse *r, const char *reason, const char *format, ...)
{
    va_list words;
    va_start(words, format);
    g_free(r->error.message);
    r->error.message = g_strdup_vprintf(format, words);
    r->error.reason = reason;
    va_end(words);
}

void
off_fetch_free(OffFetch *fetch)
{
    if (!fetch)
        return;
    g_free(fetch->url);
    g_free(fetch->key);
    g_free(fetch->made);
    g_free(fetch->made_key);
    g_free(fetch->cookies);
    g_free(fetch->user_agent);
    g_free(fetch->referer);
    g_free(fetch->listed);
    g_free(fetch->validators.etag);
    g_free(fetch->validators.last_modified);
    g_free(fetch);
}

/* RFC 9110, 10.2.3: digits alone, or a date, which begins with the name of a day. */
gint64
off_retry_seconds(const OffResponse *r, gint64 now)
{
    const char *text = r->retry_after ? r->retry_after : "";
    if (*text && strspn(text, "0123456789") == strlen(text))
        return (gint64)MIN(g_ascii_strtoull(text, NULL, 10), (guint64)OFF_RETRY_SECONDS_MAX);
    gint64 date = g_ascii_isalpha(*text) ? (gint64)curl_getdate(text, NULL) : -1;
    return date < 0 ? -1 : CLAMP(date - now, 0, OFF_RETRY_SECONDS_MAX);
}
