/* reasons.c: reasons as words and as numbers. */
#include "config.h"

#include "wire/reasons.h"

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

/* What a reason becomes that its sender may not report. */
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
