/* prefix.h: how a text begins, and short texts compared. libc only.
 *
 * From 2.76 on GLib's g_str_has_prefix is a macro that measures the whole text first. Asked at each
 * letter of a long text that takes time by the square of its length. */
#ifndef OFF_PREFIX_H
#define OFF_PREFIX_H

#include <stdbool.h>
#include <string.h>

/* Reads no more of the text than the prefix is long. */
static inline bool
off_has_prefix(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The same as strcmp(), which is called only if the first bytes are equal: in a search most
 * differ. */
static inline int
off_compare(const char *a, const char *b)
{
    return a[0] != b[0] ? (unsigned char)a[0] - (unsigned char)b[0] : strcmp(a, b);
}

#endif
