/* metadata.h: what a page says about its article. */
#ifndef OFF_METADATA_H
#define OFF_METADATA_H

#include "metadata/date.h"
#include "blocks/page.h"

#include <offprint/extract.h>

/* Values by field and source. The sources stand in the order in which they are believed. */
typedef enum {
    OFF_META_LD,   /* JSON-LD (schema.org) */
    OFF_META_OG,   /* OpenGraph, article: */
    OFF_META_NAME, /* <meta name>, Dublin Core, twitter: */
    OFF_META_ITEM, /* microdata, rel=author */
    OFF_META_PAGE, /* what can be seen */
    OFF_META_SOURCES
} OffMetaSource;

typedef enum {
    OFF_META_TITLE,
    OFF_META_BYLINE,
    OFF_META_DATE,
    OFF_META_MODIFIED,
    OFF_META_SITE,
    OFF_META_LANG,
    OFF_META_DESCRIPTION,
    OFF_META_IMAGE,
    OFF_META_URL,
    OFF_META_PAGE_DATE, /* the page's own, where the article has none */
    OFF_META_TYPE,      /* "article", "video.other" */
    OFF_META_FIELDS
} OffMetaField;

typedef struct {
    char *text; /* folded */
    char *head; /* its first and last part, where an element or a line break parts it, or NULL */
    char *tail;
    guint block; /* the first of its blocks, or OFF_NO_BLOCK */
} OffHeading;

#define OFF_NO_BLOCK G_MAXUINT

typedef struct {
    char *value[OFF_META_FIELDS][OFF_META_SOURCES];
    GHashTable *names;               /* the page's own */
    gboolean label_says_author;      /* the last twitter:label, while the page is read */
    char *paper;                     /* the paper's name, where no person is named as author */
    gboolean byline_is_shown;        /* it is no datum of the page, but stands somewhere in it */
    gboolean author_is_organization; /* of JSON-LD */
    char *person; /* the only one of JSON-LD, where its article names no author */
    guint persons;
    char *document_title; /* <title> */
    char *visible_title;  /* where there is no h1: a line that the page repeats */
    char *body_text;      /* articleBody of JSON-LD, plain text */
    GArray *headings;     /* OffHeading: the first h1, in order */
    GArray *subheadings;  /* the first h2 */
    GPtrArray *shown;     /* the first names in elements that are called an author's */
    const OffPage *page;
} OffMetadata;

/* The page has to live as long. */
OffMetadata *off_metadata_new(const OffPage *page);
void off_metadata_free(OffMetadata *metadata);

/* Sets a value where the source has none yet; value is folded, an empty one is ignored. */
void off_metadata_set(OffMetadata *m, OffMetaField field, OffMetaSource source, const char *value);

/* JSON and <meta> need no entities of their own, but those who write them often escape once too
 * often for HTML (transfer full). */
char *off_without_entities(const char *text);

/* jsonld.c: reads one script of type application/ld+json. */
void off_metadata_read_jsonld(OffMetadata *m, const char *json);

/* For tests/train: the candidates for a title, each as a row of numbers. */
typedef void (*OffTitleRow)(const char *text, const float *row, guint numbers, void *data);
void off_each_title(const OffMetadata *m, OffTitleRow each, void *data);

/* Puts a value (taken) in the place of another; NULL leaves that where it is. */
void off_replace(char **field, char *value);

/* title.c: the title without the names of site and section (transfer full), or NULL. */
char *off_choose_title(const OffMetadata *m, const char *expected);

/* The title of a page that has nothing but its text (transfer full), or NULL. */
char *off_title_of_blocks(const OffPage *page);
/* The name that stands behind the title in whole, parted by a dash or the like (transfer full), or
 * NULL. */
char *off_site_behind_title(const char *whole, const char *title);

/* byline.c: names alone (transfer full), or NULL; then *paper (transfer full) is the paper's own
 * name, where it stands in their place, or NULL. */
char *off_choose_byline(OffMetadata *m, const char *url, char **paper);
/* A name of one word as a text writes it in full ("Ana" in "By Ana Ruiz"; transfer full), or NULL.
 */
char *off_full_name(const char *name, const char *text);
/* Takes "By" and the like, dates, addresses and handles off; NULL where no name is left. */
char *off_clean_byline(const char *text);

/* Of the names in elements that are called an author's, the first that is one in full, or else the
 * first; or NULL. */
const char *off_shown_name(const OffMetadata *m);
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

/* Is this a line that names who wrote it? */
OffBylineKind off_byline_kind(const char *line);
/* Is this no more than what stands before a name ("Written by")? */
gboolean off_says_author(const char *line);

/* Does the line begin with a word like "Published"? */
gboolean off_says_published(const char *line);
/* Does it hold a word like "Updated"? */
gboolean off_tells_change(const char *line);

/* Fills the article's fields from what the page says. expected: a title from outside, or NULL. */
void off_metadata_apply(OffMetadata *m, OffArticle *article, const OffExtractOptions *options);

/* Is the language (BCP 47) written from right to left? */
gboolean off_is_right_to_left(const char *lang);

/* sources.c: tells options->explain_source, where it is set, what says what the article says. */
void off_explain_metadata(const OffMetadata *m, const OffArticle *article,
                          const OffExtractOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffMetadata, off_metadata_free)

#endif
