/* tokenizer.h: the tokens of a page (HTML, 13.2.5). The text is UTF-8; a CR or CR LF is read as
 * LF (13.2.3.5). */
#ifndef OFF_HTML_TOKENIZER_H
#define OFF_HTML_TOKENIZER_H

#include "html/tags.h"

#include <libxml/tree.h>

typedef enum {
    OFF_TOKEN_TEXT,
    OFF_TOKEN_START,
    OFF_TOKEN_END,
    OFF_TOKEN_COMMENT,
    OFF_TOKEN_DOCTYPE,
    OFF_TOKEN_EOF
} OffHtmlTokenType;

/* The kinds of text that end only at the end tag of the last start tag. */
typedef enum {
    OFF_TEXT_DATA,   /* markup */
    OFF_TEXT_RCDATA, /* text with character references: title, textarea */
    OFF_TEXT_RAW,    /* text: style, xmp, iframe, noembed, noframes, noscript */
    OFF_TEXT_SCRIPT, /* text in which comments may hide an end tag (13.2.5.15 to 13.2.5.31) */
    OFF_TEXT_PLAIN   /* text to the end of the page */
} OffHtmlTextKind;

/* Strings are UTF-8 with a length in bytes, without a NUL; they are valid until the next token. */
typedef struct {
    const xmlChar *name; /* lower case, in the dictionary */
    const char *value;
    gsize length;
} OffHtmlAttribute;

typedef struct {
    OffHtmlTokenType type;
    OffHtmlTag tag;      /* of a start or end tag */
    const xmlChar *name; /* its name in lower case, in the dictionary; of a doctype, too */
    gboolean closes;     /* a start tag that ends in "/>" */
    GArray *attributes;  /* OffHtmlAttribute: of a start tag, each name once */
    const char *text;    /* of text and comments; of a doctype: its public identifier, or NULL */
    gsize length;        /* of text */
    const char *system;  /* of a doctype: its system identifier, or NULL */
    gsize system_length;
    gboolean quirks; /* of a doctype: broken off */
} OffHtmlToken;

typedef struct OffHtmlTokenizer OffHtmlTokenizer;

/* text and dict are borrowed for the tokenizer's life. */
OffHtmlTokenizer *off_html_tokenizer_new(const char *text, gsize length, xmlDict *dict);
void off_html_tokenizer_free(OffHtmlTokenizer *t);

/* The next token (transfer none). After the last one it is always OFF_TOKEN_EOF. */
OffHtmlToken *off_html_next(OffHtmlTokenizer *t);

/* An attribute of a start tag (transfer none), or NULL. */
const OffHtmlAttribute *off_html_attribute(const OffHtmlToken *token, const char *name);

/* How the text after the last start tag is read (13.2.6.2). */
void off_html_read_text(OffHtmlTokenizer *t, OffHtmlTextKind kind);

/* Is "<![CDATA[" the start of a section here? So it is in SVG and MathML (13.2.5.42). */
void off_html_allow_cdata(OffHtmlTokenizer *t, gboolean allow);

/* The name of an element, in the dictionary. */
const xmlChar *off_html_dict_name(OffHtmlTokenizer *t, OffHtmlTag tag);

#endif
