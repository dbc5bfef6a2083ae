/* reasons.h: why an article was not made (reasons.def). libc only. */
#ifndef OFF_REASONS_H
#define OFF_REASONS_H

#include "wire/bounds.h"
#include "wire/wire.h"

/* Who reports a reason; each passes on those of the ones before it. */
enum off_reporter { OFF_BY_FETCHER, OFF_BY_READER, OFF_BY_GATE };

/* The word of the field OFF_FIELD_REASON that the reporter sent (constant). NULL: the frame has no
 * reason; "protocol": the reporter may not send this reason. */
const char *off_reason_read(const struct off_frame_view *view, enum off_reporter by);

/* Appends a reason to the body of a frame; word NULL: nothing. False if there is no
 * memory. */
bool off_reason_add(struct off_buffer *fields, const char *word);

/* The exit status of --strict, and a sentence for a person; EX_SOFTWARE and the word itself if it
 * is no reason. */
int off_reason_exit(const char *word);
const char *off_reason_sentence(const char *word);

/* How many failed for which reason, by the numbers of reasons.def. */
struct off_reason_counts {
    unsigned long long of[OFF_REASONS_MAX];
};

/* Adds count failures; a NULL or unknown word is ignored. */
void off_reason_count(struct off_reason_counts *counts, const char *word, unsigned long long count);
/* Appends them to the body of a frame. False if there is no memory. */
bool off_reason_counts_add(struct off_buffer *fields, const struct off_reason_counts *counts);
/* Adds those that a frame has. */
void off_reason_counts_read(struct off_reason_counts *counts, const struct off_frame_view *view);
/* Writes " (37 gone, 3 timeout)", by the words' alphabet; "" if there are none. What does not fit
 * is left out. */
void off_reason_counts_print(const struct off_reason_counts *counts, char *text, size_t size);

#endif
