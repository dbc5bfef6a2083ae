/* transfer.c: HTTP by libcurl's multi interface, one hop at a time.
 *
 * Redirects are not left to libcurl: each hop comes back and is judged again. The address check
 * sits in the open-socket callback, so that what is judged is what is connected to. */
#include "config.h"

#include "fetch/transfer.h"

#include "fetch/decode.h"
#include "wire/bounds.h"
#include "wire/prefix.h"
#include "wire/wire.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECT_MS 5000
#define FIELD_KEPT 512 /* bytes of a field that is kept */
#define HEADER_BYTES_MAX (256u * 1024u)

#define ACCEPT "Accept: text/html,application/xhtml+xml,*/*;q=0.5"
#define ACCEPT_CODINGS "Accept-Encoding: " OFF_DECODE_CODINGS
#define USER_AGENT "offprint/" PACKAGE_VERSION " (+" OFF_CONTACT_URL ")"

typedef struct {
    OffTransfers *all;
    OffFetch *fetch;
    OffResponse response;
    CURL *easy;
    OffDecoder *decoder;        /* NULL: no byte of a body came yet */
    struct curl_slist *headers; /* with validators; NULL: those of all */
    gsize header_bytes;
    char *proxy;         /* of the user, which it is made through; NULL: none */
    const char *refused; /* what the guard said */
    char problem[CURL_ERROR_SIZE];
} Transfer;

struct OffTransfers {
    const OffGuard *guard;
    gint64 deadline;
    OffTransferDone done;
    void *data;
    CURLM *multi;
    struct curl_slist *headers;
    gboolean record;
    GPtrArray *running; /* Transfer */
};

static const char *const page_types[] = {"text/",
                                         "application/xhtml",
                                         "application/xml",
                                         "application/json",
                                         "application/ld+json",
                                         "application/feed+json",
                                         "application/rdf+xml",
                                         "application/opml+xml",
                                         "application/rss+xml",
                                         "application/atom+xml"};

static gboolean
is_wanted_type(const char *type, gboolean picture)
{
    if (picture)
        return g_ascii_strncasecmp(type, "image/", strlen("image/")) == 0;
    for (guint i = 0; i < G_N_ELEMENTS(page_types); i++)
        if (g_ascii_strncasecmp(type, page_types[i], strlen(page_types[i])) == 0)
            return TRUE;
    return FALSE;
}

static curl_socket_t
open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
    Transfer *t = data;
    (void)purpose;
    t->refused = off_guard_refuses(t->all->guard, &address->addr, t->proxy != NULL);
    if (t->refused)
        return CURL_SOCKET_BAD;
    int fd = socket(address->family, address->socktype, address->protocol);
    if (fd >= 0)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
}

static gboolean
keep_body(const guint8 *bytes, gsize n, void *data)
{
    Transfer *t = data;
    guint most = t->fetch->picture ? OFF_PICTURE_MAX : OFF_PAGE_MAX;
    if (t->response.body->len + n > most) {
        off_response_fail(&t->response, "too-large", "%s is larger than %u MiB", t->fetch->url,
                          most / OFF_MIB);
        return FALSE;
    }
    g_byte_array_append(t->response.body, bytes, (guint)n);
    return TRUE;
}

static gboolean
begin_body(Transfer *t)
{
    const char *codings = t->response.content_encoding;
    if (!t->decoder)
        t->decoder = off_decoder_new(codings, keep_body, t);
    if (!t->decoder)
        off_response_fail(&t->response, "transfer",
                          "%s has the content coding %s, which was not requested", t->fetch->url,
                          codings);
    return t->decoder != NULL;
}

static size_t
take_body(char *bytes, size_t size, size_t count, void *data)
{
    Transfer *t = data;
    size_t n = size * count;
    if (!begin_body(t))
        return 0;
    if (off_decoder_put(t->decoder, (const guint8 *)bytes, n))
        return n;
    if (!t->response.error.reason)
        off_response_fail(&t->response, "transfer", "%s is not valid %s", t->fetch->url,
                          t->response.content_encoding);
    return 0;
}

/* A coded page that ends before its coding does was cut short, whatever its connection says. */
static void
check_whole(Transfer *t)
{
    OffResponse *r = &t->response;
    gboolean page = r->status >= 200 && r->status <= 299 && r->status != 204;
    if (r->error.reason || !page || !begin_body(t) || off_decoder_is_whole(t->decoder))
        return;
    off_response_fail(r, "transfer", "%s ends in the middle of its %s data", t->fetch->url,
                      r->content_encoding);
}

/* Keeps the fields that a cache asks for. */
static void
keep_field(OffResponse *r, const char *line, size_t length)
{
    const struct {
        const char *name;
        char **value;
    } fields[] = {{"Cache-Control", &r->cache_control},
                  {"Expires", &r->expires},
                  {"Date", &r->date},
                  {"Age", &r->age},
                  {"ETag", &r->etag},
                  {"Last-Modified", &r->last_modified},
                  {"Vary", &r->vary},
                  {"Retry-After", &r->retry_after},
                  {"Content-Encoding", &r->content_encoding}};
    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        gsize n = strlen(fields[i].name);
        if (length <= n || line[n] != ':' || g_ascii_strncasecmp(line, fields[i].name, n) != 0)
            continue;
        g_free(*fields[i].value);
        *fields[i].value = g_strstrip(g_strndup(line + n + 1, MIN(length - n - 1, FIELD_KEPT)));
    }
}

static size_t
take_header(char *bytes, size_t size, size_t count, void *data)
{
    Transfer *t = data;
    const char *type = NULL;
    size_t n = size * count;
    t->header_bytes += n;
    if (t->header_bytes > HEADER_BYTES_MAX) {
        off_response_fail(&t->response, "too-large", "the header of %s is larger than %u KiB",
                          t->fetch->url, HEADER_BYTES_MAX / 1024);
        return 0;
    }
    keep_field(&t->response, bytes, n);
    /* A second header follows an interim one (RFC 9110, 15.2): the last counts. */
    if (t->response.header && n > 5 && strncmp(bytes, "HTTP/", 5) == 0)
        g_string_truncate(t->response.header, 0);
    if (t->response.header)
        g_string_append_len(t->response.header, bytes, (gssize)n);
    /* Lines may end with LF alone (RFC 9112, 2.2). */
    if (n == 0 || n > 2 || (bytes[0] != '\r' && bytes[0] != '\n'))
        return n;
    /* The blank line: what kind of thing is it? */
    long status = 0;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
    if (status == 200 && type && !is_wanted_type(type, t->fetch->picture)) {
        off_response_fail(&t->response, "type", "%s is not a %s but %s", t->fetch->url,
                          t->fetch->picture ? "picture" : "page", type);
        return 0;
    }
    return n;
}

/* What libcurl sends, for the record. */
static int
take_debug(CURL *easy, curl_infotype type, char *bytes, size_t length, void *data)
{
    Transfer *t = data;
    (void)easy;
    if (type == CURLINFO_HEADER_OUT && t->response.request)
        g_string_append_len(t->response.request, bytes, (gssize)length);
    return 0;
}

/* HTTP/1.1, whose headers can be kept as they are. */
static void
set_record(Transfer *t)
{
    t->response.header = g_string_new(NULL);
    t->response.request = g_string_new(NULL);
    curl_easy_setopt(t->easy, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(t->easy, CURLOPT_DEBUGFUNCTION, take_debug);
    curl_easy_setopt(t->easy, CURLOPT_DEBUGDATA, t);
    curl_easy_setopt(t->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
}

static void
set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* Which proxy it goes through is decided here alone, so that the guard knows it. */
static void
set_proxy(Transfer *t)
{
    t->proxy = off_proxy_for(t->fetch->url);
    curl_easy_setopt(t->easy, CURLOPT_PROXY, t->proxy ? t->proxy : "");
    curl_easy_setopt(t->easy, CURLOPT_NOPROXY, "");
}

/* Only the cookies of this host, so that a large file costs little per transfer. Cookies that a
 * server sets are dropped after the hop. */
static void
set_cookies(Transfer *t)
{
    g_auto(GStrv) lines = g_strsplit(t->fetch->cookies ? t->fetch->cookies : "", "\n", -1);
    for (guint i = 0; lines[i]; i++)
        if (*lines[i])
            curl_easy_setopt(t->easy, CURLOPT_COOKIELIST, lines[i]);
}

static void
set_up(Transfer *t, gint64 left)
{
    CURL *e = t->easy;
    curl_easy_setopt(e, CURLOPT_URL, t->fetch->url);
    set_protocols(e);
    set_proxy(t);
    curl_easy_setopt(e, CURLOPT_PRIVATE, t);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->problem);
    curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(e, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_USERAGENT,
                     t->fetch->user_agent ? t->fetch->user_agent : USER_AGENT);
    curl_easy_setopt(e, CURLOPT_REFERER, t->fetch->referer);
    set_cookies(t);
    curl_easy_setopt(e, CURLOPT_HTTPHEADER, t->headers ? t->headers : t->all->headers);
    const char *certificates = getenv("SSL_CERT_FILE");
    if (certificates)
        curl_easy_setopt(e, CURLOPT_CAINFO, certificates);
    /* Over HTTP/2 several pages of a host come over one connection; it is only spoken over TLS. */
    curl_easy_setopt(e, CURLOPT_PIPEWAIT, (long)off_has_prefix(t->fetch->url, "https:"));
    curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, (long)left);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)MIN(left, CONNECT_MS));
    curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
    if (t->all->record)
        set_record(t);
}

static void
fail_by_guard(OffResponse *response, const char *url, const char *network)
{
    off_response_fail(response, "guard", "%s is refused: %s (see --allow-net)", url, network);
}

/* What the address itself tells: its scheme, and a host that is written as a number. */
static gboolean
check_url(OffTransfers *all, const OffFetch *fetch, OffResponse *response)
{
    char *scheme = NULL, *host = NULL, *port = NULL;
    CURLU *u = curl_url();
    gboolean whole = curl_url_set(u, CURLUPART_URL, fetch->url, 0) == CURLUE_OK &&
                     curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
                     curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                     curl_url_get(u, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK;
    gboolean http = whole && (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
    const char *refused = http ? off_guard_refuses_literal(all->guard, host, atoi(port)) : NULL;
    if (!http)
        off_response_fail(response, "address", "%s: neither http nor https", fetch->url);
    else if (refused)
        fail_by_guard(response, fetch->url, refused);
    curl_free(scheme);
    curl_free(host);
    curl_free(port);
    curl_url_cleanup(u);
    return response->error.reason == NULL;
}

static void
transfer_free(Transfer *t)
{
    curl_multi_remove_handle(t->all->multi, t->easy);
    curl_easy_cleanup(t->easy);
    curl_slist_free_all(t->headers);
    off_decoder_free(t->decoder);
    g_free(t->proxy);
    off_fetch_free(t->fetch);
    off_response_clear(&t->response);
    g_free(t);
}

static struct curl_slist *
fields_of_all(void)
{
    return curl_slist_append(curl_slist_append(NULL, ACCEPT), ACCEPT_CODINGS);
}

/* The request's fields with those that ask whether what is stored is still good (RFC 9110, 13.1),
 * or NULL. */
static struct curl_slist *
conditional_fields(const OffValidators *v)
{
    if (!v->etag && !v->last_modified)
        return NULL;
    g_autofree char *none_match = g_strdup_printf("If-None-Match: %s", v->etag ? v->etag : "");
    g_autofree char *since =
        g_strdup_printf("If-Modified-Since: %s", v->last_modified ? v->last_modified : "");
    struct curl_slist *list = fields_of_all();
    if (v->etag)
        list = curl_slist_append(list, none_match);
    if (v->last_modified)
        list = curl_slist_append(list, since);
    return list;
}

void
off_transfers_start(OffTransfers *all, OffFetch *fetch)
{
    OffResponse early = {0};
    gint64 left = all->deadline - off_now_ms();
    if (left <= 0)
        off_response_fail(&early, "deadline", "no time left for %s", fetch->url);
    else
        check_url(all, fetch, &early);
    if (early.error.reason) {
        all->done(fetch, &early, all->data);
        off_response_clear(&early);
        return;
    }
    Transfer *t = g_new0(Transfer, 1);
    t->all = all;
    t->fetch = fetch;
    t->response.body = g_byte_array_new();
    t->easy = curl_easy_init();
    t->headers = conditional_fields(&fetch->validators);
    set_up(t, left);
    g_ptr_array_add(all->running, t);
    curl_multi_add_handle(all->multi, t->easy);
}

/* Did the proxy answer CONNECT with something other than success? The code that libcurl ends with
 * differs from release to release. */
static gboolean
is_refused_by_proxy(const Transfer *t)
{
    long answer = 0;
    curl_easy_getinfo(t->easy, CURLINFO_HTTP_CONNECTCODE, &answer);
    return answer != 0 && answer / 100 != 2;
}

static const char *
reason_of(const Transfer *t, CURLcode code, const char **what)
{
    *what = t->problem[0] ? t->problem : curl_easy_strerror(code);
    if (is_refused_by_proxy(t))
        return "connect";
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return "timeout";
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return "dns";
    case CURLE_COULDNT_CONNECT: return "connect";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR: return "tls";
    default: return "transfer";
    }
}

static void
finish_transfer(Transfer *t, CURLcode code)
{
    OffResponse *r = &t->response;
    const char *type = NULL, *location = NULL, *address = NULL, *what;
    long version = CURL_HTTP_VERSION_NONE;
    gboolean failed = code != CURLE_OK && !r->error.reason;
    if (failed && t->refused) {
        fail_by_guard(r, t->fetch->url, t->refused);
    } else if (failed) {
        const char *reason = reason_of(t, code, &what);
        off_response_fail(r, reason, "%s: %s", t->fetch->url, what);
    }
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &r->status);
    curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
    curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &location);
    curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &address);
    curl_easy_getinfo(t->easy, CURLINFO_HTTP_VERSION, &version);
    check_whole(t);
    r->multiplexed = version >= CURL_HTTP_VERSION_2_0;
    if (r->header)
        r->address = g_strdup(address);
    r->content_type = g_strdup(type);
    r->location = g_strdup(location);
    g_ptr_array_remove_fast(t->all->running, t);
    t->all->done(g_steal_pointer(&t->fetch), r, t->all->data);
    transfer_free(t);
}

void
off_transfers_run(OffTransfers *all, int fd, int milliseconds)
{
    int running, left;
    CURLMsg *message;
    struct curl_waitfd extra = {.fd = fd, .events = CURL_WAIT_POLLIN};
    curl_multi_perform(all->multi, &running);
    while ((message = curl_multi_info_read(all->multi, &left))) {
        if (message->msg != CURLMSG_DONE)
            continue;
        Transfer *t;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&t);
        finish_transfer(t, message->data.result);
        milliseconds = 0;
    }
    curl_multi_poll(all->multi, &extra, 1, milliseconds, NULL);
}

OffTransfers *
off_transfers_new(const OffGuard *guard, const OffTransferLimits *limits, OffTransferDone done,
                  void *data)
{
    OffTransfers *all = g_new0(OffTransfers, 1);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    all->guard = guard;
    all->deadline = limits->deadline;
    all->record = limits->record;
    all->done = done;
    all->data = data;
    all->multi = curl_multi_init();
    all->running = g_ptr_array_new();
    all->headers = fields_of_all();
    curl_multi_setopt(all->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, limits->connections);
    curl_multi_setopt(all->multi, CURLMOPT_MAX_HOST_CONNECTIONS, limits->connections_per_host);
    return all;
}

void
off_transfers_free(OffTransfers *all)
{
    if (!all)
        return;
    for (guint i = 0; i < all->running->len; i++)
        transfer_free(all->running->pdata[i]);
    g_ptr_array_unref(all->running);
    curl_multi_cleanup(all->multi);
    curl_slist_free_all(all->headers);
    g_free(all);
}
