/* listed.h: addresses that a mail's header names for leaving the list and the like. */
#ifndef OFF_MAIL_LISTED_H
#define OFF_MAIL_LISTED_H

#include "input/item.h"

/* The decoded values of those fields, one after the other with a comma (transfer full), or NULL if
 * the mail has none. */
char *off_listed_fields(const OffItem *item);

#endif
