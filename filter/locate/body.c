/* body.c: features of a mail's text that tell who wrote it, and to whom. */
#include "config.h"

#include "locate/evidence.h"

#include "dom/dom.h"
#include "links/refuse.h"
#include "locate/words.h"
#include "wire/prefix.h"

#include <string.h>

#define PROSE_CHARS 60    /* a block of so many characters, mostly not links, is text to read */
#define GREETING_CHARS 50 /* "Dear Ann," */
#define GREETING_BLOCKS 8 /* one of the first blocks of text */
#define LABEL_CHARS 30    /* "Order number:" */
#define NOTICE_CHARS 200  /* a longer block has no label, no amount and no code of a notice */
#define NOTICE_LINE 120   /* a longer one tells of such things in a sentence */
#define FEED_LABELS_MAX 5 /* lines above a feed item */
#define CODE_CHARS 5      /* an order number, a code: so many letters and digits, mixed */
#define KNOWN_WORDS 200   /* so many tell whether the language is known */
#define NAME_CHARS 3      /* a shorter name may be in any text */

typedef struct {
    const OffLocateInput *input;
    const OffLetter *letter;
    float *out;
    char *reader;          /* the first word of the reader's name, lower case, or NULL */
    guint texts;           /* blocks of text so far */
    guint known, known_of; /* function words, and the words that they were looked for among */
} Body;

/* The first name in To: "Ann" of "Ann Example <ann@example.org>"; for a bare address the part
 * before the @ (transfer full), or NULL. */
static char *
reader_of(const OffLocateInput *input)
{
    const char *to = off_locate_field(input, "To");
    if (!to)
        return NULL;
    g_autofree char *name = g_utf8_strdown(to + strspn(to, "\"' <"), -1);
    name[strcspn(name, "\"' ,<>@.+")] = '\0';
    return g_utf8_strlen(name, -1) >= NAME_CHARS ? g_steal_pointer(&name) : NULL;
}

/* A short line that ends as an address to somebody does. */
static gboolean
is_greeting(const char *text, guint chars)
{
    static const char *const ends[] = {",", "!", "，", "！", ":", "：", "،", "、"};
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
        if (g_str_has_suffix(text, ends[i]))
            return chars <= GREETING_CHARS;
    return FALSE;
}

static gboolean
has_word(const char *text, const char *word)
{
    g_autofree char *lower = g_utf8_strdown(text, -1);
    for (const char *at = strstr(lower, word); at; at = strstr(at + 1, word)) {
        gunichar before = at > lower ? g_utf8_get_char(g_utf8_prev_char(at)) : ' ';
        gunichar behind = g_utf8_get_char(at + strlen(word));
        if (!g_unichar_isalnum(before) && !g_unichar_isalnum(behind))
            return TRUE;
    }
    return FALSE;
}

/* Amounts of money, and codes of letters and digits. */
static void
count_tokens(const char *text, float *amounts, float *codes)
{
    guint digits = 0, letters = 0;
    gboolean currency = FALSE;
    for (const char *p = text;; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        gboolean token = g_unichar_isalnum(c) || c == '-' || c == '.' || c == ',';
        currency = currency || g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL;
        if (token) {
            digits += g_unichar_isdigit(c);
            letters += g_unichar_isalpha(c);
        }
        if (token || (currency && c == ' '))
            continue;
        *amounts += currency && digits > 0;
        *codes += digits >= 4 && digits + letters >= CODE_CHARS && letters < digits + 8;
        digits = letters = 0;
        currency = g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL;
        if (c == 0)
            break;
    }
}

static gboolean
is_diff(const char *text)
{
    static const char *const starts[] = {"diff --git", "@@ -", "Index: ", "+++ ", "--- a/"};
    for (guint i = 0; i < G_N_ELEMENTS(starts); i++)
        if (off_has_prefix(text, starts[i]))
            return TRUE;
    return strstr(text, "@@ -") != NULL && strstr(text, " @@") != NULL;
}

static void
read_block(Body *body, const OffBlock *b, const char *plain)
{
    float *out = body->out;
    body->texts++;
    if (body->texts <= GREETING_BLOCKS && is_greeting(b->text, b->chars)) {
        out[OFF_M_greeting] = 1;
        if (body->reader && has_word(b->text, body->reader))
            out[OFF_M_names_reader] = 1;
    }
    if (body->known_of < KNOWN_WORDS) {
        body->known_of += b->words;
        body->known += off_count_function_words(plain);
    }
    out[OFF_M_labels] += b->chars < NOTICE_CHARS && off_is_label(b->text, LABEL_CHARS);
    out[OFF_M_diff] += is_diff(b->text);
    out[OFF_M_listings] += b->tag == OFF_TAG_pre;
    out[OFF_M_headings] += off_is_heading(b->tag);
    out[OFF_M_leave_words] += b->chars < 4 * NOTICE_CHARS && off_says_leave(plain);
    out[OFF_M_list_footer] += strstr(b->text, "listinfo") || strstr(b->text, "mailing list");
    if (b->chars < NOTICE_CHARS) {
        out[OFF_M_notices] += b->chars < NOTICE_LINE ? (float)off_count_notices(plain) : 0;
        count_tokens(b->text, &out[OFF_M_amounts], &out[OFF_M_codes]);
        out[OFF_M_sponsors] += off_says_sponsor(plain);
    }
    if (b->chars >= PROSE_CHARS && b->link_chars * 5 <= b->chars * 2) {
        out[OFF_M_prose_words] += (float)b->words;
        out[OFF_M_prose_blocks]++;
        out[OFF_M_longest] = MAX(out[OFF_M_longest], (float)b->words);
    }
}

static void
read_blocks(Body *body)
{
    const OffPage *page = body->letter->page;
    float *out = body->out;
    guint words = 0, quoted = 0, chars = 0, link_chars = 0, above = 0;
    gboolean has_quote = body->letter->quote_first < page->blocks->len;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        guint flags = off_box(page, b->box)->flags;
        if (flags & OFF_HIDDEN)
            continue;
        out[OFF_M_pictures] += b->kind == OFF_BLOCK_MEDIA;
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        words += b->words;
        quoted += flags & OFF_IN_QUOTE ? b->words : 0;
        above += has_quote && i < body->letter->quote_first ? b->words : 0;
        chars += b->chars;
        link_chars += b->link_chars;
        read_block(body, b, body->letter->plain[i]);
    }
    out[OFF_M_words] = (float)off_log_of_count(words);
    out[OFF_M_known] = (float)body->known / (float)(body->known_of + 5);
    out[OFF_M_prose_words] = (float)off_log_of_count((double)out[OFF_M_prose_words]);
    out[OFF_M_prose_blocks] = (float)off_log_of_count((double)out[OFF_M_prose_blocks]);
    out[OFF_M_quoted_share] = words ? (float)quoted / (float)words : 0;
    out[OFF_M_words_above_quote] = (float)off_log_of_count(above);
    out[OFF_M_link_share] = chars ? (float)link_chars / (float)chars : 0;
    out[OFF_M_notice_share] = out[OFF_M_notices] / (float)(body->texts + 3);
    out[OFF_M_amounts] = (float)off_log_of_count((double)out[OFF_M_amounts]);
    out[OFF_M_codes] = (float)off_log_of_count((double)out[OFF_M_codes]);
    out[OFF_M_labels] = (float)off_log_of_count((double)out[OFF_M_labels]);
    out[OFF_M_pictures] = (float)off_log_of_count((double)out[OFF_M_pictures]);
    out[OFF_M_cites] = (float)off_log_of_count(body->letter->cites);
}

/* schema.org types for orders, bookings and tasks of one reader. */
static gboolean
has_order_type(const char *html)
{
    static const char *const types[] = {"schema.org/Order",
                                        "schema.org/ParcelDelivery",
                                        "schema.org/Invoice",
                                        "Reservation\"",
                                        "\"ParcelDelivery\"",
                                        "\"Order\"",
                                        "\"Invoice\"",
                                        "\"ConfirmAction\"",
                                        "schema.org/ConfirmAction",
                                        "schema.org/EventReservation",
                                        "schema.org/FlightReservation",
                                        "\"RsvpAction\""};
    for (guint i = 0; i < G_N_ELEMENTS(types); i++)
        if (strstr(html, types[i]))
            return TRUE;
    return FALSE;
}

static void
read_elements(Body *body)
{
    const OffPage *page = body->letter->page;
    xmlNode *root = xmlDocGetRootElement(page->doc);
    for (xmlNode *n = root; n; n = off_next(root, n, FALSE)) {
        if (n->type != XML_ELEMENT_NODE)
            continue;
        OffTag tag = off_tag(n);
        body->out[OFF_M_tables] += tag == OFF_TAG_table;
        body->out[OFF_M_rules] += tag == OFF_TAG_hr;
        body->out[OFF_M_signature] +=
            off_attribute_is(n, "class", "signature") && tag == OFF_TAG_hr;
    }
    body->out[OFF_M_tables] = (float)off_log_of_count((double)body->out[OFF_M_tables]);
}

/* Features of the text part, if the HTML expresses them in another way. */
static void
read_text_part(const char *text, float *out)
{
    gboolean start = TRUE;
    guint quoted = 0, lines = 0;
    for (const char *p = text; *p; p++) {
        if (start) {
            lines++;
            quoted += *p == '>';
        }
        start = *p == '\n';
    }
    if (lines && quoted * 4 > lines)
        out[OFF_M_quoted_share] = MAX(out[OFF_M_quoted_share], (float)quoted / (float)lines);
}

/* A mail that a feed program made of an item begins with lines such as "URL: https://..." and
 * "Date: ...", then a blank line. */
static gboolean
has_feed_form(const char *text)
{
    guint labels = 0;
    gboolean address = FALSE;
    text += strspn(text, " \t\r\n");
    while (labels < FEED_LABELS_MAX) {
        gsize n = strcspn(text, "\r\n"), colon = strcspn(text, ":");
        if (n == 0 || colon >= n || colon > LABEL_CHARS || colon == 0)
            break;
        const char *value = text + colon + 1 + strspn(text + colon + 1, " \t");
        address = address || (labels == 0 && off_has_prefix(value, "http"));
        labels++;
        text += n + (text[n] == '\r') + (text[n + (text[n] == '\r')] == '\n');
    }
    return address && labels >= 2 && (*text == '\n' || *text == '\r');
}

void
off_evidence_of_body(const OffLocateInput *input, const OffLetter *letter,
                     float out[OFF_MAIL_FEATURES])
{
    Body body = {.input = input, .letter = letter, .out = out, .reader = reader_of(input)};
    out[OFF_M_html] = input->html != NULL;
    out[OFF_M_both] = input->html && input->text;
    read_blocks(&body);
    read_elements(&body);
    out[OFF_M_feed_form] = !input->html && input->text && has_feed_form(input->text);
    out[OFF_M_schema_order] = input->html && has_order_type(input->html);
    if (input->html && input->text)
        read_text_part(input->text, out);
    g_free(body.reader);
}
