/* article.h: one article, extracted from its page.
 *
 * All strings are UTF-8 (Unicode, without control characters) and belong to the article. A field
 * that the page does not give is NULL. Part of liboffprint; no function here touches a network, a
 * file or a global. */
#ifndef OFFPRINT_ARTICLE_H
#define OFFPRINT_ARTICLE_H

#include <glib.h>

G_BEGIN_DECLS

struct _xmlDoc; /* libxml/tree.h */

typedef struct {
    char *url; /* the canonical address, if the page gives one on its own host; else the address it
                  was fetched from */
    char *title;           /* without the name of the site or section */
    char *byline;          /* names of persons, without "By" and without the date */
    char *date;            /* published: ISO 8601, with a zone if the page gives one */
    char *modified;        /* last changed: ISO 8601 */
    char *site;            /* the name of the site or paper */
    char *lang;            /* BCP 47 */
    char *dir;             /* "ltr" or "rtl" */
    char *description;     /* the page's own summary, one paragraph */
    char *image;           /* the address of the lead image */
    char *agency;          /* of the dateline: "AP" */
    char *place;           /* of the dateline: "SEOUL, South Korea" */
    char **tags;           /* the page's keywords; NULL-terminated, or NULL */
    char *next_page;       /* the address of this article's next page; NULL: none */
    char *single_page;     /* the address of the whole article on one page, from site rules */
    gboolean next_is_sure; /* next_page is from site rules, so titles are not compared */
    guint words;           /* of the body; scripts without spaces count two characters as a word */
    struct _xmlDoc *body;  /* a tree of the elements of clean.h under <article>; owned */
} OffArticle;

/* An empty article (transfer full). */
OffArticle *off_article_new(void);

/* Frees it and all that belongs to it; NULL is allowed. */
void off_article_free(OffArticle *article);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffArticle, off_article_free)

G_END_DECLS

#endif
