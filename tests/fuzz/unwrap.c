/* unwrap.c: a link taken out of its wrappings, and addresses against each other. */
#include "config.h"

#include "fuzz.h"

#include "dom/url.h"

#include <offprint/locate.h>
#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_utf8_make_valid((const char *)data, (gssize)size);
    char *second = strchr(text, '\n');
    if (second)
        *second++ = '\0';
    g_free(off_unwrap(text));
    g_autofree char *resolved = off_url_resolve(second, text);
    if (resolved && !g_str_has_prefix(resolved, "http://") &&
        !g_str_has_prefix(resolved, "https://") && g_ascii_strncasecmp(resolved, "mailto:", 7) != 0)
        g_error("a scheme that nobody asked for: %s", resolved);
    g_free(off_url_host(text));
    off_url_same_site(text, second ? second : text);
    off_is_personal(text);
    return 0;
}
