/* bytes.c: is the input text? Known file types are recognized by their first bytes, as in file(1).
 * Other input is judged by control characters that no charset of text uses. */
#include "config.h"

#include "input/bytes.h"

#include <string.h>

#define LOOKED_AT 4096u        /* bytes from the start */
#define CONTROLS_PER_KIB 32    /* more control characters than this in a KiB, and it is no text */
#define PRINTABLE_PER_KIB 1000 /* of the pairs of UTF-16, at least so many in 1024 are print */

static const struct {
    guint offset;
    const char *mark;
    gsize length;
    const char *name;
} marks[] = {
#define OFF_MARK(offset, mark, name) {offset, mark, sizeof mark - 1, name},
#include "input/bytes.def"
};

static gboolean
is_control(guchar c)
{
    return c == 0 || (c < 0x20 && !strchr("\a\b\t\n\v\f\r\x0e\x0f\x1a\x1b", c));
}

/* UTF-16 without a byte order mark: read as 16-bit units, nearly all characters are printable,
 * unlike in any other data. */
static gboolean
is_utf16(const guchar *p, gsize n, guint high)
{
    gsize pairs = n / 2, printable = 0;
    for (gsize i = 0; i < pairs; i++) {
        gunichar c = (gunichar)(p[2 * i + high] << 8 | p[2 * i + 1 - high]);
        printable += g_unichar_isprint(c) || c == '\n' || c == '\r' || c == '\t';
    }
    return pairs > 0 && printable * 1024 >= pairs * PRINTABLE_PER_KIB;
}

static gboolean
has_byte_order_mark(const guchar *p, gsize n)
{
    return n >= 2 && ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff));
}

const char *
off_bytes_are(const char *bytes, gsize length)
{
    const guchar *p = (const guchar *)bytes;
    gsize n = MIN(length, LOOKED_AT), controls = 0;
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (length >= marks[i].offset + marks[i].length &&
            memcmp(p + marks[i].offset, marks[i].mark, marks[i].length) == 0)
            return marks[i].name;
    if (has_byte_order_mark(p, n) || is_utf16(p, n, 0) || is_utf16(p, n, 1))
        return NULL;
    for (gsize i = 0; i < n; i++)
        controls += is_control(p[i]);
    return controls * 1024 > n * CONTROLS_PER_KIB ? "binary data" : NULL;
}
