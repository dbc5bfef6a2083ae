/* byline.c: the words that bylines and datelines are made of, of every language. */
#include "config.h"

#include "words/byline.h"

#include "wire/prefix.h"

/* Sorted by word. */
static const struct {
    OffBylineWord kind;
    const char *word;
} vocabulary[] = {
#define OFF_BYLINE(kind, word, langs) {OFF_BYLINE_##kind, word},
#include "words/words.def"
};

/* Months by their first letters. */
static const struct {
    int month;
    const char *letters;
} months[] = {
#define OFF_MONTH(number, letters, langs) {number, letters},
#include "words/words.def"
};

/* The first entry that does not go before the word. */
static guint
first_entry(const char *word)
{
    guint first = 0, end = G_N_ELEMENTS(vocabulary);
    while (first < end) {
        guint middle = (first + end) / 2;
        if (off_compare(vocabulary[middle].word, word) < 0)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

guint
off_byline_word(const char *lower)
{
    guint kinds = 0;
    for (guint i = first_entry(lower);
         i < G_N_ELEMENTS(vocabulary) && strcmp(vocabulary[i].word, lower) == 0; i++)
        kinds |= vocabulary[i].kind;
    return kinds;
}

int
off_month_of_lower(const char *lower)
{
    gsize longest = 0;
    int month = 0;
    for (guint i = 0; i < G_N_ELEMENTS(months); i++) {
        const char *letters = months[i].letters;
        if (letters[0] != lower[0] || !off_has_prefix(lower, letters) || strlen(letters) <= longest)
            continue;
        longest = strlen(letters);
        month = months[i].month;
    }
    return month;
}
