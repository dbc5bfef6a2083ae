/* listed.c: addresses that a mail's own header names, in whatever spelling. */
#include "config.h"

#include "links/listed.h"

#include "links/acting.h"
#include "wire/bounds.h"

#include <string.h>

#define URI_FLAGS (G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED)
#define PARAMETERS_MAX 64u

/* RFC 3986, 6.2.2: escapes of unreserved characters are undone, the others written in capitals. */
static char *
normal_escapes(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *p = text; *p; p++) {
        if (*p != '%' || !g_ascii_isxdigit(p[1]) || !g_ascii_isxdigit(p[2])) {
            g_string_append_c(out, *p);
            continue;
        }
        char c = (char)(g_ascii_xdigit_value(p[1]) * 16 + g_ascii_xdigit_value(p[2]));
        if (g_ascii_isalnum(c) || (c != '\0' && strchr("-._~", c)))
            g_string_append_c(out, c);
        else
            g_string_append_printf(out, "%%%c%c", g_ascii_toupper(p[1]), g_ascii_toupper(p[2]));
        p += 2;
    }
    return g_string_free(out, FALSE);
}

/* RFC 3986, 5.2.4, on segments; empty ones are left out too. */
static char *
normal_path(const char *path)
{
    g_autofree char *plain = normal_escapes(path);
    g_auto(GStrv) segments = g_strsplit_set(plain, "/\\", -1);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    for (guint i = 0; segments[i]; i++) {
        if (strcmp(segments[i], "..") == 0) {
            if (kept->len > 0)
                g_ptr_array_set_size(kept, (int)kept->len - 1);
        } else if (*segments[i] && strcmp(segments[i], ".") != 0) {
            g_ptr_array_add(kept, segments[i]);
        }
    }
    g_ptr_array_add(kept, NULL);
    return g_strjoinv("/", (char **)kept->pdata);
}

static int
by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *
normal_query(const char *query)
{
    g_autofree char *plain = normal_escapes(query ? query : "");
    g_auto(GStrv) pairs = g_strsplit_set(plain, "&;", PARAMETERS_MAX);
    g_autoptr(GPtrArray) kept = g_ptr_array_new();
    for (guint i = 0; pairs[i]; i++)
        if (*pairs[i] && !off_is_tracking(pairs[i]))
            g_ptr_array_add(kept, pairs[i]);
    g_ptr_array_sort(kept, by_text);
    g_ptr_array_add(kept, NULL);
    return g_strjoinv("&", (char **)kept->pdata);
}

/* A key that all spellings of an address share, for comparing only (transfer full): no scheme,
 * user, port or fragment; no dot segments, no final "/", no needless escapes; the query in order,
 * without tracking parameters. Mailers use several host names for one path, so the host is left out
 * unless the path is empty. NULL: url is not an http or https address. */
static char *
key_of_address(const char *url)
{
    if (!url || strlen(url) > OFF_URL_MAX)
        return NULL;
    g_autoptr(GUri) uri = g_uri_parse(url, URI_FLAGS, NULL);
    const char *scheme = uri ? g_uri_get_scheme(uri) : "";
    if (!g_str_equal(scheme, "http") && !g_str_equal(scheme, "https"))
        return NULL;
    const char *name = g_uri_get_host(uri);
    g_autofree char *host = g_ascii_strdown(name ? name : "", -1);
    g_autofree char *path = normal_path(g_uri_get_path(uri));
    g_autofree char *query = normal_query(g_uri_get_query(uri));
    return *path || *query ? g_strconcat("/", path, "?", query, NULL) : g_steal_pointer(&host);
}

/* A key is one line: URI_FLAGS lets no line end pass, and no address has one. */
static void
add_key(GString *keys, const char *url)
{
    g_autofree char *key = key_of_address(url);
    if (!key || strchr(key, '\n'))
        return;
    g_autofree char *line = g_strconcat(key, "\n", NULL);
    if (!off_is_listed(keys->str, url) && keys->len + strlen(line) <= OFF_LISTED_MAX)
        g_string_append(keys, line);
}

/* The character of "&amp;" or of a number ("&#38;", "&#x26;") in ASCII, whose length is put into
 * *length; '\0' if there is none at text. */
static char
read_reference(const char *text, gsize *length)
{
    *length = strlen("&amp;");
    if (g_ascii_strncasecmp(text, "&amp;", *length) == 0)
        return '&';
    if (text[0] != '&' || text[1] != '#')
        return '\0';
    gboolean hex = text[2] == 'x' || text[2] == 'X';
    const char *digits = text + 2 + hex;
    if (!g_ascii_isxdigit(*digits))
        return '\0';
    char *end = NULL;
    guint64 code = g_ascii_strtoull(digits, &end, hex ? 16 : 10);
    *length = (gsize)(end - text) + 1;
    return end > digits && *end == ';' && code > ' ' && code < 127 ? (char)code : '\0';
}

/* Some mailers write the field as they write the letter, with the references of HTML. */
static char *
without_references(const char *url)
{
    GString *out = g_string_new(NULL);
    for (const char *p = url; *p;) {
        gsize length;
        char c = read_reference(p, &length);
        g_string_append_c(out, c ? c : *p);
        p += c ? length : 1;
    }
    return g_string_free(out, FALSE);
}

static void
add_address(GString *keys, const char *url, char *(*unwrap)(const char *url))
{
    g_autofree char *decoded = without_references(url);
    const char *const spellings[] = {url, decoded};
    for (guint i = 0; i < G_N_ELEMENTS(spellings); i++) {
        add_key(keys, spellings[i]);
        g_autofree char *inner = unwrap ? unwrap(spellings[i]) : NULL;
        if (inner)
            add_key(keys, inner);
    }
}

/* The white space of a folded field does not belong to the address (RFC 2369, 2). */
static char *
without_blanks(const char *text, gsize length)
{
    GString *out = g_string_new(NULL);
    for (gsize i = 0; i < length; i++)
        if (!g_ascii_isspace(text[i]))
            g_string_append_c(out, text[i]);
    return g_string_free(out, FALSE);
}

/* The text between two "<...>": bare addresses. */
static void
add_bare(GString *keys, const char *text, gsize length, char *(*unwrap)(const char *url))
{
    g_autofree char *part = g_strndup(text, length);
    g_auto(GStrv) words = g_strsplit_set(part, " ,\t\r\n", OFF_LISTED_WORDS_MAX);
    for (guint i = 0; words[i]; i++)
        if (*words[i])
            add_address(keys, words[i], unwrap);
}

char *
off_listed_keys(const char *fields, char *(*unwrap)(const char *url))
{
    GString *keys = g_string_new(NULL);
    const char *at = fields ? fields : "";
    for (guint n = 0; *at && n < OFF_LISTED_WORDS_MAX; n++) {
        gsize before = strcspn(at, "<");
        add_bare(keys, at, before, unwrap);
        at += before;
        if (*at != '<')
            break;
        gsize inside = strcspn(at + 1, ">");
        g_autofree char *address = without_blanks(at + 1, inside);
        add_address(keys, address, unwrap);
        at += 1 + inside + (at[1 + inside] == '>');
    }
    return g_string_free(keys, FALSE);
}

gboolean
off_is_listed(const char *keys, const char *url)
{
    if (!keys || !*keys)
        return FALSE;
    g_autofree char *key = key_of_address(url);
    gsize n = key ? strlen(key) : 0;
    for (const char *line = keys; n > 0 && *line;) {
        gsize length = strcspn(line, "\n");
        if (length == n && memcmp(line, key, n) == 0)
            return TRUE;
        line += length + (line[length] == '\n');
    }
    return FALSE;
}
