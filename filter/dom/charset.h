/* charset.h: the bytes of a page as UTF-8. */
#ifndef OFF_CHARSET_H
#define OFF_CHARSET_H

#include <glib.h>

/* Converts a page to UTF-8 (transfer full, ended by NUL, length in *out_length). The charset is
 * taken from, in this order: override; a byte order mark; the bytes, if they are UTF-8 beyond plain
 * ASCII; the parameter of http_type; <meta> (WHATWG labels); detection. Unconvertible bytes become
 * U+FFFD; NUL becomes a space. override and http_type may be NULL; html: whether to look for
 * <meta>. */
char *off_to_utf8(const char *bytes, gsize length, const char *override, const char *http_type,
                  gboolean html, gsize *out_length);

/* The same, without a copy where the bytes are UTF-8 already: the result then points into bytes,
 * and is not ended by NUL. *owned is set to what has to be freed, or NULL. */
const char *off_utf8_of(const char *bytes, gsize length, const char *override,
                        const char *http_type, gboolean html, gsize *out_length, char **owned);

/* Are these bytes not text in any charset (a picture that is sent as a page)? */
gboolean off_is_binary(const char *bytes, gsize length);

/* The charset parameter of a Content-Type value (transfer full), or NULL. */
char *off_charset_parameter(const char *content_type);

#endif
