/* visible.c: who and when, as the page shows them. Where its data say something else, the page is
 * believed. */
#include "config.h"

#include "visible.h"

#include <stdlib.h>
#include <string.h>

#define NEAR_BLOCKS 60
#define SIGNATURE_BLOCKS 2
#define LINE_CHARS 120      /* of a line that tells who or when */
#define NAME_CHARS 60       /* of a line behind "Written by" */
#define LATE_LINE_CHARS 60  /* of a line that tells when, behind the first paragraph */
#define LATE_PARAGRAPHS 400 /* no date is looked for behind so many */
#define START_PARAGRAPHS 3  /* which may begin with a date */
#define START_BYTES 24
#define EAST_HOUR 12 /* of UTC: from here on it is the next day somewhere */
#define WEST_HOUR 12 /* before it, it is still the day before somewhere */

/* --- when ------------------------------------------------------------------------------------ */

/* "27.1.2022 - At six on Tuesday ..." */
static char *
date_at_start(const char *text)
{
    g_autofree char *start = g_strndup(text, START_BYTES);
    g_autofree char *valid = g_utf8_make_valid(start, -1);
    return g_ascii_isdigit(valid[*valid == '(']) ? off_parse_date(valid) : NULL;
}

/* The day in an address: "/2026/11/24/", "/2026-11-24-", "/24-11-2026". */
static char *
date_in_address(const char *url)
{
    g_autoptr(GRegex) regex = g_regex_new(
        "/((?:19|20)\\d\\d([/-])[01]?\\d\\2[0-3]?\\d|[0-3]\\d-[01]\\d-(?:19|20)\\d\\d)(?!\\d)", 0,
        0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!url || !g_regex_match(regex, url, 0, &match))
        return NULL;
    g_autofree char *day = g_match_info_fetch(match, 1);
    g_strdelimit(day, "-", day[2] == '-' ? '.' : '-');
    return off_parse_date(day);
}

/* What stands nearest above the text, or at its very start, or else first behind it (transfer
 * full), or NULL. *said: its line begins with "Published" or the like. */
static char *
visible_date_of(const OffPage *page, gboolean *said)
{
    g_autofree char *found = NULL;
    guint paragraphs = 0;
    *said = FALSE;
    for (guint i = 0; i < page->blocks->len && paragraphs <= LATE_PARAGRAPHS && !*said; i++) {
        const OffBlock *b = off_block(page, i);
        char *date = NULL;
        paragraphs += b->kept && b->chars > LINE_CHARS;
        if (found && paragraphs > 0)
            break;
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        if (b->chars <= (paragraphs ? LATE_LINE_CHARS : LINE_CHARS) && b->digits > 3)
            date = off_parse_date(b->text);
        else if (b->kept && paragraphs <= START_PARAGRAPHS)
            date = date_at_start(b->text);
        if (!date)
            continue;
        *said = off_says_published(b->text);
        g_free(found);
        found = date;
    }
    return g_steal_pointer(&found);
}

static gboolean
julian_of(const char *date, int *day)
{
    g_autofree char *only_day = g_strndup(date, strlen("2026-11-24"));
    g_auto(GStrv) part = g_strsplit(only_day, "-", 3);
    if (g_strv_length(part) != 3)
        return FALSE;
    GDateDay d = (GDateDay)atoi(part[2]);
    GDateMonth m = (GDateMonth)atoi(part[1]);
    GDateYear y = (GDateYear)atoi(part[0]);
    if (!g_date_valid_dmy(d, m, y))
        return FALSE;
    GDate julian;
    g_date_clear(&julian, 1);
    g_date_set_dmy(&julian, d, m, y);
    *day = (int)g_date_get_julian(&julian);
    return TRUE;
}

/* Days from one date to the other; 0 where one is none. */
static int
days_from(const char *a, const char *b)
{
    int from, to;
    return julian_of(a, &from) && julian_of(b, &to) ? to - from : 0;
}

static gboolean
is_utc(const char *date)
{
    return strlen(date) > strlen("2026-11-24T08") &&
           (g_str_has_suffix(date, "Z") || g_str_has_suffix(date, "+00:00"));
}

/* May the moment, which is told in UTC, lie on that day where the paper's readers live? */
static gboolean
is_same_moment(const char *utc, const char *day)
{
    int hour = atoi(utc + strlen("2026-11-24T")), days = days_from(utc, day);
    return (days == 1 && hour >= EAST_HOUR) || (days == -1 && hour < WEST_HOUR);
}

void
off_read_visible_date(OffArticle *article, const OffPage *page, const char *url)
{
    gboolean said, utc = article->date && is_utc(article->date);
    g_autofree char *visible = visible_date_of(page, &said);
    g_autofree char *in_address = utc || !(article->date || visible) ? date_in_address(url) : NULL;
    if (!article->date)
        article->date = visible ? g_steal_pointer(&visible) : g_steal_pointer(&in_address);
    else if (visible && (said ? days_from(article->date, visible) != 0
                              : utc && is_same_moment(article->date, visible)))
        off_replace(&article->date, g_steal_pointer(&visible));
    else if (in_address && is_same_moment(article->date, in_address))
        off_replace(&article->date, g_steal_pointer(&in_address));
}

/* --- who ------------------------------------------------------------------------------------- */

/* From the first block that is kept to behind the last. */
static void
kept_range(const OffPage *page, guint *first, guint *end)
{
    *first = 0;
    *end = page->blocks->len;
    while (*first < *end && !off_block(page, *first)->kept)
        (*first)++;
    while (*end > *first && !off_block(page, *end - 1)->kept)
        (*end)--;
}

/* "By Ana Ruiz" as the last line, or right behind it (transfer full), or NULL. */
static char *
signature_of(const OffPage *page)
{
    guint first, end;
    kept_range(page, &first, &end);
    guint last = MIN(end + SIGNATURE_BLOCKS, page->blocks->len);
    for (guint i = end > SIGNATURE_BLOCKS ? end - SIGNATURE_BLOCKS : 0; i < last; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT && b->chars <= LINE_CHARS && off_is_byline(b->text))
            return off_clean_byline(b->text);
    }
    return NULL;
}

/* "By Ana Ruiz" on a line of its own, near the text (transfer full), or NULL. */
static char *
visible_byline_of(const OffPage *page)
{
    guint kept = 0;
    for (guint i = 0; i < page->blocks->len && kept < 3; i++) {
        const OffBlock *b = off_block(page, i);
        char *name = NULL;
        if (b->kind != OFF_BLOCK_TEXT)
            continue;
        kept += b->kept && b->chars > LINE_CHARS;
        if (b->chars > LINE_CHARS)
            continue;
        if (off_is_byline(b->text))
            name = off_clean_byline(b->text);
        else if (i + 1 < page->blocks->len && off_says_author(b->text) &&
                 off_block(page, i + 1)->kind == OFF_BLOCK_TEXT &&
                 off_block(page, i + 1)->chars <= NAME_CHARS)
            name = off_clean_byline(off_block(page, i + 1)->text);
        if (name)
            return name;
    }
    return signature_of(page);
}

/* Is the name said in the article, or near to it? */
static gboolean
is_seen(const OffPage *page, const char *name)
{
    guint first, end;
    kept_range(page, &first, &end);
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

static void
read_byline(OffArticle *article, const OffPage *page)
{
    if (article->byline && is_seen(page, article->byline))
        return;
    g_autofree char *visible = visible_byline_of(page);
    if (visible && (!article->byline || strchr(visible, ' ')))
        off_replace(&article->byline, g_steal_pointer(&visible));
}

/* Where the page's data say "Ana", a line of the page may say "Ana Ruiz". */
static void
read_full_name(OffArticle *article, const OffPage *page)
{
    if (!article->byline || strchr(article->byline, ' '))
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
off_read_visible_byline(OffArticle *article, const OffPage *page)
{
    read_byline(article, page);
    read_full_name(article, page);
}
