/* table.h: a page's metadata, by field and source. */
#ifndef OFF_METADATA_TABLE_H
#define OFF_METADATA_TABLE_H

#include "blocks/page.h"

/* Values by field and source. The sources are in the order in which they are believed. */
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
    OFF_META_FEED,      /* the title of the page's feed */
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
    guint looked_at;                 /* elements that may name an author */
    const char *author_key;          /* of the <meta> that named the authors, or NULL */
    char *brand;                     /* the words of the first link to the front page */
    char *paper;                     /* the publication's name, if no person is named as author */
    gboolean byline_is_shown;        /* it is no datum of the page, but is somewhere in it */
    gboolean author_is_organization; /* of JSON-LD */
    char *person; /* the only one of JSON-LD, where its article names no author */
    guint persons;
    char *document_title; /* <title> */
    char *visible_title;  /* if there is no h1: a line that the page repeats */
    char *body_text;      /* articleBody of JSON-LD, plain text */
    GArray *headings;     /* OffHeading: the first h1, in order */
    GArray *subheadings;  /* the first h2 */
    GPtrArray *tags;      /* char *: the keywords of the page */
    GPtrArray *keywords;  /* what it says to search engines */
    GPtrArray *shown;     /* the first names in elements that are called an author's */
    const OffPage *page;
} OffMetadata;

void off_metadata_free(OffMetadata *metadata);

/* The value of the source that is believed first, or NULL. */
const char *off_metadata_first(const OffMetadata *m, OffMetaField field);

/* Sets a value unless the source already has one; value is folded, an empty one is ignored. */
void off_metadata_set(OffMetadata *m, OffMetaField field, OffMetaSource source, const char *value);

/* JSON and <meta> need no HTML entities, but many pages escape them once more (transfer full). */
char *off_without_entities(const char *text);

/* Adds words, separated by commas or semicolons, to a list of tags, without repeats. */
void off_metadata_add_tags(GPtrArray *tags, const char *words);

/* Replaces a value (takes ownership); NULL keeps the old value. */
void off_replace(char **field, char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffMetadata, off_metadata_free)

#endif
