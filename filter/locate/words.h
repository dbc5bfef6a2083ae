/* words.h: features of a mail's words. */
#ifndef OFF_LOCATE_WORDS_H
#define OFF_LOCATE_WORDS_H

#include <glib.h>

/* Texts are given as off_comparable_composed makes them (words/fold.h), except a Subject. */

/* Is it the label of an advertisement ("Sponsored by Example")? */
gboolean off_says_sponsor(const char *plain);

/* Does it end with such a label, however long it is ("A faster database (Sponsor)")? */
gboolean off_ends_with_sponsor(const char *plain);

/* Is it a label of what is below ("Sponsored by Example", "Anzeige")? */
gboolean off_labels_below(const char *plain);

/* Is it a label of what is above ("Example (Sponsor)")? */
gboolean off_labels_above(const char *plain);

/* How many phrases it has of mail that is made for one reader ("order number"). */
guint off_count_notices(const char *plain);

/* How many of its words are function words of a language that words/ has ("the", "und"). */
guint off_count_function_words(const char *plain);

/* Has the item of a feed so few words that it is a summary? text: folded. */
gboolean off_has_few_words(const char *text);

typedef enum { OFF_SUBJECT_PLAIN, OFF_SUBJECT_REPLY, OFF_SUBJECT_FORWARD } OffSubjectPrefix;

/* What a mail program put before a Subject ("Re:", "AW:", "Fwd:", "[list] Re:"). */
OffSubjectPrefix off_subject_prefix(const char *subject);

#endif
