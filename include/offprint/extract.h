/* extract.h: page in, article out. */
#ifndef OFFPRINT_EXTRACT_H
#define OFFPRINT_EXTRACT_H

#include <offprint/article.h>
#include <offprint/siterules.h>

G_BEGIN_DECLS

/* The word for an error in X-Offprint: "paywall" (constant). */
const char *off_extract_reason(const GError *error);

#define OFF_EXTRACT_ERROR (off_extract_error_quark())
GQuark off_extract_error_quark(void);

typedef enum {
    OFF_EXTRACT_ERROR_EMPTY,      /* there is no text in the page */
    OFF_EXTRACT_ERROR_NO_ARTICLE, /* there is text, but none that reads as an article */
    /* the page stands before an article, or in its place, and says so */
    OFF_EXTRACT_ERROR_JAVASCRIPT, /* it is empty without scripts */
    OFF_EXTRACT_ERROR_CONSENT,    /* it asks for consent */
    OFF_EXTRACT_ERROR_CAPTCHA,    /* it wants to see a person */
    OFF_EXTRACT_ERROR_PAYWALL,    /* the rest is for subscribers */
    OFF_EXTRACT_ERROR_LOGIN,      /* it asks who is there */
    OFF_EXTRACT_ERROR_NOT_FOUND,  /* a 404 that was sent as 200 */
    /* the page is whole, and no article */
    OFF_EXTRACT_ERROR_LIST,  /* a front page, or the list of a section */
    OFF_EXTRACT_ERROR_VIDEO, /* a player with hardly a word beside it */
} OffExtractError;

/* Told of each block of text of a page, in its order: whether it is the article's, how sure that is
 * (0 to 1), and why (constant). */
typedef void (*OffExplain)(const char *text, gboolean kept, double worth, const char *why,
                           void *data);

/* Told where a field ("title", "byline", "date", "site", "language") of the article comes from: the
 * places of the page that say the same, by names of the field. */
typedef void (*OffExplainSource)(const char *field, const char *sources, void *data);

typedef struct {
    const char *url;     /* address of the page, for relative links; NULL: links stay as they are */
    const char *charset; /* stronger than anything the page says; NULL: none */
    const char *http_type; /* Content-Type field of the response; NULL: none */
    const char *title;     /* what the page is expected to be about (a Subject); NULL: nothing is */
    const OffSiteRules *rules; /* of the page's site; NULL: none */
    gboolean
        whole; /* TRUE: the page is the article already (a feed's content), nothing is chosen */
    gboolean fragment; /* TRUE: what has nothing of a page around it is kept whole (the HTML of a
                          mail) */
    gboolean digest;   /* TRUE: with whole, the furniture at its head and foot goes all the same */
    gboolean insist;   /* TRUE: of a list of articles, or a film, whatever reads as text */
    gboolean drop_images;
    gboolean flowed, delsp;          /* of a plain text: format=flowed, delsp=yes (RFC 3676) */
    OffExplain explain;              /* NULL: nobody wants to know */
    OffExplainSource explain_source; /* the same */
    void *explain_data;
    gboolean last; /* TRUE: the process ends with this page, whose tree is then not taken apart */
} OffExtractOptions;

/* Extracts the article of an HTML page (WHATWG HTML; whatever is broken is read as far as it goes).
 *
 * html, length: the bytes as they came, in any charset. options: NULL for all defaults.
 * Returns the article (transfer full), or NULL with error set in the domain OFF_EXTRACT_ERROR. */
OffArticle *off_extract_page(const char *html, gsize length, const OffExtractOptions *options,
                             GError **error);

/* The same for a page that was copied as plain text: a paragraph a line, or between blank lines. */
OffArticle *off_extract_text(const char *text, gsize length, const OffExtractOptions *options,
                             GError **error);

/* Joins the next page of an article to it: what the pages repeat is left out. next gives its body
 * away. Returns FALSE and leaves both where next is another article, by its title. */
gboolean off_extract_join(OffArticle *article, OffArticle *next);

G_END_DECLS

#endif
