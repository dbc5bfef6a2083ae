/* text.c: plain text to a tree. Only prose that was wrapped by hand is joined. */
#include "config.h"

#include "extract/text.h"

#include "blocks/wrapped.h"
#include "wire/prefix.h"

#include <string.h>

#define WIDTH_MIN 45   /* columns: lines that are broken before are verse, an address or a table */
#define WIDTH_MAX 100  /* columns: nobody wraps wider by hand; longer lines are paragraphs */
#define EVEN 14        /* columns that lines of one length may differ by */
#define LONG_LINES 2   /* lines over WIDTH_MAX: the text was not wrapped by hand */
#define SLACK 8        /* columns that a wrapped line may be shorter than the next word allows */
#define PRE_INDENT 2   /* columns */
#define LEVELS_MAX 6   /* of lists in lists */
#define NUMBER_MAX 999 /* of a list's first entry */

typedef struct {
    const GPtrArray *lines;
    guint width;                     /* at which the text was wrapped by hand; 0: it was not */
    gboolean long_lines;             /* its paragraphs are one line each */
    gboolean line_a_paragraph;       /* and no blank line parts them: every line is one */
    guint block_width;               /* at which the present block was */
    xmlNode *at[OFF_QUOTES_MAX + 1]; /* the open quotations, outermost first */
    guint depth;
} Writer;

typedef struct {
    guint start, end;
} Range;

static const OffTextLine *
line_at(const Writer *w, guint i)
{
    return w->lines->pdata[i];
}

static const char *
words_of(const OffTextLine *line)
{
    const char *p = line->text;
    for (; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c != ' ' && c != '\t' && c != 0xa0)
            break;
    }
    return p;
}

/* --- marks --------------------------------------------------------------------------------------
 */

static gboolean
is_bullet(const char *words)
{
    static const char *const marks[] = {"- ", "* ", "+ ", "• ", "· ", "‣ ", "◦ ", "▪ ", "■ ", "● "};
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (off_has_prefix(words, marks[i]))
            return words[strlen(marks[i])] != '\0';
    return FALSE;
}

/* "12. so", "12) so": sets the number and where the words begin. */
static gboolean
is_number(const char *words, guint *number, const char **behind)
{
    gsize n = strspn(words, "0123456789");
    if (n == 0 || n > 3 || (words[n] != '.' && words[n] != ')') || words[n + 1] != ' ')
        return FALSE;
    *number = (guint)g_ascii_strtoull(words, NULL, 10);
    *behind = words + n + 2;
    return *number <= NUMBER_MAX;
}

static gboolean
is_marked(const char *words)
{
    guint number;
    const char *behind;
    return is_bullet(words) || is_number(words, &number, &behind);
}

/* A line of one character of a rule, over and over. Returns that character, or 0. */
static char
rule_of(const OffTextLine *line)
{
    const char *words = words_of(line);
    gsize n = strlen(words);
    char mark = words[0];
    if (n < 3 || !strchr("-=_*~#.", mark))
        return 0;
    for (gsize i = 0; i < n; i++)
        if (words[i] != mark)
            return 0;
    return mark;
}

static gboolean
is_underlined(const Writer *w, guint i, guint end)
{
    if (i + 1 >= end)
        return FALSE;
    const OffTextLine *title = line_at(w, i), *under = line_at(w, i + 1);
    char mark = rule_of(under);
    return title->indent < PRE_INDENT && under->indent < PRE_INDENT && !rule_of(title) && mark &&
           strchr("=-~", mark) && title->columns <= under->columns + SLACK &&
           under->columns <= title->columns + SLACK;
}

/* --- kinds of lines ------------------------------------------------------------------------------
 */

/* Runs of blanks between words, but for those after the end of a sentence. */
static gboolean
has_columns(const OffTextLine *line)
{
    const char *words = words_of(line);
    if (strchr(words, '\t'))
        return TRUE;
    for (const char *run = words; (run = strstr(run, "  ")); run += strspn(run, " ")) {
        gsize n = strspn(run, " ");
        if (n > 2 || run == words || !strchr(".!?:;)\"", run[-1]))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_drawn(const OffTextLine *line)
{
    guint drawn = 0, all = 0;
    for (const char *p = line->text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (c == ' ')
            continue;
        all++;
        drawn += (c >= 0x2500 && c <= 0x259f) || (c < 0x80 && strchr("|+-_/\\=<>^#*", (int)c));
    }
    return all >= 2 && drawn * 2 > all;
}

/* "| Upper | 4 m |" */
static gboolean
is_piped(const OffTextLine *line)
{
    const char *first = strchr(line->text, '|'), *second = first ? strchr(first + 1, '|') : NULL;
    return second && (first == words_of(line) || first[1] == ' ');
}

static gboolean
is_code(const OffTextLine *line)
{
    static const char *const starts[] = {"#include <", "$ ", "# include", "def ", "import ", "}"};
    const char *words = words_of(line);
    gsize n = strlen(words);
    for (guint i = 0; i < G_N_ELEMENTS(starts); i++)
        if (off_has_prefix(words, starts[i]))
            return TRUE;
    return n > 1 && strchr(";{}", words[n - 1]);
}

static gboolean
is_of_diff(const OffTextLine *line)
{
    return off_has_prefix(line->text, "@@ -") || off_has_prefix(line->text, "diff --git ");
}

static gboolean
is_address(const char *words)
{
    return (off_has_prefix(words, "http://") || off_has_prefix(words, "https://") ||
            off_has_prefix(words, "<http")) &&
           !strchr(words, ' ');
}

/* "Name: value", "Name : value" */
static gboolean
is_field(const char *words)
{
    gsize n = strcspn(words, ":");
    if (n == 0 || n > 24 || words[n] != ':' || words[n + 1] != ' ')
        return FALSE;
    guint blanks = 0;
    for (gsize i = 0; i < n; i++)
        blanks += words[i] == ' ' && words[i + 1] != ' ' && words[i + 1] != ':';
    return blanks <= 1;
}

static guint
count_lines(const Writer *w, Range r, gboolean (*is)(const OffTextLine *line))
{
    guint found = 0;
    for (guint i = r.start; i < r.end; i++)
        found += is(line_at(w, i));
    return found;
}

/* Justified text has runs of blanks too, but each of its lines ends at that width. */
static gboolean
is_justified(const Writer *w, Range r)
{
    guint first = line_at(w, r.start)->columns;
    for (guint i = r.start; i + 1 < r.end; i++) {
        guint columns = line_at(w, i)->columns;
        if (columns < WIDTH_MIN || columns + 2 < first || columns > first + 2)
            return FALSE;
    }
    return r.end - r.start > 2;
}

static gboolean
is_preformatted(const Writer *w, Range r)
{
    guint n = r.end - r.start, indented = 0;
    for (guint i = r.start; i < r.end; i++)
        indented += line_at(w, i)->indent >= PRE_INDENT;
    if (indented == n && !is_marked(words_of(line_at(w, r.start))))
        return n > 1 || line_at(w, r.start)->indent >= 2 * PRE_INDENT;
    if (n < 2)
        return FALSE;
    if (count_lines(w, r, is_of_diff) > 0)
        return TRUE;
    guint columned = count_lines(w, r, has_columns);
    if (columned >= 2 && columned * 2 >= n && !is_justified(w, r))
        return TRUE;
    return count_lines(w, r, is_piped) == n || count_lines(w, r, is_drawn) * 2 > n ||
           count_lines(w, r, is_code) * 3 >= n * 2;
}

/* --- which lines belong together -----------------------------------------------------------------
 */

static guint
first_word(const OffTextLine *line)
{
    const char *words = words_of(line);
    gunichar c = g_utf8_get_char(words);
    return g_unichar_iswide(c) ? 2 : (guint)g_utf8_strlen(words, (gssize)strcspn(words, " \t"));
}

/* A person speaks: a dash and a capital, after the end of a sentence. */
static gboolean
begins_to_speak(const char *before, const char *words)
{
    gsize n = off_has_prefix(words, "— ")   ? strlen("— ")
              : off_has_prefix(words, "– ") ? strlen("– ")
                                            : 0;
    const char *last = g_utf8_find_prev_char(before, before + strlen(before));
    return n > 0 && last && g_unichar_isupper(g_utf8_get_char(words + n)) &&
           !g_unichar_isalnum(g_utf8_get_char(last)) && *last != ',';
}

/* A line of a title page: its pieces are far from each other. */
static gboolean
is_spread(const OffTextLine *line)
{
    return strstr(words_of(line), "    ") != NULL;
}

/* The width at which the lines of a block are broken. */
static guint
width_of(const Writer *w, Range r)
{
    guint most = 0;
    for (guint i = r.start; i + 1 < r.end; i++) {
        guint columns = line_at(w, i)->columns;
        if (columns <= WIDTH_MAX)
            most = MAX(most, columns);
    }
    return most;
}

/* Does the line end only because there was no room for the next word? */
static gboolean
goes_on(const Writer *w, guint i, guint width)
{
    const OffTextLine *line = line_at(w, i), *next = line_at(w, i + 1);
    const char *words = words_of(line), *after = words_of(next);
    gsize n = strlen(words);
    if (width < WIDTH_MIN || line->columns > WIDTH_MAX || n == 0)
        return FALSE;
    if (words[n - 1] == ':' || is_address(words) || is_address(after) || is_marked(after) ||
        is_field(after) || begins_to_speak(words, after) || rule_of(line) || rule_of(next) ||
        is_spread(line) || is_spread(next))
        return FALSE;
    return line->columns + 1 + first_word(next) + SLACK > width;
}

/* Where paragraphs are one line each, lines that are broken mean it, unless they are all of nearly
 * one length. */
static gboolean
is_broken_on_purpose(const Writer *w, Range r, guint width)
{
    if (!w->long_lines)
        return FALSE;
    for (guint i = r.start; i + 1 < r.end; i++)
        if (line_at(w, i)->columns + EVEN < width)
            return TRUE;
    return width < WIDTH_MIN + 15 || r.end - r.start < 3;
}

/* Verse begins each line with a capital. */
static gboolean
is_verse(const Writer *w, Range r)
{
    guint capitals = 0, letters = 0;
    for (guint i = r.start; i < r.end; i++) {
        gunichar c = g_utf8_get_char(words_of(line_at(w, i)));
        letters += g_unichar_isupper(c) || g_unichar_islower(c);
        capitals += g_unichar_isupper(c);
    }
    return letters >= 4 && letters == capitals && line_at(w, r.start)->columns < WIDTH_MIN + 15;
}

/* The first line of a paragraph is indented, as in a book; those after it are not. */
static gboolean
begins_paragraph(const Writer *w, guint i, Range r)
{
    return i > r.start && line_at(w, i)->indent >= PRE_INDENT &&
           line_at(w, i - 1)->indent < PRE_INDENT &&
           (i + 1 >= r.end || line_at(w, i + 1)->indent < PRE_INDENT);
}

/* Lines that are indented, and that the line before them does not go on with, if most lines do not
 * go on. */
static gboolean
steps_in(const Writer *w, Range r)
{
    guint steps = 0, joined = 0, width = MAX(w->width, w->block_width);
    for (guint i = r.start + 1; i < r.end; i++) {
        gboolean on = goes_on(w, i - 1, width);
        joined += on;
        steps += !on && line_at(w, i)->indent >= PRE_INDENT;
    }
    return steps > 0 && joined * 2 < r.end - r.start;
}

/* --- writing ------------------------------------------------------------------------------------
 */

static void
append_text(xmlNode *parent, const char *text)
{
    xmlAddChild(parent, xmlNewText(BAD_CAST text));
}

static void
append_pre(xmlNode *parent, const Writer *w, Range r)
{
    gsize common = G_MAXSIZE;
    for (guint i = r.start; i < r.end; i++) {
        const char *text = line_at(w, i)->text;
        common = MIN(common, strspn(text, " "));
    }
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = r.start; i < r.end; i++)
        g_string_append_printf(out, "%s%s", i > r.start ? "\n" : "", line_at(w, i)->text + common);
    append_text(xmlNewChild(parent, NULL, BAD_CAST "pre", NULL), out->str);
}

static const char *
joint_of_words(const char *before, const char *after)
{
    const char *last = g_utf8_find_prev_char(before, before + strlen(before));
    gunichar a = last ? g_utf8_get_char(last) : 0, b = g_utf8_get_char(after);
    return off_joint(a, b);
}

/* A paragraph on one line. */
static gboolean
is_long(const Writer *w, guint i)
{
    return line_at(w, i)->columns > WIDTH_MAX && strchr(words_of(line_at(w, i)), ' ');
}

/* Lines as paragraphs: those that go on are joined, the others end with a <br>. */
static void
append_lines(xmlNode *parent, const Writer *w, Range r)
{
    guint own = width_of(w, r);
    /* Who quotes wraps before: the marks take columns. */
    guint width = line_at(w, r.start)->quotes > 0 ? own : MAX(own, MIN(w->width, own + own / 3));
    gboolean stay = is_verse(w, r) || is_broken_on_purpose(w, r, own);
    xmlNode *p = xmlNewChild(parent, NULL, BAD_CAST "p", NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = r.start; i < r.end; i++) {
        const char *words = words_of(line_at(w, i));
        gboolean ends = i + 1 < r.end && begins_paragraph(w, i + 1, r);
        g_string_append(text, words);
        if (i + 1 < r.end && !stay && !ends && goes_on(w, i, width)) {
            g_string_append(text, joint_of_words(words, words_of(line_at(w, i + 1))));
            continue;
        }
        /* Each line gets an element of its own, so that it is not taken for a paragraph, however
         * long it is. */
        append_text(xmlNewChild(p, NULL, BAD_CAST "span", NULL), text->str);
        g_string_truncate(text, 0);
        gboolean next = i + 1 < r.end;
        if (ends || (next && (w->line_a_paragraph || is_long(w, i) || is_long(w, i + 1))))
            p = xmlNewChild(parent, NULL, BAD_CAST "p", NULL);
        else if (next)
            xmlNewChild(p, NULL, BAD_CAST "br", NULL);
    }
}

/* The end of the list entry that begins at i: indented lines and continuations belong to it. */
static guint
end_of_entry(const Writer *w, guint i, guint end, guint width)
{
    guint indent = line_at(w, i)->indent;
    guint next = i + 1;
    while (next < end && !is_marked(words_of(line_at(w, next))) &&
           (line_at(w, next)->indent > indent || goes_on(w, next - 1, width)))
        next++;
    return next;
}

/* Do both lines begin with a bullet, or both with a number? */
static gboolean
is_alike(const OffTextLine *line, gboolean bullets, guint *number)
{
    const char *behind;
    return bullets ? is_bullet(words_of(line)) : is_number(words_of(line), number, &behind);
}

/* The end of the list that begins at i; i if there is none. A single bullet is not a list. */
static guint
end_of_list(const Writer *w, guint i, guint end)
{
    guint number = 0, last = 0, entries = 0, at = i, indent = line_at(w, i)->indent;
    guint width = MAX(w->width, w->block_width);
    gboolean bullets = is_bullet(words_of(line_at(w, i)));
    while (at < end && is_marked(words_of(line_at(w, at)))) {
        const OffTextLine *line = line_at(w, at);
        if (entries == 0 || line->indent < indent + PRE_INDENT) {
            if (!is_alike(line, bullets, &number) || (!bullets && entries > 0 && number <= last))
                break;
            last = number;
            entries++;
        }
        at = end_of_entry(w, at, end, width);
    }
    return entries > 1 || at > end_of_entry(w, i, end, width) ? at : i;
}

static void
set_number(xmlNode *node, const char *attribute, guint number)
{
    g_autofree char *value = g_strdup_printf("%u", number);
    xmlNewProp(node, BAD_CAST attribute, BAD_CAST value);
}

typedef struct {
    xmlNode *list, *entry;
    guint indent, expected;
    gboolean numbered;
} Level;

static void
begin_list(Level *level, xmlNode *parent, const OffTextLine *line)
{
    const char *behind;
    guint number = 1;
    level->numbered = is_number(words_of(line), &number, &behind);
    level->list = xmlNewChild(parent, NULL, BAD_CAST(level->numbered ? "ol" : "ul"), NULL);
    level->indent = line->indent;
    level->expected = number;
    if (number != 1)
        set_number(level->list, "start", number);
}

static void
append_entry(Level *level, const Writer *w, Range r)
{
    guint number = level->expected;
    const char *words = words_of(line_at(w, r.start)), *behind;
    if (!is_number(words, &number, &behind))
        behind = strchr(words, ' ') + 1;
    level->entry = xmlNewChild(level->list, NULL, BAD_CAST "li", NULL);
    if (level->numbered && number != level->expected)
        set_number(level->entry, "value", number);
    level->expected = number + 1;
    g_autoptr(GString) text = g_string_new(behind);
    for (guint k = r.start + 1; k < r.end; k++) {
        const char *more = words_of(line_at(w, k));
        g_string_append_printf(text, "%s%s", joint_of_words(text->str, more), more);
    }
    append_text(level->entry, text->str);
}

/* Entries that are indented further are a list of their own in the entry before them. */
static void
append_list(xmlNode *parent, const Writer *w, Range r)
{
    Level levels[LEVELS_MAX];
    guint depth = 0, width = MAX(w->width, w->block_width);
    begin_list(&levels[0], parent, line_at(w, r.start));
    for (guint i = r.start; i < r.end;) {
        const OffTextLine *line = line_at(w, i);
        guint end = end_of_entry(w, i, r.end, width);
        while (depth > 0 && line->indent < levels[depth].indent)
            depth--;
        if (i > r.start && line->indent >= levels[depth].indent + PRE_INDENT &&
            depth + 1 < LEVELS_MAX) {
            begin_list(&levels[depth + 1], levels[depth].entry, line);
            depth++;
        }
        append_entry(&levels[depth], w, (Range){i, end});
        i = end;
    }
}

/* The end of the lines that are no list, no heading and no rule. */
static guint
end_of_lines(const Writer *w, guint i, guint end)
{
    while (i < end && !rule_of(line_at(w, i)) && !is_underlined(w, i, end) &&
           !(is_marked(words_of(line_at(w, i))) && end_of_list(w, i, end) > i))
        i++;
    return i;
}

/* Lines between blank ones, all of one depth of quotation. */
static void
append_block(xmlNode *parent, Writer *w, Range r)
{
    w->block_width = width_of(w, r);
    if (is_preformatted(w, r)) {
        append_pre(parent, w, r);
        return;
    }
    while (r.start < r.end) {
        const OffTextLine *line = line_at(w, r.start);
        guint end;
        if (is_underlined(w, r.start, r.end)) {
            append_text(xmlNewChild(parent, NULL, BAD_CAST "h2", NULL), words_of(line));
            end = r.start + 2;
        } else if (rule_of(line)) {
            xmlNewChild(parent, NULL, BAD_CAST "hr", NULL);
            end = r.start + 1;
        } else if (is_marked(words_of(line)) && (end = end_of_list(w, r.start, r.end)) > r.start) {
            append_list(parent, w, (Range){r.start, end});
        } else {
            end = end_of_lines(w, r.start, r.end);
            Range lines = {r.start, MAX(end, r.start + 1)};
            if (is_preformatted(w, lines) || steps_in(w, lines))
                append_pre(parent, w, lines);
            else
                append_lines(parent, w, lines);
            end = lines.end;
        }
        r.start = end;
    }
}

/* The element that holds lines of that depth of quotation. */
static xmlNode *
quotation_mark(Writer *w, guint depth)
{
    w->depth = MIN(w->depth, depth);
    while (w->depth < depth) {
        xmlNode *quote = xmlNewChild(w->at[w->depth], NULL, BAD_CAST "blockquote", NULL);
        w->at[++w->depth] = quote;
    }
    return w->at[depth];
}

static guint
end_of_block(const Writer *w, guint start)
{
    guint end = start + 1;
    while (end < w->lines->len && !line_at(w, end)->blank &&
           line_at(w, end)->quotes == line_at(w, start)->quotes)
        end++;
    return end;
}

/* Paragraphs that are one line. */
static guint
count_long_lines(const Writer *w)
{
    guint found = 0;
    for (guint i = 0; i < w->lines->len; i++)
        found += is_long(w, i);
    return found;
}

/* A blank line between others. */
static gboolean
has_blank(const Writer *w)
{
    guint end = w->lines->len;
    while (end > 0 && line_at(w, end - 1)->blank)
        end--;
    for (guint i = 0; i < end; i++)
        if (line_at(w, i)->blank)
            return TRUE;
    return FALSE;
}

/* The width of the text: that of its blocks of three lines and more. */
static guint
width_of_text(const Writer *w)
{
    guint width = 0;
    for (guint i = 0, end; i < w->lines->len; i = end) {
        end = line_at(w, i)->blank ? i + 1 : end_of_block(w, i);
        if (end - i > 2 && !is_preformatted(w, (Range){i, end}))
            width = MAX(width, width_of(w, (Range){i, end}));
    }
    return width;
}

xmlDoc *
off_tree_of_text(const char *text, gboolean flowed, gboolean delsp)
{
    xmlDoc *doc = xmlNewDoc(BAD_CAST "1.0");
    xmlNode *html = xmlNewDocNode(doc, NULL, BAD_CAST "html", NULL);
    xmlDocSetRootElement(doc, html);
    g_autoptr(GPtrArray) lines = off_text_lines(text, flowed, delsp);
    Writer w = {.lines = lines, .at = {xmlNewChild(html, NULL, BAD_CAST "body", NULL)}};
    w.width = width_of_text(&w);
    w.long_lines = count_long_lines(&w) >= LONG_LINES;
    w.line_a_paragraph = w.long_lines && !has_blank(&w);
    for (guint i = 0, end; i < lines->len; i = end) {
        if (line_at(&w, i)->blank) {
            end = i + 1;
            continue;
        }
        end = end_of_block(&w, i);
        append_block(quotation_mark(&w, line_at(&w, i)->quotes), &w, (Range){i, end});
    }
    return doc;
}
