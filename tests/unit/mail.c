/* mail.c: mailboxes, and the way back to the original; bytes that are no text. */
#include "config.h"

#include "input/bytes.h"
#include "input/input.h"
#include "mail/encoded.h"
#include "mail/mailroom.h"

#include <offprint/extract.h>
#include <string.h>

extern const OffMailRoom off_mail_room;

#define MAIL(subject)                                                                              \
    "From: a@example.org\nTo: b@example.com\nSubject: " subject                                    \
    "\nDate: Tue, 24 Nov 2026 08:00:00 +0000\n"                                                    \
    "Message-ID: <1@example.org>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"   \
    "<p>The ferry left the quay at seven in the morning.</p>\n"

static GPtrArray *
read_as(OffInputKind kind, const char *bytes, gsize length)
{
    OffFeed *feed = NULL;
    const OffSource source = {bytes, length, NULL, off_mail_room.read_mail, &feed};
    return off_input_read(kind, &source, NULL);
}

static void
mailbox(void)
{
    static const char box[] = "From a@example.org Tue Nov 24 08:00:00 2026\n" MAIL(
        "one") "\n>From the start\n\n"
               "From a@example.org Tue Nov 24 09:00:00 2026\n" MAIL("two") "\n";
    g_autoptr(GPtrArray) items = read_as(OFF_INPUT_MBOX, box, sizeof box - 1);
    g_assert_nonnull(items);
    g_assert_cmpuint(items->len, ==, 2);
    g_assert_cmpstr(((OffItem *)items->pdata[0])->subject, ==, "one");
    g_assert_cmpstr(((OffItem *)items->pdata[1])->subject, ==, "two");
    /* what is no mailbox is one mail at most, and never a crash */
    g_autoptr(GPtrArray) none = read_as(OFF_INPUT_MBOX, "x", 1);
    g_assert_true(!none || none->len <= 1);
}

static void
restores(void)
{
    static const char *const mails[] = {MAIL("one"), MAIL("=?utf-8?q?Br=C3=BCcke?=") "\n\n",
                                        "X-Odd:  two  blanks \n" MAIL("three")};
    for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
        gsize length = strlen(mails[i]);
        g_autoptr(GPtrArray) items = read_as(OFF_INPUT_MAIL, mails[i], length);
        g_assert_nonnull(items);
        OffItem *item = items->pdata[0];
        g_autoptr(OffArticle) article =
            off_extract_page("<p>The ferry.</p>", 17, &(OffExtractOptions){.whole = TRUE}, NULL);
        const OffVerdict verdict = {.status = "included", .kind = "full"};
        const OffComposeOptions how = {
            .original = "gzip", .width = 72, .flowed = TRUE, .head = TRUE};
        g_autoptr(GByteArray) message = off_mail_room.compose_mail(item, article, &verdict, &how);
        g_assert_nonnull(message);
        g_autoptr(GByteArray) back =
            off_mail_room.restore((const char *)message->data, message->len);
        g_assert_nonnull(back);
        g_assert_cmpmem(back->data, back->len, mails[i], length);
    }
    g_assert_null(off_mail_room.restore(mails[0], strlen(mails[0])));
    g_assert_null(off_mail_room.restore("", 0));
}

static void
bytes(void)
{
    static const char utf16[] = "H\0e\0l\0l\0o\0,\0 \0r\0e\0a\0d\0e\0r\0.\0\n";
    static const char greek[] =
        "\x3a\x03\xb1\x03\xbb\x03\xb7\x03\x20\x00\xbc\x03\xad\x03\xc1\x03\xb1\x03";
    char noise[4096];
    g_assert_nonnull(off_bytes_are("%PDF-1.7\n", 9));
    g_assert_nonnull(off_bytes_are("\x89PNG\r\n\x1a\n", 8));
    g_assert_nonnull(off_bytes_are("\0\0\0\0\0\0\0\0", 8));
    g_assert_null(off_bytes_are("", 0));
    g_assert_null(off_bytes_are("%", 1));
    g_assert_null(off_bytes_are("A text about %PDF-1.7", 21));
    g_assert_null(off_bytes_are("\x1b$B8@8l\x1b(B", 10)); /* ISO-2022-JP */
    g_assert_null(off_bytes_are("caf\xe9, na\xefve\n", 12));
    g_assert_null(off_bytes_are(utf16, sizeof utf16 - 1));
    g_assert_null(off_bytes_are(greek, sizeof greek - 1));
    for (guint i = 0, state = 1; i < sizeof noise; i++, state = state * 1103515245u + 12345u)
        noise[i] = (char)(state >> 16);
    g_assert_nonnull(off_bytes_are(noise, sizeof noise));
}

/* What RFC 2047, 6.2 says of words in a row. */
static void
encoded_words(void)
{
    static const struct {
        const char *field, *text;
    } cases[] = {
        {"=?utf-8?b?YWJj?= =?utf-8?b?ZGVm?=", "abcdef"},
        {"=?utf-8?b?YWJjZA==?=\n =?UTF-8?B?ZWZnaA==?= tail", "abcdefgh tail"},
        {"at =?utf-8?b?8J+nkQ==?= =?utf-8?b?4oCN8J+Suw==?=",
         "at \xf0\x9f\xa7\x91\u200d\xf0\x9f\x92\xbb"},
        {"=?utf-8?b?8J8=?= =?utf-8?b?p5E=?=", "\xf0\x9f\xa7\x91"}, /* cut within a character */
        {"=?iso-8859-1?b?5A==?= =?utf-8?b?w7Y=?=", "\u00e4\u00f6"},
        {"=?utf-8?b?w6Q=?= and =?utf-8?b?w7Y=?=", "\u00e4 and \u00f6"},
        {"=?utf-8?q?a=3D?= =?utf-8?q?b?=", "a=b"},
        {"=?utf-8?b?w6Q=", "=?utf-8?b?w6Q="},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = off_decode_field(cases[i].field);
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mbox/cut", mailbox);
    g_test_add_func("/restore/bytes", restores);
    g_test_add_func("/input/bytes", bytes);
    g_test_add_func("/mail/words", encoded_words);
    return g_test_run();
}
