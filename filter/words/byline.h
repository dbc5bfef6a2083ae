/* byline.h: the words that bylines and datelines are made of, of every language. */
#ifndef OFF_WORDS_BYLINE_H
#define OFF_WORDS_BYLINE_H

#include <glib.h>

G_BEGIN_DECLS

/* What a word of a byline is; a word can be several of them. Each is a bit. */
typedef enum {
    OFF_BYLINE_BY = 1 << 0,       /* "by" */
    OFF_BYLINE_LEAD = 1 << 1,     /* "posted", "text" */
    OFF_BYLINE_ROLE = 1 << 2,     /* "reporter" */
    OFF_BYLINE_MODIFIER = 1 << 3, /* "senior" */
    OFF_BYLINE_NOBODY = 1 << 4,   /* what is in no name of a person */
    OFF_BYLINE_PARTICLE = 1 << 5, /* a small word inside a name or before it */
    OFF_BYLINE_BODY = 1 << 6,     /* "agency" */
    OFF_BYLINE_AND = 1 << 7,      /* what joins two names */
    OFF_BYLINE_CHANGED = 1 << 8,  /* "updated" */
    OFF_BYLINE_BESIDE = 1 << 9,   /* "with" */
    OFF_BYLINE_OTHER = 1 << 10,   /* "edited", "checked": what others did */
} OffBylineWord;

/* What the word is: the bits of OffBylineWord, or 0. lower: in small letters. */
guint off_byline_word(const char *lower);

/* The month whose letters a word in small letters begins with, 1 to 12, or 0. Of two, the longer
 * one counts ("červenec"). */
int off_month_of_lower(const char *lower);

G_END_DECLS

#endif
