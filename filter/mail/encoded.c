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

char *
off_decode_field(const char *field)
{
    GMimeParserOptions *options = off_encoded_options(field, strlen(field));
    char *text = g_mime_utils_header_decode_text(options, field);
    g_mime_parser_options_free(options);
    return text;
}
