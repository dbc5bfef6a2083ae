/* letter.c: the body of a mail as a page of blocks, and where it quotes another mail. */
#include "config.h"

#include "locate/letter.h"

#include "dom/dom.h"
#include "wire/prefix.h"
#include "words/fold.h"

#include <math.h>
#include <string.h>

#define LABEL_CHARS 25   /* "Subject:" in any language */
#define FORWARD_CHARS 80 /* "---------- Forwarded message ----------" in any language */
#define FORWARD_DASHES 4 /* that it begins with */
#define LABELS_MIN 3 /* so many such lines, one with an address, are the header of another mail */

/* How mail programs mark quoted mails: names in class and id. */
static const char *const quote_names[] = {"gmail_quote",
                                          "gmail_extra",
                                          "gmail_attr",
                                          "moz-cite-prefix",
                                          "moz-forward-container",
                                          "yahoo_quoted",
                                          "divrplyfwdmsg",
                                          "appendonsend",
                                          "outlookmessageheader",
                                          "x_divrplyfwdmsg",
                                          "protonmail_quote",
                                          "zmail_extra",
                                          "tutanota_quote",
                                          "mail-quote",
                                          "ms-outlook-mobile-reference-message",
                                          "replyforward",
                                          "quote_container",
                                          "mailcontainer_quote"};

static gboolean
has_quote_name(const xmlNode *node, const char *attribute)
{
    return off_has_a_token(off_attribute(node, attribute), quote_names, G_N_ELEMENTS(quote_names));
}

static gboolean
is_quote(const xmlNode *node)
{
    if (off_tag(node) == OFF_TAG_blockquote && off_attribute_is(node, "type", "cite"))
        return TRUE;
    return has_quote_name(node, "class") || has_quote_name(node, "id");
}

/* "---------- Forwarded message ---------" in any language: words between dashes. */
static gboolean
is_forward_line(const char *text)
{
    gsize dashes = strspn(text, "- ");
    if (dashes < FORWARD_DASHES || text[0] != '-')
        return FALSE;
    const char *end = strrchr(text, '-');
    return end && end > text + dashes && strlen(end) <= 1 && strchr(text + dashes, '-') != NULL &&
           g_utf8_strlen(text, -1) < FORWARD_CHARS;
}

gboolean
off_is_label(const char *text, guint most)
{
    gsize n = strcspn(text, ":");
    const char *wide = strstr(text, "：");
    if (wide && (gsize)(wide - text) < n)
        n = (gsize)(wide - text);
    return n > 0 && text[n] != '\0' && g_utf8_strlen(text, (gssize)n) <= (glong)most &&
           !off_has_prefix(text + n, "://");
}

double
off_log_of_count(double count)
{
    return log1p(count);
}

/* The first of several lines that repeat the header of another mail, or count. */
static guint
first_header(const OffPage *page)
{
    guint run = 0, addresses = 0;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        if (is_forward_line(b->text))
            return i;
        if (!off_is_label(b->text, LABEL_CHARS)) {
            run = addresses = 0;
            continue;
        }
        run++;
        addresses += strchr(b->text, '@') != NULL;
        if (run >= LABELS_MIN && addresses > 0 && i > run)
            return i + 1 - run;
    }
    return page->blocks->len;
}

static void
find_quotes(OffLetter *l)
{
    const OffPage *page = l->page;
    l->quote_first = first_header(page);
    for (guint i = 0; i < page->boxes->len; i++) {
        const OffBox *box = off_box(page, i);
        if (!box->node || box->node->type != XML_ELEMENT_NODE || box->first >= box->end ||
            !is_quote(box->node))
            continue;
        l->quote_first = MIN(l->quote_first, box->first);
        l->cites += box->end - box->first;
    }
}

static char **
plain_blocks(const OffPage *page)
{
    char **plain = g_new0(char *, page->blocks->len + 1);
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        gboolean shown = b->kind == OFF_BLOCK_TEXT && !(off_box(page, b->box)->flags & OFF_HIDDEN);
        plain[i] = shown ? off_comparable_composed(b->text) : g_strdup("");
    }
    return plain;
}

OffLetter *
off_letter_new(const OffLocateInput *input)
{
    OffLetter *l = g_new0(OffLetter, 1);
    g_autofree char *made = NULL;
    const char *html = input->html;
    if (!html) {
        l->is_text = TRUE;
        html = made = off_letter_html_of_text(input->text ? input->text : "");
    }
    l->page = off_page_new(off_dom_parse(*html ? html : "<p></p>", *html ? strlen(html) : 7));
    l->plain = plain_blocks(l->page);
    find_quotes(l);
    return l;
}

void
off_letter_free(OffLetter *letter)
{
    if (!letter)
        return;
    g_strfreev(letter->plain);
    off_page_free(letter->page);
    g_free(letter);
}
