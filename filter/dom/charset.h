/* charset.h: the bytes of a page as UTF-8. */
#ifndef OFF_CHARSET_H
#define OFF_CHARSET_H

#include <glib.h>

/* Turns a page into UTF-8 (transfer full, ended by NUL, length in *out_length). The charset is, in
 * this order: override; a byte order mark; UTF-8 where the bytes are that and not plain ASCII;
 * http_type's parameter; <meta> (WHATWG encoding labels); detection. What cannot be converted
 * becomes U+FFFD; NUL becomes a space. override and http_type may be NULL; html: whether <meta> is
 * looked for. */
char *off_to_utf8(const char *bytes, gsize length, const char *override, const char *http_type,
                  gboolean html, gsize *out_length);

/* The same, without a copy where the bytes are UTF-8 already: the result then points into bytes,
 * and is not ended by NUL. *owned is set to what has to be freed, or NULL. */
const char *off_utf8_of(const char *bytes, gsize length, const char *override,
                        const char *http_type, gboolean html, gsize *out_length, char **owned);

/* Are these bytes no text in any charset (a picture that is sent as a page)? */
gboolean off_is_binary(const char *bytes, gsize length);

/* The charset parameter of a Content-Type value (transfer full), or NULL. */
char *off_charset_parameter(const char *content_type);

#endif
