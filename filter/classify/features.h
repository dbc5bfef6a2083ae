/* features.h: a block as a row of numbers. */
#ifndef OFF_FEATURES_H
#define OFF_FEATURES_H

#include "blocks/page.h"
#include "classify/score.h"
#include "classify/units.h"

enum {
#define OFF_FEATURE(name) OFF_F_##name,
#include "classify/features.def"
#undef OFF_FEATURE
    OFF_FEATURES
};

/* What is the same for all blocks of a page. */
typedef struct OffFeatures OffFeatures;

/* title, description: the article's, as the page's metadata tells them; NULL: not known. The page
 * stays the caller's; the texts are not kept. */
OffFeatures *off_features_new(const OffPage *page, const OffContainer *container, const char *title,
                              const char *description);
void off_features_free(OffFeatures *features);

/* Fills out for the block at index, which has to be text. */
void off_features_of(const OffFeatures *features, guint index, float out[OFF_FEATURES]);

/* The kinds of OFF_FURNITURE() in words.def: those that begin a block, and from CALL on those that
 * may be anywhere in it, as WORD. */
typedef enum {
    OFF_FURNITURE_LEAD,
    OFF_FURNITURE_HEADING,
    OFF_FURNITURE_WORD,
    OFF_FURNITURE_OTHERS,
    OFF_FURNITURE_LABEL,
    OFF_FURNITURE_CALL,
    OFF_FURNITURE_NOTICE,
    OFF_FURNITURE_MISSING,
    OFF_FURNITURE_KINDS
} OffFurnitureKind;

/* phrases.c: which furniture words (words/) a text contains. */
typedef struct {
    guint words;      /* phrases in it that may be anywhere */
    gboolean lead;    /* it begins as furniture does ("Read also", "Photo:") */
    gboolean heading; /* as a heading it announces something that is not part of the article
                       * ("Related") */
    float share;      /* of the text, in phrases of the strong kinds: 0 to 1 */
    float others;     /* the same, in phrases of the kind OTHERS */
} OffFurniture;

OffFurniture off_furniture_of(const char *text);

/* What was found on the way: the pieces (OffUnit), off_heart_of(), and off_furniture_of() of the
 * block at an index. */
GArray *off_features_units(const OffFeatures *features);
guint off_features_heart(const OffFeatures *features);
OffFurniture off_features_furniture(const OffFeatures *features, guint block);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffFeatures, off_features_free)

#endif
