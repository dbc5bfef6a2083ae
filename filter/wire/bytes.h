/* bytes.h: text of many bytes, looked at eight bytes at a time. libc only. */
#ifndef OFF_BYTES_H
#define OFF_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* How many bytes are looked at together. */
#define OFF_WORD_BYTES sizeof(uint64_t)

/* The byte in each place of a word. */
#define OFF_EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t
off_word_at(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Not zero if a byte of the word is less than the limit, which is 128 at the most. */
static inline uint64_t
off_word_below(uint64_t word, uint8_t limit)
{
    return (word - OFF_EACH_BYTE(limit)) & ~word & OFF_EACH_BYTE(0x80);
}

/* Not zero if a byte of the word is that byte. */
static inline uint64_t
off_word_holds(uint64_t word, uint8_t byte)
{
    return off_word_below(word ^ OFF_EACH_BYTE(byte), 1);
}

/* Do the bytes contain the ASCII word, which is not empty? Faster than memmem() for a word with a
 * rare letter. */
bool off_bytes_hold(const char *bytes, size_t length, const char *word);

#endif
