/* visible-byline.c: the byline that the page shows. It overrides different metadata. */
#include "config.h"

#include "metadata/visible.h"

#include "metadata/date.h"
#include "metadata/names.h"
#include "wire/prefix.h"

#include <string.h>

#define NEAR_BLOCKS 60
#define ABOVE_BLOCKS 25
#define SIGNATURE_BLOCKS 2
#define BELOW_BLOCKS 8
#define LINE_CHARS 120     /* of a line that tells who */
#define NAME_CHARS 60      /* of a line after "Written by" */
#define LINK_CHARS 5       /* of a line between two names */
#define START_PARAGRAPHS 3 /* among which a byline may be */

/* The names after a label that follows a date ("Date: 4 May 2026 Author: Ana Ruiz"; transfer
 * full), or NULL. */
static char *
names_behind_date(const char *line)
{
    for (const char *at = strchr(line, ' '); at; at = strchr(at + 1, ' ')) {
        if (off_byline_kind(at + 1) != OFF_BYLINE_TOLD)
            continue;
        g_autofree char *before = g_strndup(line, (gsize)(at - line));
        g_autofree char *date = off_parse_date(before);
        return date ? off_clean_byline(at + 1) : NULL;
    }
    return NULL;
}

/* The names in a byline ("By Ana Ruiz", "Politics | By Ana Ruiz | 4 May"; transfer full), or
 * NULL. */
static char *
names_of_line(const char *line)
{
    if (off_byline_kind(line))
        return off_clean_byline(line);
    g_auto(GStrv) parts = g_strsplit(line, " | ", -1);
    for (guint i = 0; parts[0] && parts[i]; i++)
        if (i > 0 && off_byline_kind(parts[i]))
            return off_clean_byline(parts[i]);
    return names_behind_date(line);
}

static gboolean
is_line(const OffPage *page, guint i, guint chars)
{
    return i < page->blocks->len && off_block(page, i)->kind == OFF_BLOCK_TEXT &&
           off_block(page, i)->chars <= chars;
}

/* "Ana Ruiz", "and", "Ben Ito", each a line of its own (transfer full), or NULL. */
static char *
names_behind(const OffPage *page, guint i)
{
    char *first = off_clean_byline(off_block(page, i)->text);
    g_autofree char *link =
        is_line(page, i + 1, LINK_CHARS) ? g_strdup(off_block(page, i + 1)->text) : NULL;
    if (!first || !link || !is_line(page, i + 2, NAME_CHARS) || !off_is_and(g_strstrip(link)))
        return first;
    g_autofree char *second = off_clean_byline(off_block(page, i + 2)->text);
    if (!second)
        return first;
    char *both = g_strdup_printf("%s %s %s", first, link, second);
    g_free(first);
    return both;
}

/* The names in the line, or in the next one where it says no more than "By" (transfer full), or
 * NULL. */
static char *
names_at(const OffPage *page, guint i)
{
    if (!is_line(page, i, LINE_CHARS))
        return NULL;
    const char *text = off_block(page, i)->text;
    if (off_says_author(text) && is_line(page, i + 1, NAME_CHARS))
        return names_behind(page, i + 1);
    return names_of_line(text);
}

/* "By Ana Ruiz" on a line of its own: the last one above the text, or else the first in its
 * beginning (transfer full), or NULL. */
static char *
visible_byline_of(const OffPage *page)
{
    guint first, end, paragraphs = 0;
    g_autofree char *found = NULL;
    off_kept_range(page, &first, &end);
    for (guint i = first > ABOVE_BLOCKS ? first - ABOVE_BLOCKS : 0;
         i < end && paragraphs < START_PARAGRAPHS; i++) {
        const OffBlock *b = off_block(page, i);
        if (found && paragraphs > 0)
            break;
        paragraphs += b->kept && b->chars > LINE_CHARS;
        char *names = names_at(page, i);
        if (!names)
            continue;
        g_free(found);
        found = names;
    }
    return g_steal_pointer(&found);
}

/* "By Ana Ruiz" as the last line or right after it, or "Written by Ana Ruiz" anywhere in the text
 * or not far after it (transfer full), or NULL. */
static char *
signature_of(const OffPage *page)
{
    guint first, end;
    off_kept_range(page, &first, &end);
    for (guint i = end > SIGNATURE_BLOCKS ? end - SIGNATURE_BLOCKS : 0; i < end + SIGNATURE_BLOCKS;
         i++)
        if (is_line(page, i, LINE_CHARS) && off_byline_kind(off_block(page, i)->text))
            return off_clean_byline(off_block(page, i)->text);
    for (guint i = first; i < end + BELOW_BLOCKS; i++) {
        const char *line = is_line(page, i, LINE_CHARS) ? off_block(page, i)->text : NULL;
        if (line && off_byline_kind(line) == OFF_BYLINE_TOLD)
            return off_clean_byline(line);
    }
    return NULL;
}

/* "Written by" after the text, and the name in the next line (transfer full), or NULL. */
static char *
name_below(const OffPage *page)
{
    guint first, end;
    off_kept_range(page, &first, &end);
    for (guint i = end; i < end + BELOW_BLOCKS; i++) {
        const char *line = is_line(page, i, LINE_CHARS) ? off_block(page, i)->text : NULL;
        if (line && strchr(line, ' ') && off_says_author(line) && is_line(page, i + 1, NAME_CHARS))
            return names_behind(page, i + 1);
    }
    return NULL;
}

/* Is the name said in the article, or near to it? */
static gboolean
is_seen(const OffPage *page, const char *name)
{
    guint first, end;
    off_kept_range(page, &first, &end);
    first = first > NEAR_BLOCKS ? first - NEAR_BLOCKS : 0;
    end = MIN(end + SIGNATURE_BLOCKS, page->blocks->len);
    for (guint i = first; i < end; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT &&
            (b->chars > LINE_CHARS ? strstr(b->text, name) : strcasestr(b->text, name)))
            return TRUE;
    }
    return FALSE;
}

/* "Ana Ruiz and Ben Ito" where the page's data name the first alone. */
static gboolean
names_another(const char *names, const char *first)
{
    gsize n = strlen(first);
    if (!off_has_prefix(names, first) || !strchr(", ", names[n]))
        return FALSE;
    g_auto(GStrv) rest = g_strsplit(names + n, " ", -1);
    for (guint i = 0; rest[i]; i++) {
        g_autofree char *other = off_is_and(rest[i]) ? g_strjoinv(" ", rest + i + 1) : NULL;
        if (other && off_is_full_name(other))
            return TRUE;
    }
    return FALSE;
}

/* "04.02.2026 | 13:10 | Ana Ruiz" above the text: the one part that is a name in full beside one
 * that is a time (transfer full), or NULL. */
static char *
name_beside_time(const OffPage *page)
{
    guint first, end;
    off_kept_range(page, &first, &end);
    for (guint i = first > ABOVE_BLOCKS ? first - ABOVE_BLOCKS : 0; i < first; i++) {
        const char *name = NULL, *date = NULL;
        if (!is_line(page, i, LINE_CHARS))
            continue;
        g_auto(GStrv) parts = g_strsplit(off_block(page, i)->text, " | ", -1);
        for (guint k = 0; parts[k]; k++) {
            g_autofree char *day =
                strpbrk(parts[k], "0123456789") ? off_parse_date(parts[k]) : NULL;
            if (day)
                date = parts[k];
            else if (!name && off_is_full_name(parts[k]))
                name = parts[k];
        }
        if (name && date)
            return off_clean_byline(name);
    }
    return NULL;
}

/* Does the line name the same person, without a blank before what is after the name ("Ana
 * RuizNews")? */
static gboolean
is_glued(const char *visible, const char *known)
{
    gsize n = strcspn(known, ",");
    return strncmp(visible, known, n) == 0 && g_ascii_isalpha(visible[n]);
}

/* Where a line names a place before the paper's own name ("Harbour, Pier News Desk"), the name is
 * all that it says of who wrote. */
static void
drop_place(char **visible, const char *paper)
{
    gsize n = *visible && paper ? strlen(paper) : 0, whole = n > 0 ? strlen(*visible) : 0;
    if (whole > n + 2 && g_str_has_suffix(*visible, paper) &&
        strncmp(*visible + whole - n - 2, ", ", 2) == 0 &&
        strchr(*visible, ',') == *visible + whole - n - 2)
        off_replace(visible, g_strdup(paper));
}

/* A byline is preferred to a name that is merely somewhere on the page, and to metadata that name
 * fewer persons. */
static void
read_byline(OffArticle *article, const OffPage *page, const OffMetadata *m)
{
    const char *known = article->byline;
    gboolean shown = m->byline_is_shown, seen = known && is_seen(page, known);
    g_autofree char *visible = visible_byline_of(page);
    if ((!seen || shown) && (!visible || g_unichar_islower(g_utf8_get_char(visible))))
        off_replace(&visible, signature_of(page));
    if (!visible && !known)
        visible = name_beside_time(page);
    if (!visible && !known)
        visible = name_below(page);
    drop_place(&visible, m->paper);
    if (!visible || (known && is_glued(visible, known)))
        return;
    gboolean better = !known || (strchr(visible, ' ') && !seen) || names_another(visible, known) ||
                      (shown && !off_has_prefix(visible, known));
    if (better)
        off_replace(&article->byline, g_steal_pointer(&visible));
}

/* "TPN": a paper or agency, or the letters of a name; words after it are none of it. */
static gboolean
is_abbreviation(const char *name)
{
    g_autofree char *upper = g_utf8_strup(name, -1), *lower = g_utf8_strdown(name, -1);
    return strcmp(upper, name) == 0 && strcmp(lower, name) != 0;
}

/* Where the page's data say "Ana", a line of the page may say "Ana Ruiz". */
static void
read_full_name(OffArticle *article, const OffPage *page)
{
    if (!article->byline || strchr(article->byline, ' ') || is_abbreviation(article->byline))
        return;
    for (guint i = 0; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || b->chars > NAME_CHARS)
            continue;
        char *full = off_full_name(article->byline, b->text);
        if (full) {
            g_free(article->byline);
            article->byline = full;
            return;
        }
    }
}

void
off_read_visible_byline(OffArticle *article, const OffPage *page, const OffMetadata *m)
{
    read_byline(article, page, m);
    read_full_name(article, page);
}

void
off_drop_byline_line(OffPage *page, const char *byline)
{
    guint paragraphs = 0;
    for (guint i = 0; byline && i < page->blocks->len && paragraphs < START_PARAGRAPHS; i++) {
        OffBlock *b = off_block(page, i);
        paragraphs += b->kept && b->chars > LINE_CHARS;
        if (!b->kept || !is_line(page, i, LINE_CHARS))
            continue;
        g_autofree char *names = names_of_line(b->text);
        if (g_strcmp0(names, byline) == 0) {
            b->kept = FALSE;
            b->why = "the byline";
        }
    }
}
