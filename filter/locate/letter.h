/* letter.h: the body of a mail as a page of blocks, in whichever form it came. */
#ifndef OFF_LETTER_H
#define OFF_LETTER_H

#include "blocks/page.h"

#include <offprint/locate.h>

typedef struct {
    OffPage *page;
    char **plain;      /* of each block, as off_comparable_composed gives it; "" if it is no text */
    gboolean is_text;  /* it came as plain text */
    guint quote_first; /* the first block that quotes or forwards another mail; else blocks->len */
    guint cites;       /* blocks of lines with ">", or of a client's own quotation */
} OffLetter;

/* Reads the HTML, or the text if there is no HTML (transfer full, never NULL). */
OffLetter *off_letter_new(const OffLocateInput *input);
void off_letter_free(OffLetter *letter);

/* The attribute that keeps the words of a link in plain text: those before its address. */
#define OFF_LINK_WORDS "data-words"

/* text.c: plain text as HTML: paragraphs, headings, rules, quotations and links (transfer full). */
char *off_letter_html_of_text(const char *text);

/* Does a text begin with a label of at most so many characters and a colon ("From: ...")? */
gboolean off_is_label(const char *text, guint most);

/* A count as the forests look at it: the logarithm of one more. */
double off_log_of_count(double count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(OffLetter, off_letter_free)

#endif
