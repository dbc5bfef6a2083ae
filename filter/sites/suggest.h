/* suggest.h: writes a first file of rules for a site, from some of its pages and their articles. */
#ifndef OFF_SUGGEST_H
#define OFF_SUGGEST_H

#include <glib.h>
#include <libxml/tree.h>

/* A page, and the article that was found on it without rules. */
typedef struct {
    xmlDoc *doc;
    const char *url;
    const char *words;                 /* the article's own words, a block a line */
    const char *title, *byline, *date; /* NULL: not known */
} OffSuggestPage;

/* The lines of a rules file (offprint-sites(5)), in UTF-8 (transfer full). What no expression
 * finds on all pages is left out, and a comment says so. */
char *off_suggest_rules(const OffSuggestPage *pages, guint count);

#endif
