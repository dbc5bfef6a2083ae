/* mail.c: replaces the body of a mail by the article. The header fields keep their order and bytes,
 * except those that describe the old body. */
#include "config.h"

#include "mail/compose.h"
#include "input/input.h"
#include "mail/marks.h"

#include <string.h>

/* Fields that speak of the body as it was (CONTRACTS, 14.8; RFC 2045, 3). */
static gboolean
speaks_of_body(const char *name, gsize length)
{
    static const char *const names[] = {"MIME-Version", "Lines"};
    if (length > 8 && g_ascii_strncasecmp(name, "Content-", 8) == 0)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i]) == length && g_ascii_strncasecmp(name, names[i], length) == 0)
            return TRUE;
    return FALSE;
}

/* Use the line ends of the original mail. */
static void
append_lines(GByteArray *out, const char *text, gsize length, gboolean crlf)
{
    if (!crlf) {
        g_byte_array_append(out, (const guint8 *)text, (guint)length);
        return;
    }
    for (gsize at = 0; at < length;) {
        const char *end = memchr(text + at, '\n', length - at);
        gsize n = end ? (gsize)(end - (text + at)) : length - at;
        gsize bare = n > 0 && text[at + n - 1] == '\r' ? n - 1 : n;
        g_byte_array_append(out, (const guint8 *)text + at, (guint)bare);
        if (end)
            g_byte_array_append(out, (const guint8 *)"\r\n", 2);
        at += n + (end != NULL);
    }
}

static void
append_fields(GByteArray *out, const OffItem *item)
{
    g_byte_array_append(out, (const guint8 *)item->bytes, (guint)item->header_start);
    for (guint i = 0; i < item->fields->len; i++) {
        const OffField *f = &g_array_index(item->fields, OffField, i);
        const char *name = item->bytes + f->start;
        gsize length = f->name_end - f->start;
        if (speaks_of_body(name, length) || off_is_own_field(name, length))
            continue;
        g_byte_array_append(out, (const guint8 *)item->bytes + f->start,
                            (guint)(f->end - f->start));
        if (item->bytes[f->end - 1] != '\n')
            append_lines(out, "\n", 1, item->crlf);
    }
}

GByteArray *
off_compose_mail(const OffItem *item, const OffArticle *article, const OffVerdict *verdict,
                 const OffComposeOptions *options)
{
    gsize length;
    OffComposeOptions with_status = *options;
    with_status.status = verdict->status;
    GByteArray *out = g_byte_array_new();
    g_autofree char *own = off_own_fields(item, article, verdict);
    g_autofree char *body = off_compose_body(item, article, &with_status, &length);
    append_fields(out, item);
    append_lines(out, own, strlen(own), item->crlf);
    append_lines(out, "MIME-Version: 1.0\n", 18, item->crlf);
    append_lines(out, body, length, item->crlf);
    return out;
}
