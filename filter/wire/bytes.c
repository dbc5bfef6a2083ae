/* bytes.c: words in many bytes. libc only. */
#include "config.h"

#include "wire/bytes.h"

/* Where the letter of the word is that web pages have least of. */
static size_t
rarest_letter(const char *word)
{
    for (const char *letter = "jxqzkyvwbgf"; *letter; letter++) {
        const char *at = strchr(word, *letter);
        if (at)
            return (size_t)(at - word);
    }
    return 0;
}

bool
off_bytes_hold(const char *bytes, size_t length, const char *word)
{
    size_t n = strlen(word), at = rarest_letter(word);
    if (n > length)
        return false;
    const char *end = bytes + length - (n - at) + 1; /* after where the letter can be */
    const char *p = bytes + at;
    while ((p = memchr(p, word[at], (size_t)(end - p)))) {
        if (p[-(ptrdiff_t)at] == word[0] && memcmp(p - at, word, n) == 0)
            return true;
        p++;
    }
    return false;
}
