/* siterules.h: rules for the pages of one site, in the format of FiveFilters' ftr-site-config.
 *
 * A file has a directive a line, "body: //div[@id='story']"; '#' begins a comment. What each
 * directive does is told in offprint-sites(5). Files are found and read by the caller: no function
 * here touches one. */
#ifndef OFFPRINT_SITERULES_H
#define OFFPRINT_SITERULES_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct OffSiteRules OffSiteRules;

/* Rules that say nothing (transfer full). */
OffSiteRules *off_site_rules_new(void);
void off_site_rules_free(OffSiteRules *rules);

/* Told of each line that is not as it should be. error: the line has no effect (an XPath expression
 * that is none, say); else it is a directive that is not known here. what: a sentence. */
typedef void (*OffSiteComplaint)(const char *name, guint line, gboolean error, const char *what,
                                 void *data);

/* Reads one file behind what is there already: where both say something of a kind, the earlier is
 * tried first. text: length bytes, in UTF-8; name: for complaints. complain may be NULL. */
void off_site_rules_read(OffSiteRules *rules, const char *text, gsize length, const char *name,
                         OffSiteComplaint complain, void *data);

/* The field of a request that the rules ask for, "user-agent" or "referer" (transfer none), or
 * NULL: no other is ever sent. */
const char *off_site_rules_header(const OffSiteRules *rules, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffSiteRules, off_site_rules_free)

G_END_DECLS

#endif
