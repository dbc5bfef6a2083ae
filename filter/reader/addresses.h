/* addresses.h: addresses that lead to feeds. */
#ifndef OFF_ADDRESSES_H
#define OFF_ADDRESSES_H

#include "reader/job.h"

/* What came of a list of addresses. It has to outlive the items. */
typedef struct {
    GPtrArray
        *items; /* OffItem: the addresses that are pages, and the items of those that are feeds */
    GPtrArray *pages; /* OffFetched or NULL: the fetched pages, one per item */
    GPtrArray *feeds; /* OffFetched: the bytes of the feeds */
    GPtrArray *trees; /* OffFeed: the same, read */
} OffAddresses;

/* Are there addresses among the items? */
gboolean off_has_addresses(const GPtrArray *items);

/* Fetches the addresses among items (takes them); a feed is replaced by its items. */
void off_addresses_open(OffAddresses *addresses, GPtrArray *items, const OffJob *job,
                        OffChannel *channel);
void off_addresses_clear(OffAddresses *addresses);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OffAddresses, off_addresses_clear)

/* The feed, if one is all there is (transfer none), or NULL. */
OffFeed *off_addresses_feed(const OffAddresses *addresses);

/* The answer to the only address, if it could not be fetched (transfer none), or NULL. */
const OffFetched *off_addresses_failure(const OffAddresses *addresses);

#endif
