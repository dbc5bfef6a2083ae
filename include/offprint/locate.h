/* locate.h: finds the link of a newsletter or feed item that leads to the article, if there is one.
 *
 * Nothing is fetched here. A link that acts (unsubscribe, confirm, log in, share, a tracking pixel)
 * is never picked. */
#ifndef OFFPRINT_LOCATE_H
#define OFFPRINT_LOCATE_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    OFF_KIND_NONE,   /* not a newsletter, or without an article: leave it alone */
    OFF_KIND_FULL,   /* the article is in the mail */
    OFF_KIND_TEASER, /* it announces one article */
    OFF_KIND_DIGEST, /* it announces several */
} OffKind;

typedef struct {
    char *href;   /* as written in the input, trimmed */
    char *target; /* the address to fetch: unwrapped, without tracking parameters; NULL if
                     refused */
    char *text;   /* the words of the link */
    const char *why;
    double score; /* of a candidate: 0 or more, higher is better */
} OffLink;

typedef struct {
    OffKind kind;
    const char *reason;    /* a word: why this kind */
    GPtrArray *picked;     /* of OffLink, best first */
    GPtrArray *refused;    /* of OffLink */
    GPtrArray *sponsored;  /* of OffLink: marked as advertisements, and not picked */
    GPtrArray *candidates; /* of OffLink: links that could be fetched, each target once, best first;
                              at most 40 */
} OffPlan;

typedef struct {
    const char *html;        /* UTF-8; NULL: none */
    const char *text;        /* UTF-8, used if html is NULL */
    const char *subject;     /* NULL: none */
    const char *domain;      /* registrable domain of the sender; NULL: not known */
    const char *unsubscribe; /* List-Unsubscribe; NULL: none */
    /* The header: name, value, name, value, ..., NULL. Values are unfolded and decoded, in UTF-8.
     * NULL: there is none. */
    const char *const *fields;
    gboolean insist; /* TRUE: treat it as a newsletter in any case */
} OffLocateInput;

/* Decides the kind of the mail and which links to fetch (transfer full, never NULL). */
OffPlan *off_locate_mail(const OffLocateInput *input);
void off_plan_free(OffPlan *plan);

const char *off_kind_name(OffKind kind);

/* Does the text of a feed item show that it is only a summary ("[…]", "Continue reading")? */
gboolean off_is_summary(const char *html, const char *text);

/* The target that a link contains (in query parameters, percent-encoded, in base64, nested several
 * times), or else the link itself, without tracking parameters (transfer full, never NULL). */
char *off_unwrap(const char *url);

/* Is an address personal: does it contain a long run of letters and digits that are not words? Such
 * an address may be fetched, but must not be published as the article's address. */
gboolean off_is_personal(const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffPlan, off_plan_free)

G_END_DECLS

#endif
