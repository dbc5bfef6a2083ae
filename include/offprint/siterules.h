/* siterules.h: rules for the pages of one site, in the format of FiveFilters' ftr-site-config.
 *
 * A file has one directive per line, "body: //div[@id='story']"; '#' begins a comment. See
 * offprint-sites(5) for the directives. The caller finds and reads the files: no function here
 * opens one. */
#ifndef OFFPRINT_SITERULES_H
#define OFFPRINT_SITERULES_H

#include <glib.h>

G_BEGIN_DECLS

typedef struct OffSiteRules OffSiteRules;

/* Empty rules (transfer full). */
OffSiteRules *off_site_rules_new(void);
void off_site_rules_free(OffSiteRules *rules);

/* Called for each faulty line. error: TRUE if the line is invalid and has no effect (such as an
 * invalid XPath expression), FALSE if its directive is unknown. what: a sentence. */
typedef void (*OffSiteComplaint)(const char *name, guint line, gboolean error, const char *what,
                                 void *data);

/* Adds the rules of one file. If two files have the same directive, the earlier file's is tried
 * first. text: length bytes, in UTF-8; name: for complaints. complain may be NULL. */
void off_site_rules_read(OffSiteRules *rules, const char *text, gsize length, const char *name,
                         OffSiteComplaint complain, void *data);

/* The value of the request field "user-agent" or "referer" in the rules (transfer none), or NULL.
 * No other field is ever sent. */
const char *off_site_rules_header(const OffSiteRules *rules, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffSiteRules, off_site_rules_free)

G_END_DECLS

#endif
