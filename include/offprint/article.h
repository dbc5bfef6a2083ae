/* article.h: one article, taken out of its page.
 *
 * All strings are UTF-8 (Unicode, without control characters) and belong to the article. A field
 * that the page does not tell is NULL. Part of liboffprint; no function here touches a network, a
 * file or a global. */
#ifndef OFFPRINT_ARTICLE_H
#define OFFPRINT_ARTICLE_H

#include <glib.h>

G_BEGIN_DECLS

struct _xmlDoc; /* libxml/tree.h */

typedef struct {
    char *url;   /* the canonical address where the page says one of its own host, else where it was
                    found */
    char *title; /* without the name of the site or section */
    char *byline;          /* names of persons, without "By" and without the date */
    char *date;            /* published: ISO 8601, with a zone where the page tells one */
    char *modified;        /* last changed: ISO 8601 */
    char *site;            /* the name of the site or paper */
    char *lang;            /* BCP 47 */
    char *dir;             /* "ltr" or "rtl" */
    char *description;     /* what the page says of itself, one paragraph */
    char *image;           /* the address of the lead image */
    char *agency;          /* of the dateline: "AP" */
    char *place;           /* of the dateline: "SEOUL, South Korea" */
    char **tags;           /* what it is about, as the page says; NULL-terminated, or NULL */
    char *next_page;       /* where this very article goes on; NULL: it ends here */
    char *single_page;     /* where the site's rules say that it stands in one piece */
    gboolean next_is_sure; /* the site's rules say next_page: no title is compared */
    guint words;           /* of the body; scripts without spaces count two characters a word */
    struct _xmlDoc *body;  /* a tree of the elements of clean.h under <article>; owned */
} OffArticle;

/* An article without anything (transfer full). */
OffArticle *off_article_new(void);

/* Frees it and all that belongs to it; NULL is allowed. */
void off_article_free(OffArticle *article);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffArticle, off_article_free)

G_END_DECLS

#endif
