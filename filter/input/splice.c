/* splice.c: changes to a text, made all at once. */
#include "config.h"

#include "input/splice.h"

#include <string.h>

typedef struct {
    gsize start, end;
    guint number;
    char *replacement;
} Change;

struct OffSplice {
    GArray *changes;
};

OffSplice *
off_splice_new(void)
{
    OffSplice *splice = g_new0(OffSplice, 1);
    splice->changes = g_array_new(FALSE, FALSE, sizeof(Change));
    return splice;
}

void
off_splice_free(OffSplice *splice)
{
    if (!splice)
        return;
    for (guint i = 0; i < splice->changes->len; i++)
        g_free(g_array_index(splice->changes, Change, i).replacement);
    g_array_unref(splice->changes);
    g_free(splice);
}

void
off_splice_add(OffSplice *splice, gsize start, gsize end, char *replacement)
{
    const Change change = {start, end, splice->changes->len, replacement};
    g_array_append_val(splice->changes, change);
}

static int
by_place(gconstpointer a, gconstpointer b)
{
    const Change *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return x->number < y->number ? -1 : 1;
}

static void
append_bytes(GByteArray *out, const char *bytes, gsize length)
{
    g_byte_array_append(out, (const guint8 *)bytes, (guint)length);
}

GByteArray *
off_splice_apply(const OffSplice *splice, const char *text, gsize length)
{
    gsize at = 0;
    GByteArray *out = g_byte_array_new();
    g_array_sort(splice->changes, by_place);
    for (guint i = 0; i < splice->changes->len; i++) {
        const Change *change = &g_array_index(splice->changes, Change, i);
        if (change->start < at || change->end > length)
            continue;
        append_bytes(out, text + at, change->start - at);
        append_bytes(out, change->replacement, strlen(change->replacement));
        at = change->end;
    }
    append_bytes(out, text + at, length - at);
    return out;
}
