/* markup.c: makes XML well-formed, and changes no byte that it need not change.
 *
 * One pass copies the text and keeps a stack of the open elements. If a tag was missing, a second
 * pass applies knowledge about feeds: items are not nested, a title contains no other element of an
 * item, and some elements of HTML have no end tag. */
#include "config.h"

#include "input/markup.h"

#include "input/doctype.h"
#include "input/entities.h"
#include "input/tags.h"
#include "wire/bounds.h"
#include "wire/prefix.h"

#include <string.h>

#define PREAMBLE_MAX 65536 /* bytes in which a feed begins */
#define SEARCHED_MAX                                                                               \
    512 /* open elements among which the one is looked for that an end tag ends                    \
         */

typedef struct {
    const char *name; /* in the input */
    gsize length;
    guint span;       /* its index, or G_MAXUINT if it has none */
    gboolean parsed;  /* its tags are in parse */
    guint item, feed; /* depth of the innermost item and feed, this one included; 0: none */
} Open;

typedef struct {
    OffMarkup *m;
    const char *at, *end;
    GArray *open; /* Open */
    GHashTable *declared;
    gboolean guess;   /* the second pass */
    gboolean missing; /* a tag was */
    gboolean closed;  /* the root is complete; what follows is not part of the document */
    gboolean bare;    /* items without a root */
    /* The end of such a thing was looked for, and does not come any more. */
    gboolean no_comment, no_cdata, no_instruction;
} Scan;

static void
put_bytes(Scan *s, const char *bytes, gsize length)
{
    g_string_append_len(s->m->text, bytes, (gssize)length);
    g_string_append_len(s->m->parse, bytes, (gssize)length);
}

/* --- the open elements --- */

static Open *
open_at(const Scan *s, guint i)
{
    return &g_array_index(s->open, Open, i);
}

static Open *
innermost_element(const Scan *s)
{
    return s->open->len > 0 ? open_at(s, s->open->len - 1) : NULL;
}

static gboolean
is_called(const Open *open, const char *name, gsize length)
{
    return open->length == length && memcmp(open->name, name, length) == 0;
}

/* Writes an end tag for the innermost element; taken: the bytes of the input are one. */
static void
close_innermost(Scan *s, gboolean taken, const char *tag, gsize length)
{
    const Open *open = innermost_element(s);
    g_autofree char *made =
        taken ? NULL : g_strdup_printf("</%.*s>", (int)open->length, open->name);
    if (open->span != G_MAXUINT) {
        OffSpan *span = &g_array_index(s->m->spans, OffSpan, open->span);
        span->inner_end = s->m->text->len;
        span->end = span->inner_end + (taken ? length : strlen(made));
    }
    g_string_append_len(s->m->text, taken ? tag : made, taken ? (gssize)length : -1);
    if (open->parsed)
        g_string_append_len(s->m->parse, taken ? tag : made, taken ? (gssize)length : -1);
    s->m->mended |= !taken;
    g_array_set_size(s->open, s->open->len - 1);
}

/* Closes elements that were left open, until only depth are. */
static void
close_to(Scan *s, guint depth)
{
    while (s->open->len > depth) {
        s->missing = TRUE;
        close_innermost(s, FALSE, NULL, 0);
    }
}

static guint
item_depth(const Scan *s)
{
    return s->open->len > 0 ? innermost_element(s)->item : 0;
}

static guint
feed_depth(const Scan *s)
{
    return s->open->len > 0 ? innermost_element(s)->feed : 0;
}

static void
push_element(Scan *s, const OffTagBytes *tag, gsize start, gboolean parsed)
{
    OffSpan span = {.start = start, .inner = s->m->text->len};
    span.inner_end = span.end = span.inner;
    Open open = {.name = tag->name, .length = tag->name_length, .parsed = parsed};
    guint depth = s->open->len + 1;
    open.span = parsed ? s->m->spans->len : G_MAXUINT;
    open.item = off_tag_is_item(tag->name, tag->name_length) ? depth : item_depth(s);
    open.feed = off_tag_is_feed(tag->name, tag->name_length) ? depth : feed_depth(s);
    if (parsed)
        g_array_append_val(s->m->spans, span);
    if (!tag->empty)
        g_array_append_val(s->open, open);
}

/* --- what is known of feeds --- */

/* Handles a start tag that implies that open elements should have been closed. */
static void
close_for(Scan *s, const OffTagBytes *tag)
{
    guint item = item_depth(s), feed = feed_depth(s), parent = MAX(item, feed);
    if (off_tag_is_item(tag->name, tag->name_length)) {
        if (item > feed)
            close_to(s, item - 1);
        else if (feed > 0)
            close_to(s, feed);
        return;
    }
    if (parent == 0 || s->open->len <= parent)
        return;
    const Open *field = open_at(s, parent);
    if (off_tag_ends_field(field->name, field->length, tag->name, tag->name_length))
        close_to(s, parent);
}

/* --- pieces of the text --- */

static void
take_start_tag(Scan *s)
{
    OffTagBytes tag;
    gsize taken = off_tag_read(s->at, s->end, &tag);
    if (taken == 0) {
        put_bytes(s, "&lt;", 4);
        s->m->mended = TRUE;
        s->at++;
        return;
    }
    if (s->guess) {
        close_for(s, &tag);
        if (item_depth(s) > 0 && s->open->len > item_depth(s) && !tag.empty &&
            off_tag_is_void(tag.name, tag.name_length))
            tag.empty = tag.odd = TRUE;
    }
    gsize start = s->m->text->len;
    gboolean changed = off_tag_write(s->m->text, s->at, taken, &tag, s->declared);
    s->m->mended |= changed;
    gboolean parsed = s->open->len < OFF_FEED_DEPTH_MAX;
    if (parsed)
        off_markup_replace(s->m->parse, s->m->text->str + start, s->m->text->len - start,
                           s->declared);
    push_element(s, &tag, start, parsed);
    s->at += taken;
}

static void
take_end_tag(Scan *s)
{
    const char *name = s->at + 2;
    gsize length = off_name_length(name, s->end);
    const char *p = name + length;
    while (p < s->end && g_ascii_isspace(*p))
        p++;
    if (length == 0 || p >= s->end || *p != '>') {
        if (p >= s->end) { /* cut off in the middle of it */
            s->at = s->end;
            return;
        }
        put_bytes(s, "&lt;", 4);
        s->m->mended = TRUE;
        s->at++;
        return;
    }
    gsize taken = (gsize)(p - s->at) + 1;
    guint depth = s->open->len, item = item_depth(s);
    guint lowest = depth > SEARCHED_MAX ? depth - SEARCHED_MAX : 0;
    while (depth > lowest && !is_called(open_at(s, depth - 1), name, length))
        depth--;
    if (depth == lowest)
        depth = 0;
    /* An end that belongs to nothing within this item. */
    gboolean stray = depth == 0 || (depth < item && !off_tag_is_item(name, length) &&
                                    !off_tag_is_feed(name, length) && depth > 1);
    if (stray) {
        s->missing = s->m->mended = TRUE;
    } else {
        close_to(s, depth);
        close_innermost(s, TRUE, s->at, taken);
    }
    s->at += taken;
    s->closed = s->open->len == 0 && !s->bare;
}

/* Text without the characters that XML does not allow. */
static void
put_characters(Scan *s, const char *from, const char *to)
{
    const char *start = from;
    for (const char *p = from; p < to; p++) {
        guchar c = (guchar)*p;
        gboolean bad = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        gboolean beyond = c == 0xef && to - p >= 3 && (guchar)p[1] == 0xbf && (guchar)p[2] >= 0xbe;
        if (!bad && !beyond)
            continue;
        put_bytes(s, start, (gsize)(p - start));
        p += beyond ? 2 : 0;
        start = p + 1;
        s->m->mended = TRUE;
    }
    put_bytes(s, start, (gsize)(to - start));
}

static void
take_reference(Scan *s)
{
    gsize before = s->m->text->len;
    gboolean changed = FALSE;
    gsize taken = off_reference_append(s->m->text, s->at, s->end, s->declared, &changed);
    const char *written = s->m->text->str + before;
    gboolean hex = off_has_prefix(written, "&#x");
    gunichar number = off_has_prefix(written, "&#")
                          ? (gunichar)g_ascii_strtoull(written + (hex ? 3 : 2), NULL, hex ? 16 : 10)
                          : 0;
    if (off_html_character(number) != number)
        g_string_append_printf(s->m->parse, "&#%u;", off_html_character(number));
    else
        off_markup_replace(s->m->parse, written, s->m->text->len - before, s->declared);
    s->m->mended |= changed;
    s->at += taken;
}

/* An unclosed CDATA section ends with the element around it. */
static const char *
end_of_cdata(const Scan *s, const char *start)
{
    const Open *open = innermost_element(s);
    if (!open)
        return s->end;
    g_autofree char *tag = g_strdup_printf("</%.*s>", (int)open->length, open->name);
    const char *found = g_strstr_len(start, s->end - start, tag);
    return found ? found : s->end;
}

static void
take_cdata(Scan *s)
{
    const char *start = s->at + 9;
    const char *close = s->no_cdata ? NULL : g_strstr_len(start, s->end - start, "]]>");
    s->no_cdata = close == NULL;
    const char *stop = close ? close : end_of_cdata(s, start);
    put_bytes(s, s->at, 9);
    put_characters(s, start, stop);
    put_bytes(s, "]]>", 3);
    s->m->mended |= close == NULL;
    s->missing |= close == NULL;
    s->at = close ? close + 3 : stop;
}

/* XML forbids "--" in a comment; pages do not know that. */
static void
take_comment(Scan *s)
{
    const char *start = s->at + 4;
    const char *close = s->no_comment ? NULL : g_strstr_len(start, s->end - start, "-->");
    s->no_comment = close == NULL;
    if (!close) {
        put_bytes(s, "&lt;", 4);
        s->m->mended = TRUE;
        s->at++;
        return;
    }
    put_bytes(s, s->at, 4);
    for (const char *p = start; p < close;) {
        const char *dashes = g_strstr_len(p, close - p, "--");
        const char *stop = dashes ? dashes + 1 : close;
        put_characters(s, p, stop);
        if (dashes)
            put_bytes(s, " ", 1);
        s->m->mended |= dashes != NULL;
        p = stop;
    }
    if (close > start && close[-1] == '-') {
        put_bytes(s, " ", 1);
        s->m->mended = TRUE;
    }
    put_bytes(s, close, 3);
    s->at = close + 3;
}

static void
take_instruction(Scan *s)
{
    const char *close = s->no_instruction ? NULL : g_strstr_len(s->at, s->end - s->at, "?>");
    s->no_instruction = close == NULL;
    gboolean declaration =
        close && close - s->at >= 6 && memcmp(s->at, "<?xml", 5) == 0 && g_ascii_isspace(s->at[5]);
    gboolean named = close && off_name_length(s->at + 2, s->end) > 0;
    if (!close) {
        put_bytes(s, "&lt;", 4);
        s->at++;
    } else if (named && !declaration) {
        put_characters(s, s->at, close + 2);
        s->at = close + 2;
        return;
    } else
        s->at = close + 2;
    s->m->mended = TRUE;
}

static void
take_doctype(Scan *s)
{
    gsize length = off_doctype_length(s->at, s->end);
    if (length == 0 || s->m->spans->len > 0 || s->declared) {
        put_bytes(s, "&lt;", 4);
        s->m->mended = TRUE;
        s->at++;
        return;
    }
    s->declared = off_doctype_entities(s->at, length);
    g_string_append_len(s->m->text, s->at, (gssize)length);
    s->at += length;
}

/* Text to the next markup. "]]>" cannot be in it (XML 1.0, 2.4). */
static void
take_text(Scan *s)
{
    const char *stop = s->at;
    while (stop < s->end && *stop != '<' && *stop != '&' &&
           !(*stop == ']' && s->end - stop >= 3 && memcmp(stop, "]]>", 3) == 0))
        stop++;
    gboolean outside = s->open->len == 0;
    if (outside) /* only white space may be there */
        for (const char *p = s->at; p < stop; p++)
            if (g_ascii_isspace(*p))
                put_bytes(s, p, 1);
            else
                s->m->mended = TRUE;
    else
        put_characters(s, s->at, stop);
    s->at = stop;
    if (stop < s->end && *stop == ']') {
        if (!outside)
            put_bytes(s, "]]&gt;", 6);
        s->m->mended = TRUE;
        s->at += 3;
    }
}

static gboolean
starts_with(const Scan *s, const char *word)
{
    gsize n = strlen(word);
    return (gsize)(s->end - s->at) >= n && memcmp(s->at, word, n) == 0;
}

static void
take_markup(Scan *s)
{
    gboolean outside = s->open->len == 0;
    if (starts_with(s, "<!--"))
        take_comment(s);
    else if (starts_with(s, "<?"))
        take_instruction(s);
    else if (starts_with(s, "</"))
        take_end_tag(s);
    else if (starts_with(s, "<![CDATA[") && !outside)
        take_cdata(s);
    else if (starts_with(s, "<!DOCTYPE") || starts_with(s, "<!doctype"))
        take_doctype(s);
    else if (s->closed) { /* a second root */
        s->m->mended = TRUE;
        s->at = s->end;
    } else
        take_start_tag(s);
}

/* The end of the input within a tag: half of one is nothing. */
static gboolean
ends_in_tag(const Scan *s)
{
    return s->end - s->at < (gssize)OFF_TAG_MAX && !(s->end - s->at > 1 && s->at[1] == '!') &&
           !memchr(s->at, '>', (gsize)(s->end - s->at));
}

static void
scan_markup(Scan *s)
{
    while (s->at < s->end) {
        if (*s->at == '<' && ends_in_tag(s)) {
            s->m->mended = TRUE;
            break;
        }
        if (*s->at == '<')
            take_markup(s);
        else if (*s->at == '&' && s->open->len > 0)
            take_reference(s);
        else if (*s->at == '&') {
            s->m->mended = TRUE;
            s->at++;
        } else
            take_text(s);
    }
    s->m->cut = s->open->len > 0;
    close_to(s, 0);
}

/* --- the beginning --- */

/* The start of the document; anything before it (warnings of a server, blank lines) is dropped. */
static const char *
beginning_of(const char *text, const char *end)
{
    const char *start = text;
    while (start < end && g_ascii_isspace(*start))
        start++;
    g_autofree char *head = g_strndup(start, MIN((gsize)(end - start), PREAMBLE_MAX));
    const char *declaration = strstr(head, "<?xml");
    gsize root = off_tag_find_root(head);
    if (declaration && (gsize)(declaration - head) <= root)
        return start + (declaration - head);
    if (*head == '<' && (strchr("!?", head[1]) || root == strlen(head)))
        return start;
    return start + root;
}

/* The declaration is changed to UTF-8. */
static const char *
take_declaration(Scan *s, const char *at)
{
    const char *close = memchr(at, '>', (gsize)(s->end - at));
    if (!close || s->end - at < 6 || memcmp(at, "<?xml", 5) != 0 || !g_ascii_isspace(at[5]))
        return at;
    g_autofree char *said = g_strndup(at, (gsize)(close - at) + 1);
    g_autoptr(GRegex) form = g_regex_new(
        "^<\\?xml\\s+version\\s*=\\s*(\"1\\.[0-9]+\"|'1\\.[0-9]+')(\\s+encoding\\s*=\\s*"
        "(\"utf-8\"|'utf-8'))?(\\s+standalone\\s*=\\s*(\"(yes|no)\"|'(yes|no)'))?\\s*\\?>$",
        G_REGEX_CASELESS, 0, NULL);
    gboolean good = g_regex_match(form, said, 0, NULL);
    g_string_append(s->m->text, good ? said : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    s->m->mended |= !good;
    return close + 1;
}

static OffMarkup *
markup_new(void)
{
    OffMarkup *m = g_new0(OffMarkup, 1);
    m->text = g_string_new(NULL);
    m->parse = g_string_new(NULL);
    m->spans = g_array_new(FALSE, FALSE, sizeof(OffSpan));
    return m;
}

void
off_markup_free(OffMarkup *m)
{
    if (!m)
        return;
    g_string_free(m->text, TRUE);
    g_string_free(m->parse, TRUE);
    g_array_unref(m->spans);
    g_free(m);
}

/* Items without a root get one, for the parser alone. */
static void
wrap_bare(Scan *s)
{
    static const char root[] = "<items>", root_end[] = "</items>";
    OffSpan none = {0};
    g_string_prepend(s->m->parse, root);
    g_string_append(s->m->parse, root_end);
    g_array_prepend_val(s->m->spans, none);
}

static OffMarkup *
read_once(const char *utf8, gsize length, gboolean guess, gboolean *missing)
{
    OffMarkup *m = markup_new();
    Scan s = {.m = m, .end = utf8 + length, .guess = guess};
    s.open = g_array_new(FALSE, FALSE, sizeof(Open));
    const char *start = beginning_of(utf8, s.end);
    m->mended = start != utf8;
    s.at = take_declaration(&s, start);
    const char *root = s.at;
    while (root < s.end && g_ascii_isspace(*root))
        root++;
    s.bare =
        root < s.end && *root == '<' && off_tag_is_item(root + 1, off_name_length(root + 1, s.end));
    scan_markup(&s);
    if (s.bare)
        wrap_bare(&s);
    *missing = s.missing;
    g_array_unref(s.open);
    g_clear_pointer(&s.declared, g_hash_table_unref);
    return m;
}

OffMarkup *
off_markup_new(const char *utf8, gsize length)
{
    gboolean missing = FALSE;
    OffMarkup *m = read_once(utf8, length, FALSE, &missing);
    if (missing) {
        off_markup_free(m);
        m = read_once(utf8, length, TRUE, &missing);
    }
    if (m->spans->len > 0)
        return m;
    off_markup_free(m);
    return NULL;
}
