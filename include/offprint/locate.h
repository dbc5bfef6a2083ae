/* locate.h: which link of a newsletter or feed item is the article, and is there one at all.
 *
 * Nothing is fetched here. A link that acts (unsubscribe, confirm, log in, share, a pixel) is never
 * picked. */
#ifndef OFFPRINT_LOCATE_H
#define OFFPRINT_LOCATE_H

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
    OFF_KIND_NONE,   /* nothing to read elsewhere or here: not to be touched */
    OFF_KIND_FULL,   /* the article is in the mail */
    OFF_KIND_TEASER, /* one article, elsewhere */
    OFF_KIND_DIGEST, /* many */
} OffKind;

typedef struct {
    char *href;   /* as it stands in the input, trimmed */
    char *target; /* what would be fetched: unwrapped, without tracking parameters; NULL where
                     refused */
    char *text;   /* the words of the link */
    const char *why;
    double score; /* of a candidate: how much speaks for it, from 0 up */
} OffLink;

typedef struct {
    OffKind kind;
    const char *reason;    /* a word: why this kind */
    GPtrArray *picked;     /* of OffLink, best first */
    GPtrArray *refused;    /* of OffLink */
    GPtrArray *sponsored;  /* of OffLink: marked as advertisements, and not picked */
    GPtrArray *candidates; /* of OffLink: those that could be fetched, each target once, most likely
                              first; 40 at most */
} OffPlan;

typedef struct {
    const char *html;        /* UTF-8, NULL where there is none */
    const char *text;        /* UTF-8, used where html is NULL */
    const char *subject;     /* NULL: none */
    const char *domain;      /* registrable domain of the sender; NULL: not known */
    const char *unsubscribe; /* List-Unsubscribe; NULL: none */
    /* The header: name, value, name, value, ..., NULL. Values are unfolded and decoded, in UTF-8.
     * NULL: there is none. */
    const char *const *fields;
    gboolean insist; /* TRUE: it is a newsletter, whatever it looks like */
} OffLocateInput;

/* Finds out what kind of mail it is and what there is to fetch (transfer full, never NULL). */
OffPlan *off_locate_mail(const OffLocateInput *input);
void off_plan_free(OffPlan *plan);

const char *off_kind_name(OffKind kind);

/* Does the text of a feed item say that it is not all there is ("[…]", "Continue reading")? */
gboolean off_is_summary(const char *html, const char *text);

/* A link without its wrapping: the target that is carried in it (query parameters,
 * percent-encoding, base64, several deep), then without tracking parameters (transfer full, never
 * NULL). */
char *off_unwrap(const char *url);

/* Does an address carry what only one reader was sent: a long run of letters and digits that are no
 * words? Such an address may be followed, but it is nobody else's. */
gboolean off_is_personal(const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffPlan, off_plan_free)

G_END_DECLS

#endif
