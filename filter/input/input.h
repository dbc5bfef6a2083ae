/* input.h: bytes to items. */
#ifndef OFF_INPUT_H
#define OFF_INPUT_H

#include "input/feed.h"
#include "input/item.h"

#define OFF_INPUT_ERROR (off_input_error_quark())
GQuark off_input_error_quark(void);

typedef enum {
    OFF_INPUT_ERROR_EMPTY,
    OFF_INPUT_ERROR_NO_ITEMS, /* a feed that has none yet */
    OFF_INPUT_ERROR_BROKEN,   /* not what it was said to be, in no part */
} OffInputError;

/* The kind of the input, by its beginning. Never OFF_INPUT_MBOX: a mail may contain another mail's
 * text and must not be cut in two. */
OffInputKind off_input_guess(const char *bytes, gsize length);
/* The kind of a word of --from; OFF_INPUT_AUTO where it is none. */
OffInputKind off_input_kind(const char *word);

/* Reads one mail (the module mail/ has the function). */
typedef gboolean (*OffReadMail)(const char *bytes, gsize length, GPtrArray *items, GError **error);

/* What came in. bytes have to outlive the items that are read from them. */
typedef struct {
    const char *bytes;
    gsize length;
    const char *base_url;  /* where a feed or a page was found; NULL: not known */
    OffReadMail read_mail; /* NULL: no mail can be read */
    OffFeed **feed; /* set (transfer full) if the input is a feed; it has to outlive the items */
} OffSource;

/* Reads the source into items (of OffItem, transfer full). Returns NULL with error set in the
 * domain OFF_INPUT_ERROR. */
GPtrArray *off_input_read(OffInputKind kind, const OffSource *source, GError **error);

/* Reads bytes of the source, or a copy derived from them, as one mail. They must outlive it. */
gboolean off_input_read_mail(const OffSource *source, const char *bytes, gsize length,
                             GPtrArray *items, GError **error);

/* One reader for each kind; they append to items. */
gboolean off_read_mbox(const OffSource *source, GPtrArray *items, GError **error);
gboolean off_read_feed(const OffSource *source, GPtrArray *items, GError **error);
/* lists.c: addresses, a line each, and the feeds of an OPML file: items of OFF_INPUT_URL. */
gboolean off_read_urls(const OffSource *source, GPtrArray *items, GError **error);
gboolean off_read_opml(const OffSource *source, GPtrArray *items, GError **error);
gboolean off_read_newsboat(const OffSource *source, GPtrArray *items, GError **error);
gboolean off_is_newsboat(const char *bytes, gsize length);

/* Is the line a From_ line of an mbox (RFC 4155)? "From :" begins a header field (RFC 5322, 4.5).
 */
gboolean off_is_from_line(const char *line, gsize length);
/* The number of ">" in front of "From " at the start of the line (mboxrd), or -1 if it is no such
 * line. */
int off_from_quotes(const char *line, gsize length);
/* The length of a From_ line and of lines ">From " above a header (CONTRACTS 3); 0 if there is
 * none. */
gsize off_envelope_length(const char *bytes, gsize length);
/* The length of the line at that offset, with its line end. */
gsize off_line_length(const char *bytes, gsize length, gsize at);
/* Cuts a header into fields, up to the blank line. Returns where the body begins. */
gsize off_scan_fields(const char *bytes, gsize length, gsize start, GArray *fields);
/* A field's value, unfolded, by name (transfer full), or NULL. */
char *off_field_value(const OffItem *item, const char *name);
/* All fields: name, value, name, value, ..., NULL; values unfolded, in UTF-8 (transfer full). */
char **off_field_pairs(const OffItem *item);
gboolean off_has_field(const OffItem *item, const char *name);

#endif
