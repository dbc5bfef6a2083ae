/* visible-date.c: when it was published, as the page shows it. */
#include "config.h"

#include "metadata/visible.h"

#include "metadata/date.h"
#include "metadata/names.h"

#include <stdlib.h>
#include <string.h>

#define LINE_CHARS 120      /* of a line that tells when */
#define LATE_LINE_CHARS 60  /* of one behind the first paragraph */
#define LATE_PARAGRAPHS 400 /* no date is looked for behind so many */
#define LAST_LINE_CHARS 250 /* of a line behind the text that says what happened then */
#define START_PARAGRAPHS 3  /* which may begin with a date */
#define START_BYTES 24
#define DATE_DIGITS 4
#define FAR_BLOCKS 60  /* a line so far above the text may be about another one */
#define TITLE_BLOCKS 8 /* a line no farther below the title is about the article */
#define EAST_HOUR 12   /* of UTC: from here on it is the next day somewhere */
#define WEST_HOUR 12   /* before it, it is still the day before somewhere */

typedef struct {
    char *date;
    guint block;
    gboolean said; /* its line begins with "Published" or the like */
} Seen;

/* "27.1.2022 - At six on Tuesday ..." */
static char *
date_at_start(const char *text, const char *lang)
{
    g_autofree char *start = g_strndup(text, START_BYTES);
    g_autofree char *valid = g_utf8_make_valid(start, -1);
    return g_ascii_isdigit(valid[*valid == '(']) ? off_parse_date_in(valid, lang) : NULL;
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

/* The date of a line or, at the beginning of the text, of a paragraph that starts with one. */
static char *
date_of_block(const OffBlock *b, guint paragraphs, const char *lang)
{
    gboolean line = b->digits >= DATE_DIGITS && b->chars <= LINE_CHARS;
    if (line && (paragraphs == 0 || b->chars <= LATE_LINE_CHARS || off_says_published(b->text)))
        return off_parse_date_in(b->text, lang);
    return b->kept && paragraphs <= START_PARAGRAPHS ? date_at_start(b->text, lang) : NULL;
}

/* What stands nearest above the text, or at its very start, or else first behind it. */
static void
find_date(const OffPage *page, const char *lang, Seen *seen)
{
    guint paragraphs = 0;
    for (guint i = 0; i < page->blocks->len && paragraphs <= LATE_PARAGRAPHS && !seen->said; i++) {
        const OffBlock *b = off_block(page, i);
        paragraphs += b->kept && b->chars > LINE_CHARS;
        gboolean far = seen->date && i > seen->block + FAR_BLOCKS;
        if (seen->date && paragraphs > (far ? START_PARAGRAPHS : 0))
            break;
        if (b->kind != OFF_BLOCK_TEXT || (far && paragraphs > 0 && b->chars <= LINE_CHARS))
            continue;
        char *date = date_of_block(b, paragraphs, lang);
        if (!date)
            continue;
        g_free(seen->date);
        *seen = (Seen){.date = date, .block = i, .said = off_says_published(b->text)};
    }
}

/* "This page was last edited on ...", behind the text (transfer full), or NULL. */
static char *
last_line_date(const OffPage *page, const char *lang)
{
    guint first, end;
    off_kept_range(page, &first, &end);
    for (guint i = end; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || b->chars > LAST_LINE_CHARS || b->digits < DATE_DIGITS ||
            !off_tells_change(b->text))
            continue;
        char *date = off_parse_date_in(b->text, lang);
        if (date)
            return date;
    }
    return NULL;
}

/* Does the line stand right below the title, and is it about nothing but the publication? */
static gboolean
is_below_title(const OffPage *page, const char *title, const Seen *seen)
{
    const char *text = off_block(page, seen->block)->text;
    guint colon = (guint)strcspn(text, ":0123456789");
    if (!title || off_tells_change(text) || (text[colon] == ':' && !seen->said))
        return FALSE;
    guint first, end, below = 0;
    off_kept_range(page, &first, &end);
    for (guint i = 0; i <= first && i < page->blocks->len; i++)
        if (off_block(page, i)->kind == OFF_BLOCK_TEXT && strstr(off_block(page, i)->text, title))
            below = i + 1;
    return below > 0 && seen->block >= below && seen->block < below + TITLE_BLOCKS;
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
    gboolean utc = article->date && is_utc(article->date);
    Seen seen = {0};
    find_date(page, article->lang, &seen);
    g_autofree char *visible = seen.date;
    g_autofree char *in_address = utc || !(article->date || visible) ? date_in_address(url) : NULL;
    if (!article->date) {
        article->date = visible ? g_steal_pointer(&visible) : g_steal_pointer(&in_address);
        if (!article->date)
            article->date = last_line_date(page, article->lang);
    } else if (visible && days_from(article->date, visible) != 0 &&
               (seen.said || is_below_title(page, article->title, &seen) ||
                (utc && is_same_moment(article->date, visible)))) {
        off_replace(&article->date, g_steal_pointer(&visible));
    } else if (in_address && is_same_moment(article->date, in_address)) {
        off_replace(&article->date, g_steal_pointer(&in_address));
    }
}
