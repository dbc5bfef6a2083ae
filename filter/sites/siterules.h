/* siterules.h: reads a site's rules and applies them to a page. */
#ifndef OFF_SITERULES_H
#define OFF_SITERULES_H

#include "blocks/page.h"

#include <libxml/xpath.h>
#include <offprint/siterules.h>

typedef enum {
#define OFF_RULE(directive, symbol, kind) OFF_RULE_##symbol,
#include "sites/siterules.def"
#undef OFF_RULE
    OFF_RULES
} OffRuleKind;

typedef struct {
    char *words;             /* what is after the colon */
    char *of;                /* in the parentheses of "http_header(user-agent)"; NULL: none */
    xmlXPathCompExpr *xpath; /* NULL where the directive takes none */
} OffRule;

struct OffSiteRules {
    GPtrArray *of[OFF_RULES]; /* of OffRule */
    GPtrArray *replacements;  /* char *: texts to find, each followed by its replacement */
};

/* For XPath contexts: without a handler libxml2 writes to standard error. */
#if LIBXML_VERSION >= 21200
void off_ignore_xml_error(void *data, const xmlError *error);
#else
void off_ignore_xml_error(void *data, xmlError *error);
#endif

/* What is said of a switch first, or otherwise. */
gboolean off_site_rules_switch(const OffSiteRules *rules, OffRuleKind kind, gboolean otherwise);

/* A page under the rules of its site: siteapply.c. All expressions of a page share a bound on their
 * work; one that goes over it finds nothing. rules may be NULL: then nothing happens. */
typedef struct OffSitePage OffSitePage;
OffSitePage *off_site_page_new(const OffSiteRules *rules, xmlDoc *doc);
void off_site_page_free(OffSitePage *site);

/* find_string, replace_string: html with all that is found replaced (transfer full). */
char *off_site_replace(const OffSiteRules *rules, char *html);

/* Evaluates the rules on the page, removes from the tree what they strip, and remembers the body.
 * Call it before off_page_new() takes the tree. */
void off_site_prepare(OffSitePage *site);
/* Title, author or date, folded; the address of the single or the next page, as it is (transfer
 * none). The first of a kind that finds anything; NULL: none does. */
const char *off_site_said(const OffSitePage *site, OffRuleKind kind);
gboolean off_site_has_body(const OffSitePage *site);
/* Keeps exactly the blocks of the body; if prune is on, worth must be set. A body without blocks is
 * ignored, unless autodetect_on_failure is off. */
void off_site_judge(const OffSitePage *site, OffPage *page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffSitePage, off_site_page_free)

#endif
