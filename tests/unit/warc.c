/* warc.c: records, whole and broken, plain and compressed. */
#include "config.h"

#include "warc/warc.h"

#include <string.h>

typedef struct {
    const char *at;
    gsize left;
} Text;

static gsize
give(guchar *buffer, gsize size, void *data)
{
    Text *t = data;
    gsize n =
        MIN(MIN(size, t->left), 7); /* in small pieces: no record begins where a buffer does */
    memcpy(buffer, t->at, n);
    t->at += n;
    t->left -= n;
    return n;
}

#define RECORD(type, uri, length, block)                                                           \
    "WARC/1.1\r\nWARC-Type: " type "\r\nWARC-Target-URI: " uri "\r\nContent-Length: " length       \
    "\r\nContent-Type: text/plain\r\n\r\n" block "\r\n\r\n"

static void
records(void)
{
    static const char two[] = RECORD("resource", "<https://a.example/>", "5", "first")
        RECORD("response", "https://b.example/", "6", "second");
    Text text = {two, sizeof two - 1};
    g_autoptr(OffWarc) warc = off_warc_new(give, &text);
    g_autofree char *trouble = NULL;
    const OffWarcRecord *r = off_warc_next(warc, &trouble);
    g_assert_nonnull(r);
    g_assert_cmpuint(r->number, ==, 1);
    g_assert_cmpstr(r->target_uri, ==, "https://a.example/");
    g_autoptr(GByteArray) block = off_warc_block(warc, 100, &trouble);
    g_assert_cmpmem(block->data, block->len, "first", 5);
    r = off_warc_next(warc, &trouble); /* its block is never read: it is passed over */
    g_assert_cmpstr(r->type, ==, "response");
    g_assert_cmpuint(r->length, ==, 6);
    g_assert_null(off_warc_next(warc, &trouble));
    g_assert_null(trouble);
}

/* A block that is longer than its limit, or ends too soon, costs itself. */
static void
limits(void)
{
    static const char cut[] = RECORD("resource", "https://a.example/", "500", "short");
    Text text = {cut, sizeof cut - 1};
    g_autoptr(OffWarc) warc = off_warc_new(give, &text);
    g_autofree char *trouble = NULL, *why = NULL;
    g_assert_nonnull(off_warc_next(warc, &trouble));
    g_assert_null(off_warc_block(warc, 100, &why));
    g_assert_nonnull(why);
    Text again = {cut, sizeof cut - 1};
    g_autoptr(OffWarc) second = off_warc_new(give, &again);
    g_assert_nonnull(off_warc_next(second, &trouble));
    g_free(why);
    why = NULL;
    g_assert_null(off_warc_block(second, 1000, &why));
    g_assert_nonnull(why);
}

static void
nonsense(void)
{
    static const char mixed[] =
        "this is no record\r\n\r\n" RECORD("resource", "https://a.example/", "1", "x");
    Text text = {mixed, sizeof mixed - 1}, nothing = {"", 0};
    g_autoptr(OffWarc) warc = off_warc_new(give, &text);
    g_autoptr(OffWarc) empty = off_warc_new(give, &nothing);
    g_autofree char *trouble = NULL, *none = NULL;
    const OffWarcRecord *r = off_warc_next(warc, &trouble);
    g_assert_nonnull(r);
    g_assert_nonnull(trouble);
    g_assert_null(off_warc_next(empty, &none));
}

static void
responses(void)
{
    static const char chunked[] =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        "Transfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n";
    g_autoptr(GByteArray) block = g_byte_array_new();
    g_byte_array_append(block, (const guint8 *)chunked, sizeof chunked - 1);
    OffWarcHttp http = {0};
    g_autofree char *trouble = NULL;
    g_assert_true(off_warc_read_http(block, &http, &trouble));
    g_assert_cmpint(http.status, ==, 200);
    g_assert_cmpstr(http.content_type, ==, "text/html");
    g_assert_cmpmem(http.body->data, http.body->len, "Wikipedia", 9);
    off_warc_http_clear(&http);
    g_autoptr(GByteArray) odd = g_byte_array_new();
    g_byte_array_append(odd, (const guint8 *)"no message", 10);
    g_assert_false(off_warc_read_http(odd, &http, &trouble));
    g_assert_nonnull(trouble);
    off_warc_http_clear(&http);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/warc/records", records);
    g_test_add_func("/warc/limits", limits);
    g_test_add_func("/warc/nonsense", nonsense);
    g_test_add_func("/warc/responses", responses);
    return g_test_run();
}
