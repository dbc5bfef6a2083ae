/* test-unit.c: the small rooms by themselves: frames, addresses, lines, links, dates, charsets. */
#include "config.h"

#include <offprint/extract.h>
#include <offprint/locate.h>
#include <offprint/render.h>

#include "wire/bounds.h"
#include "dom/charset.h"
#include "fetch/guard.h"
#include "metadata/date.h"
#include "metadata/names.h"
#include "links/refuse.h"
#include "dom/url.h"
#include "wire/wire.h"
#include "render/wrap.h"
#include "words/fold.h"
#include "words/words.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* --- wire --------------------------------------------------------------------------------------
 */

static void
frames(void)
{
    struct off_buffer b = {0}, fields = {0};
    struct off_frame_view view;
    g_assert_cmpint(off_frame_peek(&b, &view), ==, 0);
    g_assert_true(off_field_add_string(&fields, OFF_FIELD_URL, "https://example.org/"));
    g_assert_true(off_field_add_number(&fields, OFF_FIELD_ID, 42));
    g_assert_true(off_frame_add(&b, OFF_FRAME_FETCH, fields.data, fields.length));
    g_assert_cmpint(off_frame_peek(&b, &view), ==, 1);
    g_assert_cmpint(view.type, ==, OFF_FRAME_FETCH);
    g_assert_cmpint(off_field_number(view.body, view.length, OFF_FIELD_ID, -1), ==, 42);
    char *url = off_field_string(view.body, view.length, OFF_FIELD_URL);
    g_assert_cmpstr(url, ==, "https://example.org/");
    g_assert_null(off_field_string(view.body, view.length, OFF_FIELD_ERROR));
    /* one byte short: not yet */
    b.length--;
    g_assert_cmpint(off_frame_peek(&b, &view), ==, 0);
    free(url);
    off_buffer_free(&b);
    off_buffer_free(&fields);
}

static void
frame_bounds(void)
{
    struct off_buffer b = {0};
    struct off_frame_view view;
    static const unsigned char huge[] = {'F', 0, 0, 0, 0xff, 0xff, 0xff, 0xff};
    static const unsigned char odd[] = {'F', 1, 0, 0, 0, 0, 0, 0};
    g_assert_true(off_buffer_add(&b, huge, sizeof huge));
    g_assert_cmpint(off_frame_peek(&b, &view), ==, -1);
    off_buffer_free(&b);
    g_assert_true(off_buffer_add(&b, odd, sizeof odd));
    g_assert_cmpint(off_frame_peek(&b, &view), ==, -1);
    off_buffer_free(&b);
    g_assert_false(off_frame_add(&b, OFF_FRAME_BODY, huge, OFF_FRAME_MAX + 1));
    g_autofree char *longest = g_strnfill(OFF_URL_MAX + 1, 'a');
    g_assert_false(off_field_add_string(&b, OFF_FIELD_URL, longest));
    g_assert_false(off_field_add_string(&b, OFF_FIELD_ID, "12345678901234567"));
    /* a field that says it is longer than its frame */
    static const unsigned char lie[] = {OFF_FIELD_URL, 0, 0, 0, 9, 'x'};
    size_t n;
    g_assert_null(off_field_find(lie, sizeof lie, OFF_FIELD_URL, &n));
    off_buffer_free(&b);
}

/* --- guard ---------------------------------------------------------------------------------------
 */

static const char *
judge(const OffGuard *guard, const char *address, int port)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    if (inet_pton(AF_INET, address, &in.sin_addr) == 1)
        return off_guard_refuses(guard, (struct sockaddr *)&in, FALSE);
    g_assert_cmpint(inet_pton(AF_INET6, address, &in6.sin6_addr), ==, 1);
    return off_guard_refuses(guard, (struct sockaddr *)&in6, FALSE);
}

static void
guard_ranges(void)
{
    g_autoptr(OffGuard) guard = off_guard_new();
    static const char *const refused[] = {"0.0.0.0",       "10.0.0.1",         "100.64.0.1",
                                          "127.0.0.1",     "127.255.255.255",  "169.254.169.254",
                                          "172.16.0.1",    "172.31.255.255",   "192.0.0.1",
                                          "192.168.0.1",   "198.18.0.1",       "224.0.0.1",
                                          "240.0.0.1",     "255.255.255.255",  "::",
                                          "::1",           "::ffff:127.0.0.1", "::ffff:10.0.0.1",
                                          "::127.0.0.1",   "64:ff9b::7f00:1",  "64:ff9b::a00:1",
                                          "2002:7f00:1::", "2002:a00:1::1",    "2001:0:1::1",
                                          "fc00::1",       "fd12::1",          "fe80::1",
                                          "fec0::1",       "ff02::1",          "2001:db8::1",
                                          "100::1",        "64:ff9b:1::1"};
    static const char *const allowed[] = {"1.1.1.1",          "172.32.0.1",     "100.128.0.1",
                                          "8.8.8.8",          "2606:4700::1",   "::ffff:8.8.8.8",
                                          "64:ff9b::808:808", "2002:808:808::1"};
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++)
        g_assert_nonnull(judge(guard, refused[i], 443));
    for (guint i = 0; i < G_N_ELEMENTS(allowed); i++)
        g_assert_cmpstr(judge(guard, allowed[i], 443), ==, NULL);
    g_assert_nonnull(judge(guard, "8.8.8.8", 25));
    g_assert_nonnull(judge(guard, "8.8.8.8", 6379));
    g_assert_null(judge(guard, "8.8.8.8", 8080));
}

static void
guard_allow(void)
{
    g_autoptr(OffGuard) guard = off_guard_new();
    static const char *const good[] = {"127.0.0.0/8", "10.0.0.1:8080", "[::1]:80",
                                       "::1",         "fd00::/8",      "[fd00::]/8:443"};
    static const char *const bad[] = {"",     "x",         "127.0.0.0/33", "10.0.0.1:99999",
                                      "[::1", "1.2.3.4.5", "127.0.0.1/-1"};
    for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autoptr(OffGuard) one = off_guard_new();
        g_assert_true(off_guard_allow(one, good[i]));
    }
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(off_guard_allow(guard, bad[i]));
    g_assert_true(off_guard_allow(guard, "127.0.0.0/8, 10.0.0.1:8080"));
    g_assert_null(judge(guard, "127.9.9.9", 99));
    g_assert_null(judge(guard, "::ffff:127.0.0.1", 99));
    g_assert_null(judge(guard, "10.0.0.1", 8080));
    g_assert_nonnull(judge(guard, "10.0.0.1", 8081));
    g_assert_nonnull(judge(guard, "10.0.0.2", 8080));
}

/* --- wrap --- */

static char *
wrapped(guint width, gboolean flowed, guint quotes, const char *text)
{
    const OffWrap wrap = {.width = width, .flowed = flowed, .quotes = quotes};
    GString *out = g_string_new(NULL);
    off_wrap(out, &wrap, "", "", text);
    return g_string_free(out, FALSE);
}

static void
lines(void)
{
    g_autofree char *flowed = wrapped(30, TRUE, 0, "one two three four five six seven eight");
    g_assert_cmpstr(flowed, ==, "one two three four five six \nseven eight\n");
    g_autofree char *fixed = wrapped(30, FALSE, 0, "one two three four five six seven eight");
    g_assert_cmpstr(fixed, ==, "one two three four five six\nseven eight\n");
    g_autofree char *from = wrapped(72, TRUE, 0, "From the start");
    g_assert_cmpstr(from, ==, " From the start\n");
    g_autofree char *quoted = wrapped(72, TRUE, 2, "said");
    g_assert_cmpstr(quoted, ==, ">> said\n");
    g_autofree char *mark = wrapped(72, TRUE, 0, "> no quote");
    g_assert_cmpstr(mark, ==, " > no quote\n");
    g_autofree char *cjk = wrapped(24, TRUE, 0, "新しい橋が開通しました。町の人びとは喜んだ。");
    g_auto(GStrv) each = g_strsplit(cjk, "\n", -1);
    for (guint i = 0; each[i]; i++) {
        g_assert_cmpuint(off_columns(each[i]), <=, 24);
        g_assert_false(g_str_has_suffix(each[i], " "));
    }
    g_autofree char *whole = wrapped(
        0, TRUE, 0,
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen");
    g_assert_cmpint(strcspn(whole, "\n"), ==, strlen(whole) - 1);
}

/* --- links --- */

static void
unwrapping(void)
{
    static const struct {
        const char *wrapped, *target;
    } cases[] = {
        {"https://a.example/x", "https://a.example/x"},
        {"https://a.example/x?utm_source=m&id=7&fbclid=1", "https://a.example/x?id=7"},
        {"https://t.example/c?url=https%3A%2F%2Fa.example%2Fx%3Futm_medium%3Dmail",
         "https://a.example/x"},
        {"https://t.example/c?u=https%253A%252F%252Fa.example",
         "https://t.example/c?u=https%253A%252F%252Fa.example"},
        {"https://t.example/CL0/https:%2F%2Fa.example%2Fstory/1/0100abc/x=9",
         "https://a.example/story"},
        /* {"url":"https://a.example/deep"} */
        {"https://t.example/e/eyJ1cmwiOiJodHRwczovL2EuZXhhbXBsZS9kZWVwIn0",
         "https://a.example/deep"},
        {"https://t.example/r?d=aHR0cHM6Ly9hLmV4YW1wbGUvYjY0", "https://a.example/b64"},
        {"https://t.example/"
         "?u=https%3A%2F%2Fs.example%2F%3Fto%3Dhttps%253A%252F%252Fa.example%252Ftwice",
         "https://a.example/twice"},
        {"https://a.example/x?q=1#part", "https://a.example/x?q=1#part"},
        {"https://email.mailer.example.net/c/"
         "eNo1i0EKwzAMBF9jH4PjlOTkQ6HkG0WxhRuwkZAVaH9fXQLLDjuwGRQryS8xDfUlhS3m7fAtfVR5uOXp4m5hYJQJv"
         "9C54URSzcUQV8M8Wx1ylopu2S_"
         "t70GXZBuvDmfzkgShoLhHuP-Z-h9dTyf4",
         "https://paper.example.org/2026/11/bridge"},
        {"https://mailer.example.net/l?p="
         "H4sIAAAAAAACA6tWKlWyUsooKSkottLXL0gsSC3SS61IzC3ISdXLL0rXL8lMSS1WqgUAWZzexScAAAA=",
         "https://paper.example.org/tides"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *target = off_unwrap(cases[i].wrapped);
        g_assert_cmpstr(target, ==, cases[i].target);
    }
}

static void
personal(void)
{
    g_assert_true(off_is_personal(
        "https://t.example/ls/click?upn=MnmHBiCwIPe9TmIJeskmA7mFdqmsIs2B5Xs2FNpSIs56obSPDXnoBEju"));
    g_assert_false(off_is_personal(
        "https://a.example/2026/11/24/the-old-bridge-reopens-after-two-years-of-repairs-at-last"));
    g_assert_false(off_is_personal("https://a.example/p/12345678"));
}

static void
refusing(void)
{
    static const char *const acting[] = {
        "https://a.example/unsubscribe/7",          "https://a.example/u?action=confirm",
        "https://a.example/account/verify?token=1", "https://a.example/opt-out",
        "https://a.example/confirm-email/x",        "https://www.facebook.com/sharer.php?u=1"};
    static const char *const harmless[] = {
        "https://a.example/2026/how-to-reset-your-password-safely",
        "https://a.example/news/vote-in-parliament-ends-in-a-draw"};
    for (guint i = 0; i < G_N_ELEMENTS(acting); i++)
        g_assert_nonnull(off_refuses_link(acting[i], acting[i], "words", NULL));
    for (guint i = 0; i < G_N_ELEMENTS(harmless); i++)
        g_assert_null(off_refuses_link(harmless[i], harmless[i], "words", NULL));
    g_assert_cmpint(off_saying("Read more →"), ==, OFF_SAYS_MORE);
    g_assert_cmpint(off_saying("View in browser"), ==, OFF_SAYS_ONLINE);
    g_assert_cmpint(off_saying("Unsubscribe"), ==, OFF_SAYS_LEAVE);
    g_assert_cmpint(off_saying("Se désabonner"), ==, OFF_SAYS_LEAVE);
    g_assert_cmpint(off_saying("続きを読む"), ==, OFF_SAYS_MORE);
    g_assert_cmpint(off_saying("配信停止はこちら"), ==, OFF_SAYS_LEAVE);
    g_assert_cmpint(off_saying("Читать далее"), ==, OFF_SAYS_MORE);
    g_assert_cmpint(off_saying("The ferry that came back for two summers"), ==, OFF_SAYS_NOTHING);
}

typedef struct {
    int kind;
    const char *phrase;
    guint64 langs;
} Phrase;

enum {
    MORE = OFF_SAYS_MORE,
    ONLINE = OFF_SAYS_ONLINE,
    STRONG = OFF_SAYS_ACT,
    WEAK = OFF_SAYS_ACT,
    LEAVE = OFF_SAYS_LEAVE,
    VERB = 100, /* these two say something only together */
    OBJECT
};

static const Phrase phrases[] = {
#define OFF_MORE(phrase, langs) {MORE, phrase, langs},
#define OFF_ONLINE(phrase, langs) {ONLINE, phrase, langs},
#define OFF_ACT(strength, phrase, langs) {strength, phrase, langs},
#include "words/words.def"
};

static void
every_phrase(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++) {
        const Phrase *p = &phrases[i];
        if (p->kind == VERB || p->kind == OBJECT)
            continue;
        g_autofree char *shown = g_strdup_printf("» %s →", p->phrase);
        int says = off_saying(shown);
        gboolean stronger = p->kind == OFF_SAYS_ACT && says == LEAVE; /* it holds such a word */
        if (says != p->kind && !stronger)
            g_error("'%s' says %d, not %d", p->phrase, says, p->kind);
    }
}

static void
every_verb(void)
{
    guint pairs = 0;
    for (guint i = 0; i < G_N_ELEMENTS(phrases); i++)
        for (guint k = 0; k < G_N_ELEMENTS(phrases); k++) {
            const Phrase *verb = &phrases[i], *object = &phrases[k];
            if (verb->kind != VERB || object->kind != OBJECT || !(verb->langs & object->langs))
                continue;
            g_autofree char *shown = g_strdup_printf("%s %s", verb->phrase, object->phrase);
            if (off_saying(shown) < OFF_SAYS_ACT)
                g_error("'%s' says %d", shown, off_saying(shown));
            pairs++;
        }
    g_assert_cmpuint(pairs, >, 0);
}

static void
addresses(void)
{
    static const struct {
        const char *base, *ref, *url;
    } cases[] = {
        {"https://a.example/x/y", "../z", "https://a.example/z"},
        {"https://a.example/x", "//b.example/i", "https://b.example/i"},
        {NULL, "https://a.example/a b", "https://a.example/a%20b"},
        {"https://a.example/", " /x\n", "https://a.example/x"},
        {"https://a.example/", "javascript:alert(1)", NULL},
        {"https://a.example/", "data:text/html,x", NULL},
        {NULL, "/x", NULL},
        {NULL, "file:///etc/passwd", NULL},
        {NULL, "mailto:a@b.example", "mailto:a@b.example"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *url = off_url_resolve(cases[i].base, cases[i].ref);
        g_assert_cmpstr(url, ==, cases[i].url);
    }
    g_assert_true(off_url_same_site("https://news.a.co.uk/1", "https://www.a.co.uk/2"));
    g_assert_false(off_url_same_site("https://a.co.uk/1", "https://b.co.uk/2"));
}

/* --- words --- */

static void
folding(void)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", ""},
        {" \u2014 ", ""},
        {"L\u2019ARTICLE, \u00ab\u00c9t\u00e9\u00bb!", "l article \u00e9t\u00e9"},
        {"  Read  More\u2026 ", "read more"},
        {"\u0434\u0410\u041b\u0415\u0415 \u2192", "\u0434\u0430\u043b\u0435\u0435"},
        {"\u0905\u0917\u0932\u093e", "\u0905\u0917\u0932\u093e"}, /* marks are of the word */
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words = off_comparable(cases[i].text, 0);
        g_assert_cmpstr(words, ==, cases[i].words);
    }
    g_autofree char *cut = off_comparable("abc def", 4), *letters = off_comparable_letters("A b-C");
    g_assert_cmpstr(cut, ==, "abc");
    g_assert_cmpstr(letters, ==, "abc");
    g_assert_true(off_is_sentence_end('.') && off_is_sentence_end(0x3002));
    g_assert_false(off_is_sentence_end(',') || off_is_sentence_end('a'));
}

static void
languages(void)
{
    g_assert_cmpint(off_lang_of_tag("de-AT"), ==, OFF_LANG_de);
    g_assert_cmpint(off_lang_of_tag("no"), ==, OFF_LANG_nb);
    g_assert_cmpint(off_lang_of_tag("d"), ==, OFF_LANGS);
    g_assert_cmpint(off_lang_of_tag(""), ==, OFF_LANGS);
    g_assert_cmpstr(off_printed(OFF_PRINTED_PICTURE, "de"), ==, "Bild");
    g_assert_cmpstr(off_printed(OFF_PRINTED_PICTURE, NULL), ==, "Picture");
    g_assert_cmpstr(off_printed(OFF_PRINTED_PICTURE, "tlh"), ==, "Picture");
    g_assert_cmpstr(off_printed(OFF_PRINTED_PICTURE, "zxx"), ==, "Picture");
    for (OffLang lang = 0; lang < OFF_LANGS; lang++)
        g_assert_true(*off_printed(OFF_PRINTED_FORMULA, off_lang_code(lang)));
}

/* --- metadata --- */

static void
dates(void)
{
    static const struct {
        const char *text, *date;
    } cases[] = {
        {"2025-04-08 08:28:06", "2025-04-08T08:28:06"},
        {"Date:2025-04-08 08:28:06", "2025-04-08T08:28:06"},
        {"2026-11-24T08:00:00+0100", "2026-11-24T08:00:00+01:00"},
        {"2026-11-24T08:00:00.123Z", "2026-11-24T08:00:00Z"},
        {"24 November 2026", "2026-11-24"},
        {"Nov. 24, 2026", "2026-11-24"},
        {"24. März 2026", "2026-03-24"},
        {"24 de noviembre de 2026", "2026-11-24"},
        {"24 ноября 2026", "2026-11-24"},
        {"2026年11月24日", "2026-11-24"},
        {"24.11.2026", "2026-11-24"},
        {"11/24/2026", "2026-11-24"},
        {"Tue, 24 Nov 2026 08:00:00 +0000", "2026-11-24T08:00:00+00:00"},
        {"2026-13-45", NULL},
        {"no date", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *date = off_parse_date(cases[i].text);
        g_assert_cmpstr(date, ==, cases[i].date);
    }
}

static void
bylines(void)
{
    static const struct {
        const char *text, *name;
    } cases[] = {
        {"By Ana Ruiz", "Ana Ruiz"},
        {"von Jonas Käse | 24. November 2026", "Jonas Käse"},
        {"Ana Ruiz, Jonas Käse", "Ana Ruiz, Jonas Käse"},
        {"By Ana Ruiz March 3, 2026", "Ana Ruiz"},
        {"admin", NULL},
        {"https://example.org/ana", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = off_clean_byline(cases[i].text);
        g_assert_cmpstr(name, ==, cases[i].name);
    }
}

static void
charsets(void)
{
    static const struct {
        const char *bytes;
        gsize length;
        const char *override, *type, *text;
    } cases[] = {
        {"caf\xe9", 4, NULL, "text/html; charset=iso-8859-1", "café"},
        {"caf\xc3\xa9", 5, NULL, "text/html; charset=iso-8859-1", "café"},
        {"caf\xe9", 4, "latin1", NULL, "café"},
        {"\x93q\x94", 3, NULL, "text/html; charset=ISO-8859-1", "“q”"},
        {"\xef\xbb\xbfx", 4, NULL, NULL, "x"},
        {"\xff\xfex\0y\0", 6, NULL, NULL, "xy"},
        {"<meta charset=koi8-r>\xf4\xc1\xcb", 24, NULL, NULL, "<meta charset=koi8-r>Так"},
        {"a\0b", 3, NULL, NULL, "a b"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        gsize n;
        g_autofree char *text = off_to_utf8(cases[i].bytes, cases[i].length, cases[i].override,
                                            cases[i].type, TRUE, &n);
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

/* --- the library as a whole --- */

static void
hostile_markup(void)
{
    static const char page[] =
        "<html><body><article><h1>T</h1><p onclick=x>A paragraph of text that is long enough to be "
        "kept, with a "
        "<a href='javascript:alert(1)'>bad link</a>, a <a href='/good'>good one</a>, "
        "<script>evil()</script> and "
        "<iframe src='https://ads.example/frame'></iframe> more words to make it an article of its "
        "own, and on.</p>"
        "<style>p{color:red}</style><form><input value='x'></form><svg><text>no</text></svg>"
        "<p>Another paragraph with <b>bold</b> &lt;script&gt; and &amp;, an <img "
        "src='data:image/png;base64,x' alt='x'> "
        "and enough of words that nobody would take it for anything else than a part of the "
        "text.</p></article></body></html>";
    const OffExtractOptions options = {.url = "https://a.example/dir/page"};
    g_autoptr(OffArticle) article = off_extract_page(page, strlen(page), &options, NULL);
    g_assert_nonnull(article);
    g_autofree char *html = off_render_html(article);
    static const char *const never[] = {"javascript", "onclick", "<script", "evil", "iframe",
                                        "<style>p",   "<form",   "<svg",    "data:"};
    for (guint i = 0; i < G_N_ELEMENTS(never); i++)
        g_assert_null(strstr(html, never[i]));
    g_assert_nonnull(strstr(html, "href=\"https://a.example/good\""));
    g_assert_nonnull(strstr(html, "&lt;script&gt; and &amp;"));
}

static void
canonical(void)
{
    static const struct {
        const char *url, *canonical, *want;
    } cases[] = {
        {"https://m.a.example/amp/story", "https://www.a.example/story",
         "https://www.a.example/story"},
        {"https://a.example/story?x=1", "/story", "https://a.example/story"},
        {"https://a.example/story", "https://b.example/elsewhere", "https://a.example/story"},
        {"https://a.example/story", "https://a.example/", "https://a.example/story"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *page = g_strdup_printf(
            "<html><head><link rel=canonical href='%s'></head><body><article><p>A paragraph of "
            "text that is long enough "
            "to be kept as the article, and then some more of it.</p></article></body></html>",
            cases[i].canonical);
        const OffExtractOptions options = {.url = cases[i].url};
        g_autoptr(OffArticle) article = off_extract_page(page, strlen(page), &options, NULL);
        g_assert_nonnull(article);
        g_assert_cmpstr(article->url, ==, cases[i].want);
    }
}

static void
empty_pages(void)
{
    static const char *const pages[] = {
        "", " ", "<", "<html>", "<!-- x", "<p></p>", "&", "<table><tr><td></table>", "\x01\x02"};
    for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(OffArticle) article = off_extract_page(pages[i], strlen(pages[i]), NULL, &error);
        g_assert_true(article != NULL || error != NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wire/frames", frames);
    g_test_add_func("/wire/bounds", frame_bounds);
    g_test_add_func("/guard/ranges", guard_ranges);
    g_test_add_func("/guard/allow", guard_allow);
    g_test_add_func("/render/lines", lines);
    g_test_add_func("/words/folding", folding);
    g_test_add_func("/words/languages", languages);
    g_test_add_func("/locate/unwrap", unwrapping);
    g_test_add_func("/locate/personal", personal);
    g_test_add_func("/locate/refuse", refusing);
    g_test_add_func("/locate/phrases", every_phrase);
    g_test_add_func("/locate/verbs", every_verb);
    g_test_add_func("/extract/addresses", addresses);
    g_test_add_func("/extract/dates", dates);
    g_test_add_func("/extract/bylines", bylines);
    g_test_add_func("/extract/charsets", charsets);
    g_test_add_func("/library/hostile", hostile_markup);
    g_test_add_func("/library/canonical", canonical);
    g_test_add_func("/library/empty", empty_pages);
    return g_test_run();
}
