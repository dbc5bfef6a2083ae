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
    OFF_EXTRACT_ERROR_EMPTY,      /* the page has no text */
    OFF_EXTRACT_ERROR_NO_ARTICLE, /* it has text, but no article */
    /* the page is a wall before an article, or is shown instead of one */
    OFF_EXTRACT_ERROR_JAVASCRIPT, /* it is empty without scripts */
    OFF_EXTRACT_ERROR_CONSENT,    /* it asks for consent */
    OFF_EXTRACT_ERROR_CAPTCHA,    /* it asks for a captcha */
    OFF_EXTRACT_ERROR_PAYWALL,    /* the rest is for subscribers */
    OFF_EXTRACT_ERROR_LOGIN,      /* it asks for a login */
    OFF_EXTRACT_ERROR_NOT_FOUND,  /* a 404 that was sent as 200 */
    /* the page is complete, but not an article */
    OFF_EXTRACT_ERROR_LIST,  /* a front page, or a section's list of articles */
    OFF_EXTRACT_ERROR_VIDEO, /* a video with hardly any text */
} OffExtractError;

/* Called for each block of text of a page, in order: whether it belongs to the article, its score
 * (0 to 1), and the reason (constant). */
typedef void (*OffExplain)(const char *text, gboolean kept, double worth, const char *why,
                           void *data);

/* Called with the source of a field ("title", "byline", "date", "site", "language") of the article:
 * the names of all places of the page that have the same value. */
typedef void (*OffExplainSource)(const char *field, const char *sources, void *data);

typedef struct {
    const char *url;     /* address of the page, for relative links; NULL: links stay as they are */
    const char *charset; /* overrides what the page declares; NULL: none */
    const char *http_type;     /* Content-Type field of the response; NULL: none */
    const char *title;         /* the expected title (a Subject); NULL: not known */
    const OffSiteRules *rules; /* of the page's site; NULL: none */
    gboolean whole;    /* TRUE: the page is the article (a feed's content), so everything is kept */
    gboolean fragment; /* TRUE: HTML without the furniture of a page (the HTML of a mail) is kept
                          completely */
    gboolean digest;   /* TRUE: with whole, furniture at the start and end is dropped */
    gboolean insist;   /* TRUE: extract the text even of a list of articles or a video */
    gboolean drop_images;
    gboolean flowed, delsp;          /* for plain text: format=flowed, delsp=yes (RFC 3676) */
    OffExplain explain;              /* NULL: not called */
    OffExplainSource explain_source; /* the same */
    void *explain_data;
    gboolean last; /* TRUE: the process ends after this page, so its tree is not freed */
} OffExtractOptions;

/* Extracts the article of an HTML page (WHATWG HTML, with its handling of errors).
 *
 * html, length: the bytes as received, in any charset. options: NULL for all defaults.
 * Returns the article (transfer full), or NULL with error set in the domain OFF_EXTRACT_ERROR. */
OffArticle *off_extract_page(const char *html, gsize length, const OffExtractOptions *options,
                             GError **error);

/* The same for a page copied as plain text: one paragraph per line, or between blank lines. */
OffArticle *off_extract_text(const char *text, gsize length, const OffExtractOptions *options,
                             GError **error);

/* Appends the next page of an article to it, without the parts that every page repeats. Takes the
 * body of next. Returns FALSE and changes neither if the title of next is that of another article.
 */
gboolean off_extract_join(OffArticle *article, OffArticle *next);

G_END_DECLS

#endif
