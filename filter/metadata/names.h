/* names.h: names of persons, and lines that name them; pure functions on text. */
#ifndef OFF_METADATA_NAMES_H
#define OFF_METADATA_NAMES_H

#include <glib.h>

/* A name of one word as a text writes it in full ("Ana" in "By Ana Ruiz"; transfer full), or NULL.
 */
char *off_full_name(const char *name, const char *text);
/* Removes "By" and the like, dates, addresses and handles; NULL if no name is left. */
char *off_clean_byline(const char *text);

/* "example.org"? */
gboolean off_is_domain(const char *name);
/* Words that all begin with capitals, two or more? */
gboolean off_is_full_name(const char *name);
/* "and", "&", and the like in other languages? */
gboolean off_is_and(const char *word);

typedef enum {
    OFF_NO_BYLINE,
    OFF_BYLINE_SHORT, /* "By Ana Ruiz" */
    OFF_BYLINE_TOLD   /* "Written by Ana Ruiz", "Author: Ana Ruiz" */
} OffBylineKind;

/* Is this line a byline? */
OffBylineKind off_byline_kind(const char *line);
/* Is this only the beginning of a byline ("Written by")? */
gboolean off_says_author(const char *line);

/* Does the line begin with a word like "Published"? */
gboolean off_says_published(const char *line);
/* Does it hold a word that tells of writing or publishing ("Posted", "article")? */
gboolean off_says_wrote(const char *text);
/* Does it hold a word like "Updated"? */
gboolean off_tells_change(const char *line);

/* Does it contain a word that no person's name has ("Foundation", "GmbH")? */
gboolean off_names_body(const char *name);

#endif
