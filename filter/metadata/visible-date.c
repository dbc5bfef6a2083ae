/* visible-date.c: when it was published, as the page shows it. */
#include "config.h"

#include "metadata/visible.h"

#include "metadata/date.h"
#include "metadata/names.h"

#include <stdlib.h>
#include <string.h>

#define LINE_CHARS 120      /* of a line that tells when */
#define LATE_LINE_CHARS 60  /* of one after the first paragraph */
#define LATE_PARAGRAPHS 400 /* no date is looked for after so many */
#define LAST_LINE_CHARS 250 /* of a line after the text that tells about an event */
#define START_PARAGRAPHS 3  /* which may begin with a date */
#define START_BYTES 24
#define DATE_DIGITS 4
#define SAID_BYTES 48  /* from "Published" to the digits of the date */
#define FOOT_BYTES 100 /* of a paragraph after the text that may tell when it was published */
#define FOOT_BLOCKS 8  /* after the text, among which it may be */
#define FAR_BLOCKS 60  /* a line so far above the text may be about another one */
#define TITLE_BLOCKS 8 /* a line no farther below the title is about the article */
#define HEADLINE_WORDS 4
#define TOLD_CHARS 100 /* of a line that overrules the page's data */
#define ADDRESS_DAYS 45
#define DAY_LENGTH strlen("2026-11-24")
#define EAST_HOUR 12 /* of UTC: from here on it is the next day somewhere */
#define WEST_HOUR 12 /* before it, it is still the day before somewhere */

typedef struct {
    char *date;
    guint block;
    gboolean said; /* its line begins with "Published" or the like */
} Seen;

/* Which dates are taken: those that fit the address, those of the past, or all that can be. */
typedef enum { TRUST_ADDRESS, TRUST_PAST, TRUST_ALL } Trust;

/* Does the line begin with "Published" or the like, and go on with a date? Where there is much
 * between them ("Article: The bridge over the river, 4 May"), the date is of that. */
static gboolean
tells_publication(const char *text)
{
    return strcspn(text, "0123456789") <= SAID_BYTES && off_says_published(text);
}

/* "27.1.2022 - At six on Tuesday ..." */
static char *
date_at_start(const char *text, const OffDateContext *context)
{
    g_autofree char *start = g_strndup(text, START_BYTES);
    g_autofree char *valid = g_utf8_make_valid(start, -1);
    return g_ascii_isdigit(valid[*valid == '(']) ? off_parse_date_as(valid, context) : NULL;
}

/* The date of a line or, at the beginning of the text, of a paragraph that starts with one. */
static char *
date_of_block(const OffBlock *b, guint paragraphs, const OffDateContext *context)
{
    gboolean line = b->digits >= DATE_DIGITS && b->chars <= LINE_CHARS;
    if (line && (paragraphs == 0 || b->chars <= LATE_LINE_CHARS || tells_publication(b->text)))
        return off_parse_date_as(b->text, context);
    return b->kept && paragraphs <= START_PARAGRAPHS ? date_at_start(b->text, context) : NULL;
}

static gboolean
holds_title(const OffPage *page, const OffBox *box)
{
    for (guint i = box->first; i < MIN(box->end, box->first + TITLE_BLOCKS); i++)
        if (off_block(page, i)->tag == OFF_TAG_h1)
            return TRUE;
    return FALSE;
}

/* Is the line a caption, which follows its picture? */
static gboolean
is_of_picture(const OffPage *page, guint index)
{
    const OffBlock *b = off_block(page, index);
    if (!(off_box(page, b->box)->flags & (OFF_IN_FIGURE | OFF_NAMED_CAPTION)))
        return FALSE;
    for (guint at = b->box; at != 0; at = off_box(page, at)->parent) {
        const OffBox *box = off_box(page, at);
        if ((box->own & (OFF_IN_FIGURE | OFF_NAMED_CAPTION)) && holds_title(page, box))
            return FALSE;
        if (box->own & OFF_IN_FIGURE)
            return TRUE;
    }
    return index > 0 && off_block(page, index - 1)->kind == OFF_BLOCK_MEDIA;
}

/* Is it quoted or embedded, or a line of a box after the beginning of the text that is about other
 * articles? The name of a box that holds the text as well says nothing. */
static gboolean
is_of_another(const OffPage *page, guint index, guint first)
{
    const OffBlock *b = off_block(page, index);
    const guint other = OFF_NAMED_EMBED | (b->kept ? 0 : OFF_NAMED_RELATED | OFF_NAMED_COMMENT);
    if (off_box(page, b->box)->flags & OFF_IN_QUOTE)
        return TRUE; /* a post of somebody else */
    if (index < first || !(off_box(page, b->box)->flags & other))
        return FALSE;
    for (guint at = b->box; at != 0 && off_box(page, at)->first > first;
         at = off_box(page, at)->parent)
        if (off_box(page, at)->own & other)
            return TRUE;
    return FALSE;
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

/* Days from one date to the other; 0 if one is not a date. */
static int
days_from(const char *a, const char *b)
{
    int from, to;
    return julian_of(a, &from) && julian_of(b, &to) ? to - from : 0;
}

/* Does the address name another time, by more than the days between writing and publishing? */
static gboolean
contradicts_address(const char *date, const char *in_address)
{
    int days;
    if (!in_address)
        return FALSE;
    g_autofree char *whole = strlen(in_address) < DAY_LENGTH ? g_strdup_printf("%s-15", in_address)
                                                             : g_strdup(in_address);
    days = days_from(date, whole);
    return days < -ADDRESS_DAYS || days > ADDRESS_DAYS;
}

static gboolean
is_acceptable(const char *date, const char *in_address, Trust trust)
{
    if (trust == TRUST_ADDRESS && contradicts_address(date, in_address))
        return FALSE;
    return trust == TRUST_ALL ? !off_date_is_impossible(date) : !off_date_is_future(date);
}

/* What is nearest above the text, or at its very start, or else first after it. */
static void
find_date(const OffPage *page, const OffDateContext *context, const char *in_address, Trust trust,
          Seen *seen)
{
    guint paragraphs = 0, first, end;
    off_kept_range(page, &first, &end);
    for (guint i = 0; i < page->blocks->len && paragraphs <= LATE_PARAGRAPHS && !seen->said; i++) {
        const OffBlock *b = off_block(page, i);
        paragraphs += b->kept && b->chars > LINE_CHARS;
        gboolean far = seen->date && i > seen->block + FAR_BLOCKS;
        if (seen->date && paragraphs > (far ? START_PARAGRAPHS : 0))
            break;
        if (b->kind != OFF_BLOCK_TEXT || (far && paragraphs > 0 && b->chars <= LINE_CHARS))
            continue;
        if (is_of_picture(page, i) || is_of_another(page, i, first))
            continue;
        g_autofree char *date = date_of_block(b, paragraphs, context);
        if (!date || !is_acceptable(date, in_address, trust) ||
            (seen->date && off_tells_change(b->text)))
            continue;
        g_free(seen->date);
        *seen =
            (Seen){.date = g_steal_pointer(&date), .block = i, .said = tells_publication(b->text)};
    }
}

/* "This entry was posted on ... and is filed under ...": what a paragraph of a box at the end of
 * the text that is named for such data begins with (transfer full), or NULL. */
static char *
foot_date(const OffPage *page, const OffDateContext *context)
{
    guint first, end;
    off_kept_range(page, &first, &end);
    for (guint i = MAX(end, 1) - 1; i < MIN(end + FOOT_BLOCKS, page->blocks->len); i++) {
        const OffBlock *b = off_block(page, i);
        guint names = off_box(page, b->box)->flags;
        if (b->kind != OFF_BLOCK_TEXT || b->chars <= LINE_CHARS || is_of_another(page, i, first) ||
            !(names & (OFF_NAMED_META | OFF_NAMED_FOOTER)))
            continue;
        g_autofree char *start = g_strndup(b->text, FOOT_BYTES);
        g_autofree char *valid = g_utf8_make_valid(start, -1);
        char *date = off_says_wrote(valid) ? off_parse_date_as(valid, context) : NULL;
        if (date && !off_date_is_future(date))
            return date;
        g_free(date);
    }
    return NULL;
}

/* "This page was last edited on ...", after the text (transfer full), or NULL. */
static char *
last_line_date(const OffPage *page, const OffDateContext *context)
{
    guint first, end;
    off_kept_range(page, &first, &end);
    for (guint i = end; i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind != OFF_BLOCK_TEXT || b->chars > LAST_LINE_CHARS || b->digits < DATE_DIGITS ||
            !(off_tells_change(b->text) || strstr(b->text, "©")))
            continue;
        char *date = off_parse_date_as(b->text, context);
        if (date)
            return date;
    }
    return NULL;
}

static gboolean
is_headline(const OffBlock *b)
{
    return b->links == 1 && b->link_chars == b->chars && b->words >= HEADLINE_WORDS;
}

/* Is the line right below the title, and is it about nothing but the publication? */
static gboolean
is_below_title(const OffPage *page, const char *title, const Seen *seen)
{
    const char *text = off_block(page, seen->block)->text;
    guint colon = (guint)strcspn(text, ":0123456789");
    const OffBlock *line = off_block(page, seen->block);
    if (line->kept && line->stops > 0 && !seen->said)
        return FALSE; /* a sentence of the article */
    if (!title || off_tells_change(text) || (text[colon] == ':' && !seen->said))
        return FALSE;
    guint first, end, below = 0;
    off_kept_range(page, &first, &end);
    for (guint i = 0; i <= first && i < page->blocks->len; i++)
        if (off_block(page, i)->kind == OFF_BLOCK_TEXT && strstr(off_block(page, i)->text, title))
            below = i + 1;
    /* After the headline of another article, it is the date of that. */
    for (guint i = below; below > 0 && i < seen->block; i++)
        if (is_headline(off_block(page, i)))
            return FALSE;
    return off_block(page, seen->block)->chars <= TOLD_CHARS && below > 0 && seen->block >= below &&
           seen->block < below + TITLE_BLOCKS;
}

/* Is the line above the title, as a masthead with the day of reading does? */
static gboolean
is_above_title(const OffPage *page, const char *title, const Seen *seen)
{
    for (guint i = seen->block + 1; title && i < page->blocks->len; i++) {
        const OffBlock *b = off_block(page, i);
        if (b->kind == OFF_BLOCK_TEXT && strcmp(b->text, title) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_utc(const char *date)
{
    return strlen(date) > strlen("2026-11-24T08") &&
           (g_str_has_suffix(date, "Z") || g_str_has_suffix(date, "+00:00"));
}

/* Can the moment, given in UTC, be on that day in the time zone of the paper's readers? */
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
    const OffDateContext context = {article->lang, url, article->modified, article->date};
    g_autofree char *in_address = url ? off_date_in_address(url) : NULL;
    Seen seen = {0};
    for (Trust trust = TRUST_ADDRESS; trust <= TRUST_ALL && !seen.date; trust++)
        find_date(page, &context, in_address, trust, &seen);
    g_autofree char *visible = seen.date;
    gboolean whole = in_address && strlen(in_address) == DAY_LENGTH;
    if (!whole || !(utc || !(article->date || visible)))
        g_clear_pointer(&in_address, g_free);
    if (!article->date) {
        article->date = visible ? g_steal_pointer(&visible) : g_steal_pointer(&in_address);
        if (!article->date)
            article->date = foot_date(page, &context);
        if (!article->date)
            article->date = last_line_date(page, &context);
    } else if (visible && days_from(article->date, visible) != 0 &&
               (seen.said || is_below_title(page, article->title, &seen) ||
                (utc && is_same_moment(article->date, visible) &&
                 !is_above_title(page, article->title, &seen)))) {
        off_replace(&article->date, g_steal_pointer(&visible));
    } else if (in_address && is_same_moment(article->date, in_address)) {
        off_replace(&article->date, g_steal_pointer(&in_address));
    }
}
