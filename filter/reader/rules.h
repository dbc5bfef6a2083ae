/* rules.h: the site rules of a host, asked of the gate and read once. */
#ifndef OFF_RULES_H
#define OFF_RULES_H

#include "reader/channel.h"

#include <offprint/siterules.h>

typedef struct OffRuleBook OffRuleBook;

/* Lives as long as the process. */
OffRuleBook *off_rule_book_new(void);

/* The rules for the host of an address (transfer none), or NULL. Lines that are not understood are
 * reported at -v, once per host. */
const OffSiteRules *off_rule_book_find(OffRuleBook *book, OffChannel *channel, const char *url);

/* A checksum of their text (transfer none), which changes when the rules do. "" if there are
 * none. */
const char *off_rule_book_sum(OffRuleBook *book, OffChannel *channel, const char *url);

/* --check-sites: reads all files that the gate sends, and appends to out a line for each complaint,
 * then one that counts. Returns how many were errors. */
guint off_check_rules(OffChannel *channel, GByteArray *out);

#endif
