/* input.h: bytes to items. */
#ifndef OFF_INPUT_H
#define OFF_INPUT_H

#include "feed.h"
#include "item.h"

#define OFF_INPUT_ERROR (off_input_error_quark())
GQuark off_input_error_quark(void);

typedef enum {
    OFF_INPUT_ERROR_EMPTY,
    OFF_INPUT_ERROR_BROKEN, /* not what it was said to be, in no part */
} OffInputError;

/* What the bytes are, by what they begin with. Never OFF_INPUT_MBOX: one mail may hold another's
 * text, and must not be cut in two. */
OffInputKind off_input_guess(const char *bytes, gsize length);
/* The kind of a word of --from; OFF_INPUT_AUTO where it is none. */
OffInputKind off_input_kind(const char *word);

typedef struct OffMailRoom OffMailRoom; /* mailroom.h */

/* Reads the input into items (of OffItem, transfer full), or NULL with error set. bytes have to
 * outlive the items. mail: what mails are read with; where it is NULL none can be. *feed is set
 * (transfer full) where the input is one; it has to outlive the items too. */
GPtrArray *off_input_read(const OffMailRoom *mail, OffInputKind kind, const char *bytes,
                          gsize length, const char *base_url, OffFeed **feed, GError **error);

/* One reader for each kind; they append to items. */
gboolean off_read_mail(const char *bytes, gsize length, GPtrArray *items, GError **error);
gboolean off_read_mbox(const OffMailRoom *mail, const char *bytes, gsize length, GPtrArray *items,
                       GError **error);
OffFeed *off_read_feed(const char *bytes, gsize length, const char *base_url, GPtrArray *items,
                       GError **error);
/* jsonfeed.c: JSON Feed 1.0 and 1.1. Returns the root (a json_t, transfer full), or NULL. */
gpointer off_read_json_feed(const char *utf8, const char *bytes, gsize length, const char *base_url,
                            GPtrArray *items);
gboolean off_read_newsboat(const char *bytes, gsize length, GPtrArray *items, GError **error);
gboolean off_is_newsboat(const char *bytes, gsize length);

/* The length of a From_ line and of lines ">From " above a header (CONTRACTS 3); 0 where there is
 * none. */
gsize off_envelope_length(const char *bytes, gsize length);
/* Cuts a header into fields, up to the blank line. Returns where the body begins. */
gsize off_scan_fields(const char *bytes, gsize length, gsize start, GArray *fields);
/* A field's value, unfolded, by name (transfer full), or NULL. */
char *off_field_value(const OffItem *item, const char *name);
gboolean off_has_field(const OffItem *item, const char *name);

#endif
