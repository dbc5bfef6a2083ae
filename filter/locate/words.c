/* words.c: features of a mail's words, in all languages of words/. */
#include "config.h"

#include "locate/words.h"

#include "words/fold.h"
#include "words/match.h"

#include <string.h>

#define LABEL_WORDS 6   /* a label of an advertisement has no more */
#define TAIL_BYTES 80   /* of a text are looked at for a label at its end */
#define PREFIX_CHARS 16 /* "Doorgestuurd: " */

enum { RE, FORWARD };

static const OffPhrase sponsor_phrases[] = {
#define OFF_SPONSOR(phrase, langs) {phrase, 0},
#include "words/words.def"
};
static const OffPhrase notice_phrases[] = {
#define OFF_NOTICE(phrase, langs) {phrase, 0},
#include "words/words.def"
};
static const OffPhrase function_phrases[] = {
#define OFF_FUNCTION_WORD(word, langs) {word, 0},
#include "words/words.def"
};
static const OffPhrase reply_phrases[] = {
#define OFF_REPLY(kind, phrase, langs) {phrase, kind},
#include "words/words.def"
};
static const OffPhrases sponsors = {sponsor_phrases, G_N_ELEMENTS(sponsor_phrases)};
static const OffPhrases notices = {notice_phrases, G_N_ELEMENTS(notice_phrases)};
static const OffPhrases functions = {function_phrases, G_N_ELEMENTS(function_phrases)};
static const OffPhrases replies = {reply_phrases, G_N_ELEMENTS(reply_phrases)};

/* Where the words of an advertisement stand in a label. */
typedef enum { NO_LABEL, BEGINS_LABEL, ENDS_LABEL } Label;

static Label
label_of(const char *plain)
{
    gsize from = 0;
    OffPhraseMatch m;
    guint words = 1;
    for (const char *p = plain; *p; p++)
        words += *p == ' ';
    if (words > LABEL_WORDS || !off_next_phrase(&sponsors, plain, &from, &m))
        return NO_LABEL;
    if (m.start == 0)
        return BEGINS_LABEL;
    return plain[m.start + m.length] == '\0' ? ENDS_LABEL : NO_LABEL;
}

gboolean
off_says_sponsor(const char *plain)
{
    return label_of(plain) != NO_LABEL;
}

gboolean
off_labels_below(const char *plain)
{
    return label_of(plain) == BEGINS_LABEL;
}

gboolean
off_labels_above(const char *plain)
{
    return label_of(plain) == ENDS_LABEL;
}

gboolean
off_ends_with_sponsor(const char *plain)
{
    gsize length = strlen(plain), from = 0;
    const char *tail = plain + (length > TAIL_BYTES ? length - TAIL_BYTES : 0);
    if (tail > plain && tail[-1] != ' ')
        tail =
            off_is_spaceless(plain) ? g_utf8_find_next_char(tail, NULL) : tail + strcspn(tail, " ");
    tail += *tail == ' ';
    OffPhraseMatch m;
    while (off_next_phrase(&sponsors, tail, &from, &m))
        if (tail[m.start + m.length] == '\0')
            return TRUE;
    return FALSE;
}

static guint
count_phrases(const OffPhrases *phrases, const char *plain)
{
    guint count = 0;
    OffPhraseMatch m;
    for (gsize from = 0; off_next_phrase(phrases, plain, &from, &m);)
        count++;
    return count;
}

guint
off_count_notices(const char *plain)
{
    return count_phrases(&notices, plain);
}

guint
off_count_function_words(const char *plain)
{
    return count_phrases(&functions, plain);
}

/* After a list's tag in brackets. */
static const char *
behind_tag(const char *subject)
{
    const char *close = *subject == '[' ? strchr(subject, ']') : NULL;
    const char *rest = close ? close + 1 : subject;
    return rest + strspn(rest, " ");
}

OffSubjectPrefix
off_subject_prefix(const char *subject)
{
    const char *start = behind_tag(subject + strspn(subject, " "));
    gsize n = strcspn(start, ":");
    const char *wide = strstr(start, "：");
    if (wide && (gsize)(wide - start) < n)
        n = (gsize)(wide - start);
    if (n == 0 || start[n] == '\0' || g_utf8_strlen(start, (gssize)n) > PREFIX_CHARS)
        return OFF_SUBJECT_PLAIN;
    g_autofree char *prefix =
        g_strndup(start, strcspn(start, "[(:") < n ? strcspn(start, "[(:") : n);
    g_autofree char *plain = off_comparable(prefix, 0);
    gsize from = 0;
    OffPhraseMatch m;
    if (!off_next_phrase(&replies, plain, &from, &m) || m.start != 0 || plain[m.length] != '\0')
        return OFF_SUBJECT_PLAIN;
    return m.phrase->kind == FORWARD ? OFF_SUBJECT_FORWARD : OFF_SUBJECT_REPLY;
}
