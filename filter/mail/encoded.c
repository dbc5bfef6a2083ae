/* encoded.c: how encoded words (RFC 2047) are read. */
#include "config.h"

#include "mail/encoded.h"

#include <string.h>

#define OPEN_MAX 64 /* unterminated encoded words in a row */

static gboolean
leaves_many_open(const char *bytes, gsize length)
{
    const char *end = bytes + length, *at = bytes;
    guint open = 0;
    while (open <= OPEN_MAX && (at = memchr(at, '?', (gsize)(end - at)))) {
        if (at + 1 < end && at[1] == '=')
            open = 0;
        else
            open += at > bytes && at[-1] == '=';
        at++;
    }
    return open > OPEN_MAX;
}

GMimeParserOptions *
off_encoded_options(const char *bytes, gsize length)
{
    GMimeParserOptions *options = g_mime_parser_options_new();
    if (leaves_many_open(bytes, length))
        g_mime_parser_options_set_rfc2047_compliance_mode(options, GMIME_RFC_COMPLIANCE_STRICT);
    return options;
}

/* --- words in a row ------------------------------------------------------------------------ */

/* A word in base64, and a row of them in one charset. */
#define WORD "=\\?([^?\\s]+)\\?b\\?([a-z0-9+/=]*)\\?="
#define ROW WORD "(?:\\s+=\\?\\1\\?b\\?[a-z0-9+/=]*\\?=)+"

/* Adds the bytes of each word of a row. */
static void
add_words(GByteArray *bytes, const char *row)
{
    g_autoptr(GRegex) word = g_regex_new(WORD, G_REGEX_CASELESS, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    for (g_regex_match(word, row, 0, &match); g_match_info_matches(match);
         g_match_info_next(match, NULL)) {
        gsize length = 0;
        g_autofree char *coded = g_match_info_fetch(match, 2);
        g_autofree guchar *plain = g_base64_decode(coded, &length);
        g_byte_array_append(bytes, plain, (guint)length);
    }
}

static gboolean
join_row(const GMatchInfo *match, GString *out, gpointer data)
{
    (void)data;
    g_autofree char *row = g_match_info_fetch(match, 0), *charset = g_match_info_fetch(match, 1);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    add_words(bytes, row);
    g_autofree char *coded = g_base64_encode(bytes->data, bytes->len);
    g_string_append_printf(out, "=?%s?B?%s?=", charset, coded);
    return FALSE;
}

/* A row of words as one (transfer full). GMime 3.2 reads a row as one text in base64, and stops
 * where the first word ends in "=": the words after it would be lost. */
static char *
join_words(const char *field)
{
    const char *padded = strstr(field, "=?=");
    if (!padded || !strstr(padded + 3, "=?"))
        return g_strdup(field);
    g_autoptr(GRegex) rows = g_regex_new(ROW, G_REGEX_CASELESS, 0, NULL);
    char *joined = g_regex_replace_eval(rows, field, -1, 0, 0, join_row, NULL, NULL);
    return joined ? joined : g_strdup(field);
}

char *
off_decode_field(const char *field)
{
    g_autofree char *joined = join_words(field);
    GMimeParserOptions *options = off_encoded_options(joined, strlen(joined));
    char *text = g_mime_utils_header_decode_text(options, joined);
    g_mime_parser_options_free(options);
    return text;
}
