/* words.h: what the words of a letter say of it. */
#ifndef OFF_LOCATE_WORDS_H
#define OFF_LOCATE_WORDS_H

#include <glib.h>

/* Is it the label of an advertisement ("Sponsored by Example")? */
gboolean off_says_sponsor(const char *text);

/* Does it end with such a label, however long it is ("A faster database (Sponsor)")? */
gboolean off_ends_with_sponsor(const char *text);

/* Does it tell how to leave a list? */
gboolean off_says_leave(const char *text);

/* How many phrases it has of mail that is made for one reader ("order number"). */
guint off_count_notices(const char *text);

/* How many of its words are function words of a language that words/ has ("the", "und"). */
guint off_count_function_words(const char *text);

typedef enum { OFF_SUBJECT_PLAIN, OFF_SUBJECT_REPLY, OFF_SUBJECT_FORWARD } OffSubjectPrefix;

/* What a mail program put before a Subject ("Re:", "AW:", "Fwd:", "[list] Re:"). */
OffSubjectPrefix off_subject_prefix(const char *subject);

#endif
