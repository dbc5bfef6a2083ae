/* transfer.h: HTTP by libcurl, one hop at a time. */
#ifndef OFF_TRANSFER_H
#define OFF_TRANSFER_H

#include "fetch/guard.h"
#include "fetch/response.h"

typedef struct OffTransfers OffTransfers;
typedef void (*OffTransferDone)(OffFetch *fetch, OffResponse *response, void *data);

typedef struct {
    gint64 deadline;
    long connections, connections_per_host;
    gboolean record; /* the headers are kept */
} OffTransferLimits;

/* deadline: monotonic milliseconds (off_now_ms). done is called from off_transfers_run, with the
 * fetch handed back (transfer full). guard stays the caller's. */
OffTransfers *off_transfers_new(const OffGuard *guard, const OffTransferLimits *limits,
                                OffTransferDone done, void *data);
void off_transfers_free(OffTransfers *transfers);
/* Begins one hop; takes the fetch. */
void off_transfers_start(OffTransfers *transfers, OffFetch *fetch);
/* Works until fd can be read or milliseconds have gone by. */
void off_transfers_run(OffTransfers *transfers, int fd, int milliseconds);

#endif
