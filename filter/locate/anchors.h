/* anchors.h: the links of a letter, and the stories that they belong to. */
#ifndef OFF_ANCHORS_H
#define OFF_ANCHORS_H

#include "links/refuse.h"
#include "locate/letter.h"

/* One link of the letter. */
typedef struct {
    OffLink *link;    /* owned */
    const char *host; /* of its target; NULL: none; the same as all links with this address have */
    const char *from_host; /* of its href */
    char *plain;           /* its words, as off_comparable_composed gives them; owned */
    const xmlNode *node;
    guint block;         /* the block that it is in */
    OffSaying says;      /* what its words say */
    const char *refused; /* why it must not be fetched; NULL: it may be */
    gboolean fills;      /* it is all or most of its block */
    gboolean leads;      /* its block begins with it, and continues */
    gboolean heading;    /* in a heading, or bold and alone */
    gboolean picture;    /* it holds a picture */
    gboolean button;     /* a coloured box around it */
    gboolean own;        /* of the sender's own domain */
    guint font;          /* font size in pixels, from the nearest style that gives one; 0: none */
    double likeness;     /* to the subject, 0 to 1 */
    guint shape;         /* of the elements around it: equal for links that are built alike */
    guint story;         /* index of its story; OFF_NO_STORY if it is refused */
} OffAnchor;

#define OFF_NO_STORY G_MAXUINT

enum {
#define OFF_STORY_FEATURE(name) OFF_S_##name,
#include "locate/story-features.def"
#undef OFF_STORY_FEATURE
    OFF_STORY_FEATURES
};

/* All links with one target. */
typedef struct {
    guint anchor;      /* the one that says most */
    guint first, last; /* the first and last of its links, in order */
    guint count;
    float feature[OFF_STORY_FEATURES];
    gboolean no_story;  /* a handle, a tag or the paper itself: it leads to many articles */
    gboolean sponsored; /* it is marked as an advertisement */
    double worth;       /* how sure it is that this is one of the stories to read, 0 to 1 */
    double lead;        /* the same for the one article that the mail is about */
} OffStory;

typedef struct {
    const OffLocateInput *input;
    const OffLetter *letter;
    char *subject;         /* plain; "" if there is none */
    char *from;            /* the same of From */
    GHashTable *addresses; /* what is known of each href; anchors.c */
    char *listed;    /* keys of the addresses of List-Unsubscribe (links/listed.h); NULL: none */
    GArray *anchors; /* OffAnchor, in the order of the letter */
    GArray *stories; /* OffStory, in the order of their first links */
} OffAnchors;

/* Reads the links (transfer full). The letter has to live as long. */
OffAnchors *off_anchors_new(const OffLocateInput *input, const OffLetter *letter);
void off_anchors_free(OffAnchors *anchors);

OffAnchor *off_anchor(const OffAnchors *anchors, guint index);
OffStory *off_story(const OffAnchors *anchors, guint index);

/* stories.c: groups the links by target and fills in the features and the worth of each story. */
void off_find_stories(OffAnchors *anchors);

/* Does a label between a link and the previous one mark the text below as an advertisement, or one
 * between it and the next mark the text above? */
gboolean off_is_labelled_above(const OffAnchors *anchors, guint anchor);
gboolean off_is_labelled_below(const OffAnchors *anchors, guint anchor);

/* How alike two texts are by their words, 0 to 1; both as off_comparable_composed gives them. */
double off_likeness(const char *a, const char *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffAnchors, off_anchors_free)

#endif
