/* charset.c: which charset a page is in, and the way to UTF-8 (WHATWG Encoding; HTML, 13.2.3). */
#include "config.h"

#include "dom/charset.h"

#include "wire/bytes.h"

#include <errno.h>
#include <string.h>
#include <uchardet.h>

#define META_BYTES 4096
#define DETECT_BYTES 262144
#define BINARY_BYTES 8192

/* WHATWG labels that stand for a larger charset, as iconv calls it. */
static const struct {
    const char *label, *encoding;
} labels[] = {
    {"iso-8859-1", "CP1252"},    {"latin1", "CP1252"},     {"us-ascii", "CP1252"},
    {"ascii", "CP1252"},         {"iso8859-1", "CP1252"},  {"iso-8859-9", "CP1254"},
    {"shift_jis", "CP932"},      {"shift-jis", "CP932"},   {"sjis", "CP932"},
    {"x-sjis", "CP932"},         {"windows-31j", "CP932"}, {"gb2312", "GB18030"},
    {"gbk", "GB18030"},          {"x-gbk", "GB18030"},     {"euc-kr", "CP949"},
    {"ks_c_5601-1987", "CP949"}, {"korean", "CP949"},      {"tis-620", "CP874"},
    {"iso-8859-11", "CP874"},    {"windows-874", "CP874"}, {"x-x-big5", "BIG5-HKSCS"},
    {"big5", "BIG5-HKSCS"},      {"utf8", "UTF-8"},        {"unicode", "UTF-16LE"},
    {"x-euc-jp", "EUC-JP"},      {"utf-16", "UTF-16LE"},   {"uhc", "CP949"},
};

static gboolean
is_known(const char *encoding)
{
    GIConv probe = g_iconv_open("UTF-8", encoding);
    if (probe == (GIConv)-1)
        return FALSE;
    g_iconv_close(probe);
    return TRUE;
}

/* The charset of a label, if this system's iconv knows it; otherwise the label itself, if iconv
 * knows that. */
static char *
encoding_of(const char *label)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(label));
    for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
        if (g_ascii_strcasecmp(trimmed, labels[i].label) == 0 && is_known(labels[i].encoding))
            return g_strdup(labels[i].encoding);
    return *trimmed && is_known(trimmed) ? g_steal_pointer(&trimmed) : NULL;
}

static const struct {
    const char *bytes;
    gsize length;
    const char *encoding;
} marks[] = {
    {"\xef\xbb\xbf", 3, "UTF-8"}, {"\xfe\xff", 2, "UTF-16BE"}, {"\xff\xfe", 2, "UTF-16LE"}};

static const char *
byte_order_mark(const char *bytes, gsize length, gsize *skip)
{
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (length >= marks[i].length && memcmp(bytes, marks[i].bytes, marks[i].length) == 0) {
            *skip = marks[i].length;
            return marks[i].encoding;
        }
    }
    return NULL;
}

/* Text in which every second byte is NUL is UTF-16 without a mark. */
static const char *
bare_utf16(const char *bytes, gsize length)
{
    guint even = 0, odd = 0;
    gsize n = MIN(length, 512) & ~(gsize)1;
    for (gsize i = 0; i < n; i++)
        if (bytes[i] == '\0')
            (*((i & 1) ? &odd : &even))++;
    if (n >= 16 && odd > n / 4 && even < n / 16)
        return "UTF-16LE";
    if (n >= 16 && even > n / 4 && odd < n / 16)
        return "UTF-16BE";
    return NULL;
}

char *
off_charset_parameter(const char *text)
{
    static const char form[] = "charset\\s*=\\s*[\"']?([A-Za-z0-9_.:+-]+)";
    g_autoptr(GRegex) regex = g_regex_new(form, G_REGEX_CASELESS | G_REGEX_RAW, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!text || !strcasestr(text, "charset") || !g_regex_match(regex, text, 0, &match))
        return NULL;
    return g_match_info_fetch(match, 1);
}

static char *
meta_charset(const char *bytes, gsize length)
{
    g_autofree char *head = g_strndup(bytes, MIN(length, META_BYTES));
    const char *at = strcasestr(head, "<meta");
    for (; at; at = strcasestr(at + 1, "<meta")) {
        g_autofree char *tag = g_strndup(at, strcspn(at, ">"));
        char *charset = off_charset_parameter(tag);
        if (charset)
            return charset;
    }
    at = strstr(head, "<?xml");
    if (!at)
        return NULL;
    g_autoptr(GRegex) regex = g_regex_new("encoding=[\"']([A-Za-z0-9_.-]+)", G_REGEX_RAW, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    return g_regex_match(regex, at, 0, &match) ? g_match_info_fetch(match, 1) : NULL;
}

/* iconv may not know a charset that uchardet detected; its bytes are then read as Latin letters. */
static char *
detect_charset(const char *bytes, gsize length)
{
    uchardet_t detector = uchardet_new();
    uchardet_handle_data(detector, bytes, MIN(length, DETECT_BYTES));
    uchardet_data_end(detector);
    const char *found = uchardet_get_charset(detector);
    char *encoding = encoding_of(found);
    uchardet_delete(detector);
    return encoding ? encoding : g_strdup("CP1252");
}

/* The first byte that is no ASCII, or is NUL. */
static const char *
skip_ascii(const char *p, const char *end)
{
    while ((gsize)(end - p) >= OFF_WORD_BYTES) {
        guint64 word = off_word_at(p);
        if ((word & OFF_EACH_BYTE(0x80)) || off_word_below(word, 1))
            break;
        p += OFF_WORD_BYTES;
    }
    while (p < end && (guchar)*p < 0x80 && *p != '\0')
        p++;
    return p;
}

/* The same as g_utf8_validate(), which looks at each byte of ASCII as well. */
static gboolean
is_valid_utf8(const char *bytes, gsize length)
{
    const char *end = bytes + length, *p = skip_ascii(bytes, end);
    while (p < end) {
        const char *start = p;
        while (p < end && (guchar)*p >= 0x80)
            p++;
        if (p == start || !g_utf8_validate(start, p - start, NULL))
            return FALSE;
        p = skip_ascii(p, end);
    }
    return TRUE;
}

/* A page that ends in the middle of a character still counts, if it has other such characters. */
static gboolean
is_utf8(const char *bytes, gsize length)
{
    const char *end;
    if (g_utf8_validate(bytes, (gssize)length, &end))
        return TRUE;
    gsize left = length - (gsize)(end - bytes);
    if (left > 3 || (guchar)*end < 0xc2)
        return FALSE;
    for (gsize i = 1; i < left; i++)
        if (((guchar)end[i] & 0xc0) != 0x80)
            return FALSE;
    for (const char *p = bytes; p < end; p++)
        if ((guchar)*p >= 0x80)
            return TRUE;
    return FALSE;
}

/* ISO-2022-JP (RFC 1468) is ASCII, until an escape sequence shifts to another set. */
static gboolean
shifts_to_japanese(const char *bytes, gsize length)
{
    const char *end = bytes + length;
    for (const char *at = bytes; (at = memchr(at, 0x1b, (gsize)(end - at))); at++)
        if (end - at > 2 && at[1] == '$' && (at[2] == 'B' || at[2] == '@'))
            return TRUE;
    return FALSE;
}

/* Charsets whose text has no bytes above 127: with such bytes the label is wrong. */
static gboolean
refutes_charset(const char *bytes, gsize length, const char *encoding)
{
    if (g_ascii_strncasecmp(encoding, "ISO-2022", 8) != 0 &&
        g_ascii_strcasecmp(encoding, "UTF-7") != 0 && g_ascii_strncasecmp(encoding, "HZ", 2) != 0)
        return FALSE;
    for (gsize i = 0; i < length; i++)
        if ((guchar)bytes[i] >= 0x80)
            return TRUE;
    return FALSE;
}

static gboolean
is_whole(const char *bytes, gsize length, const char *encoding)
{
    g_autofree char *text = g_convert(bytes, (gssize)length, "UTF-8", encoding, NULL, NULL, NULL);
    return text != NULL;
}

/* A page wrongly labelled as ISO-2022-JP is in another charset for Japanese. */
static char *
detect_behind(const char *label, const char *bytes, gsize length)
{
    static const char *const japanese[] = {"UTF-8", "EUC-JP", "CP932"};
    gboolean named = label && g_ascii_strncasecmp(label, "ISO-2022-JP", 11) == 0;
    for (guint i = 0; named && i < G_N_ELEMENTS(japanese); i++)
        if (is_whole(bytes, length, japanese[i]))
            return g_strdup(japanese[i]);
    return detect_charset(bytes, length);
}

static char *
choose_charset(const char *bytes, gsize length, const char *override, const char *http_type,
               gboolean html)
{
    g_autofree char *named = override ? g_strdup(override) : NULL;
    const char *bare = override ? NULL : bare_utf16(bytes, length);
    if (bare)
        return g_strdup(bare);
    if (!named && shifts_to_japanese(bytes, length))
        return g_strdup("ISO-2022-JP");
    if (!named && is_utf8(bytes, length))
        return g_strdup("UTF-8");
    if (!named)
        named = off_charset_parameter(http_type);
    if (!named && html)
        named = meta_charset(bytes, length);
    if (!named)
        return detect_charset(bytes, length);
    g_autofree char *encoding = encoding_of(named);
    /* A page that is declared UTF-8 but is not, or UTF-16 in a <meta> that can be read as ASCII. */
    if (!encoding || (!override && g_ascii_strncasecmp(encoding, "UTF-", 4) == 0) ||
        (!override && refutes_charset(bytes, length, encoding)))
        return detect_behind(encoding, bytes, length);
    return g_steal_pointer(&encoding);
}

gboolean
off_is_binary(const char *bytes, gsize length)
{
    gsize n = MIN(length, BINARY_BYTES), control = 0, skip;
    if (byte_order_mark(bytes, length, &skip) || bare_utf16(bytes, length))
        return FALSE;
    for (gsize i = 0; i < n; i++) {
        guchar c = (guchar)bytes[i];
        control += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
    }
    return control > 4 && control * 50 > n;
}

static char *
convert_bytes(const char *bytes, gsize length, const char *encoding, gsize *out_length)
{
    GString *out = g_string_sized_new(length + length / 4 + 16);
    GIConv iconv = g_iconv_open("UTF-8", encoding);
    char *in = (char *)(guintptr)bytes, chunk[16384];
    gsize left = length;
    while (left > 0 && iconv != (GIConv)-1) {
        char *to = chunk;
        gsize room = sizeof chunk;
        gsize result = g_iconv(iconv, &in, &left, &to, &room);
        int problem = errno;
        g_string_append_len(out, chunk, to - chunk);
        if (result == (gsize)-1 && problem != E2BIG && left > 0) {
            g_string_append(out, "\xef\xbf\xbd");
            in++;
            left--;
            g_iconv(iconv, NULL, NULL, NULL, NULL);
        }
    }
    if (iconv != (GIConv)-1)
        g_iconv_close(iconv);
    *out_length = out->len;
    return g_string_free(out, FALSE);
}

static void
blank_nuls(char *text, gsize length)
{
    for (char *nul = text; (nul = memchr(nul, '\0', length - (gsize)(nul - text)));)
        *nul = ' ';
}

char *
off_to_utf8(const char *bytes, gsize length, const char *override, const char *http_type,
            gboolean html, gsize *out_length)
{
    gsize skip = 0;
    *out_length = 0;
    if (length == 0) /* bytes may then be NULL */
        return g_strdup("");
    const char *marked = byte_order_mark(bytes, length, &skip);
    g_autofree char *encoding = marked && !override
                                    ? g_strdup(marked)
                                    : choose_charset(bytes, length, override, http_type, html);
    char *text;
    if (marked && strcmp(marked, encoding) != 0)
        skip = 0;
    if (g_ascii_strcasecmp(encoding, "UTF-8") == 0) {
        text = g_utf8_make_valid(bytes + skip, (gssize)(length - skip));
        *out_length = strlen(text);
        if (*out_length >= length - skip)
            return text;
        g_free(text); /* a NUL ended it: the long way */
    }
    text = convert_bytes(bytes + skip, length - skip, encoding, out_length);
    blank_nuls(text, *out_length);
    return text;
}

const char *
off_utf8_of(const char *bytes, gsize length, const char *override, const char *http_type,
            gboolean html, gsize *out_length, char **owned)
{
    gsize skip = 0;
    const char *marked = length > 0 ? byte_order_mark(bytes, length, &skip) : NULL;
    gboolean other = override || (marked && strcmp(marked, "UTF-8") != 0);
    *owned = NULL;
    if (length > 0 && !other && !shifts_to_japanese(bytes, length) &&
        is_valid_utf8(bytes + skip, length - skip)) {
        *out_length = length - skip;
        return bytes + skip;
    }
    *owned = off_to_utf8(bytes, length, override, http_type, html, out_length);
    return *owned;
}
