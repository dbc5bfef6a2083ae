/* mbox.c: a message into a mailbox (RFC 4155), its "From " lines quoted as mboxrd does. */
#include "config.h"

#include "mail/compose.h"
#include "input/input.h"

#include <string.h>
#include <time.h>

static void
append_bytes(GByteArray *out, const char *bytes, gsize length)
{
    g_byte_array_append(out, (const guint8 *)bytes, (guint)length);
}

/* asctime in UTC, as RFC 4155 wants it. */
static void
append_from_line(GByteArray *out, const OffItem *item, gint64 now)
{
    time_t seconds = (time_t)off_mail_seconds(item->date, now);
    char stamp[32];
    struct tm parts;
    if (!gmtime_r(&seconds, &parts) ||
        strftime(stamp, sizeof stamp, "%a %b %e %H:%M:%S %Y", &parts) == 0)
        strcpy(stamp, "Thu Jan  1 00:00:00 1970");
    g_autofree char *line =
        g_strdup_printf("From MAILER-DAEMON %s%s", stamp, item->crlf ? "\r\n" : "\n");
    append_bytes(out, line, strlen(line));
}

/* The header is not quoted: a field "From :" begins like a From_ line. */
static void
append_quoted(GByteArray *out, const char *bytes, gsize length, gsize at)
{
    g_autoptr(GArray) fields = g_array_new(FALSE, FALSE, sizeof(OffField));
    gsize body = off_scan_fields(bytes, length, at, fields);
    append_bytes(out, bytes + at, body - at);
    for (at = body; at < length;) {
        gsize n = off_line_length(bytes, length, at);
        if (off_from_quotes(bytes + at, n) >= 0)
            append_bytes(out, ">", 1);
        append_bytes(out, bytes + at, n);
        at += n;
    }
}

void
off_append_mbox(GByteArray *out, const GByteArray *message, const OffItem *item, gint64 now)
{
    const char *bytes = (const char *)message->data;
    gsize length = message->len, at = off_envelope_length(bytes, length);
    gboolean crlf = at >= 2 ? bytes[at - 2] == '\r' : item->crlf;
    if (at > 0)
        append_bytes(out, bytes, at);
    else
        append_from_line(out, item, now);
    append_quoted(out, bytes, length, at);
    if (length > 0 && bytes[length - 1] != '\n')
        append_bytes(out, crlf ? "\r\n" : "\n", crlf ? 2 : 1);
    append_bytes(out, crlf ? "\r\n" : "\n", crlf ? 2 : 1);
}
