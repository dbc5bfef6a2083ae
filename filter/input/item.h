/* item.h: one thing that came in, whatever it came in as. */
#ifndef OFF_ITEM_H
#define OFF_ITEM_H

#include <glib.h>

typedef enum {
#define OFF_FROM(name, word) OFF_INPUT_##name,
#include "wire/kinds.def"
} OffInputKind;

/* A field of a mail's header, as a range of its bytes: name, colon, value, folded lines, line end.
 */
typedef struct {
    gsize start, name_end, end;
} OffField;

/* A media file that belongs to an item of a feed. Strings are owned, NULL if the feed does not give
 * them. */
typedef struct {
    char *url, *type, *title;
    gint64 size;     /* bytes; 0: not known */
    gint64 duration; /* seconds; 0: not known */
    gboolean plays;  /* sound or film */
} OffEnclosure;

void off_enclosure_free(void *enclosure);

/* All strings are UTF-8 and owned, NULL where the input does not say. */
typedef struct {
    OffInputKind kind;
    const char *bytes; /* the very input of this item (a mail, a page); not owned */
    gsize length;
    const char *raw; /* the mail as in its mailbox, with From_ line, quoting and the blank line
                      * after it; NULL: not from a mailbox; not owned */
    gsize raw_length;
    char *unquoted; /* bytes, if the mailbox had them quoted; NULL: they are within raw */

    /* mail */
    gsize header_start;      /* after a From_ line and the like */
    gsize body_start;        /* after the blank line */
    GArray *fields;          /* OffField; NULL where it is no mail */
    gboolean crlf;           /* the lines of the header end with CR LF */
    const char *untouchable; /* why it has to be passed through; NULL: it has not */
    GPtrArray *attachments;  /* GMimeObject; what goes along */
    GPtrArray *leading;      /* GMimeObject; words in front of the text, which stay there */
    GPtrArray *continued;    /* GMimeObject; parts that html was joined from, after the first */
    GPtrArray *pictures;     /* OffMailPicture (mail/parts.h); what html shows */
    GHashTable *picture_ids; /* their Content-IDs; NULL: there are no pictures */
    char *unsubscribe;       /* List-Unsubscribe */

    /* what it says of itself */
    char *subject;
    char *from;   /* as written, decoded */
    char *sender; /* the address in From, lower case */
    char *sender_domain;
    char *list_id; /* RFC 2919, without the <> */
    char *url;     /* the article's address, where the item itself says it */
    char *feed_title, *feed_url, *guid, *author;
    char *date;      /* ISO 8601, or as found if that is no date */
    char *enclosure; /* the first that plays */

    /* what a feed says besides */
    char *updated;         /* ISO 8601: the last change */
    char *feed_address;    /* of the feed itself (rel="self"); feed_url is its home page */
    char *base;            /* of relative addresses in its words, if that is not url */
    char *comments;        /* where it is talked about */
    char *picture;         /* that goes with it */
    char *picture_text;    /* and what that shows */
    char *in_reply_to;     /* guid of the item that it answers (RFC 4685) */
    char *summary;         /* plain text, if it has content besides */
    GPtrArray *enclosures; /* OffEnclosure; NULL: none */
    gboolean
        shares_identity;    /* another item of the feed has its guid, or without one its address */
    gboolean shares_update; /* all items have the same last change: the feed's, not theirs */
    gboolean
        is_card; /* a media file whose words, if any, describe it: many feed readers show nothing */
    gboolean is_medium; /* a film or a sound is what it is about */
    char *lang;
    GPtrArray *categories; /* char * */

    /* its own words: bytes and their Content-Type (charset), or UTF-8 where the type is NULL */
    GBytes *html;
    char *html_type;
    GBytes *text;
    char *text_type;
    gboolean flowed, delsp; /* of text (RFC 3676) */
    guint64 record;         /* its number in a WARC; 0: it comes from elsewhere */
    gboolean full;          /* the feed says that this is all of it */
    gpointer node; /* its element or object in the feed it came from (feed.h); NULL elsewhere */
    GPtrArray *articles; /* of GByteArray: messages to attach as a digest; NULL: none */
} OffItem;

OffItem *off_item_new(OffInputKind kind, const char *bytes, gsize length);
void off_item_free(OffItem *item);
/* Makes the arrays of a mail's parts, whose entries are freed by these functions. */
void off_item_own_parts(OffItem *item, GDestroyNotify free_part, GDestroyNotify free_picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffItem, off_item_free)

#endif
