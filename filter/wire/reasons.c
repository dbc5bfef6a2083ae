/* reasons.c: reasons as words and as numbers. */
#include "config.h"

#include "wire/reasons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

struct reason {
    int number;
    const char *word;
    int exit;
    enum off_reporter by;
    const char *sentence;
};

static const struct reason reasons[] = {
#define OFF_REASON(name, number, word, exit, who, sentence)                                        \
    {number, word, EX_##exit, OFF_BY_##who, sentence},
#include "wire/reasons.def"
};
#define COUNT (sizeof reasons / sizeof *reasons)

/* The reason that replaces one that its sender may not report. */
static const char nonsense[] = "protocol";

static const struct reason *
find_word(const char *word)
{
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(reasons[i].word, word) == 0)
            return &reasons[i];
    return NULL;
}

const char *
off_reason_read(const struct off_frame_view *view, enum off_reporter by)
{
    size_t length;
    if (!off_field_find(view->body, view->length, OFF_FIELD_REASON, &length))
        return NULL;
    long long number = off_field_number(view->body, view->length, OFF_FIELD_REASON, 0);
    for (size_t i = 0; i < COUNT; i++)
        if (reasons[i].number == number && reasons[i].by <= by)
            return reasons[i].word;
    return nonsense;
}

bool
off_reason_add(struct off_buffer *fields, const char *word)
{
    if (!word)
        return true;
    const struct reason *found = find_word(word), *reason = found ? found : find_word(nonsense);
    return off_field_add_number(fields, OFF_FIELD_REASON, reason->number);
}

int
off_reason_exit(const char *word)
{
    const struct reason *reason = find_word(word);
    return reason ? reason->exit : EX_SOFTWARE;
}

const char *
off_reason_sentence(const char *word)
{
    const struct reason *reason = find_word(word);
    return reason ? reason->sentence : word;
}

/* --- counted -------------------------------------------------------------------------------- */

#define ENTRY_SIZE 5u /* on the wire: a number, and how many */

void
off_reason_count(struct off_reason_counts *counts, const char *word, unsigned long long count)
{
    const struct reason *reason = word ? find_word(word) : NULL;
    if (reason)
        counts->of[reason->number] += count;
}

bool
off_reason_counts_add(struct off_buffer *fields, const struct off_reason_counts *counts)
{
    unsigned char entries[OFF_REASONS_MAX * ENTRY_SIZE], *at = entries;
    for (unsigned number = 0; number < OFF_REASONS_MAX; number++) {
        unsigned long long count = counts->of[number];
        if (count == 0)
            continue;
        *at++ = (unsigned char)number;
        for (int shift = 24; shift >= 0; shift -= 8)
            *at++ = (unsigned char)(count >> shift);
    }
    return at == entries ||
           off_field_add(fields, OFF_FIELD_FAILED_FOR, entries, (size_t)(at - entries));
}

void
off_reason_counts_read(struct off_reason_counts *counts, const struct off_frame_view *view)
{
    size_t length = 0;
    const unsigned char *at =
        off_field_find(view->body, view->length, OFF_FIELD_FAILED_FOR, &length);
    for (; at && length >= ENTRY_SIZE; at += ENTRY_SIZE, length -= ENTRY_SIZE)
        if (at[0] < OFF_REASONS_MAX)
            counts->of[at[0]] += (unsigned long long)at[1] << 24 | (unsigned long long)at[2] << 16 |
                                 (unsigned long long)at[3] << 8 | at[4];
}

static int
by_word(const void *a, const void *b)
{
    const struct reason *const *x = a, *const *y = b;
    return strcmp((*x)->word, (*y)->word);
}

void
off_reason_counts_print(const struct off_reason_counts *counts, char *text, size_t size)
{
    const struct reason *sorted[COUNT];
    const char *front = " (";
    size_t at = 0;
    for (size_t i = 0; i < COUNT; i++)
        sorted[i] = &reasons[i];
    qsort(sorted, COUNT, sizeof *sorted, by_word);
    text[0] = '\0';
    for (size_t i = 0; i < COUNT; i++) {
        unsigned long long count = counts->of[sorted[i]->number];
        int n = count == 0
                    ? 0
                    : snprintf(text + at, size - at, "%s%llu %s", front, count, sorted[i]->word);
        if (n < 0 || at + (size_t)n + 2 > size) {
            text[at] = '\0';
            break;
        }
        at += (size_t)n;
        front = n > 0 ? ", " : front;
    }
    if (at > 0)
        snprintf(text + at, size - at, ")");
}
